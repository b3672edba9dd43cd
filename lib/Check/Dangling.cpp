//===- Dangling.cpp - Coroutines that outlive what they refer to ----------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The parameters of a coroutine are copied into its frame; of a reference, a pointer or a view that
// is the address.  It must be good for as long as the coroutine runs, and that begins when it is
// awaited:
//
//   auto c = find(std::string("x"));         the temporary ends with this statement
//   return find(name);                       a local ends with the function
//   create_task([&x]() -> Coro<> { ... }()); the closure ends with this statement: a lambda in the
//                                            C++20 spelling keeps its captures there
//
// A call whose coroutine is awaited in its full-expression is good; so is one that a function runs
// to its end, as pawl::run does.  Only what keeps a coroutine for later is looked at.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Reporter.h"
#include "Check/SharedState.h"
#include "Dialect/Awaitables.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {
namespace {

/// What becomes of a coroutine that a call makes.
enum class Fate {
  /// It runs, or is dropped, within its full-expression; or nobody can tell.
  Here,
  /// A variable or a container keeps it.
  Kept,
  /// A member or a global variable does.
  Stored,
  /// The function returns it.
  Returned,
  /// It becomes a task; its handle is kept.
  Task,
  /// It becomes a task that nobody holds.
  LooseTask,
};

bool isView(QualType T) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  return Record && Record->isInStdNamespace() && Record->getIdentifier() &&
         llvm::StringSwitch<bool>(Record->getName())
             .Cases({"basic_string_view", "span", "initializer_list", "reference_wrapper"}, true)
             .Default(false);
}

/// Whether what an object of type \p T gives by `*`, `->` or `[]` ends with it.
bool owns(QualType T) {
  const CXXRecordDecl *Record = classOf(T);
  return Record && Record->isInStdNamespace() && Record->getIdentifier() &&
         llvm::StringSwitch<bool>(Record->getName())
             .Cases({"unique_ptr", "optional", "vector", "array", "basic_string"}, true)
             .Cases({"deque", "map", "unordered_map"}, true)
             .Default(false);
}

bool keepsElements(StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"push_back", "emplace_back", "push_front", "emplace", "insert", "push"}, true)
      .Default(false);
}

/// What becomes of a coroutine, and the local that keeps it, or its task, if one does.
struct Future {
  Fate How = Fate::Here;
  const VarDecl *Keeper = nullptr;
};

/// Functions of the standard library whose result holds what they are given.
bool handsOn(const FunctionDecl *Callee) {
  return Callee->isInStdNamespace() && Callee->getIdentifier() &&
         llvm::StringSwitch<bool>(Callee->getName())
             .Cases({"move", "forward", "make_unique", "make_shared", "make_pair", "make_tuple",
                     "make_optional"},
                    true)
             .Default(false);
}

class DanglingCheck {
public:
  DanglingCheck(const CheckedBody &Body, Reporter &Report) : Body(Body), Report(Report) {}

  void run() {
    walk(Body.Body, [this](const Stmt *S) {
      auto *Call = dyn_cast<CallExpr>(S);
      if (!Call || !Call->isPRValue() || awaitableKind(Call->getType()) != AwaitableKind::Coroutine)
        return;
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (!Callee || isInPawl(Callee) || Callee->isDependentContext())
        return;
      look(Call, Callee);
    });
  }

private:
  void look(const CallExpr *Call, const FunctionDecl *Callee);
  Future fateOf(const CallExpr *Call) const;
  Future fateOfTask(const CallExpr *Creation, const Stmt *Taker) const;
  Future keptBy(const VarDecl *Var, Fate How) const;
  Future keptBy(const Expr *Object, Fate How) const;
  bool isReturned(const VarDecl *Var) const;
  bool endsFirst(const VarDecl *Local, const CallExpr *Call, const Future &What) const;
  bool argument(const CallExpr *Call, const Expr *Argument, QualType Parameter, const Future &What);
  bool closure(const CallExpr *Call, const CXXMethodDecl *Operator, const Future &What);
  const VarDecl *ownLocal(const Expr *E) const;
  const Stmt *scopeOf(const VarDecl *Var) const;
  bool isWithin(const Stmt *S, const Stmt *Outer) const;
  bool awaitsWithin(const Stmt *Scope, const Stmt *S) const;
  const char *endOf(const VarDecl *Local) const {
    return scopeOf(Local) == Body.Body ? "ends with this function" : "ends with this block";
  }
  void report(SourceLocation Loc, std::string Message, const CallExpr *Call, const Future &What);

  const CheckedBody &Body;
  Reporter &Report;
};

/// Whether \p Var leaves the function as its result.
bool DanglingCheck::isReturned(const VarDecl *Var) const {
  bool Found = false;
  walk(Body.Body, [&](const Stmt *S) {
    const Expr *Value = nullptr;
    if (auto *Return = dyn_cast<ReturnStmt>(S))
      Value = Return->getRetValue();
    else if (auto *Return = dyn_cast<CoreturnStmt>(S))
      Value = Return->getOperand();
    while (Value) {
      Value = stripWrappers(Value);
      auto *Construct = dyn_cast<CXXConstructExpr>(Value);
      auto *Call = dyn_cast<CallExpr>(Value);
      if (Construct && Construct->getNumArgs() == 1)
        Value = Construct->getArg(0);
      else if (Call && Call->isCallToStdMove())
        Value = Call->getArg(0);
      else
        break;
    }
    auto *Name = dyn_cast_or_null<DeclRefExpr>(Value);
    Found |= Name && Name->getDecl() == Var;
  });
  return Found;
}

Future DanglingCheck::keptBy(const VarDecl *Var, Fate How) const {
  return isReturned(Var) ? Future{Fate::Returned} : Future{How, Var};
}

/// What becomes of a coroutine, or of a task (\p How), that \p Object keeps.
Future DanglingCheck::keptBy(const Expr *Object, Fate How) const {
  Object = stripWrappers(Object);
  // An element is its container's.
  while (auto *Element = dyn_cast<CXXOperatorCallExpr>(Object)) {
    if (Element->getOperator() != OO_Subscript)
      break;
    Object = stripWrappers(Element->getArg(0));
  }
  if (sharedObject(Object, Body))
    return {How == Fate::Task ? Fate::LooseTask : Fate::Stored};
  const VarDecl *Local = ownLocal(Object);
  return Local ? keptBy(Local, How) : Future{How};
}

/// Whether \p Local ends before the coroutine of \p Call can run to its end.
bool DanglingCheck::endsFirst(const VarDecl *Local, const CallExpr *Call,
                              const Future &What) const {
  const Stmt *Scope = scopeOf(Local);
  if (!Scope)
    return false;
  switch (What.How) {
  case Fate::Here:
    return false;
  case Fate::Returned:
    return true;
  case Fate::LooseTask:
  case Fate::Stored:
    return !awaitsWithin(Scope, Call);
  case Fate::Kept:
  case Fate::Task:
    break;
  }
  // What keeps it belongs to a scope around that of the local.
  const Stmt *Outer = What.Keeper ? scopeOf(What.Keeper) : nullptr;
  return Outer && Outer != Scope && isWithin(Scope, Outer) && !awaitsWithin(Scope, Call);
}

/// What becomes of a coroutine whose task, made by \p Creation, is taken by \p Taker.
Future DanglingCheck::fateOfTask(const CallExpr *Creation, const Stmt *Taker) const {
  if (isa_and_nonnull<ReturnStmt, CoreturnStmt>(Taker))
    return {Fate::Returned};
  if (auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Taker)) {
    if (Operator->getOperator() == OO_Equal && stripWrappers(Operator->getArg(1)) == Creation)
      return keptBy(Operator->getArg(0), Fate::Task);
  } else if (auto *Member = dyn_cast_or_null<CXXMemberCallExpr>(Taker)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    if (Method && Method->getIdentifier() && keepsElements(Method->getName()) &&
        Method->getParent()->isInStdNamespace())
      return keptBy(Member->getImplicitObjectArgument(), Fate::Task);
    // A coroutine's promise takes what it returns.
    if (Method && Method->getIdentifier() && Method->getName() == "return_value")
      return {Fate::Returned};
  } else if (auto *Declaration = dyn_cast_or_null<DeclStmt>(Taker)) {
    if (auto *Var = dyn_cast<VarDecl>(*Declaration->decl_begin()))
      return keptBy(Var, Fate::Task);
  }
  return {Fate::Task};
}

Future DanglingCheck::fateOf(const CallExpr *Call) const {
  const Stmt *Inner = Call;
  for (const Stmt *Up = Body.parent(Inner); Up; Inner = Up, Up = Body.parent(Up)) {
    if (isWrapper(Up) ||
        isa<ConditionalOperator, InitListExpr, CXXConstructExpr, ParenListExpr>(Up))
      continue;
    if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(Up))
      return {};
    if (auto *Declaration = dyn_cast<DeclStmt>(Up)) {
      auto *Var = dyn_cast<VarDecl>(*Declaration->decl_begin());
      return Var && Var->getInit() ? keptBy(Var, Fate::Kept) : Future();
    }
    // A capture with an initialiser.
    if (isa<LambdaExpr>(Up))
      return {Fate::Kept};
    if (isa<ReturnStmt, CoreturnStmt>(Up))
      return {Fate::Returned};
    auto *Outer = dyn_cast<CallExpr>(Up);
    if (!Outer)
      return {};
    auto *Callee = dyn_cast_or_null<FunctionDecl>(Outer->getCalleeDecl());
    if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(Outer))
      return Operator->getOperator() != OO_Equal || stripWrappers(Operator->getArg(1)) != Call
                 ? Future()
                 : keptBy(Operator->getArg(0), Fate::Kept);
    if (!Callee || !Callee->getIdentifier())
      return {};
    if (handsOn(Callee))
      continue;
    auto *Method = dyn_cast<CXXMethodDecl>(Callee);
    if (Method && keepsElements(Callee->getName()) && Method->getParent()->isInStdNamespace())
      return keptBy(cast<CXXMemberCallExpr>(Outer)->getImplicitObjectArgument(), Fate::Kept);
    if (Method && Callee->getName() == "create_task" && isInPawl(Callee))
      return {Fate::LooseTask};
    if (Method && Callee->getName() == "return_value" &&
        isa_and_nonnull<CoreturnStmt>(Body.parentBeyondWrappers(Outer)))
      return {Fate::Returned};
    if (!isInPawl(Callee) || !llvm::StringSwitch<bool>(Callee->getName())
                                  .Cases({"create_task", "ensure_future", "gather", "shield",
                                          "wait_for", "as_completed"},
                                         true)
                                  .Default(false))
      return {};
    // What these start is awaited here, kept, or dropped.
    const Stmt *Next = Body.parentBeyondWrappers(Outer);
    if (isa_and_nonnull<CoroutineSuspendExpr, DependentCoawaitExpr>(Next))
      return {};
    bool IsTask = Callee->getName() == "create_task" || Callee->getName() == "ensure_future";
    auto *Cast = dyn_cast_or_null<ExplicitCastExpr>(Next);
    if (IsTask && (isa_and_nonnull<CompoundStmt, AttributedStmt>(Next) ||
                   (Cast && Cast->getType()->isVoidType())))
      return {Fate::LooseTask};
    if (IsTask)
      return fateOfTask(Outer, Next);
  }
  return {};
}

/// The variable of the body itself that \p E denotes, as a whole or in part.
const VarDecl *DanglingCheck::ownLocal(const Expr *E) const {
  E = stripWrappers(E);
  while (true) {
    if (auto *Member = dyn_cast<MemberExpr>(E); Member && !Member->isArrow())
      E = stripWrappers(Member->getBase());
    else if (auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
      E = stripWrappers(Subscript->getBase());
    else if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
             Operator && owns(Operator->getArg(0)->getType()) &&
             (Operator->getOperator() == OO_Arrow || Operator->getOperator() == OO_Star ||
              Operator->getOperator() == OO_Subscript))
      E = stripWrappers(Operator->getArg(0));
    else
      break;
  }
  auto *Name = dyn_cast<DeclRefExpr>(E);
  auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType() &&
                 Var->getDeclContext() == Body.Function
             ? Var
             : nullptr;
}

/// The statement with which \p Var ends; null if that is not in the body.
const Stmt *DanglingCheck::scopeOf(const VarDecl *Var) const {
  if (isa<ParmVarDecl>(Var))
    return Body.Body;
  const Stmt *Scope = nullptr;
  walk(Body.Body, [&](const Stmt *S) {
    auto *Declaration = dyn_cast<DeclStmt>(S);
    if (Scope || !Declaration || !llvm::is_contained(Declaration->decls(), Var))
      return;
    Scope = Body.parent(S);
    // Each turn of a loop over a range has a variable of its own.
    if (auto *Loop = dyn_cast_or_null<CXXForRangeStmt>(Scope); Loop && Loop->getLoopVarStmt() == S)
      Scope = Loop->getBody();
  });
  return Scope;
}

bool DanglingCheck::isWithin(const Stmt *S, const Stmt *Outer) const {
  while (S && S != Outer)
    S = Body.parent(S);
  return S != nullptr;
}

/// Whether \p Scope awaits anything after \p S: then what that started has run, maybe to its end.
bool DanglingCheck::awaitsWithin(const Stmt *Scope, const Stmt *S) const {
  bool Later = false;
  walk(Scope, [&](const Stmt *Other) {
    Later |= isSuspension(Other) &&
             Report.SM.isBeforeInTranslationUnit(S->getBeginLoc(), suspensionLoc(Other));
  });
  // In a loop within the scope, also what comes before it, in the next turn.
  for (const Stmt *Up = S; Up && !Later; Up = Body.parent(Up)) {
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(Up) && isWithin(Up, Scope))
      walk(Up, [&](const Stmt *Other) { Later |= isSuspension(Other); });
    if (Up == Scope)
      break;
  }
  return Later;
}

void DanglingCheck::report(SourceLocation Loc, std::string Message, const CallExpr *Call,
                           const Future &What) {
  const char *Why = What.How == Fate::Kept || What.How == Fate::Stored
                        ? "it is kept here, and runs later"
                    : What.How == Fate::Returned ? "it is returned, and runs later"
                                                 : "it becomes a task, and runs later";
  Report.warning(CheckId::Dangling, Loc, std::move(Message)).note(Report.writtenBegin(Call), Why);
}

/// The temporary that \p E makes and that ends with the full-expression, or null; through
/// conversions to a view or a pointer.
const Expr *temporaryBehind(const Expr *E) {
  for (int Depth = 0; Depth != 8; ++Depth) {
    // A default argument is made anew for each call.
    if (auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
      E = Default->getExpr();
    if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      if (const Expr *Inner = Temporary->getSubExpr();
          !isView(Inner->getType()) && !Inner->getType()->isPointerType())
        return Temporary;
    if (isWrapper(E)) {
      const Expr *Inner = nullptr;
      for (const Stmt *Child : E->children())
        Inner = dyn_cast_or_null<Expr>(Child);
      if (!Inner)
        return nullptr;
      E = Inner;
    } else if (auto *Member = dyn_cast<MemberExpr>(E);
               Member && !Member->isArrow() && isa<FieldDecl>(Member->getMemberDecl()) &&
               !Member->getMemberDecl()->getType()->isReferenceType()) {
      E = Member->getBase();
    } else if (auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
      auto *Method = Call->getMethodDecl();
      bool Lends = Method && (isa<CXXConversionDecl>(Method) ||
                              (Method->getIdentifier() &&
                               (Method->getName() == "c_str" || Method->getName() == "data")));
      if (!Lends || !Method->getParent()->isInStdNamespace() ||
          isView(Call->getImplicitObjectArgument()->getType()))
        return nullptr;
      E = Call->getImplicitObjectArgument();
    } else if (auto *Construct = dyn_cast<CXXConstructExpr>(E);
               Construct && Construct->getNumArgs() >= 1 && isView(Construct->getType())) {
      E = Construct->getArg(0);
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

/// Looks at one argument; true if something was reported.
bool DanglingCheck::argument(const CallExpr *Call, const Expr *Argument, QualType Parameter,
                             const Future &What) {
  bool Refers = Parameter->isReferenceType(),
       Views = isView(Parameter) || Parameter->isPointerType();
  if (!Refers && !Views) {
    // An aggregate that is made for the call keeps what its members lead to.
    const Expr *Made = stripWrappers(Argument);
    if (auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Made))
      Made = stripWrappers(Cast->getSubExpr());
    auto *List = dyn_cast<InitListExpr>(Made);
    const RecordDecl *Record = List ? List->getType()->getAsRecordDecl() : nullptr;
    if (!Record || Record->isUnion())
      return false;
    unsigned I = 0;
    for (const FieldDecl *Field : Record->fields())
      if (I < List->getNumInits() && argument(Call, List->getInit(I++), Field->getType(), What))
        return true;
    return false;
  }
  const Expr *Temporary = temporaryBehind(Argument);
  std::string Name = calleeName(Call);
  std::string Who =
      Name.empty() || Name == "a lambda" ? "the coroutine" : "coroutine '" + Name + "'";
  if (Temporary) {
    bool IsDefault = isa<CXXDefaultArgExpr>(stripWrappers(Argument));
    report(IsDefault ? Report.writtenBegin(Call) : Temporary->getBeginLoc(),
           Who + " keeps " + (Refers ? "a reference to" : "a view of") +
               (IsDefault ? " its default argument" : " this temporary") +
               ", which ends with the statement",
           Call, What);
    return true;
  }
  const Expr *Object = stripWrappers(Argument);
  if (auto *Unary = dyn_cast<UnaryOperator>(Object); Unary && Unary->getOpcode() == UO_AddrOf)
    Object = Unary->getSubExpr();
  else if (!Refers) {
    // A view or a pointer that a local gives.
    auto *Lent = dyn_cast<CXXMemberCallExpr>(Object);
    if (auto *Construct = dyn_cast<CXXConstructExpr>(Object);
        Construct && Construct->getNumArgs() >= 1)
      Object = stripWrappers(Construct->getArg(0)), Lent = dyn_cast<CXXMemberCallExpr>(Object);
    if (Lent)
      Object = stripWrappers(Lent->getImplicitObjectArgument());
    else if (!isa<DeclRefExpr>(Object) || Object->getType()->isPointerType())
      return false;
    if (isView(Object->getType()))
      return false;
  }
  const VarDecl *Local = ownLocal(Object);
  if (!Local)
    return false;
  if (!endsFirst(Local, Call, What))
    return false;
  report(Argument->getBeginLoc(),
         Who + " keeps " + (Refers ? "a reference to '" : "the address of '") +
             Local->getNameAsString() + "', which " + endOf(Local),
         Call, What);
  return true;
}

/// Looks at the captures of a lambda that is a coroutine.
bool DanglingCheck::closure(const CallExpr *Call, const CXXMethodDecl *Operator,
                            const Future &What) {
  const CXXRecordDecl *Lambda = Operator->getParent();
  if (Lambda->captures().empty())
    return false;
  const FunctionDecl *Definition = nullptr;
  const Stmt *Written = Operator->getBody(Definition);
  if (!isa_and_nonnull<CoroutineBodyStmt>(Written))
    return false;
  bool IsAsync = Report.asyncOf(openingBrace(Definition)).isValid();
  const Expr *Object = stripWrappers(Call->getArg(0));
  SourceLocation Loc = Report.writtenBegin(Call);
  if (!IsAsync) {
    if (isa<LambdaExpr>(Object)) {
      report(Loc,
             "this lambda's coroutine uses captures that end with the statement; pass them as "
             "parameters, or make it async",
             Call, What);
      return true;
    }
    if (const VarDecl *Local = ownLocal(Object); Local && endsFirst(Local, Call, What)) {
      report(Loc,
             "the coroutine of '" + Local->getNameAsString() + "' uses captures that " +
                 (scopeOf(Local) == Body.Body ? "end with this function" : "end with this block") +
                 "; make it async",
             Call, What);
      return true;
    }
  }
  for (const LambdaCapture &Capture : Lambda->captures()) {
    auto *Var = Capture.capturesVariable() ? dyn_cast<VarDecl>(Capture.getCapturedVar()) : nullptr;
    if (!Var || Capture.getCaptureKind() != LCK_ByRef || !Var->hasLocalStorage() ||
        Var->getType()->isReferenceType() || Var->getDeclContext() != Body.Function ||
        !endsFirst(Var, Call, What))
      continue;
    report(Loc,
           "this lambda's coroutine refers to '" + Var->getNameAsString() + "', which " +
               endOf(Var),
           Call, What);
    return true;
  }
  return false;
}

void DanglingCheck::look(const CallExpr *Call, const FunctionDecl *Callee) {
  Future What = fateOf(Call);
  if (What.How == Fate::Here)
    return;
  // An ordinary function in sight may be done with its arguments when it returns.
  const FunctionDecl *Definition = nullptr;
  if (const Stmt *Written = Callee->getBody(Definition);
      Written && !isa<CoroutineBodyStmt>(Written))
    return;
  auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  if (Method && Method->getParent()->isLambda() && isa<CXXOperatorCallExpr>(Call))
    if (closure(Call, Method, What))
      return;
  const Expr *Object = nullptr;
  if (auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
    Object = Member->getImplicitObjectArgument();
  else if (Method && Method->isInstance() && isa<CXXOperatorCallExpr>(Call) &&
           !Method->getParent()->isLambda())
    Object = Call->getArg(0);
  if (Object) {
    const Expr *Bare = stripWrappers(Object);
    bool IsTemporary =
        Bare->isPRValue() && Bare->getType()->isRecordType() && temporaryBehind(Object) != nullptr;
    const VarDecl *Local = Bare->getType()->isPointerType() && !isa<CXXOperatorCallExpr>(Bare)
                               ? nullptr
                               : ownLocal(Bare);
    if (IsTemporary || (Local && endsFirst(Local, Call, What))) {
      report(Object->getBeginLoc(),
             "coroutine '" + calleeName(Call) + "' keeps 'this', and " +
                 (IsTemporary ? "the object ends with the statement"
                              : "'" + Local->getNameAsString() + "' " + endOf(Local)),
             Call, What);
      return;
    }
  }
  unsigned Skip = isa<CXXOperatorCallExpr>(Call) && Method ? 1 : 0;
  for (unsigned I = 0; I < Callee->getNumParams() && I + Skip < Call->getNumArgs(); ++I)
    if (argument(Call, Call->getArg(I + Skip), Callee->getParamDecl(I)->getType(), What))
      return;
}

} // namespace

void checkDangling(const CheckedBody &Body, Reporter &Report) { DanglingCheck(Body, Report).run(); }

} // namespace pawl
