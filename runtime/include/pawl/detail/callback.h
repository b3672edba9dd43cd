// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/callback.h: a function that a loop runs once, and the handle that can take it back.
#ifndef PAWL_DETAIL_CALLBACK_H
#define PAWL_DETAIL_CALLBACK_H

#include <pawl/detail/context_cell.h>
#include <pawl/detail/loop_base.h>
#include <pawl/detail/ref_ptr.h>
#include <pawl/detail/source_site.h>

#include <utility>

namespace pawl {

namespace detail {

class callback : public ref_counted, public ready_node {
 public:
  /// The queue it is put into refers to it too, until it has run or is cancelled.
  void stay_until_run() noexcept {
    queued_ = true;
    retain();
  }
  void cancel() noexcept;
  bool cancelled() const noexcept { return cancelled_; }
  void run() override;
  void drop() noexcept override { cancel(); }
  source_site site() const noexcept override { return site_; }

  timer deadline;

 protected:
  /// It will run in a copy of the context of now.
  explicit callback(source_site site) noexcept : context_{current_context().values}, site_(site) {}
  ~callback() override = default;
  virtual void invoke() = 0;

 private:
  context_cell context_;
  source_site site_;
  bool queued_ = false;
  bool cancelled_ = false;
};

template <class F>
class callback_of final : public callback {
 public:
  callback_of(F f, source_site site) : callback(site), f_(std::move(f)) {}

 private:
  void invoke() override { static_cast<void>(f_()); }
  F f_;
};

template <class F>
ref_ptr<callback> make_callback(F f, source_site site) {
  return ref_ptr<callback>(new callback_of<F>(std::move(f), site));
}

}  // namespace detail

/// A scheduled callback; https://docs.python.org/3/library/asyncio-eventloop.html#callback-handles.
/// Copies refer to the same callback.  Dropping it cancels nothing.
class Handle {
 public:
  Handle() noexcept = default;
  explicit Handle(detail::ref_ptr<detail::callback> callback) noexcept
      : callback_(std::move(callback)) {}
  /// The callback will not run, unless it has begun to.
  void cancel() const noexcept {
    if (callback_) callback_->cancel();
  }
  bool cancelled() const noexcept { return callback_ && callback_->cancelled(); }

 private:
  detail::ref_ptr<detail::callback> callback_;
};

}  // namespace pawl

#endif  // PAWL_DETAIL_CALLBACK_H
