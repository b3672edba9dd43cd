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

bool keepsElements(StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"push_back", "emplace_back", "push_front", "emplace", "insert", "push"}, true)
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
  Fate fateOf(const CallExpr *Call) const;
  Fate fateOfTask(const CallExpr *Creation, const Stmt *Taker) const;
  Fate keeper(const Expr *Object) const;
  bool outlivesLocals(const CallExpr *Call, Fate How) const;
  bool argument(const CallExpr *Call, const Expr *Argument, QualType Parameter, Fate How);
  bool closure(const CallExpr *Call, const CXXMethodDecl *Operator, Fate How);
  const VarDecl *ownLocal(const Expr *E) const;
  bool awaitsLater(const Stmt *S) const;
  void report(SourceLocation Loc, std::string Message, const CallExpr *Call, Fate How);

  const CheckedBody &Body;
  Reporter &Report;
};

/// What becomes of a coroutine that \p Object keeps.
Fate DanglingCheck::keeper(const Expr *Object) const {
  return sharedObject(Object, Body) ? Fate::Stored : Fate::Kept;
}

/// Whether what the function owns ends before a coroutine with this fate can run to its end.
bool DanglingCheck::outlivesLocals(const CallExpr *Call, Fate How) const {
  return How == Fate::Returned ||
         ((How == Fate::LooseTask || How == Fate::Stored) && !awaitsLater(Call));
}

/// What becomes of a coroutine whose task, made by \p Creation, is taken by \p Taker.
Fate DanglingCheck::fateOfTask(const CallExpr *Creation, const Stmt *Taker) const {
  if (isa_and_nonnull<ReturnStmt>(Taker))
    return Fate::Returned;
  const Expr *Keeper = nullptr;
  if (auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Taker)) {
    if (Operator->getOperator() == OO_Equal && stripWrappers(Operator->getArg(1)) == Creation)
      Keeper = Operator->getArg(0);
  } else if (auto *Member = dyn_cast_or_null<CXXMemberCallExpr>(Taker)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    if (Method && Method->getIdentifier() && keepsElements(Method->getName()) &&
        Method->getParent()->isInStdNamespace())
      Keeper = Member->getImplicitObjectArgument();
  }
  return Keeper && keeper(Keeper) == Fate::Stored ? Fate::LooseTask : Fate::Task;
}

Fate DanglingCheck::fateOf(const CallExpr *Call) const {
  const Stmt *Inner = Call;
  for (const Stmt *Up = Body.parent(Inner); Up; Inner = Up, Up = Body.parent(Up)) {
    if (isWrapper(Up) || isa<ConditionalOperator, InitListExpr, CXXConstructExpr>(Up))
      continue;
    if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(Up))
      return Fate::Here;
    if (auto *Declaration = dyn_cast<DeclStmt>(Up)) {
      auto *Var = dyn_cast<VarDecl>(*Declaration->decl_begin());
      return Var && Var->getInit() ? Fate::Kept : Fate::Here;
    }
    if (isa<ReturnStmt>(Up))
      return Body.IsCoroutine ? Fate::Here : Fate::Returned;
    auto *Outer = dyn_cast<CallExpr>(Up);
    if (!Outer)
      return Fate::Here;
    auto *Callee = dyn_cast_or_null<FunctionDecl>(Outer->getCalleeDecl());
    if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(Outer))
      return Operator->getOperator() != OO_Equal || stripWrappers(Operator->getArg(1)) != Call
                 ? Fate::Here
                 : keeper(Operator->getArg(0));
    if (!Callee || !Callee->getIdentifier())
      return Fate::Here;
    auto *Method = dyn_cast<CXXMethodDecl>(Callee);
    if (Method && keepsElements(Callee->getName()) && Method->getParent()->isInStdNamespace())
      return keeper(cast<CXXMemberCallExpr>(Outer)->getImplicitObjectArgument());
    if (Method && Callee->getName() == "create_task" && isInPawl(Callee))
      return Fate::LooseTask;
    if (!isInPawl(Callee) || !llvm::StringSwitch<bool>(Callee->getName())
                                  .Cases({"create_task", "ensure_future", "gather", "shield",
                                          "wait_for", "as_completed"},
                                         true)
                                  .Default(false))
      return Fate::Here;
    // What these start is awaited here, kept, or dropped.
    const Stmt *Next = Body.parentBeyondWrappers(Outer);
    if (isa_and_nonnull<CoroutineSuspendExpr>(Next))
      return Fate::Here;
    bool IsTask = Callee->getName() == "create_task" || Callee->getName() == "ensure_future";
    auto *Cast = dyn_cast_or_null<ExplicitCastExpr>(Next);
    if (IsTask && (isa_and_nonnull<CompoundStmt, AttributedStmt>(Next) ||
                   (Cast && Cast->getType()->isVoidType())))
      return Fate::LooseTask;
    if (IsTask)
      return fateOfTask(Outer, Next);
  }
  return Fate::Here;
}

/// The variable of the body itself that \p E denotes, as a whole or in part.
const VarDecl *DanglingCheck::ownLocal(const Expr *E) const {
  E = stripWrappers(E);
  while (true) {
    if (auto *Member = dyn_cast<MemberExpr>(E); Member && !Member->isArrow())
      E = stripWrappers(Member->getBase());
    else if (auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
      E = stripWrappers(Subscript->getBase());
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

/// Whether the body awaits anything after \p S: then what it started has run, maybe to its end.
bool DanglingCheck::awaitsLater(const Stmt *S) const {
  bool Later = false;
  walk(Body.Body, [&](const Stmt *Other) {
    Later |= isSuspension(Other) &&
             Report.SM.isBeforeInTranslationUnit(S->getBeginLoc(), suspensionLoc(Other));
  });
  for (const Stmt *Up = S; Up && !Later; Up = Body.parent(Up))
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(Up))
      walk(Up, [&](const Stmt *Other) { Later |= isSuspension(Other); });
  return Later;
}

void DanglingCheck::report(SourceLocation Loc, std::string Message, const CallExpr *Call,
                           Fate How) {
  const char *Cure = How == Fate::Kept || How == Fate::Stored ? "it is kept here, and runs later"
                     : How == Fate::Returned                  ? "it is returned, and runs later"
                                                              : "it becomes a task, and runs later";
  Report.warning(CheckId::Dangling, Loc, std::move(Message)).note(Report.writtenBegin(Call), Cure);
}

/// The temporary that \p E makes and that ends with the full-expression, or null; through
/// conversions to a view or a pointer.
const Expr *temporaryBehind(const Expr *E) {
  for (int Depth = 0; Depth != 8; ++Depth) {
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
                             Fate How) {
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
      if (I < List->getNumInits() && argument(Call, List->getInit(I++), Field->getType(), How))
        return true;
    return false;
  }
  const Expr *Temporary = temporaryBehind(Argument);
  std::string Name = calleeName(Call);
  std::string Who =
      Name.empty() || Name == "a lambda" ? "the coroutine" : "coroutine '" + Name + "'";
  if (Temporary && How != Fate::Here) {
    // A reference to a function or a lambda without captures leads to nothing that ends.
    report(Temporary->getBeginLoc(),
           Who + " keeps " + (Refers ? "a reference to" : "a view of") +
               " this temporary, which ends with the statement",
           Call, How);
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
  if (!outlivesLocals(Call, How))
    return false;
  report(Argument->getBeginLoc(),
         Who + " keeps " + (Refers ? "a reference to '" : "the address of '") +
             Local->getNameAsString() + "', which ends with this function",
         Call, How);
  return true;
}

/// Looks at the captures of a lambda that is a coroutine.
bool DanglingCheck::closure(const CallExpr *Call, const CXXMethodDecl *Operator, Fate How) {
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
             Call, How);
      return true;
    }
    if (const VarDecl *Local = ownLocal(Object); Local && How == Fate::Returned) {
      report(Loc,
             "the coroutine of '" + Local->getNameAsString() +
                 "' uses captures that end with this function; make it async",
             Call, How);
      return true;
    }
  }
  if (!outlivesLocals(Call, How))
    return false;
  for (const LambdaCapture &Capture : Lambda->captures()) {
    auto *Var = Capture.capturesVariable() ? dyn_cast<VarDecl>(Capture.getCapturedVar()) : nullptr;
    if (!Var || Capture.getCaptureKind() != LCK_ByRef || !Var->hasLocalStorage() ||
        Var->getType()->isReferenceType() || Var->getDeclContext() != Body.Function)
      continue;
    report(Loc,
           "this lambda's coroutine refers to '" + Var->getNameAsString() +
               "', which ends with this function",
           Call, How);
    return true;
  }
  return false;
}

void DanglingCheck::look(const CallExpr *Call, const FunctionDecl *Callee) {
  Fate How = fateOf(Call);
  if (How == Fate::Here)
    return;
  // An ordinary function in sight may be done with its arguments when it returns.
  const FunctionDecl *Definition = nullptr;
  if (const Stmt *Written = Callee->getBody(Definition);
      Written && !isa<CoroutineBodyStmt>(Written))
    return;
  auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  if (Method && Method->getParent()->isLambda() && isa<CXXOperatorCallExpr>(Call))
    if (closure(Call, Method, How))
      return;
  if (auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    const Expr *Object = Member->getImplicitObjectArgument();
    const Expr *Bare = stripWrappers(Object);
    bool IsTemporary =
        Bare->isPRValue() && Bare->getType()->isRecordType() && temporaryBehind(Object) != nullptr;
    const VarDecl *Local = Bare->getType()->isPointerType() ? nullptr : ownLocal(Bare);
    if (IsTemporary || (Local && outlivesLocals(Call, How))) {
      report(Object->getBeginLoc(),
             "coroutine '" + Callee->getNameAsString() + "' keeps 'this', and " +
                 (IsTemporary ? "the object ends with the statement"
                              : "'" + Local->getNameAsString() + "' ends with this function"),
             Call, How);
      return;
    }
  }
  unsigned Skip = isa<CXXOperatorCallExpr>(Call) && Method ? 1 : 0;
  for (unsigned I = 0; I < Callee->getNumParams() && I + Skip < Call->getNumArgs(); ++I)
    if (argument(Call, Call->getArg(I + Skip), Callee->getParamDecl(I)->getType(), How))
      return;
}

} // namespace

void checkDangling(const CheckedBody &Body, Reporter &Report) {
  if (!Body.IsDependent)
    DanglingCheck(Body, Report).run();
}

} // namespace pawl
