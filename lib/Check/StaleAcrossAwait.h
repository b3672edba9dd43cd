//===- StaleAcrossAwait.h - What an await makes out of date ------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_STALEACROSSAWAIT_H
#define PAWL_CHECK_STALEACROSSAWAIT_H

namespace clang {
class Stmt;
class VarDecl;
} // namespace clang

namespace pawl {

class CheckedBody;
class Reporter;

/// The part of held-across-await that looks for iterators and references into containers that other
/// functions change, and for values of shared state that are written back, both used after an
/// await.
void findStaleAcrossAwait(const CheckedBody &Body, Reporter &Report);

} // namespace pawl

#endif // PAWL_CHECK_STALEACROSSAWAIT_H
