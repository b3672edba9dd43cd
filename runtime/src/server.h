// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// server.h: listening sockets, and the connections that came of them.
#ifndef PAWL_SRC_SERVER_H
#define PAWL_SRC_SERVER_H

#include <pawl/server.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "poller.h"
#include "stream_core.h"

namespace pawl::detail {

class server_core final : public ref_counted, public loop_owned {
 public:
  server_core(connected_callback callback, const ServerOptions& options, source_site site);

  /// Binds a socket and listens at it.  Throws.
  void bind_to(const SocketAddress& address);
  /// The same for the file of a Unix socket, which is removed at the end.
  void bind_to_path(const std::string& path);
  void start_serving();
  bool serving() const noexcept { return serving_; }
  std::vector<SocketAddress> addresses() const;
  void close() noexcept;
  void close_clients(bool abort) noexcept;
  bool ended() const noexcept { return closed_ && connections_.empty(); }
  void loop_ends() noexcept override { close(); }

 private:
  friend class server_closed_waiter;

  /// A socket that listens.
  class listener final : private fd_watch, private ready_node {
   public:
    listener(server_core& server, unique_fd fd) : server_(server), fd_(std::move(fd)) {}
    ~listener();
    void start();
    int fd() const noexcept { return fd_.get(); }

   private:
    void fd_changed(bool, bool, bool) noexcept override;
    void run() override;
    /// False when no more can be accepted for now.
    bool accept();

    server_core& server_;
    unique_fd fd_;
    timer retry_;
    bool watched_ = false;
  };

  /// A connection that is open.
  class connection final : public stream_link {
   public:
    connection(server_core& server, stream_core& stream) : server_(&server), stream_(stream) {}
    void stream_closed() noexcept override;
    stream_core& stream() const noexcept { return stream_; }

   private:
    ref_ptr<server_core> server_;
    stream_core& stream_;
  };

  ~server_core() override = default;
  unique_fd make_socket(const SocketAddress& address) const;
  void add(unique_fd fd, const SocketAddress& address);
  void accepted(unique_fd fd, SocketAddress peer);
  void remove_file() noexcept;
  void wake_if_ended() noexcept;

  loop_base& loop_;
  connected_callback callback_;
  const ServerOptions options_;
  const source_site site_;
  std::vector<std::unique_ptr<listener>> listeners_;
  intrusive_list<stream_link> connections_;
  intrusive_list<server_closed_waiter> closers_;
  std::string path_;  // of the file to remove
  dev_t device_ = 0;
  ino_t inode_ = 0;
  bool serving_ = false;
  bool closed_ = false;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_SERVER_H
