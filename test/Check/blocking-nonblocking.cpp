// A file that makes descriptors not block may read and write them.
// RUN: %check-findings %s
#include <fcntl.h>
#include <netdb.h>
#include <pawl/pawl.h>
#include <sys/socket.h>
#include <unistd.h>
pawl::Task<> unrelated();
void prepare(int fd) { ::fcntl(fd, F_SETFL, O_NONBLOCK); }
int number(addrinfo *hints, addrinfo **found) {
  hints->ai_flags = AI_NUMERICHOST;
  return ::getaddrinfo("127.0.0.1", nullptr, hints, found);
}
async pawl::Coro<int> looks_up(addrinfo *hints, addrinfo **found) { return number(hints, found); }
async pawl::Coro<> talks(int fd, char *buffer) {
  ::read(fd, buffer, 1);
  ::send(fd, buffer, 1, 0);
  ::accept(fd, nullptr, nullptr);
  return;
}
