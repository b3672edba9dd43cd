//===- LineMarkers.h - Directives that name files ---------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_LINEMARKERS_H
#define PAWL_DRIVER_LINEMARKERS_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace pawl {

/// The files that the `#line` directives of \p Lowered name, each once.
std::vector<std::string> filesNamedByLines(llvm::StringRef Lowered);

/// \p Preprocessed, what -E wrote, with \p To where a line marker (`# 1 "file" 2`) or a `#line`
/// names \p From.
std::string renameInLineMarkers(llvm::StringRef Preprocessed, llvm::StringRef From,
                                llvm::StringRef To);

} // namespace pawl

#endif // PAWL_DRIVER_LINEMARKERS_H
