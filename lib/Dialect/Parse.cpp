//===- Parse.cpp - From a dialect source file to Clang's AST --------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/Parse.h"
#include "Dialect/Attributes.h"
#include "Dialect/BodyMarkers.h"
#include "Dialect/DialectDiagnostics.h"
#include "Dialect/DialectStream.h"
#include "Dialect/Directives.h"
#include "Dialect/Invocation.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Frontend/ChainedDiagnosticConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "clang/Frontend/Utils.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace pawl {
namespace {

/// Calls the user of the parse when the whole unit has been through Sema.
class UnitConsumer final : public ASTConsumer {
public:
  UnitConsumer(CompilerInstance &CI, const DialectStream &Stream, const Directives &Preprocessing,
               llvm::function_ref<void(ParsedUnit &)> Consume)
      : CI(CI), Stream(Stream), Preprocessing(Preprocessing), Consume(Consume) {}

  void HandleTranslationUnit(ASTContext &) override {
    DiagnosticsEngine &Engine = CI.getDiagnostics();
    if (Engine.hasFatalErrorOccurred() || !Stream.Written)
      return;
    ParsedUnit Unit{CI, Stream.Marks, *Stream.Written, Preprocessing, Engine.hasErrorOccurred()};
    Consume(Unit);
  }

private:
  CompilerInstance &CI;
  /// Filled when the parser asks for the first token.
  const DialectStream &Stream;
  const Directives &Preprocessing;
  llvm::function_ref<void(ParsedUnit &)> Consume;
};

class DialectAction final : public ASTFrontendAction {
public:
  DialectAction(const Invocation &How, DialectDiagnostics &Messages,
                llvm::function_ref<void(ParsedUnit &)> Consume)
      : How(How), Messages(Messages), Consume(Consume) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    Preprocessor &PP = CI.getPreprocessor();
    PP.setPredefines(PP.getPredefines() + How.Prelude);
    recordDirectives(PP, How.RuntimeInclude, Preprocessing);
    PP.setTokenWatcher([this, &CI, Started = false](const Token &First) mutable {
      if (Started)
        return;
      Started = true;
      // The preprocessor hands out its own result, which the parser has not seen yet.
      const_cast<Token &>(First) = Stream.replace(CI, First, Messages, /*IsReinject=*/false);
    });
    return std::make_unique<UnitConsumer>(CI, Stream, Preprocessing, Consume);
  }

private:
  const Invocation &How;
  DialectDiagnostics &Messages;
  llvm::function_ref<void(ParsedUnit &)> Consume;
  DialectStream Stream;
  Directives Preprocessing;
};

/// Every file, those of the system too.
class AllDependencies final : public DependencyCollector {
  bool needSystemDependencies() override { return true; }
  bool sawDependency(StringRef Name, bool, bool, bool, bool IsMissing) override {
    return !IsMissing && !(Name.starts_with("<") && Name.ends_with(">"));
  }
};

/// Reports \p Message, which belongs to no place in a file.
void reportPlainly(DiagnosticConsumer *Given, const std::string &Message) {
  DiagnosticOptions Defaults;
  TextDiagnosticPrinter OnStandardError(llvm::errs(), Defaults);
  OnStandardError.setPrefix("pawl");
  DiagnosticsEngine Engine(DiagnosticIDs::create(), Defaults, Given ? Given : &OnStandardError,
                           /*ShouldOwnClient=*/false);
  Engine.Report(Engine.getCustomDiagID(DiagnosticsEngine::Error, "%0")) << Message;
}

} // namespace

bool parseDialect(const ParseOptions &Options, llvm::function_ref<void(ParsedUnit &)> Consume,
                  std::vector<std::string> *Dependencies) {
  registerBodyMarkers();
  registerAttributes();
  if (Options.InputFile != "-" && !llvm::sys::fs::exists(Options.InputFile)) {
    reportPlainly(Options.Diagnostics, "no such file: '" + Options.InputFile + "'");
    return false;
  }
  llvm::Expected<Invocation> How = makeInvocation(Options);
  if (!How) {
    reportPlainly(Options.Diagnostics, llvm::toString(How.takeError()));
    return false;
  }

  CompilerInstance CI(How->Clang);
  CI.setVirtualFileSystem(llvm::vfs::getRealFileSystem());
  DiagnosticConsumer *Shown = Options.Diagnostics;
  std::unique_ptr<DiagnosticConsumer> OnStandardError;
  if (!Shown) {
    OnStandardError = std::make_unique<TextDiagnosticPrinter>(llvm::errs(), CI.getDiagnosticOpts());
    Shown = OnStandardError.get();
  }
  std::optional<ChainedDiagnosticConsumer> Both;
  if (Options.Listener) {
    Both.emplace(Shown, std::make_unique<ForwardingDiagnosticConsumer>(*Options.Listener));
    Shown = &*Both;
  }
  DialectDiagnostics Messages(*Shown, Options.AllErrors ? 0 : CI.getDiagnosticOpts().ErrorLimit);
  CI.getDiagnosticOpts().ErrorLimit = 0;
  CI.createDiagnostics(&Messages, /*ShouldOwnClient=*/false);
  CI.setVerboseOutputStream(std::make_unique<llvm::raw_null_ostream>());
  auto Files = std::make_shared<AllDependencies>();
  if (Dependencies)
    CI.addDependencyCollector(Files);

  DialectAction Action(*How, Messages, Consume);
  bool Done = CI.ExecuteAction(Action) && !CI.getDiagnostics().hasErrorOccurred();
  if (Dependencies)
    llvm::append_range(*Dependencies, Files->getDependencies());
  return Done;
}

} // namespace pawl
