//===- WordScan.h - Which files may hold a coroutine ------------*- C++ -*-===//
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
  /// One of `async`, `co_await`, `co_yield`, `co_return` occurs where it can begin or stand in a
  /// coroutine.
  bool HasAsyncWord = false;
  /// The files in `#include "..."` and `#include <...>`; quoted ones begin with a quote.
  std::vector<std::string> Includes;
};
WordScan scanWords(llvm::StringRef Text);

/// Whether \p Source, or a header that it includes from its own folder or from \p IncludeFolders,
/// has an async word. Errs on the side of yes: the lowerer decides.  Headers below \p
/// RuntimeInclude are the runtime's own and not looked at.
bool mayHoldCoroutine(const std::string &Source, const std::vector<std::string> &IncludeFolders,
                      const std::string &RuntimeInclude);

} // namespace pawl

#endif // PAWL_DRIVER_WORDSCAN_H
