//===- FunctionEmitter.h - A whole coroutine as C++ text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_EMIT_FUNCTIONEMITTER_H
#define PAWL_EMIT_FUNCTIONEMITTER_H

#include "Lowering/Plan.h"
#include <functional>
#include <string>

namespace pawl {

/// The text that stands between the braces of the function that \p P was made from: makers, the
/// frame's slots, the body as a lambda, and the call that starts it.
std::string emitFunction(const Plan &P, const std::string &File,
                         std::function<unsigned(clang::SourceLocation)> LineOf);

} // namespace pawl

#endif // PAWL_EMIT_FUNCTIONEMITTER_H
