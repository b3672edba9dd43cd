// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/pipes.h: pipes and terminals as streams, and the standard streams.
// https://docs.python.org/3/library/asyncio-eventloop.html#working-with-pipes
//
//   pawl::StreamReader input = pawl::stdin_reader();
//   for await (std::string line : input) ...
#ifndef PAWL_PIPES_H
#define PAWL_PIPES_H

#include <pawl/stream_reader.h>
#include <pawl/stream_writer.h>

#include <cstddef>

namespace pawl {

/// Reads from the descriptor of a pipe, a terminal or the like, which is the stream's from now on,
/// and is made not to block.  Throws std::system_error, RuntimeError when no loop runs.
StreamReader connect_read_pipe(int fd, std::size_t limit = StreamReader::default_limit);

/// Writes to one, in the same way.  The first one makes the program ignore SIGPIPE, unless it
/// handles it: a reader that is gone is a BrokenPipeError.
StreamWriter connect_write_pipe(int fd, detail::source_site site = detail::source_site::current());

/// The standard streams.  Their descriptors stay open, and as they are: other processes may use the
/// same terminal.  When one of those reads what was there for us, the loop waits.
StreamReader stdin_reader(std::size_t limit = StreamReader::default_limit);
StreamWriter stdout_writer();
StreamWriter stderr_writer();

}  // namespace pawl

#endif  // PAWL_PIPES_H
