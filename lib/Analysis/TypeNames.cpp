//===- TypeNames.cpp - Types as text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Analysis/TypeNames.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/PrettyPrinter.h"
#include "clang/AST/Type.h"

using namespace clang;

namespace pawl {

namespace {

/// Decides whether a canonical type can be written down.
class Nameable {
public:
  explicit Nameable(const FunctionDecl *Function) : Function(Function) {}

  bool check(QualType T) const {
    const Type *Ty = T.getCanonicalType().getTypePtr();
    if (isa<BuiltinType>(Ty))
      return true;
    if (auto *P = dyn_cast<PointerType>(Ty))
      return check(P->getPointeeType());
    if (auto *R = dyn_cast<ReferenceType>(Ty))
      return check(R->getPointeeType());
    if (auto *A = dyn_cast<ConstantArrayType>(Ty))
      return check(A->getElementType());
    if (auto *M = dyn_cast<MemberPointerType>(Ty))
      return check(M->getPointeeType()) && checkTag(M->getMostRecentCXXRecordDecl());
    if (auto *F = dyn_cast<FunctionProtoType>(Ty)) {
      for (QualType P : F->param_types())
        if (!check(P))
          return false;
      return check(F->getReturnType());
    }
    if (auto *C = dyn_cast<ComplexType>(Ty))
      return check(C->getElementType());
    if (auto *V = dyn_cast<VectorType>(Ty))
      return check(V->getElementType());
    if (const TagDecl *Tag = Ty->getAsTagDecl())
      return checkTag(Tag);
    return false;
  }

private:
  bool checkTag(const TagDecl *Tag) const {
    if (!Tag->getIdentifier() && !Tag->getTypedefNameForAnonDecl())
      return false;
    if (Tag->getParentFunctionOrMethod())
      return false;
    if (!accessible(Tag))
      return false;
    if (auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Tag))
      for (const TemplateArgument &A : Spec->getTemplateArgs().asArray())
        if (!checkArgument(A))
          return false;
    if (auto *Outer = dyn_cast<TagDecl>(Tag->getDeclContext()))
      return checkTag(Outer);
    return true;
  }

  bool checkArgument(const TemplateArgument &A) const {
    switch (A.getKind()) {
    case TemplateArgument::Type:
      return check(A.getAsType());
    case TemplateArgument::Integral:
      return check(A.getIntegralType());
    case TemplateArgument::NullPtr:
    case TemplateArgument::Template:
      return true;
    case TemplateArgument::Pack:
      for (const TemplateArgument &P : A.pack_elements())
        if (!checkArgument(P))
          return false;
      return true;
    default:
      return false;
    }
  }

  /// Private and protected members are reachable from the functions of the class that holds them,
  /// and of classes within it.
  bool accessible(const TagDecl *Tag) const {
    if (Tag->getAccess() == AS_public || Tag->getAccess() == AS_none)
      return true;
    for (const DeclContext *C = Function; C; C = C->getParent())
      if (C->getPrimaryContext() == Tag->getDeclContext()->getPrimaryContext())
        return true;
    return false;
  }

  const FunctionDecl *Function;
};

} // namespace

static PrintingPolicy policyFor(const ASTContext &Context) {
  PrintingPolicy Policy(Context.getLangOpts());
  Policy.SuppressTagKeyword = true;
  Policy.FullyQualifiedName = true;
  Policy.SuppressUnwrittenScope = true;
  Policy.SuppressInlineNamespace =
      llvm::to_underlying(PrintingPolicy::SuppressInlineNamespaceMode::All);
  Policy.UsePreferredNames = true;
  Policy.SplitTemplateClosers = false;
  return Policy;
}

std::string writtenType(QualType T, const ASTContext &Context) {
  PrintingPolicy Policy = policyFor(Context);
  // What is not qualified was found from within the function.
  Policy.FullyQualifiedName = false;
  Policy.SuppressScope = false;
  return T.getAsString(Policy);
}

std::optional<std::string> typeName(QualType T, const FunctionDecl *Function,
                                    const ASTContext &Context) {
  QualType Canonical = T.getCanonicalType();
  if (Canonical->isDependentType() || !Nameable(Function).check(Canonical))
    return std::nullopt;
  std::string Name = Canonical.getAsString(policyFor(Context));
  // The same types by the names that people know.
  for (auto [Long, Short] :
       {std::pair<llvm::StringRef, llvm::StringRef>{"std::basic_string<char>", "std::string"},
        {"std::basic_string_view<char>", "std::string_view"}})
    for (size_t At = Name.find(Long.str()); At != std::string::npos; At = Name.find(Long.str(), At))
      Name.replace(At, Long.size(), Short.str());
  return Name;
}

} // namespace pawl
