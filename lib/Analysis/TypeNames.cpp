//===- TypeNames.cpp - Types as text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A name that is found everywhere in the body is written as Clang writes it, `lib::Item`; one that
// something hides is written as it can be found, `::Config`, `struct stat`.
//
//===----------------------------------------------------------------------===//
#include "Analysis/TypeNames.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/PrettyPrinter.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/SmallPtrSet.h"

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

/// Whether a variable or function hides \p Tag, or the name that it has from a typedef, where they
/// are declared ([basic.scope.hiding]).
static bool needsKeyword(const TagDecl *Tag) {
  if (!Tag->getIdentifier() || isa<ClassTemplateSpecializationDecl>(Tag))
    return false;
  return llvm::any_of(Tag->getDeclContext()->getRedeclContext()->lookup(Tag->getDeclName()),
                      [](const NamedDecl *D) {
                        D = D->getUnderlyingDecl();
                        return isa<ValueDecl, FunctionTemplateDecl, VarTemplateDecl>(D);
                      });
}

/// What the names that lead to \p D begin with: a namespace or a type.
static const NamedDecl *outermost(const NamedDecl *D) {
  for (const DeclContext *Scope = D->getDeclContext(); Scope; Scope = Scope->getParent())
    if (auto *Namespace = dyn_cast<NamespaceDecl>(Scope)) {
      if (!Namespace->isInline() && !Namespace->isAnonymousNamespace())
        D = Namespace;
    } else if (auto *Tag = dyn_cast<TagDecl>(Scope)) {
      D = Tag;
    }
  return D;
}

/// Spells types whose names are hidden: each name so that it is found.
class TypeNamer::Speller {
public:
  Speller(const TypeNamer &Names, PrintingPolicy Policy) : Names(Names), Policy(Policy) {}

  /// Whether a name in the canonical \p T would not be found.
  bool isNeeded(QualType T) {
    spell(T);
    return Needed;
  }

  std::string spell(QualType T) {
    Qualifiers Quals = T.getQualifiers();
    const Type *Ty = T.getTypePtr();
    if (auto *P = dyn_cast<PointerType>(Ty))
      return declarator(P->getPointeeType(), "*", Quals);
    if (auto *R = dyn_cast<ReferenceType>(Ty))
      return declarator(R->getPointeeType(), isa<LValueReferenceType>(R) ? "&" : "&&", Quals);
    if (auto *M = dyn_cast<MemberPointerType>(Ty))
      return declarator(M->getPointeeType(), tag(M->getMostRecentCXXRecordDecl()) + "::*", Quals);
    if (auto *A = dyn_cast<ConstantArrayType>(Ty))
      return base(Names.Context.getQualifiedType(A->getElementType(), Quals)) + "[" +
             llvm::toString(A->getSize(), 10, /*Signed=*/false) + "]";
    if (auto *F = dyn_cast<FunctionProtoType>(Ty))
      return function(F);
    std::string Text = Quals.empty() ? "" : Quals.getAsString() + " ";
    if (const TagDecl *Tag = Ty->getAsTagDecl())
      return Text + tag(Tag);
    return Text + QualType(Ty, 0).getAsString(Policy);
  }

private:
  /// \p T as what a declarator can follow.
  std::string base(QualType T) {
    std::string Text = spell(T);
    return T->isFunctionType() || T->isArrayType() ? "pawl::lowered::type<" + Text + ">" : Text;
  }

  std::string declarator(QualType T, const std::string &Mark, Qualifiers Quals) {
    return base(T) + " " + Mark + (Quals.empty() ? "" : " " + Quals.getAsString());
  }

  std::string function(const FunctionProtoType *F) {
    std::string Text = base(F->getReturnType()) + " (";
    for (unsigned I = 0; I < F->getNumParams(); ++I)
      Text += (I ? ", " : "") + spell(F->getParamType(I));
    if (F->isVariadic())
      Text += F->getNumParams() ? ", ..." : "...";
    Text += ")";
    if (!F->getMethodQuals().empty())
      Text += " " + F->getMethodQuals().getAsString();
    if (F->getRefQualifier() != RQ_None)
      Text += F->getRefQualifier() == RQ_LValue ? " &" : " &&";
    return Text + (F->isNothrow() ? " noexcept" : "");
  }

  std::string tag(const TagDecl *Tag) {
    const NamedDecl *Named = Tag;
    if (!Tag->getIdentifier())
      Named = Tag->getTypedefNameForAnonDecl();
    std::string Text = qualified(Named);
    if (needsKeyword(Tag)) {
      Needed = true;
      // Before a brace the keyword would begin a definition.
      return "pawl::lowered::type<" + Tag->getKindName().str() + " " + Text + ">";
    }
    if (auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Tag))
      Text += arguments(Spec->getTemplateArgs().asArray());
    return Text;
  }

  /// The name of \p D with those of its scopes.
  std::string qualified(const NamedDecl *D) {
    std::string Text = D->getNameAsString();
    for (const DeclContext *Scope = D->getDeclContext(); Scope; Scope = Scope->getParent()) {
      if (auto *Namespace = dyn_cast<NamespaceDecl>(Scope)) {
        if (!Namespace->isInline() && !Namespace->isAnonymousNamespace())
          Text = Namespace->getNameAsString() + "::" + Text;
      } else if (auto *Outer = dyn_cast<TagDecl>(Scope)) {
        std::string Name = Outer->getNameAsString();
        if (auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Outer))
          Name += arguments(Spec->getTemplateArgs().asArray());
        Text = Name + "::" + Text;
      }
    }
    if (!Names.isHiddenHere(outermost(D)))
      return Text;
    Needed = true;
    return "::" + Text;
  }

  std::string arguments(llvm::ArrayRef<TemplateArgument> Arguments) {
    std::string Text;
    auto Add = [&](const TemplateArgument &A) { Text += (Text.empty() ? "" : ", ") + argument(A); };
    for (const TemplateArgument &A : Arguments) {
      if (A.getKind() == TemplateArgument::Pack)
        llvm::for_each(A.pack_elements(), Add);
      else
        Add(A);
    }
    return "<" + Text + ">";
  }

  std::string argument(const TemplateArgument &A) {
    if (A.getKind() == TemplateArgument::Type)
      return spell(A.getAsType());
    if (A.getKind() == TemplateArgument::Template)
      return qualified(A.getAsTemplate().getAsTemplateDecl());
    if (A.getKind() == TemplateArgument::Integral && A.getIntegralType()->isEnumeralType())
      return "static_cast<" + spell(A.getIntegralType()) + ">(" +
             llvm::toString(A.getAsIntegral(), 10) + ")";
    std::string Text;
    llvm::raw_string_ostream OS(Text);
    A.print(Policy, OS, /*IncludeType=*/false);
    return Text;
  }

  const TypeNamer &Names;
  const PrintingPolicy Policy;
  bool Needed = false;
};

TypeNamer::TypeNamer(const FunctionDecl *Function, const ASTContext &Context)
    : Function(Function), Context(Context) {
  for (const DeclContext *Scope = Function; Scope; Scope = Scope->getParent()) {
    if (Scope->isFunctionOrMethod())
      for (const Decl *D : Scope->decls())
        if (auto *Named = dyn_cast<NamedDecl>(D))
          Declared.insert(Named->getDeclName());
    if (auto *Owner = dyn_cast<Decl>(Scope);
        const TemplateParameterList *List = Owner->getDescribedTemplateParams())
      for (const NamedDecl *D : *List)
        Declared.insert(D->getDeclName());
  }
}

/// Whether \p Found, from a lookup, is \p D.
static bool isSame(const NamedDecl *Found, const NamedDecl *D) {
  Found = Found->getUnderlyingDecl();
  if (auto *Alias = dyn_cast<NamespaceAliasDecl>(Found))
    Found = Alias->getNamespace();
  if (auto *Class = dyn_cast<CXXRecordDecl>(Found); Class && Class->isInjectedClassName())
    Found = cast<CXXRecordDecl>(Class->getDeclContext());
  if (auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(D))
    D = Spec->getSpecializedTemplate();
  if (auto *Template = dyn_cast<ClassTemplateDecl>(D); Template && isa<CXXRecordDecl>(Found))
    D = Template->getTemplatedDecl();
  return Found->getCanonicalDecl() == D->getCanonicalDecl();
}

/// Whether a using-directive in \p Scope brings in another \p Name.
static bool directivesFind(const DeclContext *Scope, DeclarationName Name,
                           llvm::SmallPtrSetImpl<const DeclContext *> &Seen) {
  for (const UsingDirectiveDecl *Using : Scope->using_directives()) {
    const DeclContext *Nominated = Using->getNominatedNamespace()->getPrimaryContext();
    if (Using->getNominatedNamespace()->isAnonymousNamespace() || !Seen.insert(Nominated).second)
      continue;
    if (!Nominated->lookup(Name).empty() || directivesFind(Nominated, Name, Seen))
      return true;
  }
  return false;
}

/// Whether unqualified lookup of the name of \p D, a namespace or a type that is no member of
/// another, may find something else in the body ([basic.lookup.unqual]).
bool TypeNamer::isHiddenHere(const NamedDecl *D) const {
  DeclarationName Name = D->getDeclName();
  if (Declared.count(Name))
    return true;
  llvm::SmallPtrSet<const DeclContext *, 8> Seen;
  for (const DeclContext *Scope = Function; Scope; Scope = Scope->getParent()) {
    if (Scope->isFunctionOrMethod() || Scope->isTransparentContext())
      continue;
    if (directivesFind(Scope->getPrimaryContext(), Name, Seen))
      return true;
    if (Scope->isTranslationUnit())
      return false;
    auto Found = Scope->getPrimaryContext()->lookup(Name);
    if (!Found.empty())
      return llvm::any_of(Found, [&](const NamedDecl *F) { return !isSame(F, D); });
    if (auto *Class = dyn_cast<CXXRecordDecl>(Scope);
        Class && Class->hasDefinition() && Class->hasMemberName(Name))
      return true;
  }
  return false;
}

std::optional<std::string> TypeNamer::name(QualType T) const {
  QualType Canonical = T.getCanonicalType();
  if (Canonical->isDependentType() || !Nameable(Function).check(Canonical))
    return std::nullopt;
  PrintingPolicy Policy = policyFor(Context);
  if (Speller(*this, Policy).isNeeded(Canonical))
    return Speller(*this, Policy).spell(Canonical);
  std::string Name = Canonical.getAsString(Policy);
  // The same types by the names that people know.
  for (auto [Long, Short] :
       {std::pair<llvm::StringRef, llvm::StringRef>{"std::basic_string<char>", "std::string"},
        {"std::basic_string_view<char>", "std::string_view"}})
    for (size_t At = Name.find(Long.str()); At != std::string::npos; At = Name.find(Long.str(), At))
      Name.replace(At, Long.size(), Short.str());
  return Name;
}

} // namespace pawl
