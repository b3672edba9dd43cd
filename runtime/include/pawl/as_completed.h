// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/as_completed.h: results as they come, in the order of completion.
// https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed
#ifndef PAWL_AS_COMPLETED_H
#define PAWL_AS_COMPLETED_H

#include <pawl/detail/completion_queue.h>
#include <pawl/detail/ensure_state.h>
#include <pawl/detail/loop_base.h>

#include <chrono>
#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace pawl {

namespace detail {

template <class State>
class completion_states final : public completion_queue {
 public:
  explicit completion_states(std::vector<ref_ptr<State>> states)
      : states_(std::move(states)), nodes_(std::make_unique<child[]>(states_.size())) {
    std::vector<future_core*> futures;
    futures.reserve(states_.size());
    for (const auto& state : states_) futures.push_back(state.get());
    start(nodes_.get(), futures);
  }
  State& operator[](std::size_t index) const noexcept { return *states_[index]; }

 private:
  std::vector<ref_ptr<State>> states_;
  std::unique_ptr<child[]> nodes_;
};

}  // namespace detail

/// What as_completed() returns: a range that can be gone through in two ways, and on where it was
/// left.
///
///   for (auto next : pawl::as_completed(v)) { T r = await next; }
///   for await (T r : pawl::as_completed(v)) ...
template <class State>
class [[nodiscard]] AsCompleted {
  using queue = detail::completion_states<State>;
  using result = decltype(std::declval<State&>().share());

 public:
  explicit AsCompleted(detail::ref_ptr<detail::completion_states<State>> q) noexcept
      : queue_(std::move(q)) {}

  /// Stands for one of the results: its await gives the next that there is, in whichever order such
  /// are awaited.  Await it once.
  class [[nodiscard]] Next final : public detail::completion_waiter {
   public:
    explicit Next(detail::ref_ptr<queue> q) noexcept
        : detail::completion_waiter(*q), queue_(std::move(q)) {}
    Next(const Next&) noexcept = default;
    ~Next() { this->give_back(); }
    result await_resume() {
      State& child = (*queue_)[take_index()];
      return child.share();
    }

   private:
    detail::ref_ptr<queue> queue_;
  };

  struct sentinel {};
  class async_iterator;

  /// Goes through the results without waiting; awaited, it becomes one that waits.
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Next;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Next;

    Next operator*() const { return Next(queue_); }
    iterator& operator++() noexcept {
      at_end_ = !queue_->claim();
      return *this;
    }
    friend bool operator==(const iterator& it, sentinel) noexcept { return it.at_end_; }
    friend bool operator!=(const iterator& it, sentinel) noexcept { return !it.at_end_; }

    bool await_ready() const noexcept { return at_end_ || wait_.await_ready(); }
    template <class P>
    void await_suspend(handle<P> h) {
      wait_.await_suspend(h);
    }
    async_iterator await_resume() { return async_iterator(queue_, at_end_, wait_); }

   private:
    friend class AsCompleted;
    explicit iterator(detail::ref_ptr<queue> q)
        : queue_(std::move(q)), at_end_(!queue_->claim()), wait_(*queue_) {}
    detail::ref_ptr<queue> queue_;
    bool at_end_;
    detail::completion_waiter wait_;
  };

  /// Where a `for await` stands.
  class async_iterator {
   public:
    /// The result; throws what the awaitable ended with.
    result operator*() const { return (*queue_)[index_].share(); }
    /// Await it.
    auto operator++() noexcept {
      class [[nodiscard]] step final : public detail::completion_waiter {
       public:
        explicit step(async_iterator& it) noexcept
            : detail::completion_waiter(*it.queue_), it_(it) {
          it.at_end_ = !it.queue_->claim();
        }
        bool await_ready() const noexcept {
          return it_.at_end_ || detail::completion_waiter::await_ready();
        }
        async_iterator& await_resume() {
          if (!it_.at_end_) it_.index_ = take_index();
          return it_;
        }

       private:
        async_iterator& it_;
      };
      return step(*this);
    }
    friend bool operator==(const async_iterator& it, sentinel) noexcept { return it.at_end_; }
    friend bool operator!=(const async_iterator& it, sentinel) noexcept { return !it.at_end_; }

   private:
    friend class iterator;
    async_iterator(detail::ref_ptr<queue> q, bool at_end, detail::completion_waiter& wait)
        : queue_(std::move(q)), at_end_(at_end), index_(at_end ? 0 : wait.take_index()) {}
    detail::ref_ptr<queue> queue_;
    bool at_end_;
    std::size_t index_;
  };

  iterator begin() const { return iterator(queue_); }
  sentinel end() const noexcept { return {}; }

 private:
  detail::ref_ptr<queue> queue_;
};

namespace detail {

template <class A>
auto complete_each(source_site site, std::vector<A>& awaitables) {
  require_loop();
  using state = std::remove_reference_t<decltype(*ensure_state(std::declval<A>(), site))>;
  std::vector<ref_ptr<state>> states;
  states.reserve(awaitables.size());
  for (A& awaitable : awaitables) states.push_back(ensure_state(std::move(awaitable), site));
  return ref_ptr<completion_states<state>>(new completion_states<state>(std::move(states)));
}

}  // namespace detail

/// Runs coroutines, tasks or futures at once; the range gives their results in the order of
/// completion.  An error comes out where its result would.  Throws RuntimeError when no loop runs.
template <class A>
auto as_completed(std::vector<A> awaitables,
                  detail::source_site site = detail::source_site::current()) {
  auto queue = detail::complete_each(site, awaitables);
  return AsCompleted(std::move(queue));
}

/// The same; after `limit` every result that is not there yet is a TimeoutError.  What still runs
/// runs on.
template <class A, class Rep, class Period>
auto as_completed(std::vector<A> awaitables, std::chrono::duration<Rep, Period> limit,
                  detail::source_site site = detail::source_site::current()) {
  auto queue = detail::complete_each(site, awaitables);
  queue->limit(detail::to_loop_time(limit));
  return AsCompleted(std::move(queue));
}

}  // namespace pawl

#endif  // PAWL_AS_COMPLETED_H
