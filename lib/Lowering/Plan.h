//===- Plan.h - The state machine of a coroutine, before any text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plan is what stands between Clang's AST and the printed text: the statements of one body as a
// tree in which every suspension, every variable that lives across one, and every operand that is
// evaluated before one and needed after it is explicit.  It is printable (`pawl lower
// --dump-plan`), and verified before it is printed.
//
// The user's statements appear as text: they are copied, not rebuilt.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_PLAN_H
#define PAWL_LOWERING_PLAN_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/raw_ostream.h"
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace clang {
class Decl;
class Stmt;
class VarDecl;
} // namespace clang

namespace pawl {

struct Entry;

/// Where a variable lives while the coroutine is suspended.
enum class Place {
  /// Nowhere: it is alive at suspensions, but nobody reads it after one.
  Local,
  /// In the frame from suspension to resume only: a scalar without identity.
  Saved,
  /// In the frame, always: it has identity, or is no scalar.
  Slot,
  /// Elsewhere: a reference; the frame keeps the address of what it denotes.
  Reference,
  /// In the frame: the frame of a coroutine that is called; the name is that of a local which
  /// stands for the call.
  Callee,
};

/// A variable of the plan: the user's own, or one that holds a value of an expression.
struct Variable {
  /// How the text refers to it: the user's name, or one that begins with _pawl_.
  std::string Name;
  /// The frame's member for it.
  std::string Field;
  /// Its type as text, valid at the top of the function; for a reference, the type referred to.
  std::string Type;
  /// Of an object of that type, in bytes; zero if it is not known, as in a template.
  uint64_t Size = 0, Align = 1;
  Place Where = Place::Slot;
  /// The specifier of an alignment that is stricter than the type's.
  std::string Alignment;
  /// For \c Reference: whether the name denotes an rvalue reference.
  bool IsRValueReference = false;
  /// Declared const (matters for \c Saved only; slots carry it in their type).
  bool IsConst = false;
  /// Whether its destruction does anything.
  bool HasDestructor = false;
  /// Built on some paths only; the variable \c Flag says whether it was.
  Variable *Flag = nullptr;
  /// A slot under a flag whose type may be a reference's: until it is built there is nothing to
  /// bind a name to, so the text goes to the frame for it.
  bool IsLate = false;
  bool IsParameter = false;
  /// A thread_local.
  bool IsPerThread = false;
  /// A parameter pack: the frame keeps its elements in one member, and the body runs in a function
  /// that has the pack again.
  bool IsPack = false;
  /// Written to after it began.
  bool IsAssigned = true;
  /// False for a name that the plan knows only for its type.
  bool Used = true;
  /// For \c Callee that has a frame of its own: the type of what is awaited.
  std::string FarType;
  /// For \c Slot: the name denotes a const object although the type does not say so.
  bool BindsConst = false;
  /// For structured bindings: the text in brackets that names the parts of the object.
  std::string Bindings;
  /// The user's declaration, if it is one.
  const clang::VarDecl *Decl = nullptr;

  /// Its place among Plan::Cells, if it is kept.
  unsigned Cell = NoCell;
  static constexpr unsigned NoCell = ~0U;

  /// Whether the frame has a member for it, beside the parameters.
  bool isKept() const { return !IsParameter && Where != Place::Local && Used; }
  /// What that takes, in bytes; zero if it is not known.
  uint64_t keptSize() const { return Where == Place::Reference ? sizeof(void *) : Size; }
  uint64_t keptAlign() const { return Where == Place::Reference ? sizeof(void *) : Align; }

  /// The expression by which the text of the body denotes it.
  std::string use() const { return IsLate ? "_pawl_f." + Field + ".get()" : Name; }
};

/// A lambda that holds an expression whose type has no name, or depends on template parameters, or
/// cannot be written where the frame is declared; its result type names the type, and calling it
/// builds the object.
struct Maker {
  enum MakerKind {
    /// The expression, in its value category.
    Exact,
    /// The expression as `auto x = ...` takes it.
    Decayed,
    /// The expression, converted to \c Result.
    Converted,
    /// Not called: the text is a type.
    Type,
  };
  MakerKind Kind = Exact;
  std::string Name;
  /// The variables the expression uses, passed by reference.
  std::vector<Variable *> Uses;
  /// Those that are static and that lambdas in the text name, which need not capture them: the
  /// maker has a static of the name.
  llvm::SmallPtrSet<const Variable *, 2> Statics;
  /// The captures of an async lambda that it uses, passed by reference too, for they are copied for
  /// each coroutine; and whether they are const in it.
  std::vector<std::pair<std::string, bool>> Captured;
  bool UsesThis = false;
  /// Nothing in the text is the user's: it can stand in a decltype at the top of the function.
  bool IsOurs = false;
  /// The body's own types and constants that it needs, declared anew.
  std::string Before;
  /// The conditions of the `if constexpr` around it, outermost first: where one is false there is
  /// no such expression.
  std::vector<std::string> Conditions;
  /// The expression or type.
  std::string Text;
  /// For \c Converted: the type.
  std::string Result;
  /// The alias of a \c Type; of an expression that of its type without reference and
  /// cv-qualifiers, printed only if it is asked for by bareType().
  std::string TypeName;
  bool IsBareTypeUsed = false;
  const std::string &bareType() {
    IsBareTypeUsed = true;
    return TypeName;
  }
  /// The alias of the type with its value category, as decltype gives it.
  std::string ExactName;
};

struct PlanNode;
/// Nodes in the order of their execution.  A \c Begin rules the rest of its list.
using PlanList = std::vector<PlanNode>;

/// One handler of a try block.
struct PlanHandler {
  /// What stands in the parentheses after `catch`.
  std::string Declaration;
  PlanList Body;
};

/// One step of a plan.
struct PlanNode {
  enum Kind {
    /// Text: statements without suspension.
    Run,
    /// Text builds Var (empty: it was built by what stands before); from here to the end of the
    /// list Var is alive.
    Begin,
    /// The coroutine is suspended at State, unless the awaiter Var is ready.
    Suspend,
    /// Body, in a block of its own.
    Scope,
    /// Text is the condition; Body and Else.
    If,
    /// The same for `if constexpr`: a resume takes the branch that the condition gives.
    ConstexprIf,
    /// Text is the whole head: `while (...)`, `for (...)`; Body.
    Loop,
    /// do Body Text: Text is the whole tail, `while (...);`.
    DoLoop,
    /// Text is the whole head: `switch (...)`; Body.
    Switch,
    /// Body and Handlers; Var keeps the exception while a handler is suspended, or is null.
    Try,
  };
  Kind Op = Run;
  /// The user's line; invalid: none of it is the user's.
  clang::SourceLocation Loc;
  std::string Text;
  Variable *Var = nullptr;
  unsigned State = 0;
  /// Of a Suspend that steps a generator whose definition is known: the type that names its frame.
  std::string Generator;
  /// Of a Suspend: whether the await may run a coroutine of Pawl's.
  bool MayRunCoroutine = false;
  /// Of a Run that declares a type: the declaration; the text is another one if the type was
  /// hoisted.
  const clang::Decl *Declares = nullptr;
  /// Of a Suspend: the suspension that it stands for.
  const clang::Stmt *Point = nullptr;
  /// Of a Suspend: the user's variables that are not used after it.
  std::vector<const Variable *> Dead;
  PlanList Body;
  PlanList Else;
  std::vector<PlanHandler> Handlers;

  static PlanNode make(Kind Op, clang::SourceLocation Loc, std::string Text = "",
                       Variable *Var = nullptr) {
    PlanNode N;
    N.Op = Op;
    N.Loc = Loc;
    N.Text = std::move(Text);
    N.Var = Var;
    return N;
  }
};

/// Storage in a frame, for variables that are never alive together.
struct FrameCell {
  std::vector<Variable *> Members;
  /// In bytes; zero if it is not known.
  uint64_t Size = 0, Align = 1;
};

/// The plan of one coroutine.
struct Plan {
  /// The function's name, for people.
  std::string Name;
  /// Where the body opens.
  clang::SourceLocation Loc;
  std::string ReturnType;
  std::string PromiseType;
  /// Types that have a name of ours at the top of the function: the names and what they stand for.
  std::vector<std::pair<std::string, std::string>> Aliases;
  /// Whether types may depend on template parameters.
  bool IsDependent = false;
  /// Whether the promise's constructor or its operator new may take the parameters.
  bool PromiseTakesParameters = false;
  /// Where calls go that embed the frame; null: nowhere.
  const Entry *Own = nullptr;
  /// The object parameter as an lvalue, or nothing.
  std::string Object;
  /// The capture list of the body.
  std::string Captures;
  /// Whether `this` is among the captures.
  bool CapturesThis = false;
  /// Whether the body may change what it has captured by copy.
  bool IsMutable = false;
  /// All variables; addresses are stable.
  std::deque<Variable> Variables;
  std::vector<Variable *> Parameters;
  /// What the frame holds behind its parameters, in order.
  std::vector<FrameCell> Cells;
  /// The parameters as the function declares them: what each copy in the frame is made from, by
  /// name.
  std::deque<Maker> Makers;
  /// The names like __func__ that the body uses, spelled as the user did; each is kept under
  /// `_pawl_name` and its name.
  std::vector<std::string> FunctionNames;
  PlanList Body;
  /// Suspension points are numbered from 1.
  unsigned States = 0;
  /// Whether all of them are yields that hand no other coroutine the thread.
  bool OnlyYields = true;
  /// Whether there is a `return` in it.
  bool Returns = false;
  /// Whether flowing off the end calls return_void; in a template the promise decides.
  bool HasReturnVoid = false;

  Variable &addVariable(std::string Name, std::string Type, Place Where);
  void print(llvm::raw_ostream &OS) const;
};

/// \p Type where a declarator's name follows it.
std::string declarable(const std::string &Type);
/// The same with a const of its own, which stands behind the `*` of a pointer.
std::string constDeclarable(const std::string &Type);

/// \p Text, an lvalue, as an xvalue of \p Type.
std::string rvalue(const std::string &Type, const std::string &Text);

/// Calls \p Visit for every suspension in \p Nodes, a PlanList.
template <class List, class Visitor> void forEachSuspend(List &Nodes, Visitor Visit) {
  for (auto &Node : Nodes) {
    if (Node.Op == PlanNode::Suspend)
      Visit(Node);
    forEachSuspend(Node.Body, Visit);
    forEachSuspend(Node.Else, Visit);
    for (auto &H : Node.Handlers)
      forEachSuspend(H.Body, Visit);
  }
}

/// Calls \p Visit for every suspension of \p P, with what the frame keeps while it lasts.
void forEachKept(
    const Plan &P,
    llvm::function_ref<void(const PlanNode &Suspend, llvm::ArrayRef<const Variable *> Kept)> Visit);

/// The states in \p List, in order.
std::vector<unsigned> statesOf(const PlanList &List);
/// The states in \p Node, in order.
std::vector<unsigned> statesOf(const PlanNode &Node);

} // namespace pawl

#endif // PAWL_LOWERING_PLAN_H
