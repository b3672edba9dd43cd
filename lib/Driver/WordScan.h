//===- WordScan.h - The words of a text that tell a coroutine ------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_WORDSCAN_H
#define PAWL_DRIVER_WORDSCAN_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace pawl {

/// What one file's text says, comments and literals left out.
struct WordScan {
  /// `async` occurs where it can mark a coroutine, or one of `co_await`, `co_yield`, `co_return`
  /// where it can stand in one.
  bool HasAsync = false, HasCoWord = false;
  /// A line imports a C++20 module, or declares one.
  bool HasModuleLine = false;
  /// An include whose file only a macro names.
  bool HasComputedInclude = false;
  /// The files in `#include "..."` and `#include <...>`; quoted ones begin with a quote.
  std::vector<std::string> Includes;

  bool hasAsyncWord() const { return HasAsync || HasCoWord; }
};
WordScan scanWords(llvm::StringRef Text);

/// As scanWords, but fast where there is no async word, and without HasModuleLine.
WordScan scanHeader(llvm::StringRef Text);

} // namespace pawl

#endif // PAWL_DRIVER_WORDSCAN_H
