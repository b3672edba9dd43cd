// A scheduler with virtual time, and what waits by it: sleep, event, mutex, semaphore, channel.  All waiters are nodes in
// the awaiters, which unlink themselves when a coroutine is destroyed.
#ifndef PAWL_TEST_EVERYTHING_SCHEDULER_H
#define PAWL_TEST_EVERYTHING_SCHEDULER_H

#include "support.h"

/// A list of waiters, in the order of their coming.
struct Waiter {
  std::coroutine_handle<> handle;
  Waiter* previous = nullptr;
  Waiter* next = nullptr;
  Waiter() = default;
  Waiter(const Waiter&) {}
  ~Waiter() { unlink(); }
  void unlink() {
    if (!previous) return;
    previous->next = next;
    next->previous = previous;
    previous = next = nullptr;
  }
};
class WaitList {
 public:
  WaitList() { head_.previous = head_.next = &head_; }
  WaitList(const WaitList&) = delete;
  ~WaitList() { head_.previous = nullptr; }
  bool empty() const { return head_.next == &head_; }
  void push(Waiter& w, std::coroutine_handle<> h) {
    w.handle = h;
    w.previous = head_.previous;
    w.next = &head_;
    w.previous->next = w.next->previous = &w;
  }
  Waiter* pop() {
    if (empty()) return nullptr;
    Waiter* w = head_.next;
    w->unlink();
    return w;
  }

 private:
  Waiter head_;
};

class scheduler {
 public:
  /// Resumes what is ready, then what sleeps shortest, at most \p steps times.
  int run(int steps) {
    int taken = 0;
    while (taken < steps) {
      if (Waiter* w = ready_.pop()) {
        ++taken;
        w->handle.resume();
        continue;
      }
      Sleeper* first = nullptr;
      for (Sleeper* s : sleepers_)
        if (!first || s->until < first->until) first = s;
      if (!first) break;
      now_ = first->until;
      first->leave();
      ready_.push(*first, first->handle);
    }
    return taken;
  }
  int now() const { return now_; }
  void post(Waiter& w, std::coroutine_handle<> h) { ready_.push(w, h); }

  /// Goes behind everything that is ready.
  struct Turn : Waiter {
    scheduler* owner;
    explicit Turn(scheduler* owner) : owner(owner) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { owner->post(*this, h); }
    void await_resume() const noexcept {}
  };
  Turn turn() { return Turn(this); }

  struct Sleeper : Waiter {
    scheduler* owner;
    int until;
    bool asleep = false;
    Sleeper(scheduler* owner, int until) : owner(owner), until(until) {}
    ~Sleeper() { leave(); }
    bool await_ready() const noexcept { return until <= owner->now_; }
    void await_suspend(std::coroutine_handle<> h) {
      handle = h;
      asleep = true;
      owner->sleepers_.push_back(this);
    }
    int await_resume() const noexcept { return owner->now_; }
    void leave() {
      if (!asleep) return;
      asleep = false;
      for (auto at = owner->sleepers_.begin(); at != owner->sleepers_.end(); ++at)
        if (*at == this) {
          owner->sleepers_.erase(at);
          break;
        }
    }
  };
  Sleeper sleep(int ticks) { return Sleeper(this, now_ + ticks); }

 private:
  int now_ = 0;
  WaitList ready_;
  std::vector<Sleeper*> sleepers_;
};

/// Set once; everybody goes on.
class event {
 public:
  explicit event(scheduler& s) : scheduler_(s) {}
  void set() {
    set_ = true;
    while (Waiter* w = waiters_.pop()) scheduler_.post(*w, w->handle);
  }
  struct Wait : Waiter {
    event* owner;
    explicit Wait(event* owner) : owner(owner) {}
    bool await_ready() const noexcept { return owner->set_; }
    void await_suspend(std::coroutine_handle<> h) { owner->waiters_.push(*this, h); }
    void await_resume() const noexcept {}
  };
  Wait wait() { return Wait(this); }

 private:
  scheduler& scheduler_;
  bool set_ = false;
  WaitList waiters_;
};

/// One holder at a time; `auto guard = co_await mutex.lock();`.
class async_mutex {
 public:
  class guard {
   public:
    explicit guard(async_mutex* m) : mutex_(m) {}
    guard(guard&& other) noexcept : mutex_(std::exchange(other.mutex_, nullptr)) {}
    ~guard() {
      if (mutex_) mutex_->unlock();
    }

   private:
    async_mutex* mutex_;
  };
  struct Lock : Waiter {
    async_mutex* owner;
    explicit Lock(async_mutex* owner) : owner(owner) {}
    bool await_ready() const noexcept { return false; }
    /// The third kind: whether to suspend is known only now.
    bool await_suspend(std::coroutine_handle<> h) {
      if (!owner->locked_) {
        owner->locked_ = true;
        return false;
      }
      owner->waiters_.push(*this, h);
      return true;
    }
    guard await_resume() const noexcept { return guard(owner); }
  };
  explicit async_mutex(scheduler& s) : scheduler_(s) {}
  Lock lock() { return Lock(this); }

 private:
  void unlock() {
    if (Waiter* w = waiters_.pop())
      scheduler_.post(*w, w->handle);
    else
      locked_ = false;
  }
  scheduler& scheduler_;
  bool locked_ = false;
  WaitList waiters_;
};

/// Values from senders to receivers, with room for some; a sender hands over to a receiver that waits by symmetric
/// transfer.
template <class T>
class channel {
 public:
  explicit channel(scheduler& s, std::size_t room) : scheduler_(s), room_(room) {}

  struct Send : Waiter {
    channel* owner;
    T value;
    Send(channel* owner, T value) : owner(owner), value(std::move(value)) {}
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) {
      if (Waiter* receiver = owner->receivers_.pop()) {
        static_cast<Receive*>(receiver)->value = std::move(value);
        owner->scheduler_.post(*this, h);
        return receiver->handle;
      }
      if (owner->values_.size() < owner->room_) {
        owner->values_.push_back(std::move(value));
        return h;
      }
      owner->senders_.push(*this, h);
      return std::noop_coroutine();
    }
    void await_resume() const noexcept {}
  };
  struct Receive : Waiter {
    channel* owner;
    std::optional<T> value;
    explicit Receive(channel* owner) : owner(owner) {}
    bool await_ready() {
      if (!owner->values_.empty()) {
        value = std::move(owner->values_.front());
        owner->values_.pop_front();
        if (Waiter* sender = owner->senders_.pop()) {
          owner->values_.push_back(std::move(static_cast<Send*>(sender)->value));
          owner->scheduler_.post(*sender, sender->handle);
        }
      }
      return value || owner->closed_;
    }
    void await_suspend(std::coroutine_handle<> h) { owner->receivers_.push(*this, h); }
    std::optional<T> await_resume() { return std::move(value); }
  };
  Send send(T value) { return Send(this, std::move(value)); }
  Receive receive() { return Receive(this); }
  void close() {
    closed_ = true;
    while (Waiter* w = receivers_.pop()) scheduler_.post(*w, w->handle);
  }

 private:
  scheduler& scheduler_;
  std::size_t room_;
  bool closed_ = false;
  std::deque<T> values_;
  WaitList senders_, receivers_;
};

#endif
