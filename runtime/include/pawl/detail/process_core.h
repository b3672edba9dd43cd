// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/process_core.h: calls on their way through another process, as far as they do not
// depend on types.
#ifndef PAWL_DETAIL_PROCESS_CORE_H
#define PAWL_DETAIL_PROCESS_CORE_H

#include <pawl/detail/ref_ptr.h>
#include <pawl/errors.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace pawl {

/// A process of a ProcessPoolExecutor died; what was not done never will be.
class BrokenProcessPool : public RuntimeError {
 public:
  using RuntimeError::RuntimeError;
};

/// A call in another process threw something that is not of the standard library.
class RemoteError : public std::runtime_error {
 public:
  RemoteError(std::string type, const std::string& what)
      : std::runtime_error(what), type_(std::move(type)) {}
  /// The name of its class.
  const std::string& type() const noexcept { return type_; }

 private:
  std::string type_;
};

namespace detail {

class process_pool;

class process_call_base : public ref_counted {
 public:
  // Each but given_up() is the last that happens to the call.
  virtual void succeed(std::string_view bytes) = 0;
  virtual void fail(std::exception_ptr error) noexcept = 0;
  virtual void cancelled() noexcept = 0;
  void given_up() noexcept { given_up_ = true; }
  bool is_given_up() const noexcept { return given_up_; }

 protected:
  process_call_base() noexcept = default;
  ~process_call_base() override = default;

 private:
  bool given_up_ = false;
};

/// Runs in the worker: the bytes of the result.
using process_function = std::string (*)(std::string_view callable, std::string_view arguments);

/// Throws BrokenProcessPool.
void submit_to(process_pool& pool, const ref_ptr<process_call_base>& call, process_function run,
               std::string callable, std::string arguments);

}  // namespace detail
}  // namespace pawl

#endif  // PAWL_DETAIL_PROCESS_CORE_H
