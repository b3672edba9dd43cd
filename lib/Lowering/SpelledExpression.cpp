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
#include "Lowering/LoweringContext.h"

using namespace clang;

namespace pawl {

namespace {

class Speller {
public:
  explicit Speller(const LoweringContext &C) : C(C) {}

  /// Empty: this cannot be written.
  std::string spell(const Expr *E) const {
    if (auto *Full = dyn_cast<FullExpr>(E))
      return spell(Full->getSubExpr());
    if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      return spell(Temporary->getSubExpr());
    if (auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      return spell(Bind->getSubExpr());
    if (auto *Cast = dyn_cast<ImplicitCastExpr>(E))
      return spell(Cast->getSubExpr());
    if (auto *Paren = dyn_cast<ParenExpr>(E))
      return around("(", Paren->getSubExpr(), ")");
    if (auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
      return spell(Default->getExpr());
    if (isa<IntegerLiteral, FloatingLiteral, CharacterLiteral, StringLiteral, CXXBoolLiteralExpr,
            CXXNullPtrLiteralExpr>(E))
      return literal(E);
    if (isa<ImplicitValueInitExpr, CXXScalarValueInitExpr>(E))
      return typed(E->getType(), "()");
    if (auto *Cast = dyn_cast<ExplicitCastExpr>(E)) {
      // The conversion's own construction says the same.
      if (isa<CXXConstructExpr>(Cast->getSubExpr()->IgnoreImplicit()))
        return spell(Cast->getSubExpr());
      return typed(E->getType(), around("(", Cast->getSubExpr(), ")"));
    }
    if (auto *Construct = dyn_cast<CXXConstructExpr>(E))
      return construct(Construct);
    if (auto *List = dyn_cast<InitListExpr>(E)) {
      std::string Values = all(List->inits());
      return List->getNumInits() && Values.empty() ? "" : typed(E->getType(), "{" + Values + "}");
    }
    if (auto *Unary = dyn_cast<UnaryOperator>(E))
      return around(UnaryOperator::getOpcodeStr(Unary->getOpcode()).str(), Unary->getSubExpr(), "");
    if (auto *Binary = dyn_cast<BinaryOperator>(E)) {
      std::string Left = spell(Binary->getLHS()), Right = spell(Binary->getRHS());
      return Left.empty() || Right.empty()
                 ? ""
                 : "(" + Left + " " + Binary->getOpcodeStr().str() + " " + Right + ")";
    }
    if (auto *Ref = dyn_cast<DeclRefExpr>(E))
      return name(Ref->getDecl());
    if (auto *Call = dyn_cast<CallExpr>(E); Call && !isa<CXXOperatorCallExpr>(E)) {
      auto *Ref = dyn_cast<DeclRefExpr>(Call->getCallee()->IgnoreParenImpCasts());
      std::string Callee = Ref ? name(Ref->getDecl()) : "";
      std::string Arguments = all(written(Call));
      if (Callee.empty() || (Arguments.empty() && !written(Call).empty()))
        return "";
      return Callee + "(" + Arguments + ")";
    }
    return "";
  }

private:
  static llvm::SmallVector<const Expr *, 4> written(const CallExpr *Call) {
    llvm::SmallVector<const Expr *, 4> Result;
    for (const Expr *E : Call->arguments())
      if (!isa<CXXDefaultArgExpr>(E))
        Result.push_back(E);
    return Result;
  }

  template <class Range> std::string all(const Range &Values) const {
    std::string Text;
    for (const Expr *E : Values) {
      std::string One = spell(E);
      if (One.empty())
        return "";
      Text += (Text.empty() ? "" : ", ") + One;
    }
    return Text;
  }

  std::string around(const std::string &Open, const Expr *E, const std::string &Close) const {
    std::string Text = spell(E);
    return Text.empty() ? "" : Open + Text + Close;
  }

  std::string typed(QualType T, const std::string &Rest) const {
    auto Name = C.nameOf(T.getUnqualifiedType());
    return Name && !Rest.empty() ? "pawl::lowered::type<" + *Name + ">" + Rest : "";
  }

  std::string construct(const CXXConstructExpr *E) const {
    llvm::SmallVector<const Expr *, 4> Arguments;
    for (const Expr *A : E->arguments())
      if (!isa<CXXDefaultArgExpr>(A))
        Arguments.push_back(A);
    if (E->isElidable() && Arguments.size() == 1)
      return spell(Arguments[0]);
    std::string Text = all(Arguments);
    if (Text.empty() && !Arguments.empty())
      return "";
    return typed(E->getType(), E->isListInitialization() ? "{" + Text + "}" : "(" + Text + ")");
  }

  std::string literal(const Expr *E) const {
    std::string Text;
    llvm::raw_string_ostream OS(Text);
    E->printPretty(OS, nullptr, PrintingPolicy(C.AST.getLangOpts()));
    return Text;
  }

  /// The full name of what can be named from everywhere.
  std::string name(const ValueDecl *D) const {
    auto *Var = dyn_cast<VarDecl>(D);
    bool Everywhere = isa<EnumConstantDecl, FunctionDecl>(D) || (Var && Var->hasGlobalStorage());
    if (!Everywhere || D->getParentFunctionOrMethod() || isa<CXXMethodDecl>(D) ||
        (D->getAccess() != AS_public && D->getAccess() != AS_none) || !D->getIdentifier())
      return "";
    for (const DeclContext *Outer = D->getDeclContext(); Outer; Outer = Outer->getParent())
      if (isa<ClassTemplateSpecializationDecl>(Outer))
        return "";
    return "::" + D->getQualifiedNameAsString();
  }

  const LoweringContext &C;
};

} // namespace

std::string LoweringContext::spelled(const Expr *E) const { return Speller(*this).spell(E); }

} // namespace pawl
