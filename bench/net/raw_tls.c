// raw_tls PORT CERTIFICATE KEY: an echo server over TLS, OpenSSL in a level-triggered epoll loop.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
int main(int c, char** v) { (void)c;
  signal(SIGPIPE, SIG_IGN);
  SSL_CTX* x = SSL_CTX_new(TLS_server_method()); SSL_CTX_set_read_ahead(x, 1);
  if (SSL_CTX_use_certificate_chain_file(x, v[2]) != 1 || SSL_CTX_use_PrivateKey_file(x, v[3], SSL_FILETYPE_PEM) != 1) return 1;
  int l = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1; setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(v[1]))}; a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(l, (void*)&a, sizeof a) || listen(l, 4096)) return 1;
  int ep = epoll_create1(0); struct epoll_event e = {.events = EPOLLIN, .data.ptr = 0}, ev[256]; epoll_ctl(ep, EPOLL_CTL_ADD, l, &e);
  static char b[65536];
  for (;;) {
    int k = epoll_wait(ep, ev, 256, -1);
    for (int i = 0; i < k; i++) {
      SSL* s = ev[i].data.ptr;
      if (!s) { int f; while ((f = accept4(l, 0, 0, SOCK_NONBLOCK)) >= 0) { setsockopt(f, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); s = SSL_new(x); SSL_set_fd(s, f); SSL_set_accept_state(s); e.events = EPOLLIN; e.data.ptr = s; epoll_ctl(ep, EPOLL_CTL_ADD, f, &e); } continue; }
      do {
        int r = SSL_read(s, b, sizeof b);
        if (r <= 0) { int er = SSL_get_error(s, r); if (er == SSL_ERROR_WANT_READ) break; close(SSL_get_fd(s)); SSL_free(s); s = 0; break; }
        SSL_write(s, b, r);
      } while (SSL_has_pending(s));
    }
  }
}
