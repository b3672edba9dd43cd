//===- Makers.cpp - Types without names, and what they are made of -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The frame's members stand at the top of the function, where neither the body's variables nor its
// own types are in scope.  A maker is a lambda there that gets the variables as parameters and
// declares the types and constants anew:
//
//   [](T& x) -> decltype(auto) { using V = typename T::value_type; return (V(x) + 1); }
//
// A class of the body is defined in one maker, at the top, and is an alias everywhere else.
//
//===----------------------------------------------------------------------===//
#include "Lowering/LoweringContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"

using namespace clang;

namespace pawl {

/// What an expression or a type names.
struct LoweringContext::References : ConstDynamicRecursiveASTVisitor {
  llvm::SmallVector<const ValueDecl *, 8> Values;
  /// What lambdas name, in which a maker's parameter would have to be captured.
  llvm::DenseSet<const ValueDecl *> InLambdas;
  unsigned Lambdas = 0;
  /// Scalars that are named otherwise than for their values: by address.
  llvm::DenseSet<const ValueDecl *> Addressed;
  llvm::DenseSet<const Expr *> ReadOnly;
  bool UsesThis = false;
  bool VisitImplicitCastExpr(const ImplicitCastExpr *Cast) override {
    if (Cast->getCastKind() == CK_LValueToRValue)
      ReadOnly.insert(Cast->getSubExpr()->IgnoreParens());
    return true;
  }
  bool VisitDeclRefExpr(const DeclRefExpr *Ref) override {
    Values.push_back(Ref->getDecl());
    if (!ReadOnly.count(Ref) && Ref->getDecl()->getType()->isScalarType())
      Addressed.insert(Ref->getDecl());
    if (Lambdas)
      InLambdas.insert(Ref->getDecl());
    return true;
  }
  bool TraverseLambdaExpr(const LambdaExpr *E) override {
    ++Lambdas;
    bool Result = ConstDynamicRecursiveASTVisitor::TraverseLambdaExpr(E);
    --Lambdas;
    return Result;
  }
  /// `Base::f()` may turn out to call a member of this object.
  bool VisitDependentScopeDeclRefExpr(const DependentScopeDeclRefExpr *) override {
    UsesThis = true;
    return true;
  }
  bool VisitCXXThisExpr(const CXXThisExpr *) override {
    UsesThis = true;
    return true;
  }
};

/// Whether \p Text has \p Word as a whole word.
static bool mentions(llvm::StringRef Text, llvm::StringRef Word) {
  auto IsWord = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  for (size_t At = Text.find(Word); At != llvm::StringRef::npos; At = Text.find(Word, At + 1))
    if ((At == 0 || !IsWord(Text[At - 1])) &&
        (At + Word.size() == Text.size() || !IsWord(Text[At + Word.size()])))
      return true;
  return false;
}

std::string LoweringContext::definition(const Decl *D) {
  auto R = Source.range(D->getSourceRange());
  if (!R) {
    refuse(D->getLocation(), "a type of the body that stands partly within a macro's expansion");
    return "";
  }
  llvm::SmallVector<TextEdit, 1> Name;
  auto *Tag = dyn_cast<TagDecl>(D);
  if (Tag && !Tag->getIdentifier() && !Tag->getTypedefNameForAnonDecl()) {
    // `struct { int a; } s;`: the name goes behind the keyword.
    std::string &Given = TypeNames[D];
    if (Given.empty())
      Given = freshName("type");
    if (auto Keyword = Source.range(Tag->getInnerLocStart()))
      Name.push_back({{Keyword->End, Keyword->End}, " " + Given + " "});
  }
  std::string Text = Source.render(*R, Name);
  while (!Text.empty() && (Text.back() == ';' || llvm::isSpace(Text.back())))
    Text.pop_back();
  return Text + "; ";
}

void LoweringContext::addLocal(const DeclStmt *S) {
  for (const Decl *D : S->decls()) {
    LocalDeclaration L;
    auto *Var = dyn_cast<VarDecl>(D);
    if (Var) {
      // Constants only, which may stand in several places.
      if (!isConstant(Var))
        continue;
      L.Names.push_back(Var->getNameAsString());
    } else if (auto *Tag = dyn_cast<TagDecl>(D)) {
      if (!Tag->isThisDeclarationADefinition())
        continue;
      L.Tag = Tag;
      if (Tag->getIdentifier())
        L.Names.push_back(Tag->getNameAsString());
      if (auto *Enum = dyn_cast<EnumDecl>(Tag); Enum && !Enum->isScoped())
        for (const EnumConstantDecl *E : Enum->enumerators())
          L.Names.push_back(E->getNameAsString());
    } else if (isa<UsingDirectiveDecl>(D)) {
      L.Always = true;
    } else if (auto *Named = dyn_cast<NamedDecl>(D);
               Named && isa<TypedefNameDecl, UsingDecl, NamespaceAliasDecl, UsingEnumDecl>(D)) {
      L.Names.push_back(Named->getNameAsString());
      if (isa<UsingEnumDecl>(D))
        L.Always = true;
    } else {
      continue;
    }
    if (!Var) {
      L.Text = definition(D);
      if (L.Tag && L.Names.empty())
        L.Names.push_back(TypeNames.lookup(D));
    } else if (auto R = S->isSingleDecl() ? Source.range(S->getSourceRange()) : std::nullopt) {
      L.Text = Source.render(*R) + "; ";
      if (Var->hasLocalStorage())
        L.Text = "static " + L.Text;
    } else {
      continue;
    }
    Locals.push_back(std::move(L));
  }
}

/// Moves the definition of the type at \p Index to the top of the function.
void LoweringContext::hoist(size_t Index) {
  const TagDecl *Tag = Locals[Index].Tag;
  if (Hoisted.count(Tag))
    return;
  if (auto *Packed = Tag->getAttr<MaxFieldAlignmentAttr>();
      Packed && Packed->getAlignment() != AST.getLangOpts().PackStruct * 8)
    refuse(Tag->getLocation(), "a type under '#pragma pack' that lives across an await");
  std::string Name = Tag->getIdentifier() ? Tag->getNameAsString() : TypeNames.lookup(Tag);
  std::string Definition = Locals[Index].Text;
  Maker M;
  M.Kind = Maker::Type;
  M.Text = Definition;
  References Found;
  Found.TraverseDecl(Tag);
  addUses(M, Found, Tag->getLocation());
  addLocals(M, Index);
  M.Before += Definition;
  M.Text = Name;
  Maker &Made = finish(std::move(M));
  std::string Alias = "using " + Name + " = " + Made.TypeName + "; ";
  if (auto *Enum = dyn_cast<EnumDecl>(Tag); Enum && !Enum->isScoped())
    for (const EnumConstantDecl *E : Enum->enumerators()) {
      std::string Constant = E->getNameAsString();
      Alias += "[[maybe_unused]] static constexpr auto " + Constant + " = " + Made.TypeName +
               "::" + Constant + "; ";
    }
  Hoisted[Tag] = Alias;
  Locals[Index].Text = Alias;
}

/// Puts before the text of \p M what it needs of the first \p Count declarations of the body, and
/// what those need.
void LoweringContext::addLocals(Maker &M, size_t Count) {
  std::string All = M.Text + " " + M.Result;
  for (const std::string &Condition : M.Conditions)
    All += " " + Condition;
  std::vector<size_t> Needed;
  for (size_t I = Count; I-- > 0;) {
    const LocalDeclaration &L = Locals[I];
    auto IsNeeded = [&](llvm::StringRef Name) {
      return mentions(All, Name) &&
             llvm::none_of(M.Statics, [&](const Variable *V) { return V->Name == Name; });
    };
    bool Needs = L.Always || llvm::any_of(L.Names, IsNeeded);
    // Of two of the same name the inner one is meant.
    if (Needs && !L.Always)
      for (size_t J : Needed)
        Needs &= L.Names != Locals[J].Names;
    if (!Needs)
      continue;
    if (L.Tag)
      hoist(I);
    Needed.push_back(I);
    All += " " + Locals[I].Text;
  }
  for (size_t I : llvm::reverse(Needed))
    M.Before += Locals[I].Text;
}

/// A variable that is elsewhere, known to makers by its type.
Variable *LoweringContext::typeOnly(const VarDecl *D) {
  Variable &V = declare(D, declaredType(D, D->getType().getNonReferenceType()), Place::Local);
  V.Used = false;
  V.IsConst = false; // The type says it.
  return &V;
}

/// Whether the coroutine is a lambda that has captured \p D, and if so, whether by copy.
std::optional<bool> LoweringContext::isCapturedByCopy(const VarDecl *D) const {
  auto *Method = dyn_cast<CXXMethodDecl>(Function);
  if (!Method || !Method->getParent()->isLambda())
    return std::nullopt;
  const CXXRecordDecl *Closure = Method->getParent();
  for (const LambdaCapture &Capture : Closure->captures())
    if (Capture.capturesVariable() && Capture.getCapturedVar() == D)
      return Capture.getCaptureKind() == LCK_ByCopy;
  // In a template implicit captures are not known before it is instantiated.
  if (!isDependent() || Closure->getLambdaCaptureDefault() == LCD_None || !D->hasLocalStorage())
    return std::nullopt;
  for (const DeclContext *Outer = Closure->getParent(); Outer; Outer = Outer->getParent())
    if (Outer == D->getDeclContext())
      return Closure->getLambdaCaptureDefault() == LCD_ByCopy;
  return std::nullopt;
}

/// Whether makers declare \p Var, a constant, anew.
bool LoweringContext::isDeclaredAnew(const VarDecl *Var) const {
  return llvm::any_of(Locals, [&](const LocalDeclaration &L) {
    return !L.Tag && llvm::is_contained(L.Names, Var->getNameAsString());
  });
}

void LoweringContext::addUses(Maker &M, const References &Found, SourceLocation Loc) {
  auto Use = [&](Variable *V) {
    if (llvm::find(M.Uses, V) == M.Uses.end())
      M.Uses.push_back(V);
  };
  for (const ValueDecl *D : Found.Values) {
    if (auto *Binding = dyn_cast<BindingDecl>(D); Binding && Parts.count(Binding)) {
      Use(Parts.lookup(Binding));
      continue;
    } else if (Binding)
      D = dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl());
    auto *Var = dyn_cast_or_null<VarDecl>(D);
    if (!Var)
      continue;
    if (Var == Promise) {
      Use(PromiseVariable);
      continue;
    }
    if (Var->isStaticLocal() && Var->getDeclContext() == Function) {
      const bool Constant = isDeclaredAnew(Var);
      // A constant that is declared anew has another address.
      if (Constant && !Found.Addressed.count(Var))
        continue;
      Variable *V = find(Var);
      if (!V)
        V = typeOnly(Var);
      Use(V);
      if (Constant || Found.InLambdas.count(Var))
        M.Statics.insert(V);
      continue;
    }
    if (Variable *V = find(Var)) {
      Use(V);
      continue;
    }
    if (std::optional<bool> ByCopy = isCapturedByCopy(Var)) {
      std::pair<std::string, bool> Entry(Var->getNameAsString(), *ByCopy && !P.IsMutable);
      if (llvm::find(M.Captured, Entry) == M.Captured.end())
        M.Captured.push_back(std::move(Entry));
      continue;
    }
    if (!Var->isLocalVarDecl() || Var->getDeclContext() != Function)
      continue;
    if (!isDeclaredAnew(Var))
      refuse(Loc, "the use of the local '" + Var->getNameAsString() +
                      "' in an expression whose type has no name and that lives across an await");
  }
}

/// The variables of our own that the text names.
void LoweringContext::addNamedUses(Maker &M, bool UsesPromise) {
  if (M.Text.find("_pawl_") == std::string::npos)
    return;
  // A maker knows the late ones as its parameters.
  for (const Variable &V : P.Variables)
    if (V.IsLate)
      for (size_t At; (At = M.Text.find(V.use())) != std::string::npos;)
        M.Text.replace(At, V.use().size(), V.Name);
  // The text of an inner coroutine names its own promise.
  for (Variable &V : P.Variables)
    if (llvm::StringRef(V.Name).starts_with("_pawl_") && (&V != PromiseVariable || UsesPromise) &&
        mentions(M.Text, V.Name) && llvm::find(M.Uses, &V) == M.Uses.end())
      M.Uses.push_back(&V);
}

Maker &LoweringContext::finish(Maker &&M) {
  // What an expression that was evaluated before names is not named here.
  std::string All = M.Before + M.Text + " " + M.Result;
  for (const std::string &Condition : M.Conditions)
    All += " " + Condition;
  llvm::erase_if(M.Uses,
                 [&](const Variable *V) { return V->Bindings.empty() && !mentions(All, V->Name); });
  llvm::erase_if(M.Captured, [&](const auto &Entry) { return !mentions(All, Entry.first); });
  M.Name = freshName("make");
  M.TypeName = M.Name + "_t";
  M.ExactName = M.Name + "_e";
  P.Makers.push_back(std::move(M));
  return P.Makers.back();
}

Maker &LoweringContext::make(Maker::MakerKind Kind, const Expr *E, std::string Text,
                             std::string Result, bool UsesPromise) {
  Maker M;
  M.Kind = Kind;
  M.Text = std::move(Text);
  M.Result = std::move(Result);
  References Found;
  if (E)
    Found.TraverseStmt(E);
  for (const auto &[Condition, From] : Conditions) {
    M.Conditions.push_back(Condition);
    Found.TraverseStmt(From);
  }
  M.IsOurs = !E && Conditions.empty() && (Kind == Maker::Exact || Kind == Maker::Decayed);
  M.UsesThis = Found.UsesThis;
  addUses(M, Found, E ? E->getExprLoc() : Function->getLocation());
  addNamedUses(M, !E || UsesPromise);
  addLocals(M, Locals.size());
  return finish(std::move(M));
}

std::string LoweringContext::callOf(const Maker &M) {
  std::string Call = M.Name + "(";
  auto Add = [&](const std::string &Argument) {
    Call += (Call.back() == '(' ? "" : ", ") + Argument;
  };
  for (const Variable *V : M.Uses)
    Add(V->IsPack ? V->Name + "..." : V->Bindings.empty() ? V->use() : bound(*V));
  for (const auto &[Name, IsConst] : M.Captured)
    Add(Name);
  return Call + ")";
}

std::string LoweringContext::valueOf(const Maker &M, const Expr *E, std::string Text) {
  struct LambdaFinder : ConstDynamicRecursiveASTVisitor {
    bool VisitLambdaExpr(const LambdaExpr *) override { return false; }
  } Finder;
  if (!E || Finder.TraverseStmt(E))
    return Text;
  // The maker captures the object that the lambda's call sees, not the coroutine's copy of it.
  if (M.UsesThis && P.Captures.find("*this") != std::string::npos)
    refuse(E->getExprLoc(), "a lambda that uses a captured '*this' and lives across an await");
  return callOf(M);
}

std::string LoweringContext::bound(const Variable &V) {
  if (V.IsParameter)
    return member(V);
  return V.Where == Place::Reference ? "*" + member(V) : member(V) + ".get()";
}

std::string LoweringContext::typeFor(QualType T, const Expr *E, std::string &Text) {
  if (auto Name = nameOf(T))
    return *Name;
  Maker &M = make(Maker::Exact, E, Text);
  Text = valueOf(M, E, Text);
  return M.bareType();
}

/// \p Type without the `struct` of `struct Local`: makers know the types of the body as aliases.
std::string LoweringContext::withoutTagKeywords(std::string Type) const {
  for (const LocalDeclaration &L : Locals)
    if (L.Tag && L.Tag->getIdentifier())
      for (llvm::StringRef Keyword : {"struct", "class", "union", "enum"}) {
        std::string Elaborated = (Keyword + " " + L.Tag->getName()).str();
        if (size_t At = Type.find(Elaborated);
            At != std::string::npos && mentions(Type, Elaborated))
          Type.erase(At, Keyword.size() + 1);
      }
  return Type;
}

std::string LoweringContext::declaredType(const VarDecl *D, QualType T) {
  return typeText(T, D->getTypeSourceInfo(), D->getLocation());
}

std::string LoweringContext::typeText(QualType T, const TypeSourceInfo *Written,
                                      SourceLocation Loc) {
  if (auto Name = nameOf(T))
    return *Name;
  Maker M;
  M.Kind = Maker::Type;
  M.Text = withoutTagKeywords(writtenType(T, AST));
  if (const TagDecl *Tag = T->getAsTagDecl(); Tag && TypeNames.count(Tag))
    M.Text = (T.isConstQualified() ? "const " : "") + TypeNames.lookup(Tag);
  References Found;
  if (Written)
    Found.TraverseTypeLoc(Written->getTypeLoc());
  for (const auto &[Condition, From] : Conditions) {
    M.Conditions.push_back(Condition);
    Found.TraverseStmt(From);
  }
  addUses(M, Found, Loc);
  addLocals(M, Locals.size());
  if (M.Uses.empty() && M.Captured.empty() && M.Before.empty() && M.Conditions.empty())
    return M.Text;
  return finish(std::move(M)).TypeName;
}

} // namespace pawl
