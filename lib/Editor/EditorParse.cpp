//===- EditorParse.cpp - The dialect in a parse that clangd has set up ----===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Editor/EditorParse.h"
#include "Check/CheckOptions.h"
#include "Check/CheckUnit.h"
#include "Dialect/Attributes.h"
#include "Dialect/BodyMarkers.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Sema/SemaConsumer.h"
#include <cstdlib>

using namespace clang;

namespace pawl {
namespace {

/// The folder of `pawl/pawl.h`, which `pawl clangd` names.
std::string runtimeFolder() {
  const char *Folder = std::getenv("PAWL_CLANGD_INCLUDE");
  return Folder ? Folder : "";
}

/// Calls back when the parser has been made, before it asks for a token.
class ParserStart final : public SemaConsumer {
public:
  explicit ParserStart(std::function<void()> OnStart) : OnStart(std::move(OnStart)) {}
  void InitializeSema(Sema &) override { OnStart(); }

private:
  std::function<void()> OnStart;
};

} // namespace

bool isOwnFlag(llvm::StringRef Flag) {
  return llvm::any_of(std::initializer_list<llvm::StringRef>{"-fpawl-", "-Wpawl", "-Wno-pawl",
                                                             "-Werror=pawl", "-Wno-error=pawl"},
                      [&](llvm::StringRef Prefix) { return Flag.starts_with(Prefix); });
}

void prepareInvocation(CompilerInvocation &Clang, std::vector<std::string> Flags) {
  LangOptions &Lang = Clang.getLangOpts();
  if (!Lang.CPlusPlus17)
    return;
  if (!Lang.CPlusPlus20)
    Clang.getPreprocessorOpts().addMacroDef("__cpp_impl_coroutine=201902L");
  Lang.Coroutines = 1;
  // A place that clangd keeps and does not read.
  Clang.getFrontendOpts().LLVMArgs = std::move(Flags);
  const std::string Runtime = runtimeFolder();
  auto Add = [&](const std::string &Folder) {
    Clang.getHeaderSearchOpts().AddPath(Folder, frontend::System, /*IsFramework=*/false,
                                        /*IgnoreSysRoot=*/true);
  };
  // Below C++20 the standard library's <coroutine> is empty or an error.
  if (!Lang.CPlusPlus20)
    Add(Runtime + "/pawl/c++17");
  Add(Runtime);
}

EditorParse::EditorParse(CompilerInstance &CI)
    : CI(CI), Owned(CI.getDiagnostics().takeClient()), Shown(CI.getDiagnostics().getClient()),
      Messages(*Shown, /*ErrorLimit=*/0) {
  registerBodyMarkers();
  registerAttributes();
  CI.getDiagnostics().setClient(&Messages, /*ShouldOwnClient=*/false);
  recordDirectives(CI.getPreprocessor(), runtimeFolder(), *Preprocessing);
}

EditorParse::~EditorParse() {
  bool IsOwned = Owned != nullptr;
  (void)Owned.release();
  CI.getDiagnostics().setClient(Shown, IsOwned);
}

void EditorParse::rewriteWhenParserStarts() {
  // A watcher would take the place of the one that records clangd's tokens.
  auto Start = std::make_unique<ParserStart>([this] {
    Token First;
    CI.getPreprocessor().Lex(First);
    Token Begin = Stream->replace(CI, First, Messages, /*IsReinject=*/true);
    auto Again = std::make_unique<Token[]>(1);
    Again[0] = Begin;
    CI.getPreprocessor().EnterTokenStream(std::move(Again), 1, /*DisableMacroExpansion=*/true,
                                          /*IsReinject=*/true);
  });
  std::vector<std::unique_ptr<ASTConsumer>> Consumers;
  Consumers.push_back(CI.takeASTConsumer());
  Consumers.push_back(std::move(Start));
  CI.setASTConsumer(std::make_unique<MultiplexConsumer>(std::move(Consumers)));
}

void EditorParse::rewriteAtFirstToken() {
  CI.getPreprocessor().setTokenWatcher([this, Started = false](const Token &First) mutable {
    if (Started)
      return;
    Started = true;
    // The preprocessor hands out its own result, which the parser has not seen yet.
    const_cast<Token &>(First) = Stream->replace(CI, First, Messages, /*IsReinject=*/false);
  });
}

void EditorParse::check() {
  DiagnosticsEngine &Engine = CI.getDiagnostics();
  if (!Stream->Written || Engine.hasFatalErrorOccurred())
    return;
  ParsedUnit Unit{CI, Stream->Marks, *Stream->Written, *Preprocessing, Engine.hasErrorOccurred()};
  CheckOptions Checks(/*IsCheck=*/false);
  // Of the flags that say something wrong the compiler speaks.
  (void)Checks.parse(CI.getFrontendOpts().LLVMArgs);
  // clangd takes a remark for a note to the diagnostic before it.
  Checks.HintsAreWarnings = true;
  checkUnit(Unit, Checks);
}

} // namespace pawl
