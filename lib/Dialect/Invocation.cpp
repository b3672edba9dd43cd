//===- Invocation.cpp - Flags of the wrapped compiler to Clang's ----------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/Invocation.h"
#include "Dialect/Parse.h"
#include "Dialect/Toolchain.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Options/Options.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/FileSystem.h"

using namespace clang;

namespace pawl {

/// The flags that Clang knows too, \p Flags without those of g++ alone.
static std::vector<std::string> flagsOfClang(const std::vector<std::string> &Flags) {
  std::vector<const char *> Pointers;
  for (const std::string &Flag : Flags)
    Pointers.push_back(Flag.c_str());
  unsigned MissingIndex, MissingCount;
  llvm::opt::InputArgList Args = getDriverOptTable().ParseArgs(
      Pointers, MissingIndex, MissingCount, llvm::opt::Visibility(options::ClangOption));
  std::vector<std::string> Known;
  for (const llvm::opt::Arg *Arg : Args) {
    // An input among the flags is a value of a flag that Clang does not know.
    if (Arg->getOption().matches(options::OPT_UNKNOWN) ||
        Arg->getOption().matches(options::OPT_INPUT))
      continue;
    // A plugin of g++'s is none of Clang's.
    if (llvm::StringRef(Arg->getSpelling()).starts_with("-fplugin"))
      continue;
    llvm::opt::ArgStringList Spelled;
    Arg->render(Args, Spelled);
    Known.insert(Known.end(), Spelled.begin(), Spelled.end());
  }
  return Known;
}

static bool hasFlag(const std::vector<std::string> &Flags, llvm::StringRef Prefix) {
  return llvm::any_of(Flags, [&](llvm::StringRef Flag) { return Flag.starts_with(Prefix); });
}

/// g++ 13 and later have _Float32 and its like as types of their own in C++, which Clang has not.
/// The header of glibc that knows which compiler has what is read in advance, as for an older g++;
/// the names it needs from <features.h> are lent to it, for that one must see the user's own macros
/// first.  Functions for types that are only other names of float and double are not declared.
static std::string floatTypes(const Toolchain &Wrapped) {
  if (Wrapped.GnucMajor < 13)
    return "";
  return "#if __has_include(<bits/floatn.h>)\n"
         "#define _FEATURES_H 1\n"
         "#define __GNUC_PREREQ(major, minor) ((12 << 16) >= ((major) << 16) + (minor))\n"
         "#define __glibc_clang_prereq(major, minor) 0\n"
         "#include <bits/floatn.h>\n"
         "#undef __glibc_clang_prereq\n"
         "#undef __GNUC_PREREQ\n"
         "#undef _FEATURES_H\n"
         "#undef __HAVE_FLOAT32\n"
         "#define __HAVE_FLOAT32 0\n"
         "#undef __HAVE_FLOAT64\n"
         "#define __HAVE_FLOAT64 0\n"
         "#undef __HAVE_FLOAT32X\n"
         "#define __HAVE_FLOAT32X 0\n"
         "#undef __HAVE_FLOAT64X\n"
         "#define __HAVE_FLOAT64X 0\n"
         "#endif\n";
}

/// What g++ has and Clang, which parses in its place, has not.
static std::string preludeFor(const Toolchain &Wrapped) {
  if (Wrapped.IsClang)
    return "";
  // The functions that glibc puts before its own for this call builtins of g++'s.
  return "#undef _FORTIFY_SOURCE\n" + floatTypes(Wrapped);
}

static void addFolders(HeaderSearchOptions &Headers, const Toolchain &Wrapped,
                       const std::string &Runtime) {
  auto Add = [&](const std::string &Folder) {
    Headers.AddPath(Folder, frontend::System, /*IsFramework=*/false, /*IgnoreSysRoot=*/true);
  };
  if (!Runtime.empty()) {
    // Below C++20 the standard library's <coroutine> is empty or an error; that library may be one
    // of the user's folders.
    if (!Wrapped.IsCxx20)
      Headers.UserEntries.insert(Headers.UserEntries.begin(),
                                 {Runtime + "/pawl/c++17", frontend::System, /*IsFramework=*/false,
                                  /*IgnoreSysRoot=*/true});
    // A folder that the compiler searches by itself keeps its place: that decides what
    // `#include_next` in the standard library finds.
    if (llvm::none_of(Wrapped.IncludeFolders, [&](const std::string &Folder) {
          return llvm::sys::fs::equivalent(Folder, Runtime);
        }))
      Add(Runtime);
  }
  // Clang's own builtin headers stand where they stand in Clang: after the library's, for
  // libc++ wraps some, before those of the C library.
  const std::string Builtin = Headers.ResourceDir + "/include";
  bool Added = false;
  for (const std::string &Folder : Wrapped.IncludeFolders) {
    if (!Added && llvm::StringRef(Folder).find("c++") == llvm::StringRef::npos) {
      Add(Builtin);
      Added = true;
    }
    Add(Folder);
  }
  if (!Added)
    Add(Builtin);
  for (const std::string &Folder : Wrapped.BuiltinFolders)
    Add(Folder);
}

llvm::Expected<Invocation> makeInvocation(const ParseOptions &Options) {
  auto Fail = [](const llvm::Twine &Message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
  };
  llvm::Expected<Toolchain> Wrapped = probeToolchain(Options.Compiler, Options.CompilerFlags);
  if (!Wrapped)
    return Wrapped.takeError();
  std::string Resources = findClangResources();
  if (Resources.empty())
    return Fail("cannot find the builtin headers of Clang " + llvm::Twine(LLVM_VERSION_MAJOR));
  std::string Runtime =
      Options.RuntimeInclude.empty() ? findRuntimeInclude() : Options.RuntimeInclude;

  std::vector<std::string> Args{"clang++", "-fsyntax-only", "-nostdinc", "-resource-dir",
                                Resources};
  if (!Wrapped->Target.empty() && !hasFlag(Options.CompilerFlags, "--target=") &&
      !hasFlag(Options.CompilerFlags, "-target"))
    Args.push_back("--target=" + Wrapped->Target);
  if (!Wrapped->IsClang)
    Args.push_back("-fgnuc-version=" + Wrapped->GnucVersion);
  if (!hasFlag(Options.CompilerFlags, "-std=") && !hasFlag(Options.CompilerFlags, "-ansi"))
    Args.push_back("-std=" + Wrapped->Standard);
  for (std::string &Flag : flagsOfClang(Options.CompilerFlags))
    Args.push_back(std::move(Flag));
  Args.insert(Args.end(), {"-w", "-Wno-everything", "-x", "c++", Options.InputFile});

  std::vector<const char *> Pointers;
  for (const std::string &Arg : Args)
    Pointers.push_back(Arg.c_str());
  // The wrapped compiler took these flags; what Clang's driver has to say about them is noise.
  DiagnosticOptions QuietOptions;
  CreateInvocationOptions Settings;
  Settings.Diags = llvm::makeIntrusiveRefCnt<DiagnosticsEngine>(
      DiagnosticIDs::create(), QuietOptions, new IgnoringDiagConsumer);
  Settings.RecoverOnError = true;
  std::shared_ptr<CompilerInvocation> Clang = createInvocation(Pointers, Settings);
  if (!Clang)
    return Fail("Clang cannot parse with the flags given");

  // The files that flags ask for (-Wp,-MD,x.d) are the wrapped compiler's to write.
  Clang->getDependencyOutputOpts() = DependencyOutputOptions();
  Clang->getDiagnosticOpts().DiagnosticSerializationFile.clear();
  Clang->getDiagnosticOpts().DiagnosticLogFile.clear();

  LangOptions &Lang = Clang->getLangOpts();
  Lang.Coroutines = 1;
  // In C++20 Clang defines it itself.
  if (!Lang.CPlusPlus20)
    Clang->getPreprocessorOpts().addMacroDef("__cpp_impl_coroutine=201902L");
  addFolders(Clang->getHeaderSearchOpts(), *Wrapped, Runtime);
  return Invocation{std::move(Clang), preludeFor(*Wrapped), std::move(Runtime)};
}

} // namespace pawl
