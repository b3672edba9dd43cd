// Every system call that can fail made to fail in turn: the error arrives where the call belongs, no descriptor and no process is
// left, the loop's other tasks go on, and the next time all is as if nothing had been.
// RUN: %dialect -Wno-pawl-blocking-call %s -ldl -o %t && env PAWL_CLOCK=real %t 2>/dev/null | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <string>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using pawl::Coro;

std::atomic<bool> armed{false};
std::atomic<int> calls{0};
int fail_at = 0;
const char *failed_call = "none";

/// Whether this call is the one to fail; in this process, not in those of a pool.
bool fails(const char *name, int error) {
  static const pid_t self = getpid();
  if (!armed || getpid() != self || ++calls != fail_at)
    return false;
  failed_call = name;
  errno = error;
  return true;
}

// What the runtime calls is found here first; the library's own is the next of that name.
#define FAILING(result, name, parameters, arguments, error)                                                                     \
  extern "C" result name parameters {                                                                                           \
    static const auto real = reinterpret_cast<result(*) parameters>(dlsym(RTLD_NEXT, #name));                                   \
    if (fails(#name, error))                                                                                                    \
      return -1;                                                                                                                \
    return real arguments;                                                                                                      \
  }
FAILING(int, socket, (int f, int t, int p), (f, t, p), EMFILE)
FAILING(int, accept4, (int fd, sockaddr *a, socklen_t *n, int flags), (fd, a, n, flags), EMFILE)
FAILING(int, connect, (int fd, const sockaddr *a, socklen_t n), (fd, a, n), ENETUNREACH)
FAILING(int, bind, (int fd, const sockaddr *a, socklen_t n), (fd, a, n), EADDRINUSE)
FAILING(int, listen, (int fd, int n), (fd, n), EADDRINUSE)
FAILING(int, setsockopt, (int fd, int l, int o, const void *v, socklen_t n), (fd, l, o, v, n), ENOMEM)
FAILING(ssize_t, recv, (int fd, void *b, size_t n, int flags), (fd, b, n, flags), ECONNRESET)
FAILING(ssize_t, send, (int fd, const void *b, size_t n, int flags), (fd, b, n, flags), EPIPE)
FAILING(ssize_t, recvfrom, (int fd, void *b, size_t n, int flags, sockaddr *a, socklen_t *s), (fd, b, n, flags, a, s), ECONNREFUSED)
FAILING(ssize_t, sendto, (int fd, const void *b, size_t n, int flags, const sockaddr *a, socklen_t s), (fd, b, n, flags, a, s),
        ENETUNREACH)
FAILING(ssize_t, sendfile, (int out, int in, off_t *o, size_t n), (out, in, o, n), EIO)
FAILING(int, epoll_ctl, (int e, int op, int fd, epoll_event *v), (e, op, fd, v), op == EPOLL_CTL_DEL ? EBADF : ENOMEM)
FAILING(int, epoll_wait, (int e, epoll_event *v, int n, int ms), (e, v, n, ms), EINTR)
FAILING(int, pipe2, (int *fds, int flags), (fds, flags), EMFILE)
FAILING(int, socketpair, (int d, int t, int p, int *fds), (d, t, p, fds), EMFILE)
FAILING(pid_t, fork, (), (), EAGAIN)
FAILING(pid_t, waitpid, (pid_t p, int *s, int o), (p, s, o), EINTR)
FAILING(int, fsync, (int fd), (fd), EIO)
FAILING(int, fchmod, (int fd, mode_t m), (fd, m), EPERM)
FAILING(int, rename, (const char *a, const char *b), (a, b), EACCES)
FAILING(int, mkostemp, (char *t, int flags), (t, flags), ENOSPC)

extern "C" int posix_spawnp(pid_t *p, const char *f, const posix_spawn_file_actions_t *a, const posix_spawnattr_t *t, char *const *v,
                            char *const *e) {
  static const auto real = reinterpret_cast<decltype(&posix_spawnp)>(dlsym(RTLD_NEXT, "posix_spawnp"));
  return fails("posix_spawnp", EAGAIN) ? EAGAIN : real(p, f, a, t, v, e);
}
extern "C" int open(const char *path, int flags, ...) {
  static const auto real = reinterpret_cast<int (*)(const char *, int, ...)>(dlsym(RTLD_NEXT, "open"));
  va_list more;
  va_start(more, flags);
  const int mode = (flags & O_CREAT) ? va_arg(more, int) : 0;
  va_end(more);
  return fails("open", EMFILE) ? -1 : real(path, flags, mode);
}
extern "C" long syscall(long number, ...) {
  static const auto real = reinterpret_cast<long (*)(long, ...)>(dlsym(RTLD_NEXT, "syscall"));
  long a[6];
  va_list more;
  va_start(more, number);
  for (long &argument : a)
    argument = va_arg(more, long);
  va_end(more);
  if (number == SYS_epoll_pwait2 && fails("epoll_pwait2", EINTR))
    return -1;
  if (number == SYS_pidfd_open && fails("pidfd_open", EMFILE))
    return -1;
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
// Those of everybody: only where the runtime reads and writes what is its user's.
FAILING(ssize_t, read, (int fd, void *b, size_t n), (fd, b, n), EIO)
FAILING(ssize_t, write, (int fd, const void *b, size_t n), (fd, b, n), ENOSPC)

const pawl::SocketAddress loopback("127.0.0.1", 0);

async Coro<> echo(pawl::StreamReader &reader, pawl::StreamWriter &writer) {
  writer.write(await reader.read());
  await writer.drain();
  writer.close();
  await writer.wait_closed();
}
/// A server that fails closes, and says nothing.
std::string answered(std::string answer) {
  if (answer.empty())
    throw std::runtime_error("no answer");
  return answer;
}
async Coro<std::string> streams() {
  auto server = await pawl::start_server(echo, "127.0.0.1", 0);
  auto [reader, writer] = await pawl::open_connection("127.0.0.1", server.port());
  writer.write("through a stream");
  await writer.drain();
  writer.write_eof();
  std::string result = answered(await reader.read());
  writer.close();
  await writer.wait_closed();
  server.close();
  return result;
}
async Coro<std::string> unix_streams() {
  const std::string path = "/tmp/pawl-failing-" + std::to_string(getpid());
  auto server = await pawl::start_unix_server(echo, path);
  auto [reader, writer] = await pawl::open_unix_connection(path);
  writer.write("through a socket file");
  writer.write_eof();
  std::string result = answered(await reader.read());
  writer.close();
  server.close();
  return result;
}
async Coro<std::string> datagrams() {
  auto receiver = await pawl::create_datagram_endpoint(loopback);
  auto sender = await pawl::create_datagram_endpoint({}, receiver.sockname());
  sender.sendto("a datagram");
  await sender.drain();
  return (await receiver.recvfrom()).data;
}
async Coro<std::string> sockets() {
  const pawl::EventLoop loop = pawl::get_running_loop();
  int fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) < 0)
    throw std::system_error(errno, std::generic_category());
  struct Both {
    int *fds;
    pawl::EventLoop loop;
    pawl::Task<std::string> read;
    ~Both() {
      read.cancel();
      loop.remove_reader(fds[0]);
      close(fds[0]);
      close(fds[1]);
    }
  } both{fds, loop, pawl::create_task(pawl::sock_recv(fds[0], 100))};
  await pawl::sleep(1ms);
  await pawl::sock_sendall(fds[1], "by hand");
  std::string result = await both.read;
  pawl::Future<> ready;
  loop.add_reader(fds[0], [&] {
    loop.remove_reader(fds[0]);
    ready.set_result();
  });
  await pawl::sock_sendall(fds[1], ", twice");
  await ready;
  return result + await pawl::sock_recv(fds[0], 100);
}
async Coro<std::string> programs() {
  pawl::SubprocessOptions piped;
  piped.in = piped.out = piped.err = pawl::Stdio::pipe;
  auto cat = await pawl::create_subprocess_exec({"cat"}, piped);
  auto output = await cat.communicate("through a program");
  auto shell = await pawl::create_subprocess_shell("exit 3");
  return output.out + std::to_string(await shell.wait());
}
async Coro<std::string> files() {
  const std::string path = "/tmp/pawl-failing-file-" + std::to_string(getpid());
  await pawl::write_file(path, "one");
  await pawl::append_file(path, ", two");
  std::string result = await pawl::read_file(path);
  await pawl::replace_file(path, "three");
  result += await pawl::read_file(path);
  unlink(path.c_str());
  return result;
}
int twice(int n) { return 2 * n; }
async Coro<std::string> executors() {
  const std::string thread = await pawl::to_thread([] { return std::string("a thread"); });
  pawl::ProcessPoolExecutor pool(1);
  return thread + std::to_string(await pawl::run_in_executor(pool, twice, 21));
}
async Coro<std::string> names() {
  auto addresses = await pawl::getaddrinfo("localhost", 80);
  return addresses.empty() ? "" : "found";
}

int open_files() {
  int n = 0;
  for (int fd = 0; fd < 200; ++fd)
    n += fcntl(fd, F_GETFD) >= 0;
  return n;
}
async Coro<> tick(long &ticks) {
  for (;;) {
    await pawl::sleep(1ms);
    ++ticks;
  }
}

int failures = 0;
async Coro<> sweep(const char *name, Coro<std::string> (*body)()) {
  long ticks = 0;
  auto ticking = pawl::create_task(tick(ticks));
  // The loop has what it needs itself.
  await pawl::to_thread([] {});
  const std::string expected = await body();
  await pawl::sleep(5ms);
  const int files_before = open_files();
  int wrong = 0, failed = 0;
  for (fail_at = 1;; ++fail_at) {
    calls = 0;
    failed_call = "none";
    armed = true;
    auto outcome = await pawl::as_outcome(pawl::wait_for(body(), 20s));
    armed = false;
    std::string what;
    if (outcome.has_value()) {
      if (outcome.value() != expected)
        what = "gives '" + outcome.value() + "'";
    } else {
      ++failed;
      try {
        (void)outcome.value();
      } catch (const pawl::TimeoutError &) {
        what = "hangs";
      } catch (const std::exception &error) {
        if (std::getenv("PAWL_TEST_VERBOSE"))
          std::fprintf(stderr, "%s, %s: %s\n", name, failed_call, error.what());
      } catch (...) {
        what = "throws something else";
      }
    }
    // What was begun ends: connections, programs.
    const long before = ticks;
    for (int i = 0; i < 1000 && (open_files() != files_before || pawl::all_tasks().size() > 2); ++i)
      await pawl::sleep(5ms);
    await pawl::sleep(5ms);
    if (open_files() != files_before)
      what += " leaves " + std::to_string(open_files() - files_before) + " descriptors";
    if (pawl::all_tasks().size() > 2)
      what += " leaves tasks";
    if (waitpid(-1, nullptr, WNOHANG) != -1)
      what += " leaves processes";
    if (ticks == before || ticking.done())
      what += " stops the others";
    if (!what.empty()) {
      ++wrong;
      std::printf("%s: %s, as call %d, %s\n", name, failed_call, fail_at, what.c_str());
    }
    if (std::string(failed_call) == "none")
      break;
  }
  ticking.cancel();
  failures += wrong;
  if (wrong == 0)
    std::printf("%s: %d calls, %d of them errors\n", name, fail_at - 1, failed);
}

async Coro<> amain() {
  // CHECK-EXEC: streams: {{[0-9]+}} calls
  await sweep("streams", streams);
  // CHECK-EXEC-NEXT: unix streams: {{[0-9]+}} calls
  await sweep("unix streams", unix_streams);
  // CHECK-EXEC-NEXT: datagrams: {{[0-9]+}} calls
  await sweep("datagrams", datagrams);
  // CHECK-EXEC-NEXT: sockets: {{[0-9]+}} calls
  await sweep("sockets", sockets);
  // CHECK-EXEC-NEXT: programs: {{[0-9]+}} calls
  await sweep("programs", programs);
  // CHECK-EXEC-NEXT: files: {{[0-9]+}} calls
  await sweep("files", files);
  // CHECK-EXEC-NEXT: executors: {{[0-9]+}} calls
  await sweep("executors", executors);
  // CHECK-EXEC-NEXT: names: {{[0-9]+}} calls
  await sweep("names", names);
}

int main() {
  pawl::run(amain());
  return failures != 0;
}
