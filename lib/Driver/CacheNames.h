//===- CacheNames.h - Names that do not hang on the folder ------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_CACHENAMES_H
#define PAWL_DRIVER_CACHENAMES_H

#include "Driver/CompilerCommand.h"

namespace pawl {

/// How `#line` has to name files so that the cache in front of the compiler (\p Program) finds what
/// another folder's build left: ccache makes names below its `base_dir` relative to the current
/// folder wherever it meets them, but does not look into the text.  Empty where there is no cache
/// or no such folder.
std::vector<PrefixMap> cacheNames(const std::vector<std::string> &Program);

} // namespace pawl

#endif // PAWL_DRIVER_CACHENAMES_H
