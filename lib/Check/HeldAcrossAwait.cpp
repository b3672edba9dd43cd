//===- HeldAcrossAwait.cpp - Mutexes that are held while others run -------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows guards from their declaration, and mutexes from lock(), to unlock() or the end of the
// scope; an await on the way is reported.  What is stale after an await is looked for in
// StaleAcrossAwait.cpp.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Guards.h"
#include "Check/Reporter.h"
#include "Check/StaleAcrossAwait.h"
#include "Dialect/Attributes.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace pawl {
namespace {

const CXXRecordDecl *recordOf(QualType T) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  return Record && Record->getDefinition() ? Record->getDefinition() : nullptr;
}

/// Whether \p T is a std::optional of a guard.
bool isOptionalGuard(QualType T) {
  auto *Record = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  return Record && Record->isInStdNamespace() && Record->getIdentifier() &&
         Record->getName() == "optional" &&
         Record->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
         isGuardType(Record->getTemplateArgs()[0].getAsType());
}

/// Whether a guard that \p Construct makes holds nothing yet.
bool isDeferred(const Expr *Init) {
  auto *Construct = dyn_cast<CXXConstructExpr>(stripWrappers(Init));
  if (!Construct)
    return false;
  if (Construct->getNumArgs() == 0)
    return isa<CXXConstructExpr>(Construct) &&
           Construct->getConstructor()->isDefaultConstructor() &&
           recordOf(Construct->getType())->getName() != "scoped_lock" &&
           recordOf(Construct->getType())->isInStdNamespace();
  return llvm::any_of(Construct->arguments(), [](const Expr *Argument) {
    const CXXRecordDecl *Tag = recordOf(Argument->getType());
    return Tag && Tag->getIdentifier() && Tag->getName() == "defer_lock_t";
  });
}

class HeldCheck {
public:
  HeldCheck(const CheckedBody &Body, Reporter &Report) : Body(Body), Report(Report) {}

  void run() {
    bool Any = false, Awaits = false;
    walk(Body.Body, [&](const Stmt *S) {
      if (auto *Declaration = dyn_cast<DeclStmt>(S))
        for (const Decl *D : Declaration->decls())
          if (auto *Var = dyn_cast<VarDecl>(D); Var && Var->hasLocalStorage())
            Any |= isGuardType(Var->getType()) || isOptionalGuard(Var->getType());
      if (auto *Call = dyn_cast<CXXMemberCallExpr>(S))
        Any |= isMutexType(Call->getObjectType());
      Awaits |= isSuspension(S);
    });
    if (!Any || !Awaits || !Body.cfg())
      return;
    reportForward<State>(Body, [this](State &Now, const CFGElement &Element, bool Reporting) {
      step(Now, Element, Reporting);
    });
  }

private:
  /// Guards and mutexes that may be held, and since where.
  struct State {
    llvm::SmallDenseMap<const ValueDecl *, SourceLocation, 4> Held;
    bool merge(const State &Other) {
      bool Changed = false;
      for (auto [D, Loc] : Other.Held)
        Changed |= Held.try_emplace(D, Loc).second;
      return Changed;
    }
  };

  void step(State &Now, const CFGElement &Element, bool Reporting);
  void call(State &Now, const CXXMemberCallExpr *Call);
  void report(const ValueDecl *D, SourceLocation Since, const Stmt *Await);

  const CheckedBody &Body;
  Reporter &Report;
};

void HeldCheck::report(const ValueDecl *D, SourceLocation Since, const Stmt *Await) {
  const CXXRecordDecl *Record = recordOf(D->getType());
  bool IsMarked = Record && hasAttribute(Record, MustNotSuspendAttribute);
  std::string What = isa<CoyieldExpr>(Await) ? "yield" : Body.Await;
  std::string Message = "'" + D->getNameAsString() + "' ";
  if (IsMarked)
    Message += "must not be alive across this " + What;
  else
    Message +=
        (isMutexType(D->getType()) ? "is locked across this " : "holds a mutex across this ") +
        What + "; use pawl::Lock";
  Report.warning(CheckId::HeldAcrossAwait, suspensionLoc(Await), Message)
      .note(Since, IsMarked ? "it is made here" : "it is locked here");
}

void HeldCheck::call(State &Now, const CXXMemberCallExpr *Call) {
  const Expr *Object = stripWrappers(Call->getImplicitObjectArgument());
  const ValueDecl *D = nullptr;
  if (auto *Name = dyn_cast<DeclRefExpr>(Object))
    D = Name->getDecl();
  else if (auto *Member = dyn_cast<MemberExpr>(Object))
    D = Member->getMemberDecl();
  const CXXMethodDecl *Method = Call->getMethodDecl();
  if (!D || !Method || !Method->getIdentifier())
    return;
  // A guard in an optional is made by emplace() and ended by reset().
  if (isOptionalGuard(D->getType())) {
    if (Method->getName() == "emplace")
      Now.Held.try_emplace(D, Call->getExprLoc());
    else if (Method->getName() == "reset")
      Now.Held.erase(D);
    return;
  }
  if (!isGuardType(D->getType()) && !isMutexType(D->getType()))
    return;
  // A try that failed holds nothing; which of the two it was is not followed.
  if (Method->getName() == "lock" || Method->getName() == "lock_shared")
    Now.Held.try_emplace(D, Call->getExprLoc());
  else if (Method->getName() == "unlock" || Method->getName() == "unlock_shared" ||
           Method->getName() == "release")
    Now.Held.erase(D);
}

void HeldCheck::step(State &Now, const CFGElement &Element, bool Reporting) {
  if (std::optional<CFGAutomaticObjDtor> End = Element.getAs<CFGAutomaticObjDtor>()) {
    Now.Held.erase(End->getVarDecl());
    return;
  }
  std::optional<CFGStmt> Node = Element.getAs<CFGStmt>();
  if (!Node)
    return;
  const Stmt *S = Node->getStmt();
  if (auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (auto *Var = dyn_cast<VarDecl>(D);
          Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType() &&
          isGuardType(Var->getType()) && Var->hasInit() && !isDeferred(Var->getInit()))
        Now.Held[Var] = Var->getLocation();
  } else if (auto *Call = dyn_cast<CXXMemberCallExpr>(S)) {
    call(Now, Call);
  } else if (auto *Call = dyn_cast<CallExpr>(S); Call && Call->isCallToStdMove()) {
    if (auto *Name = dyn_cast<DeclRefExpr>(stripWrappers(Call->getArg(0))))
      Now.Held.erase(Name->getDecl());
  } else if (isa<CoroutineSuspendExpr>(S) && Reporting) {
    for (auto [D, Since] : Now.Held) {
      // Without a destructor nothing in the graph ends a variable's life: its block does.
      auto *Var = dyn_cast<VarDecl>(D);
      const CXXRecordDecl *Record = recordOf(D->getType());
      if (Var && isGuardType(Var->getType()) && Record->hasTrivialDestructor() &&
          !isInScope(Body, Var, S))
        continue;
      report(D, Since, S);
    }
  }
}

} // namespace

bool isInScope(const CheckedBody &Body, const VarDecl *Var, const Stmt *S) {
  for (const Stmt *Up = S; Up; Up = Body.parent(Up))
    for (const Stmt *Child : Up->children())
      if (auto *Declaration = dyn_cast_or_null<DeclStmt>(Child))
        for (const Decl *D : Declaration->decls())
          if (D == Var)
            return true;
  return false;
}

void checkHeldAcrossAwait(const CheckedBody &Body, Reporter &Report) {
  if (Body.IsDependent)
    return;
  HeldCheck(Body, Report).run();
  findStaleAcrossAwait(Body, Report);
}

} // namespace pawl
