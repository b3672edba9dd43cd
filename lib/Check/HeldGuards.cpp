//===- HeldGuards.cpp - Which guards and mutexes a flow holds -------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Guards are followed from their declaration, mutexes from lock(), to unlock() or the end of the
// scope.
//
//===----------------------------------------------------------------------===//
#include "Check/HeldGuards.h"
#include "Analysis/AstWalk.h"
#include "Check/Guards.h"
#include "Dialect/Awaitables.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {

/// The name of \p D, or nothing if it is an operator's or the like.
static StringRef nameOf(const NamedDecl *D) {
  return D && D->getIdentifier() ? D->getName() : StringRef();
}

/// Whether \p T is a std::optional or a std::unique_ptr of a guard: it may hold none.
static bool isGuardHolder(QualType T) {
  auto *Record = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(T));
  return Record && Record->isInStdNamespace() &&
         (nameOf(Record) == "optional" || nameOf(Record) == "unique_ptr") &&
         Record->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
         isGuardType(Record->getTemplateArgs()[0].getAsType());
}

/// Whether what \p Init makes, a guard or a holder of one, holds nothing yet.
static bool isDeferred(const Expr *Init, QualType T) {
  Init = stripWrappers(Init);
  auto IsTag = [](const Expr *Argument) {
    return nameOf(classOf(Argument->getType())) == "defer_lock_t";
  };
  if (auto *List = dyn_cast<ParenListExpr>(Init))
    return llvm::any_of(
        llvm::ArrayRef(const_cast<ParenListExpr *>(List)->getExprs(), List->getNumExprs()), IsTag);
  auto *Construct = dyn_cast<CXXConstructExpr>(Init);
  if (!Construct)
    return false;
  if (Construct->getNumArgs() == 0 || isGuardHolder(T))
    return classOf(T)->isInStdNamespace() && nameOf(classOf(T)) != "scoped_lock" &&
           !llvm::any_of(Construct->arguments(), [](const Expr *Argument) {
             return classOf(Argument->getType()) &&
                    nameOf(classOf(Argument->getType())) != "nullopt_t";
           });
  return llvm::any_of(Construct->arguments(), IsTag);
}

/// The variable or member that \p E names, itself or through a smart pointer.
static const ValueDecl *objectOf(const Expr *E) {
  E = stripWrappers(E);
  if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
      Operator && (Operator->getOperator() == OO_Arrow || Operator->getOperator() == OO_Star))
    E = stripWrappers(Operator->getArg(0));
  if (auto *Name = dyn_cast<DeclRefExpr>(E))
    return Name->getDecl();
  auto *Member = dyn_cast<MemberExpr>(E);
  return Member ? Member->getMemberDecl() : nullptr;
}

HeldGuards::HeldGuards(const CheckedBody &Body) {
  for (const ParmVarDecl *Parameter : Body.Function->parameters())
    if (!Parameter->getType()->isReferenceType() && isGuardType(Parameter->getType()))
      Held[Parameter] = Parameter->getLocation();
}

bool HeldGuards::merge(const HeldGuards &Other) {
  bool Changed = false;
  for (auto [D, Loc] : Other.Held)
    Changed |= Held.try_emplace(D, Loc).second;
  return Changed;
}

void HeldGuards::call(const CXXMemberCallExpr *Call) {
  const Expr *Object = Call->getImplicitObjectArgument();
  const ValueDecl *D = objectOf(Object);
  StringRef Name = nameOf(Call->getMethodDecl());
  if (!D || Name.empty())
    return;
  bool IsOf = isGuardType(Object->getType()) || isMutexType(Object->getType()) ||
              isMutexType(Call->getObjectType());
  if (isGuardHolder(Object->getType())) {
    if (Name == "emplace")
      Held.try_emplace(D, Call->getExprLoc());
    else if (Name == "reset" || Name == "release")
      Held.erase(D);
  } else if (IsOf && (Name == "lock" || Name == "lock_shared")) {
    Held.try_emplace(D, Call->getExprLoc());
  } else if (IsOf && (Name == "unlock" || Name == "unlock_shared" || Name == "release")) {
    Held.erase(D);
  }
}

void HeldGuards::step(const CFGElement &Element) {
  if (const VarDecl *Ended = endOfLife(Element).first) {
    Held.erase(Ended);
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
          (isGuardType(Var->getType()) || isGuardHolder(Var->getType())) && Var->hasInit() &&
          !isDeferred(Var->getInit(), Var->getType()))
        Held[Var] = Var->getLocation();
  } else if (auto *Member = dyn_cast<CXXMemberCallExpr>(S)) {
    call(Member);
  } else if (auto *Call = dyn_cast<CallExpr>(S)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Call->isCallToStdMove())
      Held.erase(objectOf(Call->getArg(0)));
    else if (Callee && Callee->isInStdNamespace() && nameOf(Callee) == "lock")
      for (const Expr *Argument : Call->arguments())
        if (const ValueDecl *D = objectOf(Argument))
          Held.try_emplace(D, Call->getExprLoc());
  }
}

void HeldGuards::follow(const CFGBlock &Block, unsigned Number) {
  auto *Condition = dyn_cast_or_null<Expr>(Block.getTerminatorCondition());
  if (!Condition || Block.succ_size() != 2)
    return;
  bool IsHeld = Number == 0;
  Condition = stripWrappers(Condition);
  while (auto *Not = dyn_cast<UnaryOperator>(Condition)) {
    if (Not->getOpcode() != UO_LNot)
      return;
    IsHeld = !IsHeld;
    Condition = stripWrappers(Not->getSubExpr());
  }
  auto *Call = dyn_cast<CXXMemberCallExpr>(Condition);
  if (!Call || !Call->getMethodDecl())
    return;
  const Expr *Object = Call->getImplicitObjectArgument();
  const ValueDecl *D = objectOf(Object);
  bool IsTry = llvm::StringSwitch<bool>(nameOf(Call->getMethodDecl()))
                   .Cases({"try_lock", "try_lock_for", "try_lock_until", "try_lock_shared"}, true)
                   .Default(false);
  bool Asks =
      isa<CXXConversionDecl>(Call->getMethodDecl()) || nameOf(Call->getMethodDecl()) == "owns_lock";
  if (!D || !((IsTry && (isMutexType(Call->getObjectType()) || isGuardType(Object->getType()))) ||
              (Asks && isGuardType(Object->getType()))))
    return;
  if (IsHeld)
    Held.try_emplace(D, Call->getExprLoc());
  else
    Held.erase(D);
}

/// Whether \p S stands in the scope of \p Var.
static bool isInScope(const CheckedBody &Body, const VarDecl *Var, const Stmt *S) {
  for (const Stmt *Up = S; Up; Up = Body.parent(Up))
    for (const Stmt *Child : Up->children())
      if (auto *Declaration = dyn_cast_or_null<DeclStmt>(Child))
        if (llvm::is_contained(Declaration->decls(), Var))
          return true;
  return false;
}

std::vector<std::pair<const ValueDecl *, SourceLocation>>
HeldGuards::at(const Stmt *S, const CheckedBody &Body) const {
  std::vector<std::pair<const ValueDecl *, SourceLocation>> Found;
  for (auto [D, Since] : Held) {
    auto *Var = dyn_cast<VarDecl>(D);
    bool IsOwn = Var && Var->hasLocalStorage() && !isa<ParmVarDecl>(Var) &&
                 Var->getDeclContext() == Body.Function;
    if (!IsOwn || isInScope(Body, Var, S))
      Found.push_back({D, Since});
  }
  llvm::sort(Found, [](const auto &A, const auto &B) {
    return A.second.getRawEncoding() < B.second.getRawEncoding();
  });
  return Found;
}

bool usesGuards(const CheckedBody &Body) {
  bool Any = llvm::any_of(Body.Function->parameters(), [](const ParmVarDecl *Parameter) {
    return !Parameter->getType()->isReferenceType() && isGuardType(Parameter->getType());
  });
  walk(Body.Body, [&](const Stmt *S) {
    if (auto *Declaration = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declaration->decls())
        if (auto *Var = dyn_cast<VarDecl>(D); Var && Var->hasLocalStorage())
          Any |= isGuardType(Var->getType()) || isGuardHolder(Var->getType());
    } else if (auto *Member = dyn_cast<CXXMemberCallExpr>(S)) {
      Any |= isMutexType(Member->getObjectType()) ||
             isGuardType(Member->getImplicitObjectArgument()->getType());
    } else if (auto *Call = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      Any |= Callee && Callee->isInStdNamespace() && nameOf(Callee) == "lock";
    }
  });
  return Any;
}

} // namespace pawl
