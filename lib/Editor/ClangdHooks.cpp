//===- ClangdHooks.cpp - Where clangd calls Clang's frontend --------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd is a client of libclang-cpp's public interface.  This library is loaded before that one,
// and the dynamic linker gives clangd the three functions here in place of those of the same names:
//
//   createInvocation             flags: coroutines, the runtime's headers
//   PrecompiledPreamble::Build   the headers of a file: its callbacks are wrapped
//   FrontendAction::Execute      everything else that is parsed
//
// Each does what must be done for the dialect, and calls the function that it stands for.
//
//===----------------------------------------------------------------------===//
#include "Editor/EditorParse.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Serialization/ASTWriter.h"
#include <cstdlib>
#include <dlfcn.h>
#include <optional>

using namespace clang;

namespace {

/// The function that comes after ours under the same name.
template <class Function> Function *following(const char *Symbol) {
  void *Address = dlsym(RTLD_NEXT, Symbol);
  if (!Address) {
    llvm::errs() << "pawl: error: this clangd does not use the libclang-cpp that Pawl knows\n";
    std::exit(1);
  }
  return reinterpret_cast<Function *>(Address);
}

/// Programs that clangd starts are none of ours.
__attribute__((constructor)) void unloadFromChildren() { unsetenv("LD_PRELOAD"); }

/// The callbacks of clangd, with the dialect around the parse of the headers.
class DialectPreamble final : public PreambleCallbacks {
public:
  explicit DialectPreamble(PreambleCallbacks &Clangd) : Clangd(Clangd) {}

  void BeforeExecute(CompilerInstance &CI) override {
    Clangd.BeforeExecute(CI);
    Parse.emplace(CI);
    Parse->rewriteAtFirstToken();
  }
  void AfterExecute(CompilerInstance &CI) override {
    Parse.reset();
    Clangd.AfterExecute(CI);
  }
  void AfterPCHEmitted(ASTWriter &Writer) override { Clangd.AfterPCHEmitted(Writer); }
  void HandleTopLevelDecl(DeclGroupRef Group) override { Clangd.HandleTopLevelDecl(Group); }
  std::unique_ptr<PPCallbacks> createPPCallbacks() override { return Clangd.createPPCallbacks(); }
  CommentHandler *getCommentHandler() override { return Clangd.getCommentHandler(); }
  bool shouldSkipFunctionBody(Decl *D) override { return Clangd.shouldSkipFunctionBody(D); }

private:
  PreambleCallbacks &Clangd;
  std::optional<pawl::EditorParse> Parse;
};

} // namespace

namespace clang {

std::unique_ptr<CompilerInvocation> createInvocation(ArrayRef<const char *> Args,
                                                     CreateInvocationOptions Options) {
  using Function =
      std::unique_ptr<CompilerInvocation>(ArrayRef<const char *>, CreateInvocationOptions);
  static auto *const Next = following<Function>(
      "_ZN5clang16createInvocationEN4llvm8ArrayRefIPKcEENS_23CreateInvocationOptionsE");
  std::vector<const char *> OfClang;
  std::vector<std::string> OfChecks;
  for (const char *Arg : Args) {
    llvm::StringRef Flag = Arg;
    if (pawl::isOwnFlag(Flag) || Flag == "-w" || Flag == "-Werror" || Flag == "-Wno-error")
      OfChecks.push_back(Arg);
    if (!pawl::isOwnFlag(Flag))
      OfClang.push_back(Arg);
  }
  std::unique_ptr<CompilerInvocation> Made = Next(OfClang, std::move(Options));
  if (Made)
    pawl::prepareInvocation(*Made, std::move(OfChecks));
  return Made;
}

llvm::ErrorOr<PrecompiledPreamble> PrecompiledPreamble::Build(
    const CompilerInvocation &Invocation, const llvm::MemoryBuffer *MainFileBuffer,
    PreambleBounds Bounds, IntrusiveRefCntPtr<DiagnosticsEngine> Diagnostics,
    IntrusiveRefCntPtr<llvm::vfs::FileSystem> VFS,
    std::shared_ptr<PCHContainerOperations> PCHContainerOps, bool StoreInMemory,
    StringRef StoragePath, PreambleCallbacks &Callbacks) {
  static auto *const Next = following<decltype(Build)>(
      "_ZN5clang19PrecompiledPreamble5BuildERKNS_18CompilerInvocationEPKN4llvm12MemoryB"
      "ufferENS_14PreambleBoundsENS4_18IntrusiveRefCntPtrINS_17DiagnosticsEngineEEENS9_"
      "INS4_3vfs10FileSystemEEESt10shared_ptrINS_22PCHContainerOperationsEEbNS4_9String"
      "RefERNS_17PreambleCallbacksE");
  if (!Invocation.getLangOpts().Coroutines)
    return Next(Invocation, MainFileBuffer, Bounds, Diagnostics, VFS, PCHContainerOps,
                StoreInMemory, StoragePath, Callbacks);
  DialectPreamble Wrapped(Callbacks);
  return Next(Invocation, MainFileBuffer, Bounds, Diagnostics, VFS, PCHContainerOps, StoreInMemory,
              StoragePath, Wrapped);
}

llvm::Error FrontendAction::Execute() {
  static auto *const Next =
      following<llvm::Error(FrontendAction *)>("_ZN5clang14FrontendAction7ExecuteEv");
  CompilerInstance &CI = getCompilerInstance();
  if (usesPreprocessorOnly() || !CI.getLangOpts().Coroutines)
    return Next(this);
  pawl::EditorParse Parse(CI);
  Parse.rewriteWhenParserStarts();
  llvm::Error Result = Next(this);
  if (!CI.hasCodeCompletionConsumer())
    Parse.check();
  return Result;
}

} // namespace clang
