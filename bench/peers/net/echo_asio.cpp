#include <boost/asio.hpp>
#include <cstdlib>
namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto tok = asio::as_tuple(asio::use_awaitable);
asio::awaitable<void> session(tcp::socket s) {
  s.set_option(tcp::no_delay(true));
  char b[4096];
  for (;;) {
    auto [e, n] = co_await s.async_read_some(asio::buffer(b), tok);
    if (e)
      co_return;
    auto [e2, m] = co_await asio::async_write(s, asio::buffer(b, n), tok);
    if (e2)
      co_return;
  }
}
asio::awaitable<void> listener(unsigned short port) {
  auto ex = co_await asio::this_coro::executor;
  tcp::acceptor a(ex, {asio::ip::address_v4::loopback(), port});
  a.listen(4096);
  for (;;) {
    auto [e, s] = co_await a.async_accept(tok);
    if (!e)
      asio::co_spawn(ex, session(std::move(s)), asio::detached);
  }
}
int main(int, char **v) {
  asio::io_context io(1);
  asio::co_spawn(io, listener(std::atoi(v[1])), asio::detached);
  io.run();
}
