//===- CallLowering.cpp - Awaited calls whose frames are embedded -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `await f(x)` becomes a call of the entry of f, with the place of the callee's frame in this one
// as a first argument.  The rest of the call is the user's text.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Lowering/ExpressionLowering.h"

using namespace clang;

namespace pawl {

namespace {

/// A call of an entry, before its operands are lowered.
struct EntryCall {
  const CallExpr *Call = nullptr;
  const Entry *Callee = nullptr;
  /// Where the function is named, and behind the opening parenthesis.
  TextRange Name;
  unsigned Open = 0;
  /// `&function`; empty where the function is known by a call of it only.
  std::string Address;

  /// The call, with \p Edits, at \p Place.
  std::string text(LoweringContext &C, llvm::ArrayRef<TextEdit> Edits, llvm::StringRef Place) const;
};

} // namespace

std::string EntryCall::text(LoweringContext &C, llvm::ArrayRef<TextEdit> Edits,
                            llvm::StringRef Place) const {
  llvm::SmallVector<TextEdit, 4> All(Edits);
  All.push_back({Name, Callee->QualifiedName.empty() ? Callee->Name : Callee->QualifiedName});
  // Default arguments that are kept are written out as arguments.
  auto IsArgument = [&](const TextEdit &Edit) { return Edit.Range.Begin >= Open; };
  bool HasArguments = (Call->getNumArgs() != 0 && !isa<CXXDefaultArgExpr>(Call->getArg(0))) ||
                      llvm::any_of(Edits, IsArgument);
  std::string First = (Place + (HasArguments ? ", " : "")).str();
  auto AtOpen = llvm::find_if(All, [&](const TextEdit &Edit) {
    return Edit.Range.Begin == Open && Edit.Range.End == Open;
  });
  if (AtOpen != All.end())
    AtOpen->Text = First + AtOpen->Text;
  else
    All.push_back({{Open, Open}, std::move(First)});
  return C.text(Call, All);
}

static const CallExpr *callBelow(const Expr *E) {
  for (;;) {
    if (auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else if (auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bind->getSubExpr();
    else if (auto *Paren = dyn_cast<ParenExpr>(E))
      E = Paren->getSubExpr();
    else if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temporary->getSubExpr();
    else
      return dyn_cast<CallExpr>(E);
  }
}

/// How a pointer to the function that \p Call calls is written, where it is no template's.
static std::string addressOf(const LoweringContext &C, const CallExpr *Call, const Entry &Callee) {
  auto *Method = dyn_cast<CXXMethodDecl>(Call->getDirectCallee());
  if (!Method)
    return "&" + Callee.QualifiedName;
  // A protected member is named through the class by which it is reached.
  QualType Class = C.AST.getCanonicalTagType(Method->getParent());
  if (auto *Member = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreImpCasts())) {
    Class = Member->getBase()->IgnoreParenImpCasts()->getType();
    if (Member->isArrow())
      Class = Class->getPointeeType();
  }
  auto Name = Class.isNull() ? std::nullopt : C.nameOf(Class.getUnqualifiedType());
  return Name ? "&" + *Name + "::" + Callee.Name : "";
}

static std::optional<EntryCall> entryCall(const LoweringContext &C, const Expr *Awaited) {
  EntryCall E;
  E.Call = callBelow(Awaited);
  if (!E.Call || !C.Entries || C.Overrides.count(E.Call))
    return std::nullopt;
  E.Callee = C.Entries->forCall(E.Call, C.Function);
  const Expr *Named = E.Call->getCallee()->IgnoreImpCasts();
  if (!E.Callee || Named->getBeginLoc().isMacroID() || Named->getEndLoc().isMacroID())
    return std::nullopt;
  auto *Member = dyn_cast<MemberExpr>(Named);
  SourceLocation NameLoc =
      Member ? Member->getMemberLoc() : cast<DeclRefExpr>(Named)->getNameInfo().getLoc();
  // A member keeps its qualifier and its object.
  auto Name =
      C.Source.range({E.Callee->QualifiedName.empty() ? NameLoc : Named->getBeginLoc(), NameLoc});
  auto Whole = C.Source.range(Named->getSourceRange());
  auto Open = Whole ? C.Source.behind(Whole->End, '(') : std::nullopt;
  if (!Name || !Open)
    return std::nullopt;
  E.Name = *Name;
  E.Open = *Open;
  const FunctionDecl *F = E.Call->getDirectCallee();
  if (!F->isTemplateInstantiation() && !F->isTemplated()) {
    E.Address = addressOf(C, E.Call, *E.Callee);
    return E.Address.empty() ? std::nullopt : std::optional(E);
  }
  // The type of a closure is that of one place in the text.
  bool HasLambda = false;
  walk(E.Call, [&](const Stmt *S) { HasLambda |= isa<LambdaExpr>(S); });
  return HasLambda ? std::nullopt : std::optional(E);
}

/// The type that the entry \p E gives, which is no template's.
static std::string resultOf(const EntryCall &E) {
  return "decltype(pawl::lowered::result_of(" + E.Address + "))";
}

std::string generatorOf(const LoweringContext &C, const Expr *Range) {
  if (!isAsyncGenerator(Range->getType()) || !Range->isXValue())
    return "";
  auto E = entryCall(C, Range);
  return E && !E->Address.empty() ? resultOf(*E) : "";
}

/// The await of a Coro that is made on the spot and has a frame of its own.
Variable *ExpressionLowering::farCallee(const MaterializeTemporaryExpr *Awaited) {
  QualType T = Awaited->getType();
  auto Type = isCoro(T) && !T.isConstQualified() ? C.nameOf(T) : std::nullopt;
  if (!Type)
    return nullptr;
  std::string Text = lower(Awaited->getSubExpr(), {/*Suspends=*/true, /*HasEffects=*/false});
  if (C.failed())
    return nullptr;
  Variable &V = C.temporary("e", "pawl::lowered::far_callee<" + *Type + ">", Place::Callee);
  V.FarType = *Type;
  V.Size = V.Align = sizeof(void *);
  begin(V, std::move(Text), Awaited->getBeginLoc());
  return &V;
}

Variable *ExpressionLowering::callee(const MaterializeTemporaryExpr *Awaited) {
  if (ConditionalDepth != 0)
    return nullptr;
  auto E = entryCall(C, Awaited->getSubExpr());
  if (!E || isPromiseCall(E->Call))
    return farCallee(Awaited);
  llvm::SmallVector<TextEdit, 4> Edits;
  std::vector<std::string> Around = std::exchange(Unpacking, {});
  lowerOperands(E->Call, {/*Suspends=*/true, /*HasEffects=*/false}, Edits);
  std::vector<std::string> Packs = std::exchange(Unpacking, std::move(Around));
  if (C.failed())
    return nullptr;
  auto TextAt = [&](llvm::StringRef Place) {
    std::string Text = E->text(C, Edits, Place);
    for (const std::string &Open : Packs)
      Text = Open + "return (" + Text + "); })";
    return Text;
  };
  std::string Called =
      E->Address.empty() ? C.make(Maker::Exact, E->Call, TextAt("pawl::lowered::place()")).ExactName
                         : resultOf(*E);
  Variable &V = C.temporary("e", "pawl::lowered::callee<" + Called + ">", Place::Callee);
  begin(V, TextAt("_pawl_f." + V.Field + ".place()"), E->Call->getBeginLoc());
  return &V;
}

} // namespace pawl
