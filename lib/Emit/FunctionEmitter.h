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
/// frame's slots, the body as a lambda, and the call that starts it.  \p LastLine is the user's
/// line on which the body ends; see BodyEmitter for the others.
std::string emitFunction(const Plan &P, const std::string &File, unsigned LastLine,
                         std::function<unsigned(clang::SourceLocation)> LineOf);

/// The text of an entry; \p Body is that of its body from the opening brace up to, not including,
/// the closing one, and \p Line the directive that names the user's line of the function.
std::string emitEntry(const Entry &E, const std::string &Line, const std::string &Body);

/// What the function of \p P does, which has an entry.
std::string emitEntryCall(const Plan &P);

} // namespace pawl

#endif // PAWL_EMIT_FUNCTIONEMITTER_H
