#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
namespace asio = boost::asio;
using namespace std::chrono;
static long A = 0;
void *operator new(std::size_t n) {
  ++A;
  return std::malloc(n);
}
void operator delete(void *p) noexcept { std::free(p); }
void operator delete(void *p, std::size_t) noexcept { std::free(p); }
static volatile int sink;
using steady = steady_clock;
static asio::awaitable<int> triv(int i) { co_return i; }
static asio::awaitable<int> d(int k, int x) {
  if (k == 1)
    co_return x + 1;
  co_return co_await d(k - 1, x) + 1;
}
using Chan = asio::experimental::channel<void(boost::system::error_code, int)>;
static asio::awaitable<void> prod(Chan &c, long n) {
  for (long i = 0; i < n; ++i)
    co_await c.async_send(boost::system::error_code{}, int(i), asio::use_awaitable);
}
static asio::awaitable<void> cons(Chan &c, long n) {
  int s = 0;
  for (long i = 0; i < n; ++i)
    s += co_await c.async_receive(asio::use_awaitable);
  sink = s;
}
static asio::awaitable<void> yielder(long n) {
  auto ex = co_await asio::this_coro::executor;
  for (long i = 0; i < n; ++i)
    co_await asio::post(ex, asio::use_awaitable);
}
static asio::awaitable<void> awaiter(int k, long n) {
  int s = 0;
  for (long i = 0; i < n; ++i)
    s += co_await d(k, int(i));
  sink = s;
}
int main(int, char **v) {
  std::string w = v[1];
  long n = std::atol(v[2]);
  int x = v[3] ? std::atoi(v[3]) : 0;
  asio::io_context io(1);
  auto t = steady::now();
  double ops = n;
  A = 0;
  if (w == "gather") {
    ops *= 20;
    for (int r = 0; r < 20; ++r) {
      std::vector<int> res(n);
      for (long i = 0; i < n; ++i)
        asio::co_spawn(io, triv(int(i)), [&res, i](std::exception_ptr, int q) { res[i] = q; });
      io.run();
      io.restart();
      sink = res[n - 1];
    }
  } else if (w == "queue") {
    Chan c(io, x);
    asio::co_spawn(io, prod(c, n), asio::detached);
    asio::co_spawn(io, cons(c, n), asio::detached);
    io.run();
  } else if (w == "yield") {
    asio::co_spawn(io, yielder(n), asio::detached);
    io.run();
  } else {
    asio::co_spawn(io, awaiter(x, n), asio::detached);
    io.run();
  }
  std::printf("%.2f allocs/op=%.3f\n", duration<double, std::nano>(steady::now() - t).count() / ops,
              A / ops);
}
