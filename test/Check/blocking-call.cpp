// Calls in coroutines that stop the thread, directly and through ordinary functions.
// RUN: %check-findings %s -- -fpawl-blocking-calls=%S/Inputs/blocking.txt
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <mutex>
#include <netdb.h>
#include <pawl/pawl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
using namespace std::chrono_literals;
using pawl::Coro;

async Coro<> sleeping(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);          // expect-warning(blocking-call): 'sleep_for' sleeps and blocks the event loop; use await pawl::sleep(time)
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + time); // expect-warning(blocking-call)
  ::sleep(1);                                 // expect-warning(blocking-call): 'sleep' sleeps
  usleep(10);                                 // expect-warning(blocking-call)
  await pawl::sleep(time);
}

async Coro<int> threads(std::future<int> &f, std::shared_future<void> s, std::thread t) {
  int n = f.get();                            // expect-warning(blocking-call): 'get' waits for another thread
  s.wait();                                   // expect-warning(blocking-call)
  t.join();                                   // expect-warning(blocking-call): 'join' waits for another thread and blocks the event loop; use await pawl::to_thread
  std::mutex m;
  std::condition_variable c;
  std::unique_lock<std::mutex> lock(m);
  c.wait(lock);                               // expect-warning(blocking-call): 'wait' waits for another thread and blocks the event loop; use pawl::Condition
  return n;
}

// A future that is asked first does not wait; to take a mutex is no wait.
async Coro<int> polled(std::future<int> &f, std::thread &t, std::mutex &m) {
  while (f.wait_for(0s) != std::future_status::ready) await pawl::sleep(1ms);
  t.detach();
  { std::lock_guard<std::mutex> lock(m); }
  m.lock();
  m.unlock();
  return f.get();
}
async Coro<> patient(std::future<int> &f) {
  f.wait_for(1s);                             // expect-warning(blocking-call): 'wait_for' waits
  return;
}

async Coro<> sockets(int fd, char *buffer) {
  ::read(fd, buffer, 1);                      // expect-warning(blocking-call): use pawl::readable
  ::send(fd, buffer, 1, 0);                   // expect-warning(blocking-call)
  int other = ::accept(fd, nullptr, nullptr); // expect-warning(blocking-call): waits for the other side
  pollfd set{other, POLLIN, 0};
  ::poll(&set, 1, 100);                       // expect-warning(blocking-call): waits for events
  ::poll(&set, 1, 0);
  ::read(0, buffer, 1);                       // expect-warning(blocking-call)
  ::close(fd);
  return;
}
// What is ready does not wait.
async Coro<> ready(int fd, char *buffer) {
  await pawl::readable(fd);
  ::read(fd, buffer, 1);
}

async Coro<> names(addrinfo **found) {
  ::getaddrinfo("a", "b", nullptr, found);    // expect-warning(blocking-call): 'getaddrinfo' waits for a name server
  ::gethostbyname("a");                       // expect-warning(blocking-call)
  return;
}

async Coro<int> processes(int pid) {
  std::system("true");                        // expect-warning(blocking-call): 'system' waits for a process
  ::waitpid(pid, nullptr, 0);                 // expect-warning(blocking-call)
  ::waitpid(pid, nullptr, WNOHANG);
  pclose(popen("true", "r"));                 // expect-warning(blocking-call) expect-warning(blocking-call)
  return 0;
}

async Coro<int> files(std::FILE *file, char *buffer) {
  std::ifstream stream("name");               // expect-warning(blocking-call): waits for a file
  std::ifstream none;
  std::filesystem::remove_all("name");        // expect-warning(blocking-call)
  fsync(1);                                   // expect-warning(blocking-call)
  std::printf("written to a buffer\n");
  return static_cast<int>(std::fread(buffer, 1, 1, file)); // expect-warning(blocking-call)
}

async Coro<int> input(std::istream &stream) {
  int a = 0, b = 0;
  std::cin >> a >> b;                         // expect-warning(blocking-call): waits for input
  std::string line;
  std::getline(std::cin, line);               // expect-warning(blocking-call)
  std::cin.get();                             // expect-warning(blocking-call)
  stream >> a;
  return a + b + std::getchar();              // expect-warning(blocking-call)
}

// Through ordinary functions, any number of them; the note leads to the end of the way.
void naps() { std::this_thread::sleep_for(1s); }
void calls_it(int) { naps(); }
int recursive(int n) { return n ? recursive(n - 1) : (naps(), 0); }
int harmless(int n) { return n ? harmless(n - 1) : 0; }
struct Client {
  Client() { naps(); }
  void poll() { naps(); }
  virtual void overridden() { naps(); }
  async Coro<> member() {
    poll();                                   // expect-warning(blocking-call): 'poll' blocks the event loop
  }
};
struct Final final : Client {
  void overridden() override { naps(); }
};
template <class T> void templated(T) { naps(); }
async Coro<> through(Client &client) {
  naps();                                     // expect-warning(blocking-call): 'naps' blocks the event loop; use await pawl::to_thread(naps)
  calls_it(1);                                // expect-warning(blocking-call): use await pawl::to_thread
  harmless(recursive(2));                     // expect-warning(blocking-call)
  client.poll();                              // expect-warning(blocking-call)
  client.overridden();
  Final().overridden();                       // expect-warning(blocking-call) expect-warning(blocking-call)
  Client another;                             // expect-warning(blocking-call)
  templated(1);                               // expect-warning(blocking-call)
  auto lambda = [] { naps(); };
  lambda();                                   // expect-warning(blocking-call)
  return;
}

// Not called here, or not in a coroutine.
void plain() { naps(); }
async Coro<> elsewhere() {
  await pawl::to_thread(naps);
  await pawl::to_thread([] { std::this_thread::sleep_for(1s); });
  std::function<void()> later = [] { naps(); };
  std::thread([] { naps(); }).detach();
}

// What users say of functions, by attributes and in a file.
[[pawl::blocking]] void declared_blocking();
[[pawl::nonblocking]] inline void declared_harmless() { naps(); }
namespace library {
int query(const char *);
struct Connection {
  void execute();
  void cached() { naps(); }
};
} // namespace library
async Coro<> told(library::Connection &connection) {
  declared_blocking();                        // expect-warning(blocking-call): 'declared_blocking' blocks
  declared_harmless();
  library::query("select");                   // expect-warning(blocking-call): 'query' blocks
  connection.execute();                       // expect-warning(blocking-call)
  connection.cached();
  naps(); // pawl: allow(blocking-call)
}

// Functions of the user's with names of the library's.
namespace own {
void sleep(int) {}
void connect(int) {}
struct thread {
  void join() {}
};
} // namespace own
async Coro<> others(own::thread t) {
  own::sleep(1);
  own::connect(1);
  t.join();
}

template <class Clock> async Coro<> in_template(Clock clock) {
  std::this_thread::sleep_until(clock.now()); // expect-warning(blocking-call)
  return;
}
template <class T> async Coro<> never_instantiated(T time, int fd) {
  ::sleep(1);                                 // expect-warning(blocking-call)
  ::read(0, &time, sizeof time);              // expect-warning(blocking-call)
  ::poll(nullptr, 0, static_cast<int>(sizeof(T)));
  std::this_thread::sleep_for(time);
  naps();                                     // expect-warning(blocking-call)
  time.wait(fd);
  return;
}
async Coro<> instantiates() {
  await in_template(std::chrono::steady_clock());
  await in_template(std::chrono::system_clock());
}
