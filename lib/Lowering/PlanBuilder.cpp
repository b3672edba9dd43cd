//===- PlanBuilder.cpp - From a coroutine's AST to its plan -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/PlanBuilder.h"
#include "Analysis/AstWalk.h"
#include "Dialect/Parse.h"
#include "Lowering/ExpressionLowering.h"
#include "Lowering/StatementLowering.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"

using namespace clang;

namespace pawl {

namespace {

class Builder {
public:
  Builder(const FunctionDecl *Function, ASTContext &AST, SourceText &Source, EntryTable *Entries,
          Plan &P)
      : Function(Function), Body(cast<CoroutineBodyStmt>(Function->getBody())),
        Written(writtenBody(Body)), Analysis(Body, Function, AST),
        C(AST, Source, Analysis, Entries, Function, P) {}

  bool build();

private:
  bool refuseWhole();
  void describe();
  std::string promiseType();
  bool promiseTakesParameters() const;
  void captures();
  void parameters();
  void parameterPack(const ParmVarDecl *D);
  void nameParameter(const ParmVarDecl *D, Variable &V);
  void rewriteContinues(const Stmt *S, const Stmt *Loop);
  void rewriteReturns();
  void rewriteDecltypes();
  void rewriteFunctionNames();
  void replaceHoisted(PlanList &List);

  const FunctionDecl *Function;
  const CoroutineBodyStmt *Body;
  const Stmt *Written;
  BodyAnalysis Analysis;
  LoweringContext C;
};

/// What is refused as a whole.
bool Builder::refuseWhole() {
  SourceLocation Loc = Function->getLocation();
  if (Function->isVariadic())
    C.refuse(Loc, "a coroutine with variable arguments");
  return C.failed();
}

/// The promise of a template, as [dcl.fct.def.coroutine]/3 finds it.
std::string Builder::promiseType() {
  std::string Text = "typename pawl::lowered::coroutine_traits<" + C.P.ReturnType;
  if (auto *Method = dyn_cast<CXXMethodDecl>(Function);
      Method && Method->isInstance() && !Method->getParent()->isLambda())
    Text += Method->getRefQualifier() == RQ_RValue ? ", std::remove_reference_t<decltype(*this)>&&"
                                                   : ", decltype(*this)";
  for (const ParmVarDecl *D : Function->parameters()) {
    std::string Name = D->getNameAsString();
    Text += ", std::remove_cv_t<" +
            (Name.empty() ? writtenType(D->getType(), C.AST)
             : C.P.Own && !D->getType()->isReferenceType()
                 ? "std::remove_reference_t<decltype(" + Name + ")>"
                 : "decltype(" + Name + ")") +
            ">" + (D->isParameterPack() ? "..." : "");
  }
  return Text + ">::promise_type";
}

void Builder::describe() {
  Plan &P = C.P;
  P.Name = Function->getNameAsString();
  P.Loc = Written->getBeginLoc();
  if (auto *Method = dyn_cast<CXXMethodDecl>(Function); Method && Method->getParent()->isLambda())
    P.Name = "lambda";
  P.IsDependent = Function->isDependentContext();
  auto Return = C.nameOf(Function->getReturnType());
  P.ReturnType = Return ? *Return : writtenType(Function->getReturnType(), C.AST);
  QualType Promise = Body->getPromiseDecl()->getType();
  if (Promise->isDependentType()) {
    P.PromiseType = "_pawl_promise_type";
    P.Aliases.emplace_back(P.PromiseType, promiseType());
  } else if (auto Name = C.nameOf(Promise); Name && (Return || P.IsDependent)) {
    P.PromiseType = *Name;
  } else {
    C.refuse(Function->getLocation(), "a coroutine whose return type or promise has no name");
    return;
  }
  // Makers take it as they take variables.
  Variable &V = P.addVariable("_pawl_promise", P.PromiseType, Place::Local);
  V.Field = V.Name;
  V.Used = false;
  C.Promise = Body->getPromiseDecl();
  C.PromiseVariable = &V;
  P.Returns = Analysis.returns(Written);
  P.HasReturnVoid = Body->getFallthroughHandler() != nullptr;
  P.PromiseTakesParameters = promiseTakesParameters();
  auto *Method = dyn_cast<CXXMethodDecl>(Function);
  if (Method && Method->isImplicitObjectMemberFunction() && !Method->getParent()->isLambda())
    P.Object = "*this";
}

/// Whether \p T is one of the runtime's own templates, whose promises take no parameters.
static bool isOwn(QualType T) {
  auto *Specialization = T->getAs<TemplateSpecializationType>();
  const TemplateDecl *Template =
      Specialization ? Specialization->getTemplateName().getAsTemplateDecl() : nullptr;
  auto *Scope = Template ? dyn_cast<NamespaceDecl>(Template->getDeclContext()) : nullptr;
  return Scope && Scope->getName() == "pawl" && Scope->getParent()->isTranslationUnit();
}

/// Whether Sema built the promise from the parameters ([dcl.fct.def.coroutine]/4), or gave them to
/// the promise's operator new (/9).  In a template that is known in each instantiation only.
bool Builder::promiseTakesParameters() const {
  if (Body->getPromiseDecl()->getType()->isDependentType())
    return !isOwn(Function->getReturnType());
  auto Takes = [](const auto *Call, unsigned From) {
    return Call && Call->getNumArgs() > From && !isa<CXXDefaultArgExpr>(Call->getArg(From));
  };
  const Expr *Promise = Body->getPromiseDecl()->getInit();
  if (Takes(dyn_cast_or_null<CXXConstructExpr>(Promise ? Promise->IgnoreImplicit() : nullptr), 0))
    return true;
  const Expr *Allocate = Body->getAllocate();
  auto *New = dyn_cast_or_null<CallExpr>(Allocate ? Allocate->IgnoreImplicit() : nullptr);
  return Takes(New, 1) && isa_and_nonnull<CXXMethodDecl>(New->getCalleeDecl());
}

void Builder::captures() {
  auto *Method = dyn_cast<CXXMethodDecl>(Function);
  if (!Method)
    return;
  if (!Method->getParent()->isLambda()) {
    if (Method->isInstance()) {
      C.P.Captures = "this";
      C.P.CapturesThis = true;
    }
    return;
  }
  C.P.IsMutable = !Method->isConst();
  // A coroutine of an async lambda owns its captures; one in the C++20 spelling uses the closure's.
  bool IsAsync = llvm::any_of(cast<CompoundStmt>(Body->getBody())->body(), isMarker);
  const CXXRecordDecl *Closure = Method->getParent();
  const bool OnlyWritten = C.isDependent() && Closure->getLambdaCaptureDefault() != LCD_None;
  if (OnlyWritten) {
    // Which variables a capture-default captures is known in each instantiation only; the body
    // captures them in the same way.
    C.P.Captures = Closure->getLambdaCaptureDefault() == LCD_ByCopy && IsAsync ? "=" : "&";
    for (const DeclContext *Outer = Closure; Outer; Outer = Outer->getParent())
      if (auto *Member = dyn_cast<CXXMethodDecl>(Outer); Member && !Member->getParent()->isLambda())
        C.P.CapturesThis = Member->isInstance();
  }
  for (const LambdaCapture &Capture : Closure->captures()) {
    if (OnlyWritten && Capture.isImplicit())
      continue;
    std::string Text;
    if (Capture.capturesThis()) {
      Text = Capture.getCaptureKind() == LCK_StarThis && IsAsync ? "*this" : "this";
      C.P.CapturesThis = true;
    } else if (Capture.capturesVariable()) {
      const ValueDecl *D = Capture.getCapturedVar();
      bool ByReference = Capture.getCaptureKind() == LCK_ByRef || !IsAsync;
      QualType T = D->getType().getNonReferenceType();
      const CXXRecordDecl *R = T->getAsCXXRecordDecl();
      if (!ByReference && R && !R->hasSimpleCopyConstructor() &&
          !R->hasUserDeclaredCopyConstructor() && !R->hasCopyConstructorWithConstParam()) {
        C.refuse(Capture.getLocation(), "the capture '" + D->getNameAsString() +
                                            "': each call's coroutine copies the captures, and "
                                            "this type cannot be copied");
        return;
      }
      Text = (ByReference ? "&" : "") + D->getNameAsString();
      if (Capture.isPackExpansion() || D->isParameterPack())
        Text += "...";
    } else {
      continue;
    }
    C.P.Captures += (C.P.Captures.empty() ? "" : ", ") + Text;
  }
}

/// A parameter without a name is copied into the frame too and lives as long
/// ([dcl.fct.def.coroutine]/13), and the promise may take it: it gets one, where it would stand.
void Builder::nameParameter(const ParmVarDecl *D, Variable &V) {
  auto At = C.Source.offset(D->getLocation());
  if (!At) {
    C.refuse(D->getLocation(), "a parameter without a name whose type stands in a macro; name it");
    return;
  }
  V.Name = C.freshName("unnamed");
  C.Source.replace({*At, *At}, " " + V.Name);
}

void Builder::parameterPack(const ParmVarDecl *D) {
  if (D->getName().empty()) {
    C.refuse(D->getLocation(), "a parameter pack without a name; name it");
    return;
  }
  Variable &V = C.declare(D, "decltype(" + D->getNameAsString() + ")", Place::Slot);
  V.IsParameter = V.IsPack = true;
  C.P.Parameters.push_back(&V);
}

void Builder::parameters() {
  for (const ParmVarDecl *D : Function->parameters()) {
    QualType T = D->getType();
    if (D->isParameterPack()) {
      parameterPack(D);
      continue;
    }
    auto Name = C.nameOf(T.getNonReferenceType());
    std::string Type = Name ? *Name : "";
    if (!Name) {
      // In the body the name is another variable's.
      std::string Declared =
          D->getName().empty() ? writtenType(T, C.AST) : "decltype(" + D->getNameAsString() + ")";
      Type = C.freshName("parameter") + "_t";
      C.P.Aliases.emplace_back(Type, T->isReferenceType() || C.P.Own
                                         ? "std::remove_reference_t<" + Declared + ">"
                                         : Declared);
    }
    Place Where = Place::Slot;
    if (T->isReferenceType())
      Where = Place::Reference;
    else if (BodyAnalysis::isScalar(T) && !Analysis.use(D).HasIdentity &&
             !C.P.PromiseTakesParameters)
      Where = Place::Saved; // A promise that takes it may keep a reference to it.
    if (Where == Place::Saved)
      if (auto Plain = C.nameOf(T.getUnqualifiedType()))
        Type = *Plain;
    Variable &V = C.declare(D, Type, Where);
    if (V.Name.empty() && (T->isRecordType() || T->isDependentType() || C.P.PromiseTakesParameters))
      nameParameter(D, V);
    V.IsParameter = true;
    V.IsRValueReference = T->isRValueReferenceType();
    C.P.Parameters.push_back(&V);
  }
}

void Builder::rewriteContinues(const Stmt *S, const Stmt *Loop) {
  if (isa<ContinueStmt>(S) && Loop) {
    std::string &Label = C.ContinueLabels[Loop];
    if (Label.empty())
      Label = C.freshName("continue");
    if (auto R = C.Source.range(S->getSourceRange()))
      C.Source.replace(*R, "goto " + Label);
    else
      C.refuse(S->getBeginLoc(), "a 'continue' from a macro in a loop with an await in its head");
    return;
  }
  const Stmt *Inner = Loop;
  auto Suspends = [&](const Expr *E) { return E && Analysis.suspends(E); };
  if (auto *For = dyn_cast<ForStmt>(S))
    Inner = Analysis.suspends(S) && (For->getConditionVariable() || Suspends(For->getCond()) ||
                                     Suspends(For->getInc()))
                ? S
                : nullptr;
  else if (auto *Do = dyn_cast<DoStmt>(S))
    Inner = Suspends(Do->getCond()) ? S : nullptr;
  else if (auto *Range = dyn_cast<CXXForRangeStmt>(S))
    Inner = Range->getCoawaitLoc().isValid() ? S : nullptr;
  else if (isa<WhileStmt>(S))
    Inner = nullptr;
  forEachChild(S, [&](const Stmt *Child) { rewriteContinues(Child, Inner); });
}

void Builder::rewriteReturns() {
  walk(Written, [&](const Stmt *S) {
    auto *Return = dyn_cast<CoreturnStmt>(S);
    if (!Return || Analysis.suspends(S) || C.failed())
      return;
    auto R = C.Source.range(Return->getSourceRange());
    if (!R) {
      C.refuse(Return->getBeginLoc(), "a 'return' that stands partly within a macro's expansion");
      return;
    }
    PlanList None;
    C.Source.replace(C.Source.withSemicolon(*R),
                     "{ " + ExpressionLowering(C, None).completion(Return) + " goto _pawl_done; }");
  });
}

/// decltype of a name asks for its declared type; in the lowered body the name denotes a reference.
void Builder::rewriteDecltypes() {
  struct Finder : ConstDynamicRecursiveASTVisitor {
    llvm::SmallVector<DecltypeTypeLoc, 4> Found;
    llvm::SmallVector<const VarDecl *, 4> Autos;
    bool VisitDecltypeTypeLoc(DecltypeTypeLoc T) override {
      Found.push_back(T);
      return true;
    }
    bool VisitVarDecl(const VarDecl *D) override {
      if (auto *Auto = D->getType()->getContainedAutoType(); Auto && Auto->isDecltypeAuto())
        Autos.push_back(D);
      return true;
    }
  } Find;
  Find.TraverseStmt(Written);
  auto Renamed = [&](const Expr *E) {
    auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreImplicit());
    auto *D = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!D)
      return false;
    QualType T = D->getType();
    if (auto *Pack = T->getAs<PackExpansionType>())
      T = Pack->getPattern();
    return !T->isReferenceType() && (isa<ParmVarDecl>(D) || Analysis.use(D).AliveAcross);
  };
  for (DecltypeTypeLoc T : Find.Found) {
    const Expr *E = T.getUnderlyingExpr();
    if (!E || !Renamed(E))
      continue;
    auto R = C.Source.range(T.getSourceRange());
    if (!R) {
      C.refuse(T.getBeginLoc(), "a 'decltype' of a variable that comes from a macro");
      continue;
    }
    C.Source.replace(*R, "std::remove_reference_t<" + C.Source.render(*R) + ">");
  }
  for (const VarDecl *D : Find.Autos) {
    if (!D->getInit() || !Renamed(D->getInit()))
      continue;
    TypeLoc Type = D->getTypeSourceInfo()->getTypeLoc().getUnqualifiedLoc();
    auto R = C.Source.range(Type.getSourceRange());
    if (!R) {
      C.refuse(D->getLocation(), "a 'decltype(auto)' that comes from a macro");
      continue;
    }
    C.Source.replace(*R, "std::remove_reference_t<decltype(" + C.text(D->getInit()) + ")>");
  }
}

/// __func__ and its like name the function, not the lambda that holds its body.
void Builder::rewriteFunctionNames() {
  walk(Written, [&](const Stmt *S) {
    auto *Name = dyn_cast<PredefinedExpr>(S);
    if (!Name)
      return;
    llvm::StringRef Kind = Name->getIdentKindName();
    auto R = C.Source.range(Name->getSourceRange());
    if (!R) {
      C.refuse(Name->getBeginLoc(), Kind.str() + " in a macro in a coroutine");
      return;
    }
    std::string Alias = "_pawl_name" + Kind.str();
    if (llvm::find(C.P.FunctionNames, Kind.str()) == C.P.FunctionNames.end())
      C.P.FunctionNames.push_back(Kind.str());
    C.Source.replace(*R, Alias);
  });
}

/// The body's own types that stand at the top of the function now are aliases where they stood.
void Builder::replaceHoisted(PlanList &List) {
  for (PlanNode &Node : List) {
    if (auto It = C.Hoisted.find(Node.Declares); Node.Declares && It != C.Hoisted.end())
      Node.Text = It->second;
    replaceHoisted(Node.Body);
    replaceHoisted(Node.Else);
    for (PlanHandler &H : Node.Handlers)
      replaceHoisted(H.Body);
  }
}

bool Builder::build() {
  if (refuseWhole())
    return false;
  describe();
  captures();
  parameters();
  if (C.failed())
    return false;
  rewriteDecltypes();
  rewriteFunctionNames();
  rewriteContinues(Written, nullptr);
  rewriteReturns();
  if (!C.failed())
    StatementLowering(C).nested(Written, C.P.Body);
  replaceHoisted(C.P.Body);
  return !C.failed();
}

} // namespace

std::unique_ptr<Plan> buildPlan(const FunctionDecl *Function, ASTContext &AST, SourceText &Source,
                                EntryTable *Entries) {
  auto P = std::make_unique<Plan>();
  P->Own = Entries ? Entries->of(Function) : nullptr;
  if (!Builder(Function, AST, Source, Entries, *P).build())
    return nullptr;
  return P;
}

} // namespace pawl
