// Other programs: asyncio.md, P01 and the rows of subprocesses and pipes.
// RUN: %dialect %s -o %t && env PAWL_CLOCK=real %t < /dev/null | %filecheck --check-prefix=CHECK-EXEC
// RUN: printf 'one\ntwo' | env PAWL_CLOCK=virtual %t | %filecheck --check-prefixes=CHECK-EXEC,CHECK-INPUT
// CHECK-INPUT: [one
// CHECK-INPUT: ][two]
// CHECK-EXEC: standard_input_and_output ok
// CHECK-EXEC: P01_communicate ok
// CHECK-EXEC: P01_exit_codes_and_signals ok
// CHECK-EXEC: P01_output_after_the_end ok
// CHECK-EXEC: P01_a_cancelled_wait_does_not_kill ok
// CHECK-EXEC: P01_a_process_that_goes_is_killed ok
// CHECK-EXEC: P01_input_that_is_not_read ok
// CHECK-EXEC: streams ok
// CHECK-EXEC: options ok
// CHECK-EXEC: what_cannot_be_started ok
// CHECK-EXEC: no_descriptor_is_inherited ok
// CHECK-EXEC: many_at_once ok
// CHECK-EXEC: pipes ok
#include "Inputs/dialect.h"

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using pawl::Coro;
using pawl::Stdio;

pawl::SubprocessOptions piped(Stdio in = Stdio::inherit) {
  pawl::SubprocessOptions options;
  options.in = in;
  options.out = options.err = Stdio::pipe;
  return options;
}
async Coro<std::string> output_of(std::string command) {
  auto process = await pawl::create_subprocess_shell(command, piped());
  auto [out, err] = await process.communicate();
  return out + err;
}
/// Whether there is such a process, be it a zombie.
bool exists(pid_t pid) { return kill(pid, 0) == 0; }
async Coro<> until_gone(pid_t pid) {
  while (exists(pid))
    await pawl::sleep(1ms);
}

async SCENARIO(standard_input_and_output) {
  // Neither is changed: others may use them.
  const int flags[] = {fcntl(0, F_GETFL), fcntl(1, F_GETFL)};
  std::fflush(stdout);
  auto input = pawl::stdin_reader();
  auto output = pawl::stdout_writer();
  for await (std::string line : input)
    output.write("[" + line + "]");
  output.write("\n");
  await output.drain();
  expect(fcntl(0, F_GETFL) == flags[0] && fcntl(1, F_GETFL) == flags[1]);
}

async SCENARIO(P01_communicate) {
  auto process = await pawl::create_subprocess_exec({"sh", "-c", "cat; echo error >&2; exit 3"}, piped(Stdio::pipe));
  expect(process.pid() > 0 && !process.returncode());
  const std::string input(500000, 'x');
  auto [out, err] = await process.communicate(input);
  expect(out == input && err == "error\n");
  expect(process.returncode() == 3);
  expect(await process.wait() == 3);
}

async SCENARIO(P01_exit_codes_and_signals) {
  auto exits = await pawl::create_subprocess_shell("exit 7");
  expect(await exits.wait() == 7 && exits.returncode() == 7);
  for (int signal : {SIGTERM, SIGKILL, SIGUSR1}) {
    auto process = await pawl::create_subprocess_exec({"sleep", "1000"});
    if (signal == SIGTERM)
      process.terminate();
    else if (signal == SIGKILL)
      process.kill();
    else
      process.send_signal(signal);
    expect(await process.wait() == -signal);
    // It has ended: nothing happens, and nothing is left.
    process.kill();
    process.terminate();
    expect(!exists(process.pid()));
  }
  // Two who wait.
  auto process = await pawl::create_subprocess_exec({"sleep", "1000"});
  auto wait = async [&]() -> Coro<int> { return await process.wait(); };
  auto a = pawl::create_task(wait()), b = pawl::create_task(wait());
  await pawl::yield_now();
  process.kill();
  expect(await a == -SIGKILL && await b == -SIGKILL);
}

async SCENARIO(P01_output_after_the_end) {
  auto process = await pawl::create_subprocess_shell("echo one; echo two", piped());
  expect(await process.wait() == 0);
  await pawl::sleep(1ms);
  expect(await process.stdout_reader().readline() == "one\n");
  expect(await process.stdout_reader().read() == "two\n");
}

async SCENARIO(P01_a_cancelled_wait_does_not_kill) {
  auto process = await pawl::create_subprocess_shell("read line; exit 5", piped(Stdio::pipe));
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(process.wait(), 5ms));
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(process.communicate("no newline"), 0ms));
  expect(!process.returncode() && exists(process.pid()));
  process.stdin_writer().write("line\n");
  expect(await process.wait() == 5);
}

async SCENARIO(P01_a_process_that_goes_is_killed) {
  pid_t pid;
  {
    auto process = await pawl::create_subprocess_exec({"sleep", "1000"});
    pid = process.pid();
    expect(exists(pid));
  }
  await until_gone(pid); // and no zombie
  // A loop that ends kills, too.
  auto leave = async [](pid_t &left) -> Coro<> {
    static std::optional<pawl::Process> process;
    process = await pawl::create_subprocess_exec({"sleep", "1000"});
    left = process->pid();
  };
  await pawl::to_thread([&] { pawl::run(leave(pid)); });
  expect(!exists(pid));
}

async SCENARIO(P01_input_that_is_not_read) {
  auto process = await pawl::create_subprocess_shell("exec 0<&-; echo done", piped(Stdio::pipe));
  auto [out, err] = await process.communicate(std::string(1000000, 'x'));
  expect(out == "done\n" && process.returncode() == 0);
  // Without communicate() it is an error.
  auto other = await pawl::create_subprocess_shell("exec 0<&-; echo closed", piped(Stdio::pipe));
  expect(await other.stdout_reader().readline() == "closed\n");
  other.stdin_writer().write("nobody reads this");
  EXPECT_THROW(pawl::BrokenPipeError, await other.stdin_writer().drain());
  await other.wait();
}

async SCENARIO(streams) {
  auto cat = await pawl::create_subprocess_exec({"cat"}, piped(Stdio::pipe));
  for (int i = 0; i < 3; ++i) {
    cat.stdin_writer().write("line " + std::to_string(i) + "\n");
    await cat.stdin_writer().drain();
    expect(await cat.stdout_reader().readline() == "line " + std::to_string(i) + "\n");
  }
  cat.stdin_writer().close();
  await cat.stdin_writer().wait_closed();
  expect((await cat.stdout_reader().read()).empty());
  expect(await cat.wait() == 0);
  auto none = await pawl::create_subprocess_exec({"true"});
  EXPECT_THROW(pawl::RuntimeError, none.stdin_writer());
  EXPECT_THROW(pawl::RuntimeError, none.stdout_reader());
  await none.wait();
}

async SCENARIO(options) {
  pawl::SubprocessOptions o = piped(Stdio::devnull);
  o.cwd = "/usr";
  o.env = std::vector<std::string>{"WORD=value"};
  o.err = Stdio::to_stdout;
  o.start_new_session = true;
  auto process = await pawl::create_subprocess_shell("pwd; echo $WORD >&2; cat; ps -o sid= -p $$ 2>/dev/null || echo $$", o);
  auto [out, err] = await process.communicate();
  expect(out.find("/usr\nvalue\n") == 0 && err.empty());
  expect(std::stoi(out.substr(11)) == process.pid());
  // A descriptor of the caller's.
  int fds[2];
  if (pipe(fds))
    std::abort();
  pawl::SubprocessOptions to;
  to.out = Stdio(fds[1]);
  auto echo = await pawl::create_subprocess_exec({"echo", "through a pipe of ours"}, to);
  expect(await echo.wait() == 0);
  close(fds[1]);
  auto reader = pawl::connect_read_pipe(fds[0]);
  expect(await reader.read() == "through a pipe of ours\n");
}

async SCENARIO(what_cannot_be_started) {
  try {
    await pawl::create_subprocess_exec({"no-such-program"});
    expect(false);
  } catch (const std::system_error &e) {
    expect(e.code().value() == ENOENT);
    expect(std::string(e.what()) == "cannot start 'no-such-program': No such file or directory");
  }
  EXPECT_THROW(std::system_error, await pawl::create_subprocess_exec({"/etc/passwd"}));
  pawl::SubprocessOptions nowhere;
  nowhere.cwd = "/no/such/folder";
  EXPECT_THROW(std::system_error, await pawl::create_subprocess_exec({"true"}, nowhere));
  EXPECT_THROW(std::invalid_argument, await pawl::create_subprocess_exec({}));
  expect(waitpid(-1, nullptr, WNOHANG) < 0);
}

async SCENARIO(no_descriptor_is_inherited) {
  const int inheritable = dup(1);
  expect(await output_of("ls /proc/self/fd") == "0\n1\n2\n3\n"); // 3 is ls's own
  pawl::SubprocessOptions keep = piped();
  keep.close_fds = false;
  auto process = await pawl::create_subprocess_shell("test -e /proc/self/fd/" + std::to_string(inheritable), keep);
  expect(await process.wait() == 0);
  close(inheritable);
  // Ignored and blocked signals are this program's own matter.
  expect((await output_of("grep SigBlk /proc/self/status")).find("0000000000000000") != std::string::npos);
  auto broken = await pawl::create_subprocess_shell("yes | head -1; exit 0", piped());
  auto [out, err] = await broken.communicate();
  expect(out == "y\n" && err.empty());
}

async SCENARIO(many_at_once) {
  std::vector<Coro<std::string>> all;
  for (int i = 0; i < 20; ++i)
    all.push_back(output_of("echo " + std::to_string(i)));
  const auto outputs = await pawl::gather(std::move(all));
  for (int i = 0; i < 20; ++i)
    expect(outputs[static_cast<std::size_t>(i)] == std::to_string(i) + "\n");
}

async Coro<> write_to(pawl::StreamWriter &writer) {
  struct Closing {
    pawl::StreamWriter &writer;
    ~Closing() { writer.close(); } // also when it is cancelled: somebody reads to the end
  } closing{writer};
  writer.write(std::string(200000, 'x'));
  await writer.drain();
  writer.write_eof();
  await writer.wait_closed();
}
async SCENARIO(pipes) {
  int fds[2];
  if (pipe(fds))
    std::abort();
  auto reader = pawl::connect_read_pipe(fds[0]);
  auto &writer = kept<pawl::StreamWriter>(pawl::connect_write_pipe(fds[1]));
  auto writing = pawl::create_task(write_to(writer));
  expect((await reader.read()).size() == 200000);
  await writing;
  EXPECT_THROW(std::system_error, pawl::connect_read_pipe(12345));
}
