//===- BlockingSummary.cpp - Which functions of a unit block --------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/BlockingSummary.h"
#include "Analysis/AstWalk.h"
#include "Check/BlockingCalls.h"
#include "Check/CheckOptions.h"
#include "Check/CheckedBody.h"
#include "Check/Suppressions.h"
#include "Dialect/Attributes.h"
#include "Dialect/Awaitables.h"
#include "Dialect/Directives.h"
#include "Dialect/Parse.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {

std::string plainQualifiedName(const NamedDecl *D) {
  std::string Name = D->getNameAsString();
  for (const DeclContext *Context = D->getDeclContext(); Context; Context = Context->getParent()) {
    if (auto *Namespace = dyn_cast<NamespaceDecl>(Context)) {
      if (Namespace->isInline() || Namespace->isAnonymousNamespace())
        continue;
    } else if (!isa<RecordDecl>(Context)) {
      continue;
    }
    Name = cast<NamedDecl>(Context)->getNameAsString() + "::" + Name;
  }
  return Name;
}

/// The variable or member that \p E names, or null.
static const ValueDecl *namedObject(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (auto *Name = dyn_cast<DeclRefExpr>(E))
    return Name->getDecl();
  if (auto *Member = dyn_cast<MemberExpr>(E))
    return Member->getMemberDecl();
  return nullptr;
}

/// Whether \p E is zero: an integer, or an object around one such as a std::chrono::duration.
static bool isZero(const Expr *E, const ASTContext &AST) {
  E = stripWrappers(E);
  Expr::EvalResult Result;
  if (E->isValueDependent() || !E->EvaluateAsRValue(Result, AST, /*InConstantContext=*/true))
    return false;
  const APValue *Value = &Result.Val;
  while (Value->isStruct() && Value->getStructNumFields() == 1)
    Value = &Value->getStructField(0);
  return Value->isInt() && Value->getInt() == 0;
}

/// The words of the user's files, expanded as macros, that say how calls do not wait.
void BlockingSummary::readWords() {
  if (std::exchange(AreWordsRead, true))
    return;
  const SourceManager &SM = Unit.Compiler.getSourceManager();
  for (SourceRange Expansion : Unit.Preprocessing.Expansions) {
    SourceLocation Loc = SM.getSpellingLoc(Expansion.getBegin());
    StringRef Name(SM.getCharacterData(Loc),
                   Lexer::MeasureTokenLength(Loc, SM, Unit.Compiler.getLangOpts()));
    KnowsNonblocking |= llvm::StringSwitch<bool>(Name)
                            .Cases({"O_NONBLOCK", "SOCK_NONBLOCK", "EFD_NONBLOCK", "TFD_NONBLOCK",
                                    "IN_NONBLOCK", "SFD_NONBLOCK", "FIONBIO", "MSG_DONTWAIT",
                                    "EAGAIN", "EWOULDBLOCK", "EINPROGRESS"},
                                   true)
                            .Default(false);
    KnowsNumeric |= Name == "AI_NUMERICHOST";
  }
}

/// Whether a call with \p Descriptor may be known not to wait.
bool BlockingSummary::mayNotBlock(const Expr *Descriptor, const Stmt *Body) {
  if (!Descriptor->isValueDependent() &&
      Descriptor->isIntegerConstantExpr(Unit.Compiler.getASTContext()))
    return false;
  readWords();
  if (KnowsNonblocking)
    return true;
  bool Waited = false;
  walk(Body, [&](const Stmt *S) {
    auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    Waited |= Callee && isInPawl(Callee) && Callee->getIdentifier() &&
              (Callee->getName() == "readable" || Callee->getName() == "writable");
  });
  return Waited || !namedObject(Descriptor);
}

/// Whether the body asks the object of \p Call, a future, whether it is ready.
bool BlockingSummary::isPolled(const Expr *Call, const Stmt *Body) {
  auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  const ValueDecl *Object = Member ? namedObject(Member->getImplicitObjectArgument()) : nullptr;
  bool Polled = false;
  walk(Body, [&](const Stmt *S) {
    auto *Other = dyn_cast<CXXMemberCallExpr>(S);
    if (!Object || !Other || !Other->getMethodDecl() || !Other->getMethodDecl()->getIdentifier())
      return;
    StringRef Name = Other->getMethodDecl()->getName();
    Polled |= (Name == "wait_for" || Name == "is_ready") &&
              namedObject(Other->getImplicitObjectArgument()) == Object;
  });
  return Polled;
}

bool BlockingSummary::known(const BlockingFunction &Function, const Expr *E, const Stmt *Body) {
  auto *Call = dyn_cast<CallExpr>(E);
  const ASTContext &AST = Unit.Compiler.getASTContext();
  auto HasArgument = [&] { return Call && Function.Argument < Call->getNumArgs(); };
  // Of a pattern what decides may not be known.
  if (HasArgument() && Function.When != BlocksWhen::Always &&
      Call->getArg(Function.Argument)->isValueDependent())
    return false;
  switch (Function.When) {
  case BlocksWhen::Always:
    return !StringRef(Function.Name).contains("future") || !isPolled(E, Body);
  case BlocksWhen::OnDescriptor:
    return Call && Call->getNumArgs() > 1 && !mayNotBlock(Call->getArg(0), Body);
  case BlocksWhen::UnlessZero:
    return !HasArgument() || !isZero(Call->getArg(Function.Argument), AST);
  case BlocksWhen::UnlessNumeric:
    readWords();
    return !KnowsNumeric;
  case BlocksWhen::WithoutFlags:
    return HasArgument() && isZero(Call->getArg(Function.Argument), AST);
  }
  return false;
}

/// Whether \p Call reads from std::cin.
static bool readsStandardInput(const CallExpr *Call, const FunctionDecl *Callee) {
  auto IsCin = [](const Expr *E) {
    const ValueDecl *Object = namedObject(E);
    return Object && Object->getIdentifier() && Object->getName() == "cin" &&
           Object->isInStdNamespace();
  };
  auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  bool Extracts =
      Callee->getOverloadedOperator() == OO_GreaterGreater ||
      (Callee->getIdentifier() && llvm::StringSwitch<bool>(Callee->getName())
                                      .Cases({"getline", "get", "read", "ignore", "peek"}, true)
                                      .Default(false));
  return Extracts && ((Call->getNumArgs() && IsCin(Call->getArg(0))) ||
                      (Member && IsCin(Member->getImplicitObjectArgument())));
}

/// What \p Argument, given to \p Callee of the standard library, has run before the call returns: a
/// lambda or a function that algorithms and the like call.
static const FunctionDecl *runsAtOnce(const FunctionDecl *Callee, const Expr *Argument) {
  if (!Callee->isInStdNamespace() || !Callee->getIdentifier() ||
      !llvm::StringSwitch<bool>(Callee->getName())
           .Cases({"for_each", "for_each_n", "transform", "invoke", "apply", "call_once", "visit"},
                  true)
           .Cases({"any_of", "all_of", "none_of", "find_if", "find_if_not", "count_if"}, true)
           .Cases({"generate", "generate_n", "accumulate", "copy_if", "remove_if", "sort"}, true)
           .Default(false))
    return nullptr;
  Argument = stripWrappers(Argument);
  if (const CXXRecordDecl *Class = Argument->getType()->getAsCXXRecordDecl();
      Class && Class->isLambda()) {
    if (!Class->isGenericLambda())
      return Class->getLambdaCallOperator();
    auto Made = Class->getDependentLambdaCallOperator()->specializations();
    return Made.empty() ? nullptr : *Made.begin();
  }
  auto *Name = dyn_cast<DeclRefExpr>(Argument);
  return Name ? dyn_cast<FunctionDecl>(Name->getDecl()) : nullptr;
}

/// Whether \p Callee makes an object of the class that its first template argument names.
static bool makesObject(const FunctionDecl *Callee) {
  return Callee->isInStdNamespace() && Callee->getIdentifier() &&
         (Callee->getName() == "make_unique" || Callee->getName() == "make_shared");
}

/// The constructor of \p Class that takes as many arguments as \p Call gives, if it is the only
/// one.
static const FunctionDecl *onlyConstructor(const FunctionDecl *Callee, const CallExpr *Call) {
  const TemplateArgumentList *Arguments = Callee->getTemplateSpecializationArgs();
  const CXXRecordDecl *Class =
      Arguments && Arguments->size() && Arguments->get(0).getKind() == TemplateArgument::Type
          ? Arguments->get(0).getAsType()->getAsCXXRecordDecl()
          : nullptr;
  const FunctionDecl *Only = nullptr;
  if (Class && Class->hasDefinition())
    for (const CXXConstructorDecl *Constructor : Class->ctors()) {
      if (Constructor->isCopyOrMoveConstructor() ||
          Constructor->getMinRequiredArguments() > Call->getNumArgs() ||
          Constructor->getNumParams() < Call->getNumArgs())
        continue;
      if (std::exchange(Only, Constructor))
        return nullptr;
    }
  return Only;
}

std::optional<BlockingCall> BlockingSummary::blocks(const Expr *E, const Stmt *Body) {
  const FunctionDecl *Callee = nullptr;
  if (auto *Call = dyn_cast<CallExpr>(E))
    Callee = Call->getDirectCallee();
  else if (auto *Construct = dyn_cast<CXXConstructExpr>(E))
    Callee = Construct->getConstructor();
  if (!Callee || hasAttribute(Callee, NonblockingAttribute))
    return std::nullopt;
  auto *Constructor = dyn_cast<CXXConstructorDecl>(Callee);
  std::string Name = plainQualifiedName(
      Constructor ? static_cast<const NamedDecl *>(Constructor->getParent()) : Callee);
  if (Options.NonblockingCalls.contains(Name))
    return std::nullopt;
  BlockingCall Result{E, Callee->getNameAsString(), nullptr, nullptr};
  if (hasAttribute(Callee, BlockingAttribute) || Options.BlockingCalls.contains(Name))
    return Result;

  const SourceManager &SM = Unit.Compiler.getSourceManager();
  if (SM.isInSystemHeader(SM.getExpansionLoc(Callee->getLocation())) || Callee->isExternC()) {
    if (Constructor && (!Constructor->getNumParams() || Constructor->isCopyOrMoveConstructor()))
      return std::nullopt;
    Result.Known = findBlockingFunction(Name);
    if (!Result.Known)
      if (auto *Call = dyn_cast<CallExpr>(E); Call && readsStandardInput(Call, Callee))
        Result.Known = findBlockingFunction("getchar");
    if (Result.Known)
      return known(*Result.Known, E, Body) ? std::optional(Result) : std::nullopt;
    if (auto *Call = dyn_cast<CallExpr>(E)) {
      for (const Expr *Argument : Call->arguments())
        if (const FunctionDecl *Given = runsAtOnce(Callee, Argument); Given && firstIn(Given)) {
          Result.Through = Given;
          return Result;
        }
      const FunctionDecl *Constructor =
          makesObject(Callee) ? onlyConstructor(Callee, Call) : nullptr;
      if (Constructor && firstIn(Constructor)) {
        Result.Through = Constructor;
        return Result;
      }
    }
    return std::nullopt;
  }
  // Which function a virtual call reaches is not in sight, unless it is named with its class.
  auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  auto *Named = isa<CallExpr>(E)
                    ? dyn_cast<MemberExpr>(cast<CallExpr>(E)->getCallee()->IgnoreParens())
                    : nullptr;
  if (Method && Method->isVirtual() && !Method->hasAttr<FinalAttr>() &&
      !Method->getParent()->isEffectivelyFinal() && !(Named && Named->hasQualifier()))
    return std::nullopt;
  if (!firstIn(Callee))
    return std::nullopt;
  Result.Through = Callee;
  return Result;
}

std::optional<BlockingCall> BlockingSummary::firstIn(const FunctionDecl *Function) {
  const FunctionDecl *Definition = nullptr;
  const Stmt *Body = Function->getBody(Definition);
  // Calling a coroutine runs nothing; what is in it is found there.
  if (!Body || isa<CoroutineBodyStmt>(Body))
    return std::nullopt;
  auto [Found, IsNew] = Functions.try_emplace(Definition);
  if (!IsNew)
    return Found->second;
  std::optional<BlockingCall> First;
  auto Look = [&](const Stmt *S) {
    if (auto *E = dyn_cast<Expr>(S); E && !First)
      if (!Silenced.covers(CheckId::BlockingCall, E->getExprLoc()))
        First = blocks(E, Body);
  };
  if (auto *Constructor = dyn_cast<CXXConstructorDecl>(Definition))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      walk(Init->getInit(), Look);
  walk(Body, Look);
  Functions[Definition] = First;
  return First;
}

} // namespace pawl
