// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/source_site.h: where a call was written; std::source_location for C++17 too.
#ifndef PAWL_DETAIL_SOURCE_SITE_H
#define PAWL_DETAIL_SOURCE_SITE_H

namespace pawl::detail {

struct source_site {
  const char* file = "";
  int line = 0;

  /// As a default argument of a function: the place of the call of that function.
  static constexpr source_site current(const char* file = __builtin_FILE(),
                                       int line = __builtin_LINE()) noexcept {
    return {file, line};
  }
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_SOURCE_SITE_H
