//===- Unawaited.cpp - Coroutines that never run --------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two ways to lose a coroutine:
//
//   f();              its call is a statement, or any other expression whose value goes nowhere
//   auto c = f();     a variable holds it, and on some path nobody mentions the variable again
//
// A third is to take the coroutine for its value, where the language lets one: as a condition, and
// as an argument of printf.
//
// Whatever mentions a variable, but for giving it a new value, may await it: it was moved, passed
// on, captured.  Paths that throw do not count; there the coroutine is not wanted any more.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Reporter.h"
#include "Dialect/Attributes.h"
#include "Dialect/Awaitables.h"
#include "Dialect/Parse.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace pawl {
namespace {

class UnawaitedCheck {
public:
  UnawaitedCheck(const CheckedBody &Body, Reporter &Report) : Body(Body), Report(Report) {}

  void run() {
    collect(Body.Body);
    checkLists();
    forgetThoseOfLoops();
    if (!Created.empty() && Body.cfg())
      followVariables();
  }

private:
  enum : unsigned { Pending = 1, Used = 2 };
  /// What may be true of each variable.
  struct State {
    llvm::SmallDenseMap<const VarDecl *, unsigned, 4> Bits;
    bool merge(const State &Other) {
      bool Changed = false;
      for (auto [Var, More] : Other.Bits) {
        unsigned &Mine = Bits[Var];
        Changed |= (Mine | More) != Mine;
        Mine |= More;
      }
      return Changed;
    }
  };

  void collect(const Stmt *S);
  void discarded(const Stmt *S, bool IsExplicit = false);
  void reportDiscarded(const Expr *E, AwaitableKind Kind, bool IsExplicit);
  void takenForValue(const CallExpr *Call);
  void noteCure(Finding &F, const Expr *E, AwaitableKind Kind);
  void declared(const VarDecl *Var);
  void checkLists();
  void forgetThoseOfLoops();
  void followVariables();
  void step(State &Now, const CFGElement &Element, bool Reporting);
  bool isInRejected(const VarDecl *Var) const;
  void reportVariable(const VarDecl *Var, SourceLocation End, StringRef How);

  const CheckedBody &Body;
  Reporter &Report;
  /// Variables that are made with a coroutine in them, and the calls that give it.
  llvm::DenseMap<const VarDecl *, const Expr *> Created;
  /// Locals that hold several.
  std::vector<const VarDecl *> Lists;
  /// Names that are only given a new value.
  llvm::DenseSet<const Stmt *> Targets;
  llvm::DenseSet<const VarDecl *> EverUsed;
};

bool neverRuns(AwaitableKind Kind) {
  return Kind != AwaitableKind::None && Kind != AwaitableKind::Handle;
}

/// What to call a value of \p Kind that \p E makes.
std::string describe(const Expr *E, AwaitableKind Kind) {
  std::string Name = calleeName(E);
  if (Kind == AwaitableKind::Generator)
    return Name.empty() ? "this generator" : "generator '" + Name + "'";
  if (Name.empty())
    return "this coroutine";
  if (Name == "a lambda")
    return "the coroutine of this lambda";
  return (Kind == AwaitableKind::Coroutine ? "coroutine '" : "'") + Name + "'";
}

/// What \p Var begins with: `T x(f())`, `T x{f()}` and `auto x = T(f())` begin with what f gives.
const Expr *valueOf(const VarDecl *Var) {
  const Expr *E = stripWrappers(Var->getInit());
  while (true) {
    const Expr *Inner = nullptr;
    if (auto *Cast = dyn_cast<ExplicitCastExpr>(E); Cast && Cast->isPRValue())
      Inner = Cast->getSubExpr();
    else if (auto *List = dyn_cast<InitListExpr>(E); List && List->getNumInits() == 1)
      Inner = List->getInit(0);
    else if (auto *List = dyn_cast<ParenListExpr>(E); List && List->getNumExprs() == 1)
      Inner = List->getExpr(0);
    if (!Inner)
      return E;
    E = stripWrappers(Inner);
  }
}

/// What is in \p Var.  In a pattern `auto` is what it begins with.
AwaitableKind kindOf(const VarDecl *Var) {
  return isUnknownAuto(Var->getType()) ? awaitableKind(valueOf(Var))
                                       : awaitableKind(Var->getType());
}

/// Calls the discarded ones among the parts of \p S.
void UnawaitedCheck::collect(const Stmt *Root) {
  walk(Root, [&](const Stmt *S) {
    if (auto *Block = dyn_cast<CompoundStmt>(S)) {
      for (const Stmt *Child : Block->body())
        discarded(Child);
    } else if (auto *If = dyn_cast<IfStmt>(S)) {
      discarded(If->getThen());
      discarded(If->getElse());
    } else if (auto *For = dyn_cast<ForStmt>(S)) {
      discarded(For->getInit());
      discarded(For->getInc());
      discarded(For->getBody());
    } else if (auto *Range = dyn_cast<CXXForRangeStmt>(S)) {
      discarded(Range->getBody());
    } else if (auto *While = dyn_cast<WhileStmt>(S)) {
      discarded(While->getBody());
    } else if (auto *Do = dyn_cast<DoStmt>(S)) {
      discarded(Do->getBody());
    } else if (auto *Case = dyn_cast<SwitchCase>(S)) {
      discarded(Case->getSubStmt());
    } else if (auto *Label = dyn_cast<LabelStmt>(S)) {
      discarded(Label->getSubStmt());
    } else if (auto *Attributed = dyn_cast<AttributedStmt>(S)) {
      discarded(Attributed->getSubStmt());
    } else if (auto *Comma = dyn_cast<BinaryOperator>(S); Comma && Comma->getOpcode() == BO_Comma) {
      discarded(Comma->getLHS());
    } else if (auto *Cast = dyn_cast<ExplicitCastExpr>(S)) {
      if (Cast->getTypeAsWritten()->isVoidType())
        discarded(Cast->getSubExpr(), /*IsExplicit=*/true);
    } else if (auto *Declaration = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declaration->decls())
        if (auto *Var = dyn_cast<VarDecl>(D))
          declared(Var);
    } else if (auto *Assignment = dyn_cast<CXXOperatorCallExpr>(S)) {
      if (Assignment->getOperator() != OO_Equal)
        return;
      const Expr *Target = Assignment->getArg(0)->IgnoreParenImpCasts();
      Targets.insert(Target);
      auto *Name = dyn_cast<DeclRefExpr>(Target);
      if (Name && Name->getDecl()->isInStdNamespace() && Name->getDecl()->getIdentifier() &&
          Name->getDecl()->getName() == "ignore")
        discarded(Assignment->getArg(1), /*IsExplicit=*/true);
    } else if (auto *Call = dyn_cast<CallExpr>(S)) {
      takenForValue(Call);
    }
  });
}

/// Looks at \p S, whose value nobody takes.
void UnawaitedCheck::discarded(const Stmt *S, bool IsExplicit) {
  auto *E = dyn_cast_or_null<Expr>(S);
  if (!E)
    return;
  E = stripWrappers(E);
  if (auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    discarded(Choice->getTrueExpr(), IsExplicit);
    discarded(Choice->getFalseExpr(), IsExplicit);
    return;
  }
  if (auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->getOpcode() == BO_Comma)
      discarded(Binary->getRHS(), IsExplicit);
    return;
  }
  // T(f()) makes nothing else of it.
  while (auto *Cast = dyn_cast<ExplicitCastExpr>(E)) {
    if (!Cast->isPRValue() || awaitableKind(Cast->getType()) == AwaitableKind::None)
      break;
    E = stripWrappers(Cast->getSubExpr());
  }
  if (!E->isPRValue() || !isa<CallExpr, CXXConstructExpr, CoawaitExpr>(E))
    return;
  AwaitableKind Kind = awaitableKind(E);
  if (Kind == AwaitableKind::None || (IsExplicit && Kind == AwaitableKind::Awaiter))
    return;
  if (auto *Call = dyn_cast<CallExpr>(E)) {
    if (const Decl *Callee = Call->getCalleeDecl(); Callee && hasAttribute(Callee, DetachAttribute))
      return;
    // Handles are kept by groups and by whoever made them; the function says whether it matters.
    if (Kind == AwaitableKind::Handle && (IsExplicit || !Call->hasUnusedResultAttr(Body.AST)))
      return;
  } else if (Kind == AwaitableKind::Handle || isa<CXXConstructExpr>(E)) {
    return;
  }
  reportDiscarded(E, Kind, IsExplicit);
}

/// Looks at what \p Call makes of coroutines by a conversion or in the place of `...`.
void UnawaitedCheck::takenForValue(const CallExpr *Call) {
  auto Look = [&](const Expr *E, StringRef Consequence) {
    E = stripWrappers(E);
    // Clang puts a trap before a class that stands for `...`.
    if (auto *Comma = dyn_cast<BinaryOperator>(E); Comma && Comma->getOpcode() == BO_Comma)
      E = stripWrappers(Comma->getRHS());
    if (isa<CallExpr>(E) && E->isPRValue() && awaitableKind(E) == AwaitableKind::Coroutine)
      noteCure(Report
                   .error(CheckId::Unawaited, E->getBeginLoc(),
                          describe(E, AwaitableKind::Coroutine) + " is never awaited" +
                              Consequence.str())
                   .range(E->getSourceRange()),
               E, AwaitableKind::Coroutine);
  };
  if (auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    if (isa_and_nonnull<CXXConversionDecl>(Member->getMethodDecl()))
      Look(Member->getImplicitObjectArgument(), "; it is true whatever its value will be");
    return;
  }
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee || !Callee->isVariadic())
    return;
  for (unsigned I = Callee->getNumParams(); I < Call->getNumArgs(); ++I)
    Look(Call->getArg(I), "");
}

void UnawaitedCheck::reportDiscarded(const Expr *E, AwaitableKind Kind, bool IsExplicit) {
  SourceLocation Loc = Report.writtenBegin(E);
  if (Kind == AwaitableKind::Handle) {
    // In the argument of a macro it is a test's: that the call throws, or returns at all.
    if (Report.SM.isMacroArgExpansion(Loc))
      return;
    Report
        .warning(CheckId::Unawaited, Loc,
                 "nobody sees the result of '" + calleeName(E) + "', nor its error")
        .range(E->getSourceRange())
        .note(Loc, "keep it and await it, or say that it is meant: [[pawl::detach]]");
    return;
  }
  const char *Never = Kind == AwaitableKind::Generator ? " is never read" : " is never awaited";
  std::string Message = describe(E, Kind) + Never;
  if (IsExplicit) {
    Report.warning(CheckId::Unawaited, Loc, Message + "; ignoring it does not run it")
        .range(E->getSourceRange());
    return;
  }
  bool IsOurs = Kind != AwaitableKind::Awaiter || isInPawl(E->getType()->getAsCXXRecordDecl());
  Finding &F = IsOurs ? Report.error(CheckId::Unawaited, Loc, Message)
                      : Report.warning(CheckId::Unawaited, Loc, Message);
  noteCure(F.range(E->getSourceRange()), E, Kind);
}

void UnawaitedCheck::noteCure(Finding &F, const Expr *E, AwaitableKind Kind) {
  if (Kind == AwaitableKind::Generator)
    F.note(E->getBeginLoc(), "calling it only makes it; 'for await' runs it");
  else if (Body.IsCoroutine)
    F.insert(Report.writtenBegin(E), std::string(Body.Await) + " ");
  else
    F.note(E->getBeginLoc(),
           "calling it only makes it; give it to pawl::run, create_task or gather");
}

/// Whether \p T is one of the standard library's sequences of coroutines.
static bool isListOfCoroutines(QualType T) {
  auto *Record = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  if (!Record || !Record->isInStdNamespace() || Record->getTemplateArgs().size() == 0 ||
      (Record->getName() != "vector" && Record->getName() != "deque" &&
       Record->getName() != "list"))
    return false;
  const TemplateArgument &Element = Record->getTemplateArgs()[0];
  return Element.getKind() == TemplateArgument::Type &&
         awaitableKind(Element.getAsType()) == AwaitableKind::Coroutine;
}

/// Looks at the lists of coroutines among the locals: one that is only added to is awaited by
/// nobody.
void UnawaitedCheck::checkLists() {
  if (Lists.empty())
    return;
  llvm::SmallPtrSet<const VarDecl *, 4> Taken, Filled;
  walk(Body.Body, [&](const Stmt *S) {
    auto *Name = dyn_cast<DeclRefExpr>(S);
    auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    if (!Var || !llvm::is_contained(Lists, Var))
      return;
    auto *Member = dyn_cast_or_null<MemberExpr>(Body.parentBeyondWrappers(Name));
    auto *Method = Member ? dyn_cast<CXXMethodDecl>(Member->getMemberDecl()) : nullptr;
    bool Adds = Method && Method->getIdentifier() &&
                (Method->getName() == "push_back" || Method->getName() == "emplace_back");
    if (Adds)
      Filled.insert(Var);
    else if (!Method || !Method->getIdentifier() || Method->getName() != "reserve")
      Taken.insert(Var);
  });
  for (const VarDecl *Var : Lists)
    if (Filled.count(Var) && !Taken.count(Var))
      Report.warning(CheckId::Unawaited, Var->getLocation(),
                     "the coroutines in '" + Var->getNameAsString() + "' are never awaited");
}

/// Takes note of \p Var if it begins with a coroutine in it.
void UnawaitedCheck::declared(const VarDecl *Var) {
  if (!Var->hasLocalStorage() || Var->isInvalidDecl() || !Var->hasInit() ||
      Var->hasAttr<UnusedAttr>())
    return;
  if (isListOfCoroutines(Var->getType()))
    Lists.push_back(Var);
  if (!neverRuns(kindOf(Var)) || Var->getType()->isPointerType())
    return;
  const Expr *Init = valueOf(Var);
  if (!Init->isPRValue() || !isa<CallExpr, ConditionalOperator, CoawaitExpr>(Init))
    return;
  if (auto *Call = dyn_cast<CallExpr>(Init))
    if (const Decl *Callee = Call->getCalleeDecl(); Callee && hasAttribute(Callee, DetachAttribute))
      return;
  Created[Var] = Init;
}

void UnawaitedCheck::step(State &Now, const CFGElement &Element, bool Reporting) {
  if (auto [Ended, Trigger] = endOfLife(Element); Ended) {
    auto Found = Now.Bits.find(Ended);
    if (Found == Now.Bits.end())
      return;
    if (Reporting && (Found->second & Pending)) {
      auto *Block = dyn_cast_or_null<CompoundStmt>(Trigger);
      SourceLocation Loc = Block     ? Block->getRBracLoc()
                           : Trigger ? Trigger->getBeginLoc()
                                     : SourceLocation();
      reportVariable(Ended, Loc, "it is dropped here");
    }
    Now.Bits.erase(Found);
    return;
  }
  std::optional<CFGStmt> Node = Element.getAs<CFGStmt>();
  if (!Node)
    return;
  const Stmt *S = Node->getStmt();
  if (auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (auto *Var = dyn_cast<VarDecl>(D); Var && Created.count(Var))
        Now.Bits[Var] = Pending;
  } else if (auto *Name = dyn_cast<DeclRefExpr>(S)) {
    auto *Var = dyn_cast<VarDecl>(Name->getDecl());
    if (Var && Created.count(Var) && !Targets.count(Name))
      Now.Bits[Var] = Used;
  } else if (auto *Assignment = dyn_cast<CXXOperatorCallExpr>(S);
             Assignment && Assignment->getOperator() == OO_Equal) {
    auto *Name = dyn_cast<DeclRefExpr>(Assignment->getArg(0)->IgnoreParenImpCasts());
    auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    if (!Var || !Created.count(Var))
      return;
    unsigned &Bits = Now.Bits[Var];
    if (Reporting && (Bits & Pending))
      reportVariable(Var, Assignment->getBeginLoc(), "it is dropped here for another one");
    Bits = isa<CallExpr>(stripWrappers(Assignment->getArg(1))) ? Pending : Used;
  }
}

/// Whether the text of the body names \p Var more often than its tree: in a statement that Clang
/// has rejected.
bool UnawaitedCheck::isInRejected(const VarDecl *Var) const {
  if (!Report.Unit.HasErrors || !Var->getIdentifier())
    return false;
  unsigned InTree = 1, InText = 0;
  walk(Body.Body, [&](const Stmt *S) {
    auto *Name = dyn_cast<DeclRefExpr>(S);
    InTree += Name && Name->getDecl() == Var;
  });
  SourceLocation Loc = Body.Body->getBeginLoc(), End = Body.Body->getEndLoc();
  const LangOptions &Options = Body.AST.getLangOpts();
  Token Next;
  while (Loc.isFileID() && Report.SM.isBeforeInTranslationUnit(Loc, End) &&
         !Lexer::getRawToken(Loc, Next, Report.SM, Options, /*IgnoreWhiteSpace=*/true)) {
    InText += Next.is(tok::raw_identifier) && Next.getRawIdentifier() == Var->getName();
    Loc = Next.getEndLoc();
  }
  return InText > InTree;
}

void UnawaitedCheck::reportVariable(const VarDecl *Var, SourceLocation End, StringRef How) {
  if (isInRejected(Var))
    return;
  AwaitableKind Kind = kindOf(Var);
  std::string Message = "'" + Var->getNameAsString() + "' is ";
  bool OnSome = EverUsed.count(Var);
  const char *Done = Kind == AwaitableKind::Generator ? "read" : "awaited";
  Message += OnSome ? std::string("not ") + Done + " on every path" : std::string("never ") + Done;
  Finding &F = Report.warning(CheckId::Unawaited, Var->getLocation(), Message);
  if (OnSome)
    F.note(End, How.str());
}

/// Calls \p Visit for \p S and all below it, the bodies of lambdas too.
template <class Visitor> void walkIntoLambdas(const Stmt *Root, Visitor Visit) {
  walk(Root, [&](const Stmt *S) {
    Visit(S);
    if (auto *Lambda = dyn_cast<LambdaExpr>(S))
      walkIntoLambdas(Lambda->getBody(), Visit);
  });
}

/// Forgets the variables that are used within a loop which does not make them: how often it runs,
/// once or not at all, the graph does not know.  In a pattern also those that a lambda names: which
/// of them it captures is not yet known.
void UnawaitedCheck::forgetThoseOfLoops() {
  if (Body.IsDependent)
    walk(Body.Body, [&](const Stmt *S) {
      if (auto *Lambda = dyn_cast<LambdaExpr>(S))
        walkIntoLambdas(Lambda->getBody(), [&](const Stmt *Inner) {
          if (auto *Name = dyn_cast<DeclRefExpr>(Inner))
            if (auto *Var = dyn_cast<VarDecl>(Name->getDecl()))
              Created.erase(Var);
        });
    });
  walk(Body.Body, [&](const Stmt *Loop) {
    if (!isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(Loop))
      return;
    SourceRange Inside = Loop->getSourceRange();
    walk(Loop, [&](const Stmt *S) {
      auto *Name = dyn_cast<DeclRefExpr>(S);
      auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
      if (Var && Created.count(Var) && !Inside.fullyContains(Var->getSourceRange()))
        Created.erase(Var);
    });
  });
}

void UnawaitedCheck::followVariables() {
  walk(Body.Body, [&](const Stmt *S) {
    if (auto *Name = dyn_cast<DeclRefExpr>(S); Name && !Targets.count(Name))
      if (auto *Var = dyn_cast<VarDecl>(Name->getDecl()))
        EverUsed.insert(Var);
  });
  reportForward<State>(Body, [this](State &Now, const CFGElement &Element, bool Reporting) {
    step(Now, Element, Reporting);
  });
}

} // namespace

void checkUnawaited(const CheckedBody &Body, Reporter &Report) {
  UnawaitedCheck(Body, Report).run();
}

} // namespace pawl
