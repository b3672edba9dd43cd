// Calls that wait, reached in many ways; and what does not wait.
#include <pawl/pawl.h>
#include <condition_variable>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <memory>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <queue>
#include <semaphore.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;
void nap() { usleep(10); }
void deeper() { nap(); }
struct S { S() { nap(); } ~S(); void m() { deeper(); } static void s() { nap(); } void operator()() { nap(); } int operator[](int) { nap(); return 1; } };
S::~S() {}
struct D { ~D() { nap(); } };
template <class T> void tnap(T t) { std::this_thread::sleep_for(t); }
inline void rec(int n) { if (n) rec(n - 1); else nap(); }
std::mutex m; std::condition_variable cv; bool ready;
namespace fs = std::filesystem;
namespace tt = std::this_thread;
void notBlocking() { std::thread t([] { std::this_thread::sleep_for(1s); }); t.detach(); }
[[noreturn]] void die() { std::this_thread::sleep_for(1s); std::exit(1); }
async Coro<> body(std::vector<std::thread>& ts, std::future<int> f, std::shared_future<int> sf, std::string line, int fd, FILE* file) {
  std::this_thread::sleep_for(1s);           // expect-warning(blocking-call)
  tt::sleep_for(1s);                         // expect-warning(blocking-call)
  std::this_thread::sleep_until(std::chrono::steady_clock::now()); // expect-warning(blocking-call)
  { using std::this_thread::sleep_for; sleep_for(1s); } // expect-warning(blocking-call)
  ::sleep(1);                                // expect-warning(blocking-call)
  ::usleep(1);                               // expect-warning(blocking-call)
  deeper();                                  // expect-warning(blocking-call)
  S s;                                       // expect-warning(blocking-call)
  s.m();                                     // expect-warning(blocking-call)
  S::s();                                    // expect-warning(blocking-call)
  s();                                       // expect-warning(blocking-call)
  (void)s[1];                                // expect-warning(blocking-call)
  tnap(1s);                                  // expect-warning(blocking-call)
  rec(3);                                    // expect-warning(blocking-call)
  auto u = std::make_unique<S>();            // expect-warning(blocking-call)
  new S;                                     // expect-warning(blocking-call)
  for (auto& t : ts) t.join();               // expect-warning(blocking-call)
  int a = f.get();                           // expect-warning(blocking-call)
  int b = sf.get();                          // expect-warning(blocking-call)
  sf.wait();                                 // expect-warning(blocking-call)
  std::async(std::launch::async, [] { return 1; }).get(); // expect-warning(blocking-call)
  { std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return ready; }); } // expect-warning(blocking-call)
  std::getline(std::cin, line);              // expect-warning(blocking-call)
  std::cin >> a;                             // expect-warning(blocking-call)
  while (std::cin >> line) a++;              // expect-warning(blocking-call)
  std::ifstream in("x");                     // expect-warning(blocking-call)
  std::getline(in, line);
  std::fgets(nullptr, 0, file);              // expect-warning(blocking-call)
  getaddrinfo("x", nullptr, nullptr, nullptr); // expect-warning(blocking-call)
  gethostbyname("x");                        // expect-warning(blocking-call)
  std::system("x");                          // expect-warning(blocking-call)
  waitpid(1, nullptr, 0);                    // expect-warning(blocking-call)
  waitpid(1, nullptr, WNOHANG);
  ::read(0, nullptr, 1);                     // expect-warning(blocking-call)
  ::recv(fd, nullptr, 1, 0);                 // expect-warning(blocking-call)
  ::accept(fd, nullptr, nullptr);            // expect-warning(blocking-call)
  flock(fd, LOCK_EX);                        // expect-warning(blocking-call)
  poll(nullptr, 0, 100);                     // expect-warning(blocking-call)
  poll(nullptr, 0, 0);
  fs::copy("a", "b");                        // expect-warning(blocking-call)
  auto l = [] { nap(); };
  l();                                       // expect-warning(blocking-call)
  [] { std::this_thread::sleep_for(1s); }(); // expect-warning(blocking-call)
  std::invoke(nap);                          // expect-warning(blocking-call)
  std::async(std::launch::async, nap);       // expect-warning(blocking-call)
  if (b) die();                              // expect-warning(blocking-call)
  if (a) usleep(1); else nap();              // expect-warning(blocking-call) expect-warning(blocking-call)
  notBlocking();
  await pawl::to_thread(nap);
  await pawl::to_thread([] { std::this_thread::sleep_for(1s); });
  std::thread other(nap); other.detach();
  auto fut = std::async(std::launch::async, nap);
  if (fut.wait_for(0s) == std::future_status::ready) fut.get();
  std::function<void()> later = nap;
  m.lock(); m.unlock();
  std::lock_guard<std::mutex> g(m);
  std::cout << "x" << std::endl; std::fputs("x", stdout); std::printf("x");
}
void plain() { std::this_thread::sleep_for(1s); }
struct V { virtual void v() { nap(); } };
struct F final : V { void v() override { nap(); } };
async Coro<> virt(V& v, F& f) {
  v.v();
  f.v();                                     // expect-warning(blocking-call)
  v.V::v();                                  // expect-warning(blocking-call)
}
async pawl::AsyncGenerator<int> gen() {
  nap();                                     // expect-warning(blocking-call)
  yield 1;
}
async Coro<> inHandler() {
  try { await pawl::sleep(1s); } catch (const std::exception&) { nap(); } // expect-warning(blocking-call)
}
async Coro<> lambdaInside() {
  auto f = async []() -> Coro<> { nap(); return; }; // expect-warning(blocking-call)
  auto plainLambda = [] { nap(); };
  await f();
  await pawl::to_thread(plainLambda);
}
[[pawl::nonblocking]] inline void quick() { nap(); }
[[pawl::blocking]] void slow();
struct Db { [[pawl::blocking]] void query(); [[pawl::blocking]] Db(); Db(int); };
async Coro<> attrs(Db& db) {
  quick();
  slow();                                    // expect-warning(blocking-call)
  db.query();                                // expect-warning(blocking-call)
  Db x;                                      // expect-warning(blocking-call)
  Db y(1);
  await pawl::to_thread(slow);
  D d;                                       // expect-warning(blocking-call)
}
