//===- Invocation.h - Flags of the wrapped compiler to Clang's ---*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_INVOCATION_H
#define PAWL_DIALECT_INVOCATION_H

#include "llvm/Support/Error.h"
#include <memory>
#include <string>

namespace clang {
class CompilerInvocation;
} // namespace clang

namespace pawl {

struct ParseOptions;

/// How Clang is to parse one file.
struct Invocation {
  std::shared_ptr<clang::CompilerInvocation> Clang;
  /// Declarations that the wrapped compiler has built in and Clang does not.
  std::string Prelude;
  /// The folder of `pawl/pawl.h`.
  std::string RuntimeInclude;
};

/// Sets Clang up to see what the wrapped compiler would, and the dialect's runtime; every warning
/// is off, for the wrapped compiler will give its own.
llvm::Expected<Invocation> makeInvocation(const ParseOptions &Options);

} // namespace pawl

#endif // PAWL_DIALECT_INVOCATION_H
