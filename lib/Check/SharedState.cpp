//===- SharedState.cpp - What others can change during an await -----------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/SharedState.h"
#include "Analysis/AstWalk.h"
#include "Dialect/Awaitables.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {

/// Whether the variable \p Var, as \p Body names it, is not the body's own.
static bool isSharedVariable(const VarDecl *Var, const CheckedBody &Body) {
  if (Var->hasGlobalStorage())
    return true;
  if (auto *Method = dyn_cast<CXXMethodDecl>(Body.Function);
      Method && Method->getParent()->isLambda())
    for (const LambdaCapture &Capture : Method->getParent()->captures())
      if (Capture.capturesVariable() && Capture.getCapturedVar() == Var)
        return Capture.getCaptureKind() == LCK_ByRef || Var->getType()->isReferenceType();
  return isa<ParmVarDecl>(Var) && Var->getType()->isLValueReferenceType() &&
         !Var->getType()->getPointeeType().isConstQualified();
}

const ValueDecl *sharedObject(const Expr *E, const CheckedBody &Body) {
  E = stripWrappers(E);
  if (auto *Name = dyn_cast<DeclRefExpr>(E)) {
    auto *Var = dyn_cast<VarDecl>(Name->getDecl());
    if (!Var || isSharedVariable(Var, Body))
      return Var;
    // Another name for it.
    bool IsName = Var->isLocalVarDecl() && !Var->isImplicit() && Var->hasInit() &&
                  Var->getType()->isReferenceType();
    return IsName ? sharedObject(Var->getInit(), Body) : nullptr;
  }
  auto *Member = dyn_cast<MemberExpr>(E);
  if (!Member || !isa<FieldDecl>(Member->getMemberDecl()))
    return nullptr;
  const Expr *Base = stripWrappers(Member->getBase());
  // What a pointer of the body's own leads to may be somebody's; whose, is not in sight.
  bool IsShared = isa<CXXThisExpr>(Base) || sharedObject(Base, Body);
  return IsShared ? Member->getMemberDecl() : nullptr;
}

static const CXXRecordDecl *standardClass(QualType T) {
  const CXXRecordDecl *Record = classOf(T);
  return Record && Record->isInStdNamespace() && Record->getIdentifier() ? Record : nullptr;
}

Invalidation invalidation(QualType T, bool References) {
  const CXXRecordDecl *Record = standardClass(T);
  if (!Record)
    return Invalidation::Nothing;
  return llvm::StringSwitch<Invalidation>(Record->getName())
      .Cases({"vector", "basic_string"}, Invalidation::ByBoth)
      .Cases(
          {"deque", "unordered_map", "unordered_set", "unordered_multimap", "unordered_multiset"},
          References ? Invalidation::ByRemoval : Invalidation::ByBoth)
      .Cases({"map", "set", "multimap", "multiset", "list", "forward_list"},
             Invalidation::ByRemoval)
      .Default(Invalidation::Nothing);
}

std::pair<const Expr *, StringRef> memberCall(const Expr *E) {
  auto *Call = dyn_cast<CallExpr>(E);
  if (!Call)
    return {nullptr, ""};
  if (auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    return {Member->getImplicitObjectArgument(),
            Method && Method->getIdentifier() ? Method->getName() : ""};
  }
  auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(Call->getCallee()->IgnoreParens());
  if (!Member || Member->isImplicitAccess())
    return {nullptr, ""};
  const IdentifierInfo *Name = Member->getMember().getAsIdentifierInfo();
  return {Member->getBase(), Name ? Name->getName() : ""};
}

const Expr *containerOf(const Expr *E) {
  E = stripWrappers(E);
  const Expr *Object = nullptr;
  if (auto [Called, Name] = memberCall(E); Called)
    Object = Called;
  else if (auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
           Call && Call->getOperator() == OO_Subscript)
    Object = Call->getArg(0);
  if (!Object || invalidation(Object->getType(), false) == Invalidation::Nothing)
    return nullptr;
  return stripWrappers(Object);
}

const Decl *ContainerChanges::key(const ValueDecl *D) {
  // All instances of a class template have the same members.
  if (auto *Field = dyn_cast<FieldDecl>(D))
    if (auto *Record = dyn_cast<CXXRecordDecl>(Field->getParent()))
      if (const CXXRecordDecl *Pattern = Record->getTemplateInstantiationPattern())
        for (const FieldDecl *Other : Pattern->fields())
          if (Other->getFieldIndex() == Field->getFieldIndex())
            return Other->getCanonicalDecl();
  return D->getCanonicalDecl();
}

bool ContainerChanges::happen(const ValueDecl *Container, Invalidation How,
                              const FunctionDecl *Reader) const {
  auto Found = Changes.find(key(Container));
  return Found != Changes.end() && llvm::any_of(Found->second, [&](const auto &Change) {
           return Change.first != Reader->getLocation() &&
                  (Change.second & static_cast<unsigned>(How));
         });
}

/// What a call of the member \p Name of a container does to it.
static unsigned effectOf(StringRef Name) {
  constexpr unsigned Growth = static_cast<unsigned>(Invalidation::ByGrowth),
                     Removal = static_cast<unsigned>(Invalidation::ByRemoval);
  return llvm::StringSwitch<unsigned>(Name)
      .Cases({"push_back", "emplace_back", "push_front", "emplace_front", "insert", "emplace",
              "try_emplace", "insert_or_assign", "emplace_hint", "append", "reserve", "rehash"},
             Growth)
      .Cases({"erase", "clear", "pop_back", "pop_front", "extract", "remove", "remove_if",
              "shrink_to_fit"},
             Removal)
      .Cases({"resize", "assign", "swap", "merge", "splice"}, Growth | Removal)
      .Default(0);
}

void ContainerChanges::add(const FunctionDecl *Function) {
  if (isa<CXXConstructorDecl, CXXDestructorDecl>(Function))
    return;
  const Stmt *Body = Function->getBody();
  if (auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Body))
    Body = writtenBody(Coroutine);
  walk(Body, [&](const Stmt *S) {
    const Expr *Object = nullptr;
    unsigned Effect = 0;
    auto *E = dyn_cast<Expr>(S);
    if (!E)
      return;
    if (auto [Called, Name] = memberCall(E); Called) {
      Object = Called;
      Effect = effectOf(Name);
    } else if (auto *Call = dyn_cast<CXXOperatorCallExpr>(S)) {
      Object = Call->getArg(0);
      StringRef Class = standardClass(Object->getType())
                            ? standardClass(Object->getType())->getName()
                            : StringRef();
      if (Call->getOperator() == OO_Equal)
        Effect = effectOf("assign");
      else if (Call->getOperator() == OO_PlusEqual ||
               (Call->getOperator() == OO_Subscript && Class.ends_with("map")))
        Effect = effectOf("insert");
    }
    if (!Effect || invalidation(Object->getType(), false) == Invalidation::Nothing)
      return;
    Object = stripWrappers(Object);
    const ValueDecl *D = nullptr;
    if (auto *Member = dyn_cast<MemberExpr>(Object))
      D = Member->getMemberDecl();
    else if (auto *Name = dyn_cast<DeclRefExpr>(Object))
      D = Name->getDecl();
    if (D)
      Changes[key(D)].push_back({Function->getLocation(), Effect});
  });
}

} // namespace pawl
