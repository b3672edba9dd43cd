//===- Entries.cpp - The async functions whose frames can be embedded -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/Entries.h"
#include "Analysis/AstWalk.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"

using namespace clang;

namespace pawl {

/// Whether \p T is a specialisation of the class template \p Name.
static bool isOf(QualType T, llvm::StringRef Name) {
  const TemplateDecl *Template = nullptr;
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl()) {
    if (auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(R))
      Template = Specialization->getSpecializedTemplate();
  } else if (auto *Written = T->getAs<TemplateSpecializationType>()) {
    Template = Written->getTemplateName().getAsTemplateDecl();
  }
  return Template && Template->getQualifiedNameAsString() == Name;
}

bool isCoro(QualType T) { return isOf(T, "pawl::Coro"); }
bool isAsyncGenerator(QualType T) { return isOf(T, "pawl::AsyncGenerator"); }

bool runsCoroutine(QualType T) {
  if (isCoro(T))
    return true;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return R && R->hasDefinition() && llvm::any_of(R->bases(), [](const CXXBaseSpecifier &Base) {
           const CXXRecordDecl *B = Base.getType()->getAsCXXRecordDecl();
           return (B && B->getQualifiedNameAsString() == "pawl::detail::generator_step") ||
                  runsCoroutine(Base.getType());
         });
}

static bool isFriend(const FunctionDecl *F) {
  const Decl *Declared = F;
  if (const FunctionTemplateDecl *Template = F->getDescribedFunctionTemplate())
    Declared = Template;
  return llvm::any_of(Declared->redecls(),
                      [](const Decl *D) { return D->getFriendObjectKind() != Decl::FOK_None; });
}

namespace {

/// What a body names of the function around it.
struct NameFinder : ConstDynamicRecursiveASTVisitor {
  const FunctionDecl *Function;
  bool NamesItself = false, NamesFunctionName = false;

  explicit NameFinder(const FunctionDecl *F) : Function(F) { ShouldVisitImplicitCode = false; }
  void note(DeclarationName Name) { NamesItself |= Name == Function->getDeclName(); }
  bool VisitDeclRefExpr(const DeclRefExpr *Ref) override {
    note(Ref->getDecl()->getDeclName());
    return true;
  }
  bool VisitOverloadExpr(const OverloadExpr *E) override {
    note(E->getName());
    return true;
  }
  bool VisitCXXDependentScopeMemberExpr(const CXXDependentScopeMemberExpr *E) override {
    note(E->getMember());
    return true;
  }
  bool VisitPredefinedExpr(const PredefinedExpr *) override {
    NamesFunctionName = true;
    return true;
  }
};

} // namespace

/// What can have an entry at all.
static bool mayHaveEntry(const FunctionDecl *F, const CoroutineBodyStmt *Body) {
  auto *Method = dyn_cast<CXXMethodDecl>(F);
  const CXXRecordDecl *Promise = Body->getPromiseDecl()->getType()->getAsCXXRecordDecl();
  bool IsGenerator = isAsyncGenerator(F->getReturnType());
  if ((!IsGenerator && !isCoro(F->getReturnType())) ||
      (Promise &&
       Promise->getQualifiedNameAsString() !=
           (IsGenerator ? "pawl::detail::generator_promise" : "pawl::detail::coro_promise")))
    return false;
  return F->getDeclName().isIdentifier() && !F->isVariadic() && !F->isExternC() &&
         F->getLexicalDeclContext()->getPrimaryContext() ==
             F->getDeclContext()->getPrimaryContext() &&
         F->getTemplateSpecializationKind() != TSK_ExplicitSpecialization &&
         !F->getTrailingRequiresClause() && !isFriend(F) &&
         !(Method && (Method->getParent()->isLambda() || Method->getParent()->isLocalClass() ||
                      Method->isVolatile() || Method->getRefQualifier() == RQ_RValue ||
                      Method->isExplicitObjectMemberFunction()));
}

bool EntryTable::templateHead(const FunctionDecl *F, Entry &E) {
  const FunctionTemplateDecl *Template = F->getDescribedFunctionTemplate();
  if (!Template)
    return true;
  const TemplateParameterList *List = Template->getTemplateParameters();
  auto R = Source.range(List->getSourceRange());
  if (!R || List->getLAngleLoc().isInvalid() || List->getRequiresClause())
    return false;
  E.Head = Source.render(*R) + " ";
  for (const NamedDecl *D : *List) {
    if (!D->getIdentifier() || D->isImplicit())
      return false;
    E.TemplateArguments += (E.TemplateArguments.empty() ? "<" : ", ") + D->getNameAsString() +
                           (D->isParameterPack() ? "..." : "");
  }
  E.TemplateArguments += ">";
  return true;
}

bool EntryTable::parameters(const FunctionDecl *F, Entry &E) {
  for (const ParmVarDecl *D : F->parameters()) {
    auto R = Source.range(D->getSourceRange());
    auto At = Source.offset(D->getLocation());
    QualType T = D->getType();
    if (!R || !At || D->isParameterPack() || D->getName().empty() ||
        D->getSourceRange().getBegin().isMacroID() || D->getSourceRange().getEnd().isMacroID())
      return false;
    std::string Text = Source.render(*R), Name = D->getNameAsString();
    std::string Comma = E.Arguments.empty() ? "" : ", ";
    // The copy in the frame is to be the first one ([dcl.fct.def.coroutine]/13).
    bool ByReference = !T->isReferenceType() && (T->isRecordType() || T->isDependentType()) &&
                       !D->getOriginalType()->isArrayType() &&
                       !D->getOriginalType()->isFunctionType() && !T->isAnyPointerType();
    if (D->hasDefaultArg() && !D->hasInheritedDefaultArg()) {
      auto Default = Source.range(D->getDefaultArgRange());
      if (!Default || llvm::StringRef(Source.render(*Default)).contains('['))
        return false; // It may hold a lambda, which is to be there once.
      E.HasDefaults = true;
    }
    E.PassesReferences |= ByReference;
    E.Parameters += Comma + Text;
    E.BodyParameters += Comma + (ByReference ? Source.render(*R, {{{*At, *At}, "&"}}) : Text);
    E.Arguments +=
        Comma + (ByReference ? Name : "static_cast<decltype(" + Name + ")&&>(" + Name + ")");
  }
  return true;
}

/// A body that names its own function must find it declared.
bool EntryTable::forward(const FunctionDecl *F, Entry &E) {
  if (isa<CXXMethodDecl>(F) || F->getPreviousDecl())
    return true;
  auto Type = Source.range(F->getReturnTypeSourceRange());
  if (!Type || F->getExceptionSpecType() != EST_None || E.HasDefaults)
    return false;
  if (const FunctionTemplateDecl *Template = F->getDescribedFunctionTemplate())
    for (const NamedDecl *D : *Template->getTemplateParameters()) {
      auto *Type = dyn_cast<TemplateTypeParmDecl>(D);
      auto *Value = dyn_cast<NonTypeTemplateParmDecl>(D);
      if ((!Type && !Value) || (Type && Type->hasDefaultArgument()) ||
          (Value && Value->hasDefaultArgument()))
        return false;
    }
  std::string Specifiers = F->getStorageClass() == SC_Static ? "static " : "";
  E.Forward = E.Head + Specifiers + (F->isInlineSpecified() ? "inline " : "") +
              Source.render(*Type) + " " + F->getNameAsString() + "(" + E.Parameters + ");\n";
  return true;
}

/// Before the first token of the declaration, attributes and all.
bool EntryTable::place(const FunctionDecl *F, TextRange Body, Entry &E) {
  if (Openers.empty())
    for (TokenBuffer::Index I = 0; I < Tokens.size(); ++I)
      if (Tokens.isOneOf(I, tok::l_brace, tok::kw_try))
        Openers[Tokens[I].getLocation().getRawEncoding()] = I;
  SourceLocation Open = writtenBody(cast<CoroutineBodyStmt>(F->getBody()))->getBeginLoc();
  auto Found = Openers.find(Open.getRawEncoding());
  if (Found == Openers.end() || Open.isMacroID() || F->getLocation().isMacroID())
    return false;
  TokenBuffer::Index First = Found->second;
  while (First > 0) {
    const Token &Before = Tokens[First - 1];
    if (Before.isAnnotation() ||
        Before.isOneOf(tok::semi, tok::l_brace, tok::r_brace, tok::colon, tok::eof))
      break;
    --First;
    if (Before.isOneOf(tok::r_paren, tok::r_square))
      First = Tokens.match(First);
  }
  auto Whole = Source.range({Tokens[First].getLocation(), Tokens[Found->second].getLocation()});
  if (!Whole)
    return false;
  E.Position = Whole->Begin;
  E.End = Body.End;
  return true;
}

void EntryTable::name(const FunctionDecl *F, Entry &E) {
  std::string Stem =
      F->getNameAsString() + "_" + std::to_string(Source.line(*Source.offset(F->getLocation())));
  while (!Names.insert(Stem).second)
    Stem += "x";
  E.Name = E.BodyName = "_pawl_call_" + Stem;
  if (E.PassesReferences)
    E.BodyName = "_pawl_body_" + Stem;
  if (isa<CXXMethodDecl>(F))
    return;
  E.QualifiedName = "::" + E.Name;
  for (const DeclContext *Scope = F->getDeclContext(); Scope; Scope = Scope->getParent())
    if (auto *Namespace = dyn_cast<NamespaceDecl>(Scope);
        Namespace && !Namespace->isInline() && !Namespace->isAnonymousNamespace())
      E.QualifiedName = "::" + Namespace->getNameAsString() + E.QualifiedName;
}

bool EntryTable::describe(const FunctionDecl *F, Entry &E) {
  auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (!templateHead(F, E) || !parameters(F, E))
    return false;
  if (E.PassesReferences && E.HasDefaults)
    return false;
  NameFinder Names(F);
  Names.TraverseStmt(writtenBody(cast<CoroutineBodyStmt>(F->getBody())));
  if (Names.NamesFunctionName || (Names.NamesItself && !forward(F, E)))
    return false;
  E.IsShared = F->isInlined() || F->isTemplated() || Method;
  if (F->getStorageClass() == SC_Static)
    E.Head += "static ";
  if (F->hasAttr<NoInlineAttr>())
    E.Head += "__attribute__((noinline)) ";
  if (!Method)
    E.Head += E.IsShared ? "inline " : F->getStorageClass() == SC_Static ? "" : "static ";
  if (Method && Method->isConst())
    E.Qualifiers += " const";
  if (Method && Method->getRefQualifier() == RQ_LValue)
    E.Qualifiers += " &";
  return true;
}

void EntryTable::add(const FunctionDecl *F, TextRange Body) {
  Entry E;
  E.Function = F;
  if (!mayHaveEntry(F, cast<CoroutineBodyStmt>(F->getBody())) || !place(F, Body, E) ||
      !describe(F, E))
    return;
  name(F, E);
  Entries.try_emplace(F->getCanonicalDecl(), std::move(E));
}

const Entry *EntryTable::of(const FunctionDecl *F) const {
  auto Found = Entries.find(F->getCanonicalDecl());
  return Found == Entries.end() ? nullptr : &Found->second;
}

const Entry *EntryTable::forCall(const CallExpr *Call, const FunctionDecl *Caller) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee || isa<CXXOperatorCallExpr>(Call) ||
      Callee->getTemplateSpecializationKind() == TSK_ExplicitSpecialization)
    return nullptr;
  const FunctionDecl *Pattern = Callee;
  if (const FunctionDecl *From = Callee->getTemplateInstantiationPattern())
    Pattern = From;
  const Entry *E = of(Pattern);
  auto Body =
      Source.range(writtenBody(cast<CoroutineBodyStmt>(Caller->getBody()))->getSourceRange());
  if (!E || !Body || E->End > Body->Begin)
    return nullptr;
  // A function that many translation units define must be the same in all of them.
  if (!E->IsShared && Source.Layout.place(Body->Begin).File != 0)
    return nullptr;
  const Expr *Named = Call->getCallee()->IgnoreImpCasts();
  if (auto *Member = dyn_cast<MemberExpr>(Named)) {
    const NamedDecl *Found = Member->getFoundDecl().getDecl();
    if (Member->performsVirtualDispatch(AST.getLangOpts()) || isa<UsingShadowDecl>(Found))
      return nullptr;
  } else if (!isa<DeclRefExpr>(Named)) {
    return nullptr;
  }
  for (unsigned I = 0; I < Call->getNumArgs(); ++I)
    if (isa<CXXDefaultArgExpr>(Call->getArg(I)) &&
        (I >= E->Function->getNumParams() || !E->Function->getParamDecl(I)->hasDefaultArg() ||
         E->Function->getParamDecl(I)->hasInheritedDefaultArg()))
      return nullptr;
  Called.insert(E->Function);
  return E;
}

void EntryTable::finish() {
  // Calls of a function of this file alone may all go to its entry now: no warning is to say that
  // nobody calls it.
  for (const FunctionDecl *F : Called)
    if (!isa<CXXMethodDecl>(F) && !F->isTemplated() && !F->isExternallyVisible()) {
      unsigned At = of(F)->Position;
      Source.replace({At, At}, "[[maybe_unused]] ");
    }
}

} // namespace pawl
