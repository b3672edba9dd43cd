// A log, and objects that are counted, for the program that uses everything.
#ifndef PAWL_TEST_EVERYTHING_SUPPORT_H
#define PAWL_TEST_EVERYTHING_SUPPORT_H

#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// What the program prints, a word at a time.
template <class... Args>
void say(const char* format, Args... args) {
  if constexpr (sizeof...(Args) == 0)
    std::fputs(format, stdout);
  else
    std::printf(format, args...);
  std::putchar(' ');
}
inline void end_line() { std::putchar('\n'); }

/// Objects and frames that are alive.
inline int alive = 0;

/// A resource: counted, and told when it ends.  Moves are silent.
class Resource {
 public:
  explicit Resource(std::string name) : name_(std::move(name)) { ++alive; }
  Resource(Resource&& other) noexcept : name_(std::exchange(other.name_, "")) { ++alive; }
  Resource(const Resource&) = delete;
  ~Resource() {
    --alive;
    if (!name_.empty()) say("~%s", name_.c_str());
  }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

/// Counts the frames of a promise that has it for a base.
struct Counted {
  Counted() { ++alive; }
  Counted(const Counted&) = delete;
  ~Counted() { --alive; }
};

#endif
