//===- CompilerCommand.h - What a compiler's command line says --*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_COMPILERCOMMAND_H
#define PAWL_DRIVER_COMPILERCOMMAND_H

#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// How far a compiler is asked to go.
enum class CompileMode {
  Link,
  Compile,    ///< -c
  Assemble,   ///< -S
  Preprocess, ///< -E
  ListFiles,  ///< -M, -MM: dependencies are the output
  CheckOnly,  ///< -fsyntax-only
  Other,      ///< What else there is, none of which links (--precompile, --analyze)
};

/// The folder \p From is to be called \p To, as -ffile-prefix-map and -fdebug-prefix-map say.
struct PrefixMap {
  std::string From, To;
};

/// A command line of g++ or clang++, taken apart.
struct CompilerCommand {
  /// The program, with a launcher such as ccache in front.
  std::vector<std::string> Program;
  /// All arguments after it, those of response files in their place.
  std::vector<std::string> Args;
  /// Which of Args are C++ source files, headers to precompile, and other inputs.
  std::vector<size_t> Sources, Headers, OtherInputs;
  CompileMode Mode = CompileMode::Link;
  /// The file after -o; empty if there is none.
  std::string Output;
  /// Whether -MD or -MMD asks for a dependency file beside the output, and the file that -MF gives
  /// it.
  bool WritesDependencies = false;
  std::string DependencyFile;
  /// The last -std; empty if there is none.
  std::string Standard;
  /// Whether -MT or -MQ names the target of the dependency file.
  bool NamesTarget = false;
  /// Whether a -x is in force behind the last argument.
  bool LanguageGiven = false;
  /// Whether the link leaves libraries out (-nostdlib, -nodefaultlibs, -r).
  bool BareLink = false;
  /// Whether some argument came from a response file.
  bool HasResponseFile = false;
  /// Flags that matter to a parse: no inputs, outputs, modes, dependency files, libraries.
  std::vector<std::string> ParseFlags;
  /// Flags that are about Pawl's checks (lib/Check/CheckOptions.h).  Those that only Pawl knows are
  /// not among Args; TookFlags: there were some.
  std::vector<std::string> CheckFlags;
  bool TookFlags = false;
  /// The folders of -I and its like, in order.
  std::vector<std::string> IncludeFolders;
  /// The files of -include and -imacros, and the macros of -D.
  std::vector<std::string> ForcedIncludes, Macros;
  /// Files of -include-pch that no -include names too: which header is in them is not known.
  std::vector<std::string> UnnamedPrecompiled;
  /// In the order of the command line; the last that fits counts.
  std::vector<PrefixMap> PrefixMaps;

  /// The compiler itself, without a launcher.
  const std::string &compiler() const { return Program.back(); }
  /// Whether -std or else the compiler's default is older than C++20.
  bool isBeforeCxx20() const;
  /// What -c or -S writes for \p Source when -o does not say.
  std::string defaultOutput(llvm::StringRef Source) const;
};

/// Whether \p Flag says how to lower, which no compiler knows.
inline bool isOwnFlag(llvm::StringRef Flag) {
  return Flag == "-fpawl-embed" || Flag == "-fpawl-no-embed" || Flag == "-fpawl-share-slots" ||
         Flag == "-fpawl-no-share-slots";
}

/// What \p Path is called after \p Maps, of which the last that fits counts.
std::string mappedName(llvm::StringRef Path, const std::vector<PrefixMap> &Maps);

/// Takes \p CommandLine (program first) apart.
CompilerCommand parseCompilerCommand(const std::vector<std::string> &CommandLine);

/// The flag of Pawl's that names a file.
inline constexpr llvm::StringLiteral BlockingCallsFlag = "-fpawl-blocking-calls=";

/// Whether \p Arg is a flag of the checks, which no compiler knows.
bool isCheckFlag(llvm::StringRef Arg);

/// Whether \p Path has a name that compilers take for C++ source.
bool isCxxSourceName(llvm::StringRef Path);

/// The short form of \p Option, one of the compilers' long ones without value (`--compile`), or of
/// the part before the value of one with (`--output`); else empty.
llvm::StringRef shortForm(llvm::StringRef Option);

/// Makes relative folders and files in \p Flags absolute, as seen from \p Folder.
std::vector<std::string> makeFlagsAbsolute(const std::vector<std::string> &Flags,
                                           llvm::StringRef Folder);

} // namespace pawl

#endif // PAWL_DRIVER_COMPILERCOMMAND_H
