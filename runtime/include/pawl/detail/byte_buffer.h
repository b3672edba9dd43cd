// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/byte_buffer.h: bytes that are added behind and taken from the front.
#ifndef PAWL_DETAIL_BYTE_BUFFER_H
#define PAWL_DETAIL_BYTE_BUFFER_H

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace pawl::detail {

class byte_buffer {
 public:
  std::size_t size() const noexcept { return bytes_.size() - begin_; }
  bool empty() const noexcept { return begin_ == bytes_.size(); }
  std::string_view view() const noexcept { return std::string_view(bytes_).substr(begin_); }

  void append(std::string_view more) {
    // Moved to the front when half of it is gone: each byte is moved once on average.
    if (begin_ > 0 && begin_ >= bytes_.size() / 2) {
      bytes_.erase(0, begin_);
      begin_ = 0;
    }
    bytes_.append(more);
  }
  /// Without a copy, when there is nothing yet.
  void append(std::string&& more) {
    if (!empty()) return append(std::string_view(more));
    bytes_ = std::move(more);
    begin_ = 0;
  }
  void consume(std::size_t n) noexcept {
    begin_ += n;
    if (begin_ == bytes_.size()) clear();
  }
  std::string take(std::size_t n) {
    std::string result;
    if (begin_ == 0 && n == bytes_.size()) {
      result.swap(bytes_);
    } else {
      result.assign(bytes_, begin_, n);
      consume(n);
    }
    return result;
  }
  void clear() noexcept {
    // A large one is not kept for small ones.
    if (bytes_.capacity() > kept_capacity) {
      bytes_ = std::string();
    } else {
      bytes_.clear();
    }
    begin_ = 0;
  }

 private:
  static constexpr std::size_t kept_capacity = 16384;
  std::string bytes_;
  std::size_t begin_ = 0;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_BYTE_BUFFER_H
