// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/process_pool.h: CPU-bound work in other processes, of which one may crash.
// https://docs.python.org/3/library/concurrent.futures.html#processpoolexecutor
//
//   pawl::ProcessPoolExecutor pool(4);
//   long n = await pawl::run_in_executor(pool, count_primes, 20000L);
//
// Arguments and results travel as bytes, by cereal (https://uscilab.github.io/cereal): numbers,
// strings, vectors, maps, optionals, tuples, and any type that has a serialize() for it.  More of
// the standard library's types are serialised when their header of cereal's is included.
#ifndef PAWL_PROCESS_POOL_H
#define PAWL_PROCESS_POOL_H

#include <pawl/detail/process_core.h>
#include <pawl/future.h>

#include <cereal/archives/binary.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/tuple.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/vector.hpp>
#include <cstddef>
#include <cstring>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace pawl {

/// Processes that are forked when the pool is made: it has to be made before other threads are
/// started, and sees what the program was then.  In the loop it belongs to the loop in which it is
/// used first.  Its functions run with their own copy of all memory; what they print is flushed.
class ProcessPoolExecutor {
 public:
  /// Throws std::invalid_argument when `max_workers` is 0, std::system_error when no process can be
  /// had.
  explicit ProcessPoolExecutor(std::size_t max_workers = default_workers());
  ProcessPoolExecutor(const ProcessPoolExecutor&) = delete;
  ProcessPoolExecutor& operator=(const ProcessPoolExecutor&) = delete;
  /// Kills the processes; calls that are not done end cancelled.
  ~ProcessPoolExecutor();

  /// How many processors there are.
  static std::size_t default_workers() noexcept;
  const detail::ref_ptr<detail::process_pool>& pool() const noexcept { return pool_; }

 private:
  detail::ref_ptr<detail::process_pool> pool_;
};

namespace detail {

template <class T>
std::string to_bytes(const T& value) {
  std::ostringstream out(std::ios::binary);
  cereal::BinaryOutputArchive archive(out);
  archive(value);
  return std::move(out).str();
}
template <class T>
T from_bytes(std::string_view bytes) {
  std::istringstream in(std::string(bytes), std::ios::binary);
  cereal::BinaryInputArchive archive(in);
  T value{};
  archive(value);
  return value;
}

/// What a worker does for one kind of call.
template <class F, class... Args>
struct process_entry {
  using result = std::invoke_result_t<F, Args...>;

  static std::string run(std::string_view callable, std::string_view arguments) {
    alignas(F) unsigned char storage[sizeof(F)];
    std::memcpy(storage, callable.data(), sizeof(F));
    F& f = *reinterpret_cast<F*>(storage);
    auto args = from_bytes<std::tuple<Args...>>(arguments);
    if constexpr (std::is_void_v<result>) {
      std::apply(f, std::move(args));
      return {};
    } else {
      return to_bytes(std::apply(f, std::move(args)));
    }
  }
};

template <class T>
class process_call final : public process_call_base {
 public:
  process_call() : state_(new call_state(this)) {}
  const auto& state() const noexcept { return state_; }

 private:
  /// Whoever cancels the future of a call gives the call up.
  class call_state final : public future_state<T> {
   public:
    explicit call_state(process_call* call) noexcept : call_(call) {}
    bool cancel(const std::string& message) override {
      if (!future_state<T>::cancel(message)) return false;
      if (call_) call_->given_up();
      return true;
    }
    process_call* call_;  // until it is done
  };

  void succeed(std::string_view bytes) override {
    state_->call_ = nullptr;
    if (state_->done()) return;
    if constexpr (std::is_void_v<T>) {
      state_->set_value();
    } else {
      state_->set_value(from_bytes<T>(bytes));
    }
  }
  void fail(std::exception_ptr error) noexcept override {
    state_->call_ = nullptr;
    if (!state_->done()) state_->fail(std::move(error));
  }
  void cancelled() noexcept override {
    state_->call_ = nullptr;
    if (!state_->done()) static_cast<void>(state_->future_state<T>::cancel({}));
  }
  ref_ptr<call_state> state_;
};

}  // namespace detail

/// Calls `f(args...)` in a process of the pool, in the order of the calls; the future has the
/// result, or an error: that which `f` threw where it is a class of the standard library's, else
/// RemoteError; BrokenProcessPool when the process died.  `f` is a function, or a lambda that
/// captures nothing.  When the future is cancelled, a call that has not begun never does; one that
/// has runs on unheard.  Throws BrokenProcessPool when a process has died before.
template <class F, class... Args>
auto run_in_executor(ProcessPoolExecutor& executor, F&& f, Args&&... args) {
  using function = std::decay_t<F>;
  static_assert(std::is_pointer_v<function> || std::is_empty_v<function>,
                "what runs in another process is a function, or a lambda that captures nothing");
  static_assert(std::is_trivially_copyable_v<function>);
  using entry = detail::process_entry<function, std::decay_t<Args>...>;
  using result = typename entry::result;
  static_assert(!std::is_reference_v<result>, "a reference means nothing in another process");
  const function copy = f;
  std::string callable(sizeof copy, '\0');
  std::memcpy(callable.data(), static_cast<const void*>(&copy), sizeof copy);
  const detail::ref_ptr<detail::process_call<result>> call(new detail::process_call<result>);
  const Future<result> future{detail::ref_ptr<detail::future_state<result>>(call->state())};
  detail::submit_to(
      *executor.pool(), call, &entry::run, std::move(callable),
      detail::to_bytes(std::tuple<std::decay_t<Args>...>(std::forward<Args>(args)...)));
  return future;
}

}  // namespace pawl

#endif  // PAWL_PROCESS_POOL_H
