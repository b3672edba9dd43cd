//===- LineOptions.h - How #line names the user's files ---------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_LINEOPTIONS_H
#define PAWL_LOWERING_LINEOPTIONS_H

#include <string>
#include <vector>

namespace pawl {

struct LineOptions {
  /// Write the directives at all.
  bool Wanted = true;
  /// A name that begins with From begins with To instead; the last that fits counts.
  struct Map {
    std::string From, To;
  };
  std::vector<Map> Maps;
};

} // namespace pawl

#endif // PAWL_LOWERING_LINEOPTIONS_H
