//===- Subprocess.h - Running other programs --------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// While temporaries exist, SIGINT, SIGTERM and SIGHUP do not end this process at once: they are
// handed to the running child, and every function here returns early after one.  So destructors
// remove the temporaries, and the end of main ends the process by the same signal (endBySignal).
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_SUBPROCESS_H
#define PAWL_DRIVER_SUBPROCESS_H

#include <optional>
#include <string>
#include <vector>

namespace pawl {

using Arguments = std::vector<std::string>;

/// The program that \p Name means to a shell: itself if it has a slash and can be executed, else
/// found in PATH.
std::optional<std::string> findProgram(const std::string &Name);

/// Runs \p Args[0] with \p Args and waits.  \returns its exit code, 128 + N when signal N ended it;
/// when it cannot be started, reports an error and returns 127.
int runProgram(const Arguments &Args);

/// As runProgram, with the child's standard output in \p Output.
int runProgram(const Arguments &Args, std::string &Output);

/// Becomes \p Args[0]; returns (127, after an error) only when that is impossible.
int replaceProcess(const Arguments &Args);

/// From now on a signal that would end this process is kept until endBySignal.
void deferSignals();

/// Whether such a signal came.
bool interrupted();

/// Ends this process by the signal that came, if one did.
void endBySignal();

} // namespace pawl

#endif // PAWL_DRIVER_SUBPROCESS_H
