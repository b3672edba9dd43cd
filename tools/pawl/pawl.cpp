//===- pawl.cpp - The program that users call -----------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Driver.h"

int main(int ArgumentCount, char **ArgumentValues) {
  return pawl::runDriver(ArgumentCount, ArgumentValues);
}
