//===- pawl-lower.cpp - The compiler proper, started by pawl --------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Errors.h"
#include "Driver/Lowerer.h"

int main(int ArgumentCount, char **ArgumentValues) {
  std::vector<std::string> Args(ArgumentValues + 1, ArgumentValues + ArgumentCount);
  std::optional<pawl::LowerRequest> Request = pawl::LowerRequest::parse(Args);
  if (!Request) {
    pawl::reportError("pawl-lower is started by pawl; call 'pawl lower'");
    return static_cast<int>(pawl::LowerResult::Failed);
  }
  return static_cast<int>(pawl::lowerFile(*Request));
}
