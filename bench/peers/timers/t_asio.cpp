#include <boost/asio.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
namespace asio = boost::asio;
using namespace std::chrono;
static asio::awaitable<void> task(long us) {
  asio::steady_timer t(co_await asio::this_coro::executor, microseconds(us));
  co_await t.async_wait(asio::use_awaitable);
}
int main(int, char **v) {
  long n = std::atol(v[1]);
  asio::io_context io(1);
  auto t0 = steady_clock::now();
  unsigned long s = 12345;
  for (long i = 0; i < n; ++i) {
    s = s * 6364136223846793005UL + 1442695040888963407UL;
    asio::co_spawn(io, task((s >> 33) % 1000000), asio::detached);
  }
  io.run();
  std::printf("wall_s=%.3f\n", duration<double>(steady_clock::now() - t0).count());
}
