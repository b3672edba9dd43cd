//===- Toolchain.h - What the wrapped compiler would see ---------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The parse must choose the branches of `#if` and find the headers that the compiler of the
// lowered text will, so that compiler is asked: for its include folders, its version, its
// default standard and its target.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_TOOLCHAIN_H
#define PAWL_DIALECT_TOOLCHAIN_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace pawl {

/// What a compiler says about itself, under some flags.
struct Toolchain {
  /// The folders of `#include <...>`, in order, without the compiler's own builtin headers.
  std::vector<std::string> IncludeFolders;
  /// Folders of builtin headers (intrinsics, omp.h): they belong after everything else, for
  /// Clang brings its own.
  std::vector<std::string> BuiltinFolders;
  /// `-target` of the parse; empty if the compiler did not say.
  std::string Target;
  /// The value of __GNUC__ and its parts as 12.2.0; "0" for a compiler without them.
  std::string GnucVersion;
  unsigned GnucMajor = 0;
  /// Whether the compiler is a Clang itself.
  bool IsClang = false;
  /// The language, as `-std=` takes it: gnu++17.
  std::string Standard;
  /// Whether \c Standard is C++20 or later.
  bool IsCxx20 = false;
};

/// Asks \p Compiler about itself under those of \p Flags that matter.  The answers are kept for
/// the process.
llvm::Expected<Toolchain> probeToolchain(llvm::StringRef Compiler,
                                         llvm::ArrayRef<std::string> Flags);

/// The folder of the headers that belong to the Clang library in use; empty if there is none.
std::string findClangResources();

/// The folder that holds pawl/pawl.h: that of the installation or build tree that this program
/// is part of; empty if there is none.
std::string findRuntimeInclude();

} // namespace pawl

#endif // PAWL_DIALECT_TOOLCHAIN_H
