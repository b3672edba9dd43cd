// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/boxed_string.h: a text that is nearly always empty, in a pointer's room.
#ifndef PAWL_DETAIL_BOXED_STRING_H
#define PAWL_DETAIL_BOXED_STRING_H

#include <memory>
#include <string>
#include <utility>

namespace pawl::detail {

class boxed_string {
 public:
  boxed_string() noexcept = default;
  boxed_string& operator=(const std::string& text) {
    if (text.empty()) {
      text_.reset();
    } else {
      text_ = std::make_unique<std::string>(text);
    }
    return *this;
  }
  bool empty() const noexcept { return !text_; }
  std::string get() const { return text_ ? *text_ : std::string(); }

 private:
  std::unique_ptr<std::string> text_;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_BOXED_STRING_H
