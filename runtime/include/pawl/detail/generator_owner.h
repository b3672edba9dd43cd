// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/generator_owner.h: who owns the frame of an async generator, so that a loop that ends
// can close those that are left (https://docs.python.org/3/library/asyncio-eventloop.html,
// shutdown_asyncgens).
#ifndef PAWL_DETAIL_GENERATOR_OWNER_H
#define PAWL_DETAIL_GENERATOR_OWNER_H

#include <pawl/coroutine.h>
#include <pawl/detail/intrusive_list.h>

#include <utility>

namespace pawl::detail {

class generator_owner;

}  // namespace pawl::detail

namespace pawl {

template <class T>
class Coro;

}  // namespace pawl

namespace pawl::detail {

class generator_link;

/// What a loop does with the generators of one type.  No virtual functions: a base class with
/// virtual functions would push the promise's first members away from the frame's header.
struct generator_type {
  /// Somebody awaits its next step.
  bool (*running)(const generator_link&) noexcept;
  /// aclose() as a coroutine.
  Coro<void> (*closing)(generator_link&);
};

/// The part of a generator's promise that a loop knows.
class generator_link : public list_node {
 public:
  /// Destroys the frame; its owner is left empty.
  void close() noexcept;
  bool running() const noexcept { return type_.running(*this); }
  Coro<void> closing();

 protected:
  explicit generator_link(const generator_type& type) noexcept : type_(type) {}
  ~generator_link() = default;
  generator_owner& owner() const noexcept { return *owner_; }

 private:
  friend class generator_owner;
  const generator_type& type_;
  generator_owner* owner_ = nullptr;
};

/// The only owner of a generator's frame.
class generator_owner {
 protected:
  generator_owner() noexcept = default;
  generator_owner(frame_header* frame, generator_link& link) noexcept
      : frame_(frame), link_(&link) {
    link.owner_ = this;
  }
  generator_owner(generator_owner&& other) noexcept { take(other); }
  generator_owner& operator=(generator_owner&& other) noexcept {
    if (this == &other) return *this;
    close();
    take(other);
    return *this;
  }
  ~generator_owner() { close(); }

  frame_header* header() const noexcept { return frame_; }
  void close() noexcept {
    if (frame_header* frame = std::exchange(frame_, nullptr)) frame->destroy(frame);
  }

 private:
  friend class generator_link;
  void take(generator_owner& other) noexcept {
    frame_ = std::exchange(other.frame_, nullptr);
    link_ = other.link_;
    if (frame_) link_->owner_ = this;
  }
  frame_header* frame_ = nullptr;
  generator_link* link_ = nullptr;
};

inline void generator_link::close() noexcept { owner_->close(); }

/// Lets the loop of this thread know of a generator that begins.
void register_generator(generator_link& generator) noexcept;

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_GENERATOR_OWNER_H
