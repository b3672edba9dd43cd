// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// process_driver.cpp: what the loop does for a process of a pool; see process_pool.h.
#include <fcntl.h>

#include <cstring>

#include "process_pool.h"
#include "stream_core.h"

namespace pawl::detail {

void process_pool::submit(const ref_ptr<process_call_base>& call, process_function run,
                          std::string callable, std::string arguments) {
  if (broken_) throw BrokenProcessPool("a process of the pool has died");
  loop_base& loop = require_loop();
  join_loop(loop);
  meet_the_world(loop);
  const process_request head{run, callable.size(), arguments.size()};
  queue_.push_back({call, head, std::move(callable += arguments)});
  loop_core::of(loop).work_started();
  if (!idle_.empty()) idle_.pop_front().wake();
}

bool process_pool::take(item& next) noexcept {
  while (!queue_.empty()) {
    next = std::move(queue_.front());
    queue_.pop_front();
    if (!next.call->is_given_up()) return true;
    done_with(next.call);
    next.call->cancelled();
  }
  return false;
}

void process_pool::deliver(worker& w, process_response head, std::string_view type,
                           std::string_view text) {
  const ref_ptr<process_call_base> call = std::move(w.busy_with);
  done_with(call);
  if (head.what != process_response::status::value) {
    call->fail(remote_error(head.what, std::string(type), std::string(text)));
    return;
  }
  try {
    call->succeed(text);
  } catch (...) {  // the result cannot be put together again
    call->fail(std::current_exception());
  }
}

async Coro<> process_pool::drive(process_pool& pool, worker& w) {
  // The socket stays the worker's, for another loop.
  Connection connection = connection_from_socket(fcntl(w.socket.get(), F_DUPFD_CLOEXEC, 0));
  connection.writer.core()->report_unclosed = false;
  try {
    for (;;) {
      await item_waiter(pool);
      item next;
      if (!pool.take(next)) continue;
      w.busy_with = next.call;
      connection.writer.write(
          std::string_view(reinterpret_cast<const char*>(&next.head), sizeof next.head));
      connection.writer.write(std::move(next.body));
      await connection.writer.drain();
      process_response head;
      const std::string head_bytes = await connection.reader.readexactly(sizeof head);
      std::memcpy(&head, head_bytes.data(), sizeof head);
      const std::string rest = await connection.reader.readexactly(
          static_cast<std::ptrdiff_t>(head.type_size + head.size));
      const std::string_view view = rest;
      pool.deliver(w, head, view.substr(0, head.type_size), view.substr(head.type_size));
    }
  } catch (const std::exception&) {
    pool.break_down();
  }
}

}  // namespace pawl::detail
