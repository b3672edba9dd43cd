// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stream_writer.cpp: see stream_writer.h.
#include <pawl/stream_writer.h>

#include <utility>

#include "stream_core.h"

namespace pawl {

StreamWriter::StreamWriter(detail::ref_ptr<detail::stream_core> core) noexcept
    : core_(std::move(core)) {}
StreamWriter::StreamWriter(StreamWriter&& other) noexcept : core_(std::move(other.core_)) {}
StreamWriter& StreamWriter::operator=(StreamWriter&& other) noexcept {
  std::swap(core_, other.core_);
  return *this;
}
StreamWriter::~StreamWriter() {
  if (core_) core_->writer_gone();
}

void StreamWriter::write(std::string_view data) const { core_->write(data); }
void StreamWriter::write_moved(std::string&& data) const { core_->write(std::move(data)); }

StreamDrain StreamWriter::drain() const { return {core_, detail::drain_waiter::until::low_water}; }

void StreamWriter::write_eof() const { core_->write_eof(); }
bool StreamWriter::can_write_eof() const noexcept { return true; }
void StreamWriter::close() const noexcept { core_->close(); }
bool StreamWriter::is_closing() const noexcept { return core_->closing() || core_->broken(); }
StreamClosed StreamWriter::wait_closed() const { return StreamClosed(core_); }
void StreamWriter::abort() const noexcept { core_->abort(); }

void StreamWriter::set_write_buffer_limits(std::size_t high, std::size_t low) const {
  core_->set_limits(high, low);
}
std::size_t StreamWriter::get_write_buffer_size() const noexcept { return core_->unsent(); }

const SocketAddress& StreamWriter::peername() const noexcept { return core_->peer(); }
SocketAddress StreamWriter::sockname() const { return detail::local_address(core_->fd()); }
int StreamWriter::fileno() const noexcept { return core_->fd(); }

}  // namespace pawl
