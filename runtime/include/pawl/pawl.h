// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/pawl.h: the whole runtime in one header.
#ifndef PAWL_PAWL_H
#define PAWL_PAWL_H

#include <pawl/address.h>
#include <pawl/as_completed.h>
#include <pawl/async_generator.h>
#include <pawl/barrier.h>
#include <pawl/condition.h>
#include <pawl/context.h>
#include <pawl/coro.h>
#include <pawl/coroutine.h>
#include <pawl/datagram.h>
#include <pawl/debug.h>
#include <pawl/ensure_future.h>
#include <pawl/errors.h>
#include <pawl/event.h>
#include <pawl/exception_group.h>
#include <pawl/executor.h>
#include <pawl/files.h>
#include <pawl/future.h>
#include <pawl/gather.h>
#include <pawl/io.h>
#include <pawl/io_errors.h>
#include <pawl/lock.h>
#include <pawl/loop.h>
#include <pawl/names.h>
#include <pawl/outcome.h>
#include <pawl/pipes.h>
#include <pawl/queue.h>
#include <pawl/run.h>
#include <pawl/semaphore.h>
#include <pawl/server.h>
#include <pawl/shield.h>
#include <pawl/simulate.h>
#include <pawl/sleep.h>
#include <pawl/sockets.h>
#include <pawl/stream_reader.h>
#include <pawl/stream_writer.h>
#include <pawl/streams.h>
#include <pawl/subprocess.h>
#include <pawl/suspension.h>
#include <pawl/task.h>
#include <pawl/task_group.h>
#include <pawl/thread.h>
#include <pawl/threadsafe.h>
#include <pawl/timeout.h>
#include <pawl/wait.h>
#include <pawl/wait_for.h>
#include <pawl/with.h>
#include <pawl/workers.h>

// It needs cereal, which not every machine has, and which needs RTTI.
#if __has_include(<cereal/cereal.hpp>) && defined(__cpp_rtti)
#include <pawl/process_pool.h>
#endif

#endif  // PAWL_PAWL_H
