//===- Checks.h - The functions of the table ---------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each looks at one body and has a file of its own, and a page in docs/diagnostics.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_CHECKS_H
#define PAWL_CHECK_CHECKS_H

namespace pawl {

class CheckedBody;
class Reporter;

void checkBlockingCall(const CheckedBody &Body, Reporter &Report);
void checkDangling(const CheckedBody &Body, Reporter &Report);
void checkHeldAcrossAwait(const CheckedBody &Body, Reporter &Report);
void checkMissingReturn(const CheckedBody &Body, Reporter &Report);
void checkReturnWithoutAwait(const CheckedBody &Body, Reporter &Report);
void checkStarvation(const CheckedBody &Body, Reporter &Report);
void checkSwallowedCancel(const CheckedBody &Body, Reporter &Report);
void checkSequentialAwaits(const CheckedBody &Body, Reporter &Report);
void checkUnawaited(const CheckedBody &Body, Reporter &Report);

} // namespace pawl

#endif // PAWL_CHECK_CHECKS_H
