// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/creation.h: in debug mode, where a coroutine was created, for the report that it was
// never awaited
// (https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines).
#ifndef PAWL_DETAIL_CREATION_H
#define PAWL_DETAIL_CREATION_H

#include <pawl/coroutine.h>

#include <atomic>

namespace pawl::detail {

/// Whether creations are recorded: from when the first loop in debug mode is made.
inline std::atomic<bool> records_creations{false};

/// The coroutine at `frame` was created by the caller of the function that made it.
void record_creation(const void* frame) noexcept;
/// The frame is the runtime's own, whatever was at its address before.
void forget_creation(const void* frame) noexcept;
/// Reports the coroutine at `frame`, which goes before its first statement, when its creation was
/// recorded in this thread.
void never_awaited(frame_header* frame) noexcept;

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_CREATION_H
