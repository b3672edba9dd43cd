// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/ref_ptr.h: shared ownership with the count in the object.  The count is plain: what
// belongs to a loop is touched by that loop's thread alone.
#ifndef PAWL_DETAIL_REF_PTR_H
#define PAWL_DETAIL_REF_PTR_H

#include <cstdint>
#include <utility>

namespace pawl::detail {

/// An object that counts those who refer to it and deletes itself with the last.
class ref_counted {
 public:
  ref_counted(const ref_counted&) = delete;
  ref_counted& operator=(const ref_counted&) = delete;
  void retain() noexcept { ++references_; }
  void release() noexcept {
    if (--references_ == 0) delete this;
  }
  bool shared() const noexcept { return references_ > 1; }

 protected:
  ref_counted() noexcept = default;
  virtual ~ref_counted() = default;

 private:
  std::uint32_t references_ = 0;
};

template <class T>
class ref_ptr {
 public:
  constexpr ref_ptr() noexcept = default;
  explicit ref_ptr(T* object) noexcept : object_(object) {
    if (object_) object_->retain();
  }
  ref_ptr(const ref_ptr& other) noexcept : ref_ptr(other.object_) {}
  template <class U>
  ref_ptr(const ref_ptr<U>& other) noexcept : ref_ptr(other.get()) {}
  ref_ptr(ref_ptr&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  ref_ptr& operator=(ref_ptr other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~ref_ptr() { reset(); }

  void reset() noexcept {
    if (T* object = std::exchange(object_, nullptr)) object->release();
  }
  T* get() const noexcept { return object_; }
  T& operator*() const noexcept { return *object_; }
  T* operator->() const noexcept { return object_; }
  explicit operator bool() const noexcept { return object_ != nullptr; }
  friend bool operator==(const ref_ptr& a, const ref_ptr& b) noexcept {
    return a.object_ == b.object_;
  }
  friend bool operator!=(const ref_ptr& a, const ref_ptr& b) noexcept { return !(a == b); }

 private:
  T* object_ = nullptr;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_REF_PTR_H
