// tls_client PORT CONNECTIONS SECONDS: 64 bytes to and fro over TLS; prints "start" after the handshakes, then how many.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
static long now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000L + t.tv_nsec; }
int main(int c, char** v) { (void)c;
  int port = atoi(v[1]), n = atoi(v[2]); double secs = atof(v[3]);
  SSL_CTX* x = SSL_CTX_new(TLS_client_method()); SSL_CTX_set_read_ahead(x, 1);
  int ep = epoll_create1(0); char buf[64], rb[4096]; memset(buf, 'x', 64);
  SSL** ss = calloc(n, sizeof *ss); int* got = calloc(n, sizeof *got);
  for (int i = 0; i < n; i++) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1; struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)}; a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (void*)&a, sizeof a)) return 1; setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    ss[i] = SSL_new(x); SSL_set_fd(ss[i], fd); if (SSL_connect(ss[i]) != 1) return 2;
    fcntl(fd, F_SETFL, O_NONBLOCK); struct epoll_event e = {.events = EPOLLIN, .data.u32 = i}; epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
  }
  printf("start\n"); fflush(stdout);
  long t = now(), end = t + (long)(secs * 1e9), done = 0; struct epoll_event ev[256];
  for (int i = 0; i < n; i++) SSL_write(ss[i], buf, 64);
  while ((t = now()) < end) {
    int k = epoll_wait(ep, ev, 256, 1000);
    for (int j = 0; j < k; j++) { int i = ev[j].data.u32, r;
      do { r = SSL_read(ss[i], rb, sizeof rb); if (r <= 0) { if (SSL_get_error(ss[i], r) != SSL_ERROR_WANT_READ) return 4; break; } got[i] += r; } while (SSL_has_pending(ss[i]));
      if (got[i] >= 64) { got[i] -= 64; done++; SSL_write(ss[i], buf, 64); } }
  }
  printf("%ld\n", done);
  return 0;
}
