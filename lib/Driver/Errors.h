//===- Errors.h - Messages of the driver ------------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_ERRORS_H
#define PAWL_DRIVER_ERRORS_H

#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"

namespace pawl {

/// One line on standard error.  \returns false, so that a failing function can end with it.
inline bool reportError(const llvm::Twine &Message) {
  llvm::errs() << "pawl: error: " << Message << '\n';
  return false;
}

} // namespace pawl

#endif // PAWL_DRIVER_ERRORS_H
