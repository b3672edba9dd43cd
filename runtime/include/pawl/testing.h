// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/testing.h: GoogleTest tests whose bodies are coroutines, in virtual time.
//
//   async PAWL_TEST(sleeping_takes_time) {
//     await pawl::sleep(1h);
//     EXPECT_EQ(pawl::get_running_loop().time(), 1h);
//   }
//
// In the C++20 spelling, `PAWL_TEST(name) { co_await ...; }`, it needs no tool.  A test fails when
// a task that it made is not done at its end, and when its body throws.  Link with gtest_main.
#ifndef PAWL_TESTING_H
#define PAWL_TESTING_H

#include <gtest/gtest.h>
#include <pawl/pawl.h>

#include <cstddef>
#include <exception>
#include <string>

namespace pawl::detail {

/// Makes a GoogleTest of the coroutine function pawl_test(Tag*), which is declared later: ADL finds
/// it when all is.  Naming `body` registers it.
template <class Tag>
class registered_test {
  class test final : public ::testing::Test {
    void TestBody() override {
      RunOptions options;
      options.clock = Clock::virtual_time;
      try {
        pawl::run(await_frame<checked>::make(checked{pawl_test(static_cast<Tag*>(nullptr))}),
                  options);
      } catch (const CancelledError&) {
        ADD_FAILURE() << "the test was cancelled";
      }
    }
  };
  /// The body, and then a look at the tasks.
  struct checked {
    Coro<> body;
    bool await_ready() const { return body.await_ready(); }
    template <class P>
    handle<> await_suspend(handle<P> h) noexcept {
      return body.await_suspend(h);
    }
    void await_resume() {
      body.await_resume();
      for (const AnyTask& task : all_tasks()) {
        if (task != current_task()) ADD_FAILURE() << "left over: " << task.repr();
      }
    }
  };
  static std::string name() {
    const std::string self = __PRETTY_FUNCTION__;
    const std::size_t begin = self.find("Tag = ") + 6;
    const std::string tag = self.substr(begin, self.find_first_of(";]", begin) - begin);
    return tag.substr(tag.rfind(':') + 1);
  }
  static bool add() {
    ::testing::RegisterTest("pawl", name().c_str(), nullptr, nullptr, "", 0,
                            []() -> ::testing::Test* { return new test; });
    return true;
  }
  static const bool registered;
  template <const bool&>
  struct with {
    using body = Coro<>;
  };

 public:
  using body = typename with<registered>::body;
};
template <class Tag>
const bool registered_test<Tag>::registered = add();

}  // namespace pawl::detail

/// The head of a test, in front of its body.
#define PAWL_TEST(name) pawl::detail::registered_test<struct name>::body pawl_test(struct name*)

#endif  // PAWL_TESTING_H
