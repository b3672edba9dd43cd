// Coroutines that are fed: a push parser that awaits its input, and std::optional as a coroutine type whose await ends the
// coroutine at the first absent value.
#include "parts.h"
#include "support.h"

// std::optional knows nothing of coroutines: its traits are ours.

/// The promise of a function that returns an optional.  Its return object is a proxy, converted when the function has run.
template <class T>
struct OptionalPromise : Counted {
  struct Proxy {
    std::optional<T> value;
    OptionalPromise* promise;
    explicit Proxy(OptionalPromise* p) : promise(p) { p->proxy = this; }
    Proxy(const Proxy&) = delete;
    operator std::optional<T>() { return std::move(value); }
  };
  Proxy* proxy = nullptr;
  Proxy get_return_object() { return Proxy(this); }
  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void return_value(T value) { proxy->value = std::move(value); }
  void unhandled_exception() { throw; }

  template <class U>
  struct Unwrap {
    std::optional<U> operand;
    bool await_ready() const noexcept { return operand.has_value(); }
    /// Nothing more will happen: the coroutine goes.
    void await_suspend(std::coroutine_handle<> h) { h.destroy(); }
    U await_resume() { return *std::move(operand); }
  };
  template <class U>
  Unwrap<U> await_transform(std::optional<U> operand) {
    return {std::move(operand)};
  }
  // `co_await std::nullopt` ends the function too.
  Unwrap<int> await_transform(std::nullopt_t) { return {std::nullopt}; }
};
namespace std {
template <class T, class... Args>
struct coroutine_traits<std::optional<T>, Args...> {
  using promise_type = OptionalPromise<T>;
};
}  // namespace std

namespace {

std::optional<int> to_int(const std::string& s) {
  Resource r("to_int");
  if (s.empty()) co_await std::nullopt;
  int n = 0;
  for (char c : s) {
    if (c < '0' || c > '9') co_await std::nullopt;
    n = n * 10 + (c - '0');
  }
  co_return n;
}
std::optional<int> divide(int a, int b) {
  if (b == 0) co_await std::nullopt;
  co_return a / b;
}
std::optional<int> evaluate(const std::string& a, char op, const std::string& b) {
  switch (op) {
    case '+': co_return co_await to_int(a) + co_await to_int(b);
    case '-': {
      int left = co_await to_int(a);
      co_return left - co_await to_int(b);
    }
    case '/': co_return co_await divide(co_await to_int(a), co_await to_int(b));
    default: co_await std::nullopt;
  }
  co_return -1;
}

/// Awaits characters; yields tokens.  What feeds it gives one character at a time.
struct Lexer {
  struct promise_type : Counted {
    std::optional<char> input;
    std::string token;
    bool has_token = false;
    bool wants_input = false;
    Lexer get_return_object() { return Lexer(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() { throw; }
    std::suspend_always yield_value(std::string t) {
      token = std::move(t);
      has_token = true;
      return {};
    }
    std::suspend_always yield_value(char c) { return yield_value(std::string(1, c)); }
    struct NextTag {};
    struct Next {
      promise_type* self;
      bool await_ready() const { return false; }
      void await_suspend(std::coroutine_handle<>) { self->wants_input = true; }
      char await_resume() {
        self->wants_input = false;
        return *std::exchange(self->input, std::nullopt);
      }
    };
    Next await_transform(NextTag) { return {this}; }
  };
  using Next = promise_type::NextTag;
  std::coroutine_handle<promise_type> handle;
  explicit Lexer(std::coroutine_handle<promise_type> h) : handle(h) {}
  Lexer(Lexer&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Lexer() {
    if (handle) handle.destroy();
  }
  /// Gives it a character; takes the tokens that are complete by it.
  void feed(char c, std::vector<std::string>& tokens) {
    promise_type& p = handle.promise();
    p.input = c;
    for (;;) {
      handle.resume();
      if (handle.done() || !std::exchange(p.has_token, false)) return;
      tokens.push_back(std::move(p.token));
    }
  }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

Lexer lex(char end) {
  Resource r("lexer");
  for (char c = co_await Lexer::Next();;) {
    if (c == end) {
      co_yield std::string("end");
      co_return;
    }
    if (is_digit(c)) {
      std::string number;
      do number += c;
      while (is_digit(c = co_await Lexer::Next()));
      co_yield number;
    } else if (is_letter(c)) {
      std::string name(1, c);
      while (is_letter(c = co_await Lexer::Next())) name += c;
      co_yield "name:" + name;
    } else if (c == '"') {
      std::string text;
      while ((c = co_await Lexer::Next()) != '"') {
        if (c == '\\') c = co_await Lexer::Next();
        if (c == end) throw std::runtime_error("string without end");
        text += c;
      }
      co_yield "text:" + text;
      c = co_await Lexer::Next();
    } else {
      if (c != ' ') co_yield c;
      c = co_await Lexer::Next();
    }
  }
}

std::string scan(std::string_view text) {
  std::vector<std::string> tokens;
  Lexer lexer = lex('$');
  try {
    for (char c : text) {
      lexer.feed(c, tokens);
      if (lexer.handle.done()) break;
    }
  } catch (const std::runtime_error& e) {
    tokens.push_back(e.what());
  }
  std::string all;
  for (const std::string& t : tokens) all += (all.empty() ? "" : "|") + t;
  return all;
}

}  // namespace

void parsers() {
  struct {
    const char *a, *b;
    char op;
  } cases[] = {{"12", "30", '+'}, {"7", "x", '+'}, {"", "1", '-'}, {"50", "8", '-'}, {"81", "9", '/'}, {"81", "0", '/'}, {"1", "1", '*'}};
  for (const auto& c : cases) {
    std::optional<int> value = evaluate(c.a, c.op, c.b);
    if (value)
      say("= %d;", *value);
    else
      say("= none;");
  }
  end_line();
  say("%s", scan("if (x1 == \"a\\\"b\") y = 42+z $").c_str());
  say("%s", scan("\"open $").c_str());
  say("%s", scan("half a na").c_str());  // Destroyed in the middle of a name.
  end_line();
}
