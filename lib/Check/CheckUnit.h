//===- CheckUnit.h - All checks over a translation unit ----------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   functions of the user's files ──► CheckedBody ──► one function a check ──► Reporter ──► user
//
// Templates are looked at in their instantiations, where types are known, and as patterns by what
// needs no types.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_CHECKUNIT_H
#define PAWL_CHECK_CHECKUNIT_H

namespace pawl {

class CheckOptions;
struct ParsedUnit;

/// Runs the checks that \p Options have on over the bodies in the user's files of \p Unit, and
/// reports what they find through its DiagnosticsEngine.
void checkUnit(ParsedUnit &Unit, const CheckOptions &Options);

} // namespace pawl

#endif // PAWL_CHECK_CHECKUNIT_H
