// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/debug.h: looking into a program that runs.
// https://docs.python.org/3/library/asyncio-dev.html#debug-mode
//
// In debug mode (PAWL_DEBUG=1, or RunOptions::debug) the loop reports on standard error, each once:
// a step or callback that holds it up for longer than 100 ms; a coroutine that is destroyed without
// having been awaited, and where it was created; a StreamWriter that goes without close(), and a
// Process whose program runs; a program in which nothing can run any more; and it throws
// RuntimeError when it is used from the wrong thread.  SIGQUIT (Ctrl-\\) prints all tasks.
#ifndef PAWL_DEBUG_H
#define PAWL_DEBUG_H

#include <cstdio>
#include <string>

namespace pawl {

/// The tasks of this thread's loop that are not done, a line for each: its name, where it was
/// created, and what it waits for, from task to task.  Below it the chain of its awaits, the
/// innermost first: function, file and line.  Empty when no loop runs.
std::string describe_tasks();
/// Prints them.
void dump_tasks(std::FILE* to = stderr);

}  // namespace pawl

#endif  // PAWL_DEBUG_H
