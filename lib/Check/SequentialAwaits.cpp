//===- SequentialAwaits.cpp - Independent awaits, one after the other -----===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Looks for statements in a row that each keep the result of an awaited call, and for loops that
// collect such results:
//
//   int a = await f(1);                      for (int id : ids)
//   int b = await f(2);                        results.push_back(await f(id));
//
// Calls depend on each other if one names what the other gave, or if both can change the same
// object: a reader is read in order.  Calls without a result are made for their effects, whose
// order may matter.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Reporter.h"
#include "Dialect/Awaitables.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace pawl {
namespace {

/// What a call mentions; `this` is null.
struct Mentions {
  llvm::SmallPtrSet<const ValueDecl *, 8> All;
  /// Those that the call may change.
  llvm::SmallPtrSet<const ValueDecl *, 8> Changed;
};

/// An awaited call whose result is kept.
struct KeptAwait {
  const Expr *Await;
  const CallExpr *Call;
  /// Where the result goes.
  const ValueDecl *Result;
};

/// The object that \p E stands for, if it has a name: `this` is null.
std::optional<const ValueDecl *> objectOf(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  while (true) {
    if (auto *Member = dyn_cast<MemberExpr>(E))
      E = Member->getBase()->IgnoreParenImpCasts();
    else if (auto *Unary = dyn_cast<UnaryOperator>(E);
             Unary && (Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Deref))
      E = Unary->getSubExpr()->IgnoreParenImpCasts();
    else if (auto *Access = dyn_cast<CXXOperatorCallExpr>(E);
             Access && ((Access->getNumArgs() == 1 &&
                         (Access->getOperator() == OO_Arrow || Access->getOperator() == OO_Star)) ||
                        Access->getOperator() == OO_Subscript))
      E = Access->getArg(0)->IgnoreParenImpCasts();
    else
      break;
  }
  if (auto *Name = dyn_cast<DeclRefExpr>(E))
    return Name->getDecl();
  if (isa<CXXThisExpr>(E))
    return static_cast<const ValueDecl *>(nullptr);
  return std::nullopt;
}

/// Whether a parameter of type \p T lets the callee change what is passed.
bool lendsMutably(QualType T) {
  if (!T->isReferenceType() && !T->isAnyPointerType())
    return false;
  return !T->getPointeeType().isConstQualified();
}

Mentions mentionsOf(const Expr *Operand) {
  Mentions Found;
  walk(Operand, [&](const Stmt *S) {
    if (auto *Name = dyn_cast<DeclRefExpr>(S)) {
      Found.All.insert(Name->getDecl());
      if (auto *Binding = dyn_cast<BindingDecl>(Name->getDecl()))
        Found.All.insert(Binding->getDecomposedDecl());
    }
    if (auto *Lambda = dyn_cast<LambdaExpr>(S))
      for (const LambdaCapture &Capture : Lambda->captures())
        if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef)
          Found.Changed.insert(Capture.getCapturedVar());
    auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee)
      return;
    auto *Method = dyn_cast<CXXMethodDecl>(Callee);
    bool IsOperator = isa<CXXOperatorCallExpr>(Call) && Method;
    const Expr *Object = nullptr;
    if (auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      Object = Member->getImplicitObjectArgument();
    else if (IsOperator && Call->getNumArgs())
      Object = Call->getArg(0);
    // A smart pointer's own operators do not change what it points at, nor a vector's its elements.
    const CXXRecordDecl *Class = Method ? Method->getParent() : nullptr;
    bool IsAccess =
        IsOperator && (Callee->getOverloadedOperator() == OO_Arrow ||
                       Callee->getOverloadedOperator() == OO_Star ||
                       (Callee->getOverloadedOperator() == OO_Subscript &&
                        Class->isInStdNamespace() && !Class->getName().ends_with("map")));
    if (Object && Method->isInstance() && !Method->isConst() && !IsAccess &&
        !(Method->getParent()->isLambda()))
      if (auto Named = objectOf(Object))
        Found.Changed.insert(*Named);
    for (unsigned I = IsOperator ? 1 : 0, P = 0; I < Call->getNumArgs(); ++I, ++P) {
      QualType Type = P < Callee->getNumParams() ? Callee->getParamDecl(P)->getType()
                                                 : Call->getArg(I)->getType();
      if (lendsMutably(Type))
        if (auto Named = objectOf(Call->getArg(I)))
          Found.Changed.insert(*Named);
    }
  });
  return Found;
}

/// Whether calls of \p A and \p B may change what the other one sees: one does, or both change
/// something, which may be behind the same object.
bool interfere(const Mentions &A, const Mentions &B) {
  if (!A.Changed.empty() && !B.Changed.empty())
    return true;
  auto Meets = [](const Mentions &Changing, const Mentions &Seeing) {
    return llvm::any_of(Changing.Changed, [&](const ValueDecl *D) {
      return Seeing.All.count(D) || Seeing.Changed.count(D);
    });
  };
  return Meets(A, B) || Meets(B, A);
}

/// The call that \p E awaits, if a call makes the coroutine.
const CallExpr *awaitedCall(const Expr *Await) {
  const Expr *Operand = awaitedOperand(Await);
  auto *Call = Operand ? dyn_cast<CallExpr>(stripWrappers(Operand)) : nullptr;
  if (!Call || !Call->isPRValue() || awaitableKind(Call->getType()) != AwaitableKind::Coroutine)
    return nullptr;
  // What is made by the runtime's own functions has its order for a reason.
  const FunctionDecl *Callee = Call->getDirectCallee();
  return Callee && !isInPawl(Callee) ? Call : nullptr;
}

std::optional<KeptAwait> keptAwait(const Stmt *S) {
  const Expr *Value = nullptr;
  const ValueDecl *Result = nullptr;
  if (auto *Declaration = dyn_cast<DeclStmt>(S)) {
    auto *Var =
        Declaration->isSingleDecl() ? dyn_cast<VarDecl>(Declaration->getSingleDecl()) : nullptr;
    if (!Var || !Var->hasInit() || !Var->hasLocalStorage())
      return std::nullopt;
    Value = Var->getInit();
    Result = Var;
  } else if (auto *E = dyn_cast<Expr>(S); E && isa<BinaryOperator>(stripWrappers(E))) {
    auto *Assignment = cast<BinaryOperator>(stripWrappers(E));
    auto *Name = dyn_cast<DeclRefExpr>(Assignment->getLHS()->IgnoreParenImpCasts());
    if (Assignment->getOpcode() != BO_Assign || !Name)
      return std::nullopt;
    Value = Assignment->getRHS();
    Result = Name->getDecl();
  } else {
    return std::nullopt;
  }
  Value = stripWrappers(Value);
  if (auto *Construct = dyn_cast<CXXConstructExpr>(Value);
      Construct && Construct->getNumArgs() == 1)
    Value = stripWrappers(Construct->getArg(0));
  const CallExpr *Call = awaitedCall(Value);
  return Call ? std::optional(KeptAwait{Value, Call, Result}) : std::nullopt;
}

class SequentialAwaitsCheck {
public:
  SequentialAwaitsCheck(const CheckedBody &Body, Reporter &Report) : Body(Body), Report(Report) {}

  void run() {
    walk(Body.Body, [this](const Stmt *S) {
      if (auto *Block = dyn_cast<CompoundStmt>(S))
        block(Block);
      else if (isa<CXXForRangeStmt, ForStmt>(S))
        loop(S);
      else if (auto *Operator = dyn_cast<BinaryOperator>(S))
        operands(Operator);
    });
  }

private:
  void block(const CompoundStmt *Block);
  void loop(const Stmt *Loop);
  void operands(const BinaryOperator *Operator);
  void hint(llvm::ArrayRef<KeptAwait> Row);

  std::string text(const Expr *E) const {
    return Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()), Report.SM,
                                Body.AST.getLangOpts())
        .str();
  }

  const CheckedBody &Body;
  Reporter &Report;
};

void SequentialAwaitsCheck::hint(ArrayRef<KeptAwait> Row) {
  if (Row.size() < 2)
    return;
  std::string Calls;
  for (const KeptAwait &Each : Row)
    Calls += (Calls.empty() ? "" : ", ") + text(Each.Call);
  Report
      .hint(CheckId::SequentialAwaits, suspensionLoc(Row[1].Await),
            "does not depend on the await before it; gather(" + Calls + ") runs " +
                (Row.size() == 2 ? "both" : "all") + " at once")
      .range(Row[1].Await->getSourceRange());
}

void SequentialAwaitsCheck::block(const CompoundStmt *Block) {
  std::vector<KeptAwait> Row;
  std::vector<Mentions> Seen;
  auto End = [&] {
    hint(Row);
    Row.clear();
    Seen.clear();
  };
  for (const Stmt *S : Block->body()) {
    std::optional<KeptAwait> Next = keptAwait(S);
    if (!Next) {
      End();
      continue;
    }
    Mentions Mentioned = mentionsOf(Next->Call);
    bool Depends = false;
    for (size_t I = 0; I != Row.size(); ++I)
      Depends |= Mentioned.All.count(Row[I].Result) || Seen[I].All.count(Next->Result) ||
                 interfere(Seen[I], Mentioned);
    if (Depends)
      End();
    Row.push_back(*Next);
    Seen.push_back(std::move(Mentioned));
  }
  End();
}

/// Both operands of an operator that needs both.
void SequentialAwaitsCheck::operands(const BinaryOperator *Operator) {
  if (Operator->isAssignmentOp() || Operator->isLogicalOp() || Operator->isCommaOp())
    return;
  std::vector<KeptAwait> Both;
  for (const Expr *Side : {Operator->getLHS(), Operator->getRHS()})
    if (const CallExpr *Call = awaitedCall(stripWrappers(Side)))
      Both.push_back({stripWrappers(Side), Call, nullptr});
  if (Both.size() == 2 && !interfere(mentionsOf(Both[0].Call), mentionsOf(Both[1].Call)))
    hint(Both);
}

/// The awaited expression that \p Statements, the body of a loop, do nothing with but collect it,
/// and what collects it: `all.push_back(await f(x))`, `all[x] = await f(x)`, `sum += await f(x)`,
/// the first also by a variable in between.
static std::pair<const Expr *, const Expr *> collects(ArrayRef<const Stmt *> Statements) {
  auto *Last = Statements.empty() ? nullptr : dyn_cast<Expr>(Statements.back());
  if (!Last || Statements.size() > 2)
    return {nullptr, nullptr};
  Last = stripWrappers(Last);
  const Expr *Into = nullptr, *Value = nullptr;
  if (auto *Operator = dyn_cast<BinaryOperator>(Last)) {
    const Expr *Target = stripWrappers(Operator->getLHS());
    if (Operator->isCompoundAssignmentOp() ||
        (Operator->getOpcode() == BO_Assign &&
         isa<CXXOperatorCallExpr, ArraySubscriptExpr>(Target))) {
      Into = Target;
      Value = Operator->getRHS();
    }
  } else if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(Last)) {
    auto *Element = dyn_cast<CXXOperatorCallExpr>(stripWrappers(Operator->getArg(0)));
    if (Operator->getOperator() == OO_Equal && Element && Element->getOperator() == OO_Subscript) {
      Into = Element;
      Value = Operator->getArg(1);
    }
  } else if (auto *Push = dyn_cast<CXXMemberCallExpr>(Last)) {
    const CXXMethodDecl *Method = Push->getMethodDecl();
    if (Method && Method->getIdentifier() && Push->getNumArgs() == 1 &&
        (Method->getName() == "push_back" || Method->getName() == "emplace_back")) {
      Into = Push->getImplicitObjectArgument();
      Value = Push->getArg(0);
    }
  }
  if (!Value)
    return {nullptr, nullptr};
  if (auto *Element = dyn_cast<CXXOperatorCallExpr>(Into))
    Into = Element->getArg(0);
  else if (auto *Element = dyn_cast<ArraySubscriptExpr>(Into))
    Into = Element->getBase();
  Value = stripWrappers(Value);
  if (Statements.size() == 1)
    return {Value, Into};
  // T x = await f(y); all.push_back(x);
  std::optional<KeptAwait> First = keptAwait(Statements[0]);
  if (auto *Move = dyn_cast<CallExpr>(Value); Move && Move->isCallToStdMove())
    Value = stripWrappers(Move->getArg(0));
  auto *Name = dyn_cast<DeclRefExpr>(Value);
  return First && Name && Name->getDecl() == First->Result
             ? std::pair(First->Await, Into)
             : std::pair<const Expr *, const Expr *>(nullptr, nullptr);
}

/// A loop that only collects what it awaits, one element after the other.
void SequentialAwaitsCheck::loop(const Stmt *Loop) {
  const Stmt *Inner = nullptr;
  const VarDecl *Element = nullptr;
  if (auto *Range = dyn_cast<CXXForRangeStmt>(Loop)) {
    if (Range->getCoawaitLoc().isValid())
      return;
    Inner = Range->getBody();
    Element = Range->getLoopVariable();
  } else if (auto *For = dyn_cast<ForStmt>(Loop)) {
    auto *Init = dyn_cast_or_null<DeclStmt>(For->getInit());
    Element = Init && Init->isSingleDecl() ? dyn_cast<VarDecl>(Init->getSingleDecl()) : nullptr;
    Inner = For->getBody();
  }
  if (!Element)
    return;
  std::vector<const Stmt *> Statements = {Inner};
  if (auto *Block = dyn_cast<CompoundStmt>(Inner))
    Statements.assign(Block->body_begin(), Block->body_end());
  auto [Await, Collector] = collects(Statements);
  const CallExpr *Call = Await ? awaitedCall(Await) : nullptr;
  if (!Call)
    return;
  Mentions Mentioned = mentionsOf(Call);
  std::optional<const ValueDecl *> Into = objectOf(Collector);
  // What the calls share they must not change; what they have collected they must not read.
  Mentioned.Changed.erase(Element);
  if (!Mentioned.All.count(Element) || !Mentioned.Changed.empty() ||
      (Into && Mentioned.All.count(*Into)))
    return;
  Report
      .hint(CheckId::SequentialAwaits, suspensionLoc(Await),
            "each turn waits for the one before it; collect the coroutines, and gather runs all at "
            "once")
      .range(Await->getSourceRange());
}

} // namespace

void checkSequentialAwaits(const CheckedBody &Body, Reporter &Report) {
  SequentialAwaitsCheck(Body, Report).run();
}

} // namespace pawl
