//===- DependentLists.cpp - Braced lists of unknown type -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An element of a braced list is evaluated, and where it makes an object that object is made,
// before the next element is.  In a template it is not known whether an object that is named in a
// list is copied there or bound to a reference: `pawl::lowered::listed` asks that of what the list
// makes, in each instantiation.
//
//===----------------------------------------------------------------------===//
#include "Lowering/ExpressionLowering.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/TypeLoc.h"

using namespace clang;

namespace pawl {

namespace {

using ListTarget = LoweringContext::ListTarget;

/// The class, or the pattern of it, that \p T names, if it is defined.
const CXXRecordDecl *patternOf(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (auto *Named = T->getAs<TemplateSpecializationType>(); Named && !Record)
    if (auto *Template =
            dyn_cast_or_null<ClassTemplateDecl>(Named->getTemplateName().getAsTemplateDecl()))
      Record = Template->getTemplatedDecl();
  return Record ? Record->getDefinition() : nullptr;
}

/// The only function that \p Call may call, as far as the template itself tells.
const FunctionDecl *onlyCallee(const CallExpr *Call) {
  const Expr *Callee = Call->getCallee()->IgnoreParenImpCasts();
  if (auto *Ref = dyn_cast<DeclRefExpr>(Callee))
    return dyn_cast<FunctionDecl>(Ref->getDecl());
  if (auto *Member = dyn_cast<MemberExpr>(Callee))
    return dyn_cast<FunctionDecl>(Member->getMemberDecl());
  auto *Overload = dyn_cast<OverloadExpr>(Callee);
  if (!Overload || Overload->getNumDecls() != 1)
    return nullptr;
  return dyn_cast<FunctionDecl>((*Overload->decls_begin())->getUnderlyingDecl());
}

/// E, if \p T is std::initializer_list<E>.
QualType elementOfList(QualType T) {
  auto *Named = T->getAs<TemplateSpecializationType>();
  const TemplateDecl *Template = Named ? Named->getTemplateName().getAsTemplateDecl() : nullptr;
  return Template && Template->isInStdNamespace() && Template->getName() == "initializer_list"
             ? Named->template_arguments()[0].getAsType()
             : QualType();
}

/// The parameter that the argument \p Index of \p Call is for, if that is known.
const ParmVarDecl *parameterFor(const CallExpr *Call, size_t Index) {
  const FunctionDecl *Callee = onlyCallee(Call);
  return Callee && Index < Callee->getNumParams() ? Callee->getParamDecl(Index) : nullptr;
}

/// The type of \p Field of the class \p T, as far as its name tells what the class is; null where
/// it does not.
QualType fieldType(QualType T, const FieldDecl *Field) {
  auto *Parameter = Field->getType()->getAs<TemplateTypeParmType>();
  if (!Parameter)
    return Field->getType();
  auto *Named = T->getAs<TemplateSpecializationType>();
  if (!Named || Parameter->getIndex() >= Named->template_arguments().size())
    return QualType();
  const TemplateArgument &Argument = Named->template_arguments()[Parameter->getIndex()];
  return Argument.getKind() == TemplateArgument::Type ? Argument.getAsType() : QualType();
}

/// Finds what each list of a body makes.
struct TargetFinder : ConstDynamicRecursiveASTVisitor {
  TargetFinder(const LoweringContext &C, llvm::DenseMap<const Expr *, ListTarget> &Targets)
      : C(C), Targets(Targets) {}

  bool VisitVarDecl(const VarDecl *D) override {
    if (D->getInit() && !D->getType()->getContainedDeducedType())
      addList(D->getType(), D->getTypeSourceInfo(), D->getInit());
    return true;
  }
  bool VisitCXXUnresolvedConstructExpr(const CXXUnresolvedConstructExpr *E) override {
    if (E->isListInitialization() && E->getNumArgs() == 1)
      addList(E->getTypeAsWritten(), E->getTypeSourceInfo(), E->getArg(0));
    return true;
  }
  bool VisitCXXFunctionalCastExpr(const CXXFunctionalCastExpr *E) override {
    addList(E->getTypeAsWritten(), E->getTypeInfoAsWritten(), E->getSubExpr());
    return true;
  }
  bool VisitCallExpr(const CallExpr *Call) override {
    for (size_t I = 0; I < Call->getNumArgs(); ++I)
      if (const ParmVarDecl *P =
              isa<InitListExpr>(Call->getArg(I)) ? parameterFor(Call, I) : nullptr) {
        QualType T = P->getType().getNonReferenceType();
        QualType Element = elementOfList(T);
        addList(Element.isNull() ? T
                                 : C.AST.getConstantArrayType(Element, llvm::APInt(32, 1), nullptr,
                                                              ArraySizeModifier::Normal, 0),
                P->getTypeSourceInfo(), Call->getArg(I));
      }
    return true;
  }

private:
  void addList(QualType T, const TypeSourceInfo *Info, const Expr *Init) {
    auto *List = dyn_cast<InitListExpr>(Init->IgnoreImplicit());
    if (!List || T->isReferenceType() || T->getContainedDeducedType())
      return;
    Root = T.getUnqualifiedType();
    Written = Info;
    const ArrayType *Array = C.AST.getAsArrayType(Root);
    if (!Array)
      return add("@", Root, List);
    // How many elements there are is not asked.
    Root = Array->getElementType().getUnqualifiedType();
    addElements("pawl::lowered::array_of<@>", "@", Root, List);
  }

  void addElements(const std::string &Target, const std::string &Element, QualType T,
                   const InitListExpr *List) {
    for (const Expr *Init : List->inits())
      if (auto *Within = dyn_cast<InitListExpr>(Init))
        add(Element, T, Within);
      else
        Targets[Init->IgnoreParens()] = {Root, Written, Target, "void"};
  }

  /// \p Target names the type \p T, of which nothing else may be known (null).
  void add(const std::string &Target, QualType T, const InitListExpr *List) {
    const ArrayType *Array = T.isNull() ? nullptr : C.AST.getAsArrayType(T);
    if (Array)
      return addElements(Target, "std::remove_extent_t<" + Target + ">", Array->getElementType(),
                         List);
    const CXXRecordDecl *Record = T.isNull() ? nullptr : patternOf(T);
    std::vector<const FieldDecl *> Fields;
    if (Record && Record->isAggregate() && !Record->isUnion() && Record->getNumBases() == 0)
      for (const FieldDecl *Field : Record->fields())
        if (!Field->isUnnamedBitField())
          Fields.push_back(Field);
    for (size_t I = 0; I < List->getNumInits(); ++I) {
      const Expr *Init = List->getInit(I);
      const FieldDecl *Field = I < Fields.size() ? Fields[I] : nullptr;
      std::string Type = Field && Field->getIdentifier()
                             ? "decltype(" + Target + "::" + Field->getNameAsString() + ")"
                             : "void";
      auto *Within = dyn_cast<InitListExpr>(Init);
      if (!Within)
        Targets[Init->IgnoreParens()] = {Root, Written, Target, Type};
      else if (Type != "void")
        add(Type, fieldType(T, Field), Within);
      // Elements of an array without braces of its own move the fields that follow.
      if (Field && !Within && (Field->getType()->isArrayType() || isa<PackExpansionExpr>(Init)))
        Fields.resize(std::min(Fields.size(), I + 1));
    }
  }

  QualType Root;
  const TypeSourceInfo *Written = nullptr;
  const LoweringContext &C;
  llvm::DenseMap<const Expr *, ListTarget> &Targets;
};

} // namespace

const LoweringContext::ListTarget *LoweringContext::listTarget(const Expr *Element) {
  if (!HasListTargets) {
    HasListTargets = true;
    TargetFinder(*this, ListTargets).TraverseStmt(Function->getBody());
  }
  auto It = ListTargets.find(Element->IgnoreParens());
  return It == ListTargets.end() ? nullptr : &It->second;
}

/// Keeps \p Op, an object in a braced list, as what the list makes of it.
std::string ExpressionLowering::keepListed(const Expr *Op, Following F) {
  const LoweringContext::ListTarget *Target = C.listTarget(Op);
  if (!Target) {
    C.refuse(Op->getExprLoc(),
             "an object in a braced list before an await, where it is not known before the "
             "template is instantiated whether the list copies it; name what is awaited first");
    return "";
  }
  std::string Text = lower(Op, {/*Suspends=*/true, F.HasEffects});
  if (C.failed())
    return "";
  const std::string Root = C.typeText(Target->Root, Target->Written, Op->getExprLoc());
  // In a branch of `if constexpr` that is not taken such a type is void.
  const bool IsMember = Target->Type.find("::") != std::string::npos;
  const bool MayBeVoid = !C.Conditions.empty() && !C.nameOf(Target->Root);
  if (MayBeVoid && IsMember && Target->Type.find("decltype") != std::string::npos) {
    C.refuse(Op->getExprLoc(), "an object in a list within a braced list before an await, in a "
                               "branch of 'if constexpr'; name what is awaited first");
    return "";
  }
  auto OfRoot = [&](std::string Part) {
    for (size_t At; (At = Part.find('@')) != std::string::npos;)
      Part.replace(At, 1, Root);
    return Part;
  };
  Maker &M = C.make(Maker::Exact, Op, Text);
  const std::string Type = "pawl::lowered::listed<" + OfRoot(Target->Type) + ", " + M.ExactName +
                           ", " + (MayBeVoid ? "void" : OfRoot(Target->Field)) + ">";
  Variable &V = C.temporary("o", Type, Place::Slot);
  V.HasDestructor = true;
  V.IsLate = ConditionalDepth != 0;
  beginTemporary(V, "pawl::lowered::box<" + Type + ">{" + C.valueOf(M, Op, Text) + "}",
                 Op->getBeginLoc());
  return rvalue(Type, V.use());
}

/// Keeps what \p List, an argument of \p Call, makes, if that must live as long as the temporaries
/// of the full-expression; \returns whether the argument is done.
bool ExpressionLowering::keepsList(const CallExpr *Call, const InitListExpr *List,
                                   llvm::SmallVectorImpl<TextEdit> &Edits) {
  const ParmVarDecl *P =
      parameterFor(Call, llvm::find(Call->arguments(), List) - Call->arg_begin());
  auto Refuse = [&] {
    C.refuse(List->getBeginLoc(), "a braced list as an argument of a call that is awaited and "
                                  "not known before the template is instantiated; name it first");
    return true;
  };
  if (!P)
    return Refuse();
  QualType T = P->getType();
  QualType Object = T.getNonReferenceType().getUnqualifiedType();
  QualType Element = elementOfList(Object);
  // A parameter's own object is the function's; but a template parameter may be a list too.
  if (Element.isNull() && !T->isReferenceType() && !T->isTemplateTypeParmType())
    return false;
  if (!Element.isNull() && List->getNumInits() == 0)
    return false;
  auto R = C.Source.range(List->getSourceRange());
  if (!R || llvm::any_of(List->inits(), [](const Expr *E) { return isa<PackExpansionExpr>(E); }))
    return Refuse();
  const std::string Name = C.typeText(Element.isNull() ? Object : Element.getUnqualifiedType(),
                                      P->getTypeSourceInfo(), List->getBeginLoc());
  const std::string Type =
      Element.isNull() ? Name : "const " + Name + "[" + std::to_string(List->getNumInits()) + "]";
  std::string Text = lower(List, {/*Suspends=*/true, /*HasEffects=*/false});
  if (C.failed())
    return true;
  Variable &V = C.temporary("l", Type, Place::Slot);
  V.HasDestructor = true;
  V.IsLate = ConditionalDepth != 0;
  beginTemporary(V, "pawl::lowered::box<" + Type + ">{" + Text + "}", List->getBeginLoc());
  Edits.push_back({*R, Element.isNull() ? rvalue(Type, V.use())
                                        : "pawl::lowered::list_of<" + Name + ">(" + V.use() + ")"});
  return true;
}

} // namespace pawl
