//===- Driver.h - The program pawl ------------------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_DRIVER_H
#define PAWL_DRIVER_DRIVER_H

namespace pawl {

/// Does what the command line says.  \returns the exit code.
int runDriver(int ArgumentCount, char **ArgumentValues);

} // namespace pawl

#endif // PAWL_DRIVER_DRIVER_H
