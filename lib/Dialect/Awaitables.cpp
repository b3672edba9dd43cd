//===- Awaitables.cpp - Types whose values are to be awaited --------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/Awaitables.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {

/// The definition of \p Record; of a template that nobody has instantiated yet, the pattern.
static const CXXRecordDecl *definitionOf(const CXXRecordDecl *Record) {
  if (const CXXRecordDecl *Definition = Record->getDefinition())
    return Definition;
  if (const CXXRecordDecl *Pattern = Record->getTemplateInstantiationPattern())
    return Pattern->getDefinition();
  auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(Record);
  return Specialization
             ? Specialization->getSpecializedTemplate()->getTemplatedDecl()->getDefinition()
             : nullptr;
}

/// The first member called \p Name of \p Record or of its bases.
static const NamedDecl *findMember(const CXXRecordDecl *Record, DeclarationName Name) {
  Record = definitionOf(Record);
  if (!Record)
    return nullptr;
  DeclContext::lookup_result Found = Record->lookup(Name);
  if (!Found.empty())
    return Found.front();
  for (const CXXBaseSpecifier &Base : Record->bases()) {
    const CXXRecordDecl *Class = Base.getType()->getAsCXXRecordDecl();
    // Of a pattern a base may depend on its parameters; its own pattern has the same names.
    if (auto *Dependent = Base.getType()->getAs<TemplateSpecializationType>(); Dependent && !Class)
      if (auto *Template =
              dyn_cast_or_null<ClassTemplateDecl>(Dependent->getTemplateName().getAsTemplateDecl()))
        Class = Template->getTemplatedDecl();
    if (Class)
      if (const NamedDecl *D = findMember(Class, Name))
        return D;
  }
  return nullptr;
}

static const NamedDecl *findMember(const CXXRecordDecl *Record, StringRef Name) {
  return findMember(Record, &Record->getASTContext().Idents.get(Name));
}

const CXXRecordDecl *classOf(QualType T) {
  T = T.getNonReferenceType();
  if (const CXXRecordDecl *Record = T->getAsCXXRecordDecl())
    return Record;
  TemplateName Name;
  if (auto *Specialization = T->getAs<TemplateSpecializationType>())
    Name = Specialization->getTemplateName();
  else if (auto *Deduced =
               dyn_cast_or_null<DeducedTemplateSpecializationType>(T->getContainedDeducedType()))
    Name = Deduced->getTemplateName();
  auto *Template = dyn_cast_or_null<ClassTemplateDecl>(Name.getAsTemplateDecl());
  return Template ? Template->getTemplatedDecl() : nullptr;
}

static const CXXRecordDecl *promiseOf(const CXXRecordDecl *Record) {
  const NamedDecl *Member = findMember(Record, "promise_type");
  auto *Type = dyn_cast_or_null<TypeDecl>(Member);
  return Type ? classOf(Record->getASTContext().getTypeDeclType(Type)) : nullptr;
}

/// Whether a coroutine with \p Promise may run when it is called, up to its first await.
static bool mayStartAtOnce(const CXXRecordDecl *Promise) {
  const NamedDecl *Member = findMember(Promise, "initial_suspend");
  auto *Function = dyn_cast_or_null<FunctionDecl>(Member);
  if (!Function)
    return true;
  // Not known of a pattern: its author's awaiters are seldom others than the standard's.
  const CXXRecordDecl *Awaiter = Function->getReturnType()->getAsCXXRecordDecl();
  return Awaiter && (!Awaiter->getIdentifier() || Awaiter->getName() != "suspend_always");
}

bool isAwaitable(QualType T) {
  const CXXRecordDecl *Record = classOf(T);
  if (!Record)
    return false;
  ASTContext &AST = Record->getASTContext();
  return findMember(Record, "await_ready") ||
         findMember(Record, AST.DeclarationNames.getCXXOperatorName(OO_Coawait));
}

bool isInPawl(const Decl *D) {
  for (const DeclContext *Context = D->getDeclContext(); Context; Context = Context->getParent())
    if (auto *Namespace = dyn_cast<NamespaceDecl>(Context))
      if (Namespace->getName() == "pawl" && Namespace->getParent()->isTranslationUnit())
        return true;
  return false;
}

bool isPawlClass(QualType T, StringRef Name) {
  const CXXRecordDecl *Record = classOf(T);
  return Record && Record->getIdentifier() && Record->getName() == Name && isInPawl(Record);
}

AwaitableKind awaitableKind(QualType T) {
  if (T.isNull())
    return AwaitableKind::None;
  const CXXRecordDecl *Record = classOf(T);
  if (!Record || Record->isInvalidDecl() || !Record->getDefinition())
    return AwaitableKind::None;
  Record = Record->getDefinition();
  if (Record->getIdentifier() && isInPawl(Record) &&
      llvm::StringSwitch<bool>(Record->getName())
          .Cases({"Task", "AnyTask", "Future", "Gather", "Shield", "ThreadsafeFuture"}, true)
          .Default(false))
    return AwaitableKind::Handle;
  if (const CXXRecordDecl *Promise = promiseOf(Record)) {
    if (mayStartAtOnce(Promise))
      return AwaitableKind::None;
    if (isAwaitable(T))
      return AwaitableKind::Coroutine;
    return findMember(Promise, "yield_value") ? AwaitableKind::Generator : AwaitableKind::None;
  }
  // Without the word of its author nobody knows what an awaiter has done before it is awaited.
  return isAwaitable(T) && Record->hasAttr<WarnUnusedResultAttr>() ? AwaitableKind::Awaiter
                                                                   : AwaitableKind::None;
}

AwaitableKind awaitableKind(const Expr *E) {
  auto *Call = dyn_cast<CallExpr>(E);
  if (!Call || !Call->isTypeDependent())
    return awaitableKind(E->getType());
  const Expr *Callee = Call->getCallee()->IgnoreParens();
  if (auto *Member = dyn_cast<MemberExpr>(Callee)) {
    auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
    return Method ? awaitableKind(Method->getReturnType()) : AwaitableKind::None;
  }
  auto *Overloads = dyn_cast<OverloadExpr>(Callee);
  if (!Overloads)
    return awaitableKind(E->getType());
  std::optional<AwaitableKind> Common;
  for (const NamedDecl *D : Overloads->decls()) {
    const FunctionDecl *Function = D->getUnderlyingDecl()->getAsFunction();
    AwaitableKind Kind = Function ? awaitableKind(Function->getReturnType()) : AwaitableKind::None;
    if (Common.value_or(Kind) != Kind)
      return AwaitableKind::None;
    Common = Kind;
  }
  return Common.value_or(AwaitableKind::None);
}

std::string calleeName(const Expr *E) {
  const NamedDecl *Named = nullptr;
  if (auto *Call = dyn_cast<CallExpr>(E)) {
    Named = dyn_cast_or_null<NamedDecl>(Call->getCalleeDecl());
    if (auto *Overloads = dyn_cast<OverloadExpr>(Call->getCallee()->IgnoreParens()))
      return Overloads->getName().getAsString();
    if (auto *Method = dyn_cast_or_null<CXXMethodDecl>(Named)) {
      if (Method->getParent()->isLambda())
        return "a lambda";
      // An object that is called is known by its own name.
      if (Method->getOverloadedOperator() == OO_Call && Call->getNumArgs())
        if (auto *Object = dyn_cast<DeclRefExpr>(Call->getArg(0)->IgnoreParenImpCasts()))
          Named = Object->getDecl();
    }
  } else if (auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    Named = Construct->getConstructor()->getParent();
  }
  return Named ? Named->getNameAsString() : "";
}

} // namespace pawl
