//===- Lowerer.h - The compiler proper --------------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_LOWERER_H
#define PAWL_DRIVER_LOWERER_H

#include "Driver/LowerRequest.h"

namespace pawl {

/// Parses and lowers the file of \p Request in this process, and writes what it asks for.
LowerResult lowerFile(const LowerRequest &Request);

} // namespace pawl

#endif // PAWL_DRIVER_LOWERER_H
