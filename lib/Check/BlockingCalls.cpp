//===- BlockingCalls.cpp - Functions that wait on the thread --------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Taking a mutex is not among them: it is held for a moment, and keeping it for longer is what
// held-across-await is about.
//
//===----------------------------------------------------------------------===//
#include "Check/BlockingCalls.h"
#include "llvm/ADT/StringMap.h"

namespace pawl {

static constexpr const char Sleeps[] = "sleeps", Thread[] = "waits for another thread",
                            Socket[] = "waits for the other side", File[] = "waits for a file",
                            Process[] = "waits for a process", Input[] = "waits for input",
                            Names[] = "waits for a name server", Events[] = "waits for events";
static constexpr const char Sleep[] = "pawl::sleep", Lookup[] = "pawl::getaddrinfo",
                            Readable[] = "pawl::readable", Writable[] = "pawl::writable";

static constexpr BlockingFunction Known[] = {
    {"sleep", Sleeps, Sleep},
    {"usleep", Sleeps, Sleep},
    {"nanosleep", Sleeps, Sleep},
    {"clock_nanosleep", Sleeps, Sleep},
    {"std::this_thread::sleep_for", Sleeps, Sleep},
    {"std::this_thread::sleep_until", Sleeps, Sleep},
    {"pause", "waits for a signal", nullptr},
    {"sigsuspend", "waits for a signal", nullptr},
    {"sigwait", "waits for a signal", nullptr},
    {"sigwaitinfo", "waits for a signal", nullptr},

    {"std::thread::join", Thread, nullptr},
    {"std::jthread::join", Thread, nullptr},
    {"pthread_join", Thread, nullptr},
    {"std::future::get", Thread, nullptr},
    {"std::shared_future::get", Thread, nullptr},
    {"std::future::wait", Thread, nullptr},
    {"std::shared_future::wait", Thread, nullptr},
    {"std::__basic_future::wait", Thread, nullptr},
    {"std::future::wait_for", Thread, nullptr, BlocksWhen::UnlessZero, 0},
    {"std::shared_future::wait_for", Thread, nullptr, BlocksWhen::UnlessZero, 0},
    {"std::__basic_future::wait_for", Thread, nullptr, BlocksWhen::UnlessZero, 0},
    {"std::future::wait_until", Thread, nullptr},
    {"std::shared_future::wait_until", Thread, nullptr},
    {"std::__basic_future::wait_until", Thread, nullptr},
    {"std::condition_variable::wait", Thread, "pawl::Condition"},
    {"std::condition_variable::wait_for", Thread, "pawl::Condition"},
    {"std::condition_variable::wait_until", Thread, "pawl::Condition"},
    {"std::condition_variable_any::wait", Thread, "pawl::Condition"},
    {"std::condition_variable_any::wait_for", Thread, "pawl::Condition"},
    {"std::condition_variable_any::wait_until", Thread, "pawl::Condition"},
    {"pthread_cond_wait", Thread, "pawl::Condition"},
    {"pthread_cond_timedwait", Thread, "pawl::Condition"},
    {"std::counting_semaphore::acquire", Thread, "pawl::Semaphore"},
    {"sem_wait", Thread, "pawl::Semaphore"},
    {"sem_timedwait", Thread, "pawl::Semaphore"},
    {"std::latch::wait", Thread, "pawl::Event"},
    {"std::latch::arrive_and_wait", Thread, "pawl::Barrier"},
    {"std::barrier::wait", Thread, "pawl::Barrier"},
    {"std::barrier::arrive_and_wait", Thread, "pawl::Barrier"},
    {"pthread_barrier_wait", Thread, "pawl::Barrier"},
    {"std::atomic::wait", Thread, "pawl::Event"},
    {"std::__atomic_base::wait", Thread, "pawl::Event"},
    {"std::atomic_flag::wait", Thread, "pawl::Event"},

    {"connect", Socket, Writable, BlocksWhen::OnDescriptor},
    {"accept", Socket, Readable, BlocksWhen::OnDescriptor},
    {"accept4", Socket, Readable, BlocksWhen::OnDescriptor},
    {"recv", Socket, Readable, BlocksWhen::OnDescriptor},
    {"recvfrom", Socket, Readable, BlocksWhen::OnDescriptor},
    {"recvmsg", Socket, Readable, BlocksWhen::OnDescriptor},
    {"send", Socket, Writable, BlocksWhen::OnDescriptor},
    {"sendto", Socket, Writable, BlocksWhen::OnDescriptor},
    {"sendmsg", Socket, Writable, BlocksWhen::OnDescriptor},
    {"read", File, Readable, BlocksWhen::OnDescriptor},
    {"readv", File, Readable, BlocksWhen::OnDescriptor},
    {"write", File, Writable, BlocksWhen::OnDescriptor},
    {"writev", File, Writable, BlocksWhen::OnDescriptor},
    {"pread", File, nullptr},
    {"pwrite", File, nullptr},
    {"sendfile", File, nullptr},
    {"copy_file_range", File, nullptr},
    {"fsync", File, nullptr},
    {"fdatasync", File, nullptr},
    {"sync", File, nullptr},
    {"flock", File, nullptr},
    {"lockf", File, nullptr},
    {"fread", File, nullptr},
    {"fgets", File, nullptr},
    {"fgetc", File, nullptr},
    {"fscanf", File, nullptr},
    {"getc", File, nullptr},
    {"getline", File, nullptr},
    {"getdelim", File, nullptr},
    {"std::basic_ifstream", File, nullptr},
    {"std::basic_fstream", File, nullptr},
    {"std::basic_ifstream::open", File, nullptr},
    {"std::basic_fstream::open", File, nullptr},
    {"std::filesystem::copy", File, nullptr},
    {"std::filesystem::copy_file", File, nullptr},
    {"std::filesystem::remove_all", File, nullptr},

    {"poll", Events, Readable, BlocksWhen::UnlessZero, 2},
    {"ppoll", Events, Readable},
    {"select", Events, Readable},
    {"pselect", Events, Readable},
    {"epoll_wait", Events, Readable, BlocksWhen::UnlessZero, 3},

    {"getaddrinfo", Names, Lookup, BlocksWhen::UnlessNumeric},
    {"getnameinfo", Names, "pawl::getnameinfo"},
    {"gethostbyname", Names, Lookup},
    {"gethostbyname_r", Names, Lookup},
    {"gethostbyaddr", Names, Lookup},
    {"gethostbyname2", Names, Lookup},

    {"system", Process, nullptr},
    {"std::system", Process, nullptr},
    {"popen", Process, nullptr},
    {"pclose", Process, nullptr},
    {"wait", Process, nullptr},
    {"wait3", Process, nullptr, BlocksWhen::WithoutFlags, 1},
    {"wait4", Process, nullptr, BlocksWhen::WithoutFlags, 2},
    {"waitpid", Process, nullptr, BlocksWhen::WithoutFlags, 2},
    {"waitid", Process, nullptr},

    {"getchar", Input, nullptr},
    {"scanf", Input, nullptr},
    {"vscanf", Input, nullptr},
    {"readline", Input, nullptr},
};

const BlockingFunction *findBlockingFunction(llvm::StringRef QualifiedName) {
  static const llvm::StringMap<const BlockingFunction *> ByName = [] {
    llvm::StringMap<const BlockingFunction *> Map;
    for (const BlockingFunction &Function : Known)
      Map[Function.Name] = &Function;
    return Map;
  }();
  return ByName.lookup(QualifiedName);
}

} // namespace pawl
