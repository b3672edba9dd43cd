//===- ArgumentCursor.h - Reading a command's own arguments -----*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_ARGUMENTCURSOR_H
#define PAWL_DRIVER_ARGUMENTCURSOR_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace pawl {

/// Walks over the arguments of one command.  Every query looks at the current argument and, when it
/// matches, moves on.
class ArgumentCursor {
  const std::vector<std::string> &Args;
  size_t Position = 0;
  bool Bad = false;

public:
  explicit ArgumentCursor(const std::vector<std::string> &Args) : Args(Args) {}

  bool atEnd() const { return Bad || Position == Args.size(); }
  /// Takes \p Name.
  bool flag(llvm::StringRef Name);
  /// Takes an argument of which \p Matches says so.
  bool flagIf(llvm::function_ref<bool(llvm::StringRef)> Matches, std::string &Flag);
  /// Takes `NAME VALUE`; where \p Name has two dashes `NAME=VALUE`, else `NAMEVALUE`.  A missing
  /// value is an error.
  bool value(llvm::StringRef Name, std::string &Value);
  /// Takes an argument that is no option.
  bool positional(std::string &Value);
  /// Takes everything that is left.
  std::vector<std::string> rest();
  /// Reports the current argument as one that \p Command does not know.
  void reject(llvm::StringRef Command);
  /// Whether an error was reported.
  bool failed() const { return Bad; }
};

} // namespace pawl

#endif // PAWL_DRIVER_ARGUMENTCURSOR_H
