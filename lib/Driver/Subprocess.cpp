//===- Subprocess.cpp - Running other programs ----------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Subprocess.h"
#include "Driver/Errors.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Program.h"
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace pawl;

namespace {

constexpr int EndingSignals[] = {SIGINT, SIGTERM, SIGHUP};
volatile sig_atomic_t CaughtSignal = 0;
volatile sig_atomic_t RunningChild = 0;

void keepSignal(int Signal) {
  CaughtSignal = Signal;
  if (RunningChild)
    kill(RunningChild, Signal);
}

/// Holds the ending signals back, so that none falls between fork and the note of the child's id.
class SignalsBlocked {
  sigset_t Before;

public:
  SignalsBlocked() {
    sigset_t Blocked;
    sigemptyset(&Blocked);
    for (int Signal : EndingSignals)
      sigaddset(&Blocked, Signal);
    sigprocmask(SIG_BLOCK, &Blocked, &Before);
  }
  ~SignalsBlocked() { sigprocmask(SIG_SETMASK, &Before, nullptr); }
};

std::vector<char *> argumentPointers(const Arguments &Args) {
  std::vector<char *> Pointers;
  for (const std::string &Arg : Args)
    Pointers.push_back(const_cast<char *>(Arg.c_str()));
  Pointers.push_back(nullptr);
  return Pointers;
}

int cannotStart(const std::string &Program, int Error) {
  reportError("cannot run '" + Program + "': " + strerror(Error));
  return 127;
}

/// The child's way to say that exec failed: its errno through a pipe that a successful exec closes.
[[noreturn]] void executeChild(char **Args, int OutputFd, int ErrorFd) {
  for (int Signal : EndingSignals) {
    struct sigaction Now;
    sigaction(Signal, nullptr, &Now);
    if (Now.sa_handler == keepSignal)
      signal(Signal, SIG_DFL);
  }
  if (OutputFd >= 0)
    dup2(OutputFd, STDOUT_FILENO);
  execvp(Args[0], Args);
  int Error = errno;
  [[maybe_unused]] ssize_t Written = write(ErrorFd, &Error, sizeof Error);
  _exit(127);
}

std::string readAll(int Fd) {
  std::string Text;
  char Buffer[4096];
  for (;;) {
    ssize_t Count = read(Fd, Buffer, sizeof Buffer);
    if (Count > 0)
      Text.append(Buffer, Count);
    else if (Count == 0 || errno != EINTR)
      return Text;
  }
}

int run(const Arguments &Args, std::string *Output) {
  if (interrupted())
    return 128 + CaughtSignal;
  std::vector<char *> Pointers = argumentPointers(Args);
  int ErrorPipe[2], OutputPipe[2] = {-1, -1};
  if (pipe2(ErrorPipe, O_CLOEXEC) != 0 || (Output && pipe2(OutputPipe, O_CLOEXEC) != 0))
    return cannotStart(Args[0], errno);
  pid_t Child;
  {
    sigset_t Before;
    sigprocmask(SIG_SETMASK, nullptr, &Before);
    SignalsBlocked Guard;
    Child = fork();
    if (Child == 0) {
      sigprocmask(SIG_SETMASK, &Before, nullptr);
      executeChild(Pointers.data(), OutputPipe[1], ErrorPipe[1]);
    }
    RunningChild = Child > 0 ? Child : 0;
  }
  int ForkError = errno;
  close(ErrorPipe[1]);
  if (Output) {
    close(OutputPipe[1]);
    if (Child > 0)
      *Output = readAll(OutputPipe[0]);
    close(OutputPipe[0]);
  }
  std::string ExecError = Child > 0 ? readAll(ErrorPipe[0]) : "";
  close(ErrorPipe[0]);
  if (Child < 0)
    return cannotStart(Args[0], ForkError);
  int Status = 0;
  while (waitpid(Child, &Status, 0) < 0 && errno == EINTR)
    ;
  RunningChild = 0;
  if (ExecError.size() == sizeof(int)) {
    int Error;
    memcpy(&Error, ExecError.data(), sizeof Error);
    return cannotStart(Args[0], Error);
  }
  return WIFSIGNALED(Status) ? 128 + WTERMSIG(Status) : WEXITSTATUS(Status);
}

} // namespace

std::optional<std::string> pawl::findProgram(const std::string &Name) {
  llvm::ErrorOr<std::string> Path = llvm::sys::findProgramByName(Name);
  // A name with a slash comes back as it is.
  if (!Path || !llvm::sys::fs::can_execute(*Path))
    return std::nullopt;
  return *Path;
}

int pawl::runProgram(const Arguments &Args) { return run(Args, nullptr); }

int pawl::runProgram(const Arguments &Args, std::string &Output) { return run(Args, &Output); }

int pawl::replaceProcess(const Arguments &Args) {
  std::vector<char *> Pointers = argumentPointers(Args);
  execvp(Pointers[0], Pointers.data());
  return cannotStart(Args[0], errno);
}

void pawl::deferSignals() {
  for (int Signal : EndingSignals) {
    struct sigaction Action;
    sigaction(Signal, nullptr, &Action);
    // Who ignores a signal (nohup) wants it ignored here too.
    if (Action.sa_handler != SIG_DFL)
      continue;
    Action.sa_handler = keepSignal;
    sigaction(Signal, &Action, nullptr);
  }
}

bool pawl::interrupted() { return CaughtSignal != 0; }

void pawl::endBySignal() {
  if (!interrupted())
    return;
  signal(CaughtSignal, SIG_DFL);
  raise(CaughtSignal);
}
