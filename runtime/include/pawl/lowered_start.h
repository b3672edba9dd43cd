// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/lowered_start.h: the call of a coroutine, from the allocation of its frame to its first
// suspension.  Included by pawl/lowered.h.
#ifndef PAWL_LOWERED_START_H
#define PAWL_LOWERED_START_H

#include <pawl/lowered_frame.h>

#include <cstddef>
#include <exception>
#include <new>
#include <type_traits>
#include <utility>

namespace pawl {
namespace lowered {

namespace detail {

/// Whether the promise is built from the parameters, lvalues of types \p Args
/// ([dcl.fct.def.coroutine]/4).  An aggregate has no constructor that could be viable.
template <class Promise, class... Args>
constexpr bool takes_parameters() noexcept {
  if constexpr (sizeof...(Args) == 0 || std::is_aggregate<Promise>::value) {
    return false;
  } else {
    return std::is_constructible<Promise, Args&...>::value;
  }
}

/// One call of a coroutine from the allocation of its frame to its first suspension.  Its
/// destructor takes down what there is when an exception leaves the call.
template <class Promise, class Frame>
class ramp {
 public:
  explicit ramp(Frame* frame) noexcept : frame_(frame) {}
  ramp(const ramp&) = delete;
  ramp& operator=(const ramp&) = delete;
  ~ramp() {
    if (built_ == running) {
      // The exception left the body, and natively the frame is destroyed here; what the caller
      // would have got may have done it already.
      if (escaped == header_) header_->destroy(header_);
      return;
    }
    if (built_ == all) return;
    if (built_ >= promise) prefix_().promise().~Promise();
    if (built_ >= parameters) frame_->slots._pawl_p.destroy();
    Frame::release(frame_);
  }

  template <class Parameters, class Make>
  void build_parameters(Make&& make_parameters) {
    ::new (frame_->slots._pawl_p.raw()) box<Parameters>{make_parameters()};
    built_ = parameters;
  }
  /// \p copies calls what it is given with the copies of the parameters, of types \p Args.
  template <class... Args, class Copies>
  void build_promise(Copies&& copies) {
    auto& c = prefix_();
    void* where = c.promise_bytes;
    if constexpr (takes_parameters<Promise, Args...>()) {
      copies(frame_->slots._pawl_p.get(),
             [where](Args&... args) { ::new (where) Promise(args...); });
    } else {
      ::new (where) Promise;
    }
    built_ = promise;
    c.header.resume = opaque(Frame::resume_function());
    c.header.destroy = opaque(&Frame::destroy);
    step_of(&c.header) = &first_step<Promise, Frame>::run;
    first_step<Promise, Frame>::prepare(c.promise());
    c.state = 0;
  }
  /// Runs the coroutine to its first suspension and returns what the caller gets (/7).
  template <class Return>
  Return launch() {
    using object = decltype(return_object());
    if constexpr (std::is_void<Return>::value) {
      return_object();
      run();
    } else if constexpr (!std::is_same<object, Return>::value) {
      decltype(auto) result = return_object();
      run();
      return static_cast<decltype(result)&&>(result);
    } else if constexpr (std::is_move_constructible<Return>::value) {
      return launch_named<Return>();
    } else {
      // Nothing but a destructor can run when the result is in its place.
      struct finally {
        ramp& self;
        int exceptions = std::uncaught_exceptions();
        ~finally() noexcept(false) {
          if (std::uncaught_exceptions() == exceptions) self.run();
        }
      } f{*this};
      return return_object();
    }
  }

 private:
  decltype(auto) return_object() { return prefix_().promise().get_return_object(); }
  /// A function of its own, since g++ elides the copy only of a variable in the outermost block.
  template <class Return>
  Return launch_named() {
    Return result = return_object();
    run();
    return result;
  }
  /// Awaits initial_suspend ([dcl.fct.def.coroutine]/5); the first suspension happens when the
  /// return object exists and before the caller has it.
  void run() {
    auto& c = prefix_();
    // Until await_resume begins, an exception destroys the frame; what the caller would have got
    // goes first, and must not destroy it too.
    struct fail {
      prefix<Promise>* c;
      bool awaits = false;
      ~fail() {
        if (c == nullptr) return;
        if (awaits) c->initial.destroy();
        c->header.destroy = opaque(&ignore_destroy);
      }
    } f{&c};
    auto& awaiter =
        c.initial.make([&c]() -> decltype(auto) { return c.promise().initial_suspend(); });
    f.awaits = true;
    frame_header* const header = &c.header;
    frame_header* next = header;
    if (!is_ready(awaiter)) {
      bool keep = false;
      next = suspend(awaiter, c.self(), keep);
      if (!keep) next = header;
    }
    f.c = nullptr;
    header_ = header;
    built_ = running;  // The coroutine runs, or is the return object's.
    if (next != nullptr) next->resume(next);
    built_ = all;
  }

  prefix<Promise>& prefix_() noexcept { return frame_->slots._pawl_c; }

  Frame* frame_;
  frame_header* header_ = nullptr;
  enum { nothing, parameters, promise, running, all } built_ = nothing;
};

}  // namespace detail

/// Makes the frame of a call and runs it to its first suspension; returns what the caller gets
/// ([dcl.fct.def.coroutine]/4-10).  \p make_parameters returns the copies of the parameters;
/// \p copies calls its second argument with lvalues of the copies that are its first; \p args are
/// the parameters themselves, the object parameter first.
template <class Return, class Promise, class Slots, class Parameters, class Body, class Make,
          class Copies, class... Args>
Return start(Body body, Make&& make_parameters, Copies&& copies, Args&... args) {
  using frame_type = frame_of<Promise, Slots, Body, Args...>;
  void* memory = frame_type::memory::allocate(args...);
  if constexpr (detail::has_failure_object<Promise>::value) {
    if (memory == nullptr) return Promise::get_return_object_on_allocation_failure();
  }
  detail::ramp<Promise, frame_type> r(::new (memory) frame_type(std::move(body)));
  r.template build_parameters<Parameters>(make_parameters);
  r.template build_promise<Args...>(copies);

  return r.template launch<Return>();
}

/// The same for a promise that does not ask for the parameters.
template <class Return, class Promise, class Slots, class Parameters, class Body, class Make>
Return start(Body body, Make&& make_parameters) {
  return start<Return, Promise, Slots, Parameters>(std::move(body), make_parameters,
                                                   [](Parameters&, auto&&) {});
}

}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_LOWERED_START_H
