//===- SpelledExpression.cpp - An expression as text for another place -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A default argument is written where its function is declared, with the names of that place.
// Where its value must be kept it is written anew, with full names.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Lowering/LoweringContext.h"

using namespace clang;

namespace pawl {

namespace {

class Speller {
public:
  Speller(const LoweringContext &C, LoweringContext::TemporaryKeeper Keep) : C(C), Keep(Keep) {}

  /// Empty: this cannot be written.
  std::string spell(const Expr *E) const {
    if (auto *Full = dyn_cast<FullExpr>(E))
      return spell(Full->getSubExpr());
    if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      return temporary(Temporary);
    if (auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      return spell(Bind->getSubExpr());
    if (auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
      return spell(Default->getExpr());
    if (auto *Paren = dyn_cast<ParenExpr>(E))
      return around("(", Paren->getSubExpr(), ")");
    if (isa<IntegerLiteral, FloatingLiteral, CharacterLiteral, StringLiteral, CXXBoolLiteralExpr,
            CXXNullPtrLiteralExpr, SourceLocExpr>(E))
      return literal(E);
    if (isa<ImplicitValueInitExpr, CXXScalarValueInitExpr>(E))
      return typed(E->getType(), "()");
    if (auto *Cast = dyn_cast<CastExpr>(E))
      return conversion(Cast);
    if (auto *Construct = dyn_cast<CXXConstructExpr>(E))
      return construct(Construct);
    if (auto *List = dyn_cast<InitListExpr>(E))
      return E->getType()->isArrayType() ? braced(List) : typed(E->getType(), braced(List));
    if (auto *Literal = dyn_cast<UserDefinedLiteral>(E);
        Literal && Literal->getLiteralOperatorKind() == UserDefinedLiteral::LOK_Template)
      return "";
    if (auto *Call = dyn_cast<CallExpr>(E))
      return call(Call);
    if (auto *Ref = dyn_cast<DeclRefExpr>(E))
      return reference(Ref);
    if (auto *List = dyn_cast<CXXStdInitializerListExpr>(E))
      return initializerList(List);
    if (auto *Member = dyn_cast<MemberExpr>(E))
      return member(Member);
    if (auto *New = dyn_cast<CXXNewExpr>(E))
      return create(New);
    if (auto *Choice = dyn_cast<ConditionalOperator>(E))
      return conditional(Choice);
    if (auto *Binary = dyn_cast<BinaryOperator>(E); Binary && !evaluatesOneOnly(Binary))
      return joined(spell(Binary->getLHS()), Binary->getOpcodeStr().str(), spell(Binary->getRHS()));
    if (auto *Unary = dyn_cast<UnaryOperator>(E)) {
      std::string Mark = UnaryOperator::getOpcodeStr(Unary->getOpcode()).str();
      return Unary->isPostfix() ? around("(", Unary->getSubExpr(), ")" + Mark)
                                : around("(" + Mark, Unary->getSubExpr(), ")");
    }
    if (auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
      return indexed(spell(Subscript->getLHS()), spell(Subscript->getRHS()));
    if (isa<UnaryExprOrTypeTraitExpr, TypeTraitExpr>(E))
      return constant(E);
    return "";
  }

private:
  static llvm::SmallVector<const Expr *, 4>
  written(llvm::iterator_range<CallExpr::const_arg_iterator> Arguments) {
    llvm::SmallVector<const Expr *, 4> Result;
    for (const Expr *E : Arguments)
      if (!isa<CXXDefaultArgExpr>(E))
        Result.push_back(E);
    return Result;
  }

  template <class Range>
  std::string list(const Range &Values, const std::string &Open, const std::string &Close) const {
    std::string Text;
    for (const Expr *E : Values) {
      std::string One = spell(E);
      if (One.empty())
        return "";
      Text += (Text.empty() ? "" : ", ") + One;
    }
    return Open + Text + Close;
  }

  std::string around(const std::string &Open, const Expr *E, const std::string &Close) const {
    std::string Text = spell(E);
    return Text.empty() ? "" : Open + Text + Close;
  }

  static std::string joined(const std::string &Left, const std::string &Mark,
                            const std::string &Right) {
    return Left.empty() || Right.empty() ? "" : "(" + Left + " " + Mark + " " + Right + ")";
  }

  static std::string indexed(const std::string &Base, const std::string &Index) {
    return Base.empty() || Index.empty() ? "" : Base + "[" + Index + "]";
  }

  std::string typed(QualType T, const std::string &Rest) const {
    auto Name = C.nameOf(T.getUnqualifiedType());
    return Name && !Rest.empty() ? "pawl::lowered::type<" + *Name + ">" + Rest : "";
  }

  /// A temporary lives as long as the others of the full-expression in which the default argument
  /// is used ([intro.execution]/5).
  std::string temporary(const MaterializeTemporaryExpr *E) const {
    std::string Text = spell(E->getSubExpr());
    return Text.empty() ? "" : Keep(E, std::move(Text));
  }

  static bool hasTemporary(const Expr *E) {
    bool Found = false;
    walk(E, [&](const Stmt *S) { Found |= isa<MaterializeTemporaryExpr>(S); });
    return Found;
  }
  /// `&&` and `||` whose second operand, which may not be evaluated, has a temporary to be kept.
  static bool evaluatesOneOnly(const BinaryOperator *E) {
    return E->isLogicalOp() && hasTemporary(E->getRHS());
  }

  std::string conditional(const ConditionalOperator *E) const {
    if (hasTemporary(E->getTrueExpr()) || hasTemporary(E->getFalseExpr()))
      return "";
    std::string Condition = spell(E->getCond());
    std::string Arms = joined(spell(E->getTrueExpr()), ":", spell(E->getFalseExpr()));
    return joined(Condition, "?", Arms.empty() ? "" : Arms.substr(1, Arms.size() - 2));
  }

  std::string conversion(const CastExpr *E) const {
    const Expr *Operand = E->getSubExpr();
    if (E->getCastKind() == CK_UserDefinedConversion) {
      auto *Call = dyn_cast<CXXMemberCallExpr>(Operand->IgnoreImplicit());
      if (Call && isa<CXXConversionDecl>(Call->getMethodDecl()))
        return typed(E->getType(), around("(", Call->getImplicitObjectArgument(), ")"));
    }
    // The conversion's own construction says the same.
    if (isa<ImplicitCastExpr>(E) || isa<CXXConstructExpr, InitListExpr>(Operand->IgnoreImplicit()))
      return spell(Operand);
    if (E->isPRValue() && !isa<CXXNamedCastExpr>(E))
      return typed(E->getType(), around("(", Operand, ")"));
    auto Name = C.nameOf(E->getType());
    if (!Name)
      return "";
    auto *Named = dyn_cast<CXXNamedCastExpr>(E);
    const char *Category = E->isPRValue() ? "" : E->isLValue() ? "&" : "&&";
    return around((Named ? Named->getCastName() : "static_cast") + ("<" + declarable(*Name)) +
                      Category + ">(",
                  Operand, ")");
  }

  std::string braced(const InitListExpr *List) const {
    const InitListExpr *Semantic = List->isSemanticForm() ? List : List->getSemanticForm();
    return list((Semantic ? Semantic : List)->inits(), "{", "}");
  }

  std::string construct(const CXXConstructExpr *E) const {
    llvm::SmallVector<const Expr *, 4> Arguments = written(E->arguments());
    if (E->isElidable() && Arguments.size() == 1)
      return spell(Arguments[0]);
    if (E->isStdInitListInitialization() && Arguments.size() == 1)
      if (const InitListExpr *List = listBehind(Arguments[0]))
        return typed(E->getType(), braced(List));
    bool IsList = E->isListInitialization();
    return typed(E->getType(), list(Arguments, IsList ? "{" : "(", IsList ? "}" : ")"));
  }

  /// The elements of the std::initializer_list that \p E makes; the constructor it is given to has
  /// used them when it returns.
  static const InitListExpr *listBehind(const Expr *E) {
    auto *List = dyn_cast<CXXStdInitializerListExpr>(E->IgnoreImplicit());
    if (!List)
      return nullptr;
    const Expr *Array = List->getSubExpr()->IgnoreImplicit();
    if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Array))
      Array = Temporary->getSubExpr()->IgnoreImplicit();
    return dyn_cast<InitListExpr>(Array);
  }

  std::string call(const CallExpr *E) const {
    if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
      return operatorCall(Operator);
    const Expr *Callee = E->getCallee()->IgnoreParenImpCasts();
    std::string Text = spell(Callee);
    return Text.empty() ? "" : list(written(E->arguments()), Text + "(", ")");
  }

  std::string operatorCall(const CXXOperatorCallExpr *E) const {
    OverloadedOperatorKind Kind = E->getOperator();
    std::string Mark = getOperatorSpelling(Kind), First = spell(E->getArg(0));
    if (First.empty())
      return "";
    if (Kind == OO_Call)
      return list(written(llvm::drop_begin(E->arguments())), "(" + First + ")(", ")");
    if (Kind == OO_Arrow)
      return First;
    if (E->getNumArgs() == 1)
      return "(" + Mark + First + ")";
    std::string Second = spell(E->getArg(1));
    if (Kind == OO_Subscript)
      return indexed(First, Second);
    if (Kind == OO_PlusPlus || Kind == OO_MinusMinus)
      return "(" + First + Mark + ")";
    return joined(First, Mark, Second);
  }

  std::string initializerList(const CXXStdInitializerListExpr *E) const {
    auto *Array = dyn_cast<MaterializeTemporaryExpr>(E->getSubExpr()->IgnoreImplicit());
    if (!Array)
      Array = dyn_cast<MaterializeTemporaryExpr>(E->getSubExpr());
    if (!Array)
      return "";
    QualType Element = C.AST.getAsArrayType(Array->getType())->getElementType();
    auto Name = C.nameOf(Element.getUnqualifiedType());
    return Name ? around("pawl::lowered::list_of<" + *Name + ">(", Array, ")") : "";
  }

  std::string reference(const DeclRefExpr *E) const {
    std::string Text = name(E->getDecl());
    if (Text.empty() || !E->hasExplicitTemplateArgs())
      return Text;
    std::string List;
    for (const TemplateArgumentLoc &Written : E->template_arguments()) {
      const TemplateArgument &A = Written.getArgument();
      std::string One = A.getKind() == TemplateArgument::Type ? C.nameOf(A.getAsType()).value_or("")
                        : A.getKind() == TemplateArgument::Expression ? spell(A.getAsExpr())
                                                                      : "";
      if (One.empty())
        return "";
      List += (List.empty() ? "" : ", ") + One;
    }
    return Text + "<" + List + ">";
  }

  std::string member(const MemberExpr *E) const {
    const ValueDecl *D = E->getMemberDecl();
    if (isa<VarDecl, EnumConstantDecl>(D) ||
        (isa<CXXMethodDecl>(D) && !cast<CXXMethodDecl>(D)->isInstance()))
      return name(D);
    if (!isPublic(D) || E->hasExplicitTemplateArgs() || !D->getIdentifier())
      return "";
    return around("(", E->getBase(), (E->isArrow() ? ")->" : ").") + D->getNameAsString());
  }

  std::string create(const CXXNewExpr *E) const {
    if (E->isArray() || E->getNumPlacementArgs())
      return "";
    const Expr *Init = E->getInitializer();
    if (Init && isa<CXXConstructExpr, InitListExpr>(Init))
      return around("new ", Init, "");
    auto Name = C.nameOf(E->getAllocatedType());
    if (!Name)
      return "";
    std::string Made = "new pawl::lowered::type<" + *Name + ">";
    if (!Init)
      return Made;
    if (auto *List = dyn_cast<ParenListExpr>(Init))
      return list(
          llvm::ArrayRef(const_cast<ParenListExpr *>(List)->getExprs(), List->getNumExprs()),
          Made + "(", ")");
    return around(Made + "(", Init, ")");
  }

  std::string constant(const Expr *E) const {
    Expr::EvalResult Value;
    if (!E->EvaluateAsInt(Value, C.AST))
      return "";
    return typed(E->getType(), "(" + llvm::toString(Value.Val.getInt(), 10) + ")");
  }

  std::string literal(const Expr *E) const {
    std::string Text;
    llvm::raw_string_ostream OS(Text);
    E->printPretty(OS, nullptr, PrintingPolicy(C.AST.getLangOpts()));
    return Text;
  }

  static bool isPublic(const NamedDecl *D) {
    return D->getAccess() == AS_public || D->getAccess() == AS_none;
  }

  /// The full name of what can be named from everywhere.
  std::string name(const ValueDecl *D) const {
    auto *Var = dyn_cast<VarDecl>(D);
    auto *Method = dyn_cast<CXXMethodDecl>(D);
    bool Everywhere = isa<EnumConstantDecl, FunctionDecl>(D) || (Var && Var->hasGlobalStorage());
    if (!Everywhere || D->getParentFunctionOrMethod() || (Method && Method->isInstance()) ||
        !isPublic(D) ||
        !(D->getIdentifier() ||
          D->getDeclName().getNameKind() == DeclarationName::CXXLiteralOperatorName))
      return "";
    std::string Scope = "::";
    if (auto *Class = dyn_cast<TagDecl>(D->getDeclContext());
        Class && !Class->isTransparentContext()) {
      auto Name = C.nameOf(C.AST.getCanonicalTagType(Class));
      if (!Name)
        return "";
      Scope = *Name + "::";
    } else {
      for (const DeclContext *Outer = D->getDeclContext(); Outer; Outer = Outer->getParent())
        if (auto *Namespace = dyn_cast<NamespaceDecl>(Outer)) {
          if (!Namespace->isInline() && !Namespace->isAnonymousNamespace())
            Scope = "::" + Namespace->getNameAsString() + Scope;
        } else if (isa<CXXRecordDecl>(Outer)) {
          return ""; // An enumerator of an enumeration without a name of its own.
        }
    }
    return Scope + D->getNameAsString();
  }

  const LoweringContext &C;
  const LoweringContext::TemporaryKeeper Keep;
};

} // namespace

std::string LoweringContext::spelled(const Expr *E, TemporaryKeeper Keep) const {
  return Speller(*this, Keep).spell(E);
}

} // namespace pawl
