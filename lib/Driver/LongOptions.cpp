//===- LongOptions.cpp - The long forms of compilers' options -------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Those that say what is compiled, how far, and where to; all others mean nothing to the driver.
// The list is that of GCC's manual and option tables; Clang has the same.
//
//===----------------------------------------------------------------------===//
#include "Driver/CompilerCommand.h"
#include "llvm/ADT/StringSwitch.h"

llvm::StringRef pawl::shortForm(llvm::StringRef Option) {
  return llvm::StringSwitch<llvm::StringRef>(Option)
      .Case("--assemble", "-S")
      .Case("--compile", "-c")
      .Case("--define-macro", "-D")
      .Case("--dependencies", "-M")
      .Case("--imacros", "-imacros")
      .Case("--include", "-include")
      .Case("--include-directory", "-I")
      .Case("--include-directory-after", "-idirafter")
      .Case("--language", "-x")
      .Case("--library-directory", "-L")
      .Case("--no-standard-libraries", "-nostdlib")
      .Case("--output", "-o")
      .Case("--preprocess", "-E")
      .Case("--print-missing-file-dependencies", "-MG")
      .Case("--undefine-macro", "-U")
      .Case("--user-dependencies", "-MM")
      .Case("--write-dependencies", "-MD")
      .Case("--write-user-dependencies", "-MMD")
      .Default("");
}
