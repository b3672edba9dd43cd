// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// fd_callbacks.h: a loop's add_reader and add_writer: what is called whenever a descriptor is
// ready.
#ifndef PAWL_SRC_FD_CALLBACKS_H
#define PAWL_SRC_FD_CALLBACKS_H

#include <pawl/detail/repeated_callback.h>
#include <pawl/io.h>

#include <map>
#include <utility>

namespace pawl::detail {

/// A waiter that no frame waits in: it calls, and waits again.
class fd_callback final : public ref_counted, private io_waiter {
 public:
  fd_callback(int fd, bool in, ref_ptr<repeated_callback> callback);
  /// Throws.
  void begin();
  /// It is not called any more, and forgets the callback.
  void end() noexcept;

 private:
  ~fd_callback() override = default;
  void run() override;
  void drop() noexcept override {}
  std::string waits_for() const override { return io_waiter::waits_for(); }

  ref_ptr<repeated_callback> callback_;  // null: at its end
};

class fd_callbacks {
 public:
  explicit fd_callbacks(loop_base& loop) noexcept : loop_(loop) {}
  fd_callbacks(const fd_callbacks&) = delete;
  fd_callbacks& operator=(const fd_callbacks&) = delete;
  ~fd_callbacks();

  void add(int fd, bool in, ref_ptr<repeated_callback> callback);
  bool remove(int fd, bool in) noexcept;

 private:
  loop_base& loop_;
  std::map<std::pair<int, bool>, ref_ptr<fd_callback>> all_;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_FD_CALLBACKS_H
