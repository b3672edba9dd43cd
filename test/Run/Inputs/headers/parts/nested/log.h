#ifndef LOG_H
#define LOG_H
#include <cstdio>
#include <pawl/pawl.h>
#define CHECKED(x) ((x) > 0 ? (void)0 : (void)std::puts("checked: " #x))
inline async pawl::Coro<> log_line(const char *text) {
  await pawl::sleep(std::chrono::milliseconds(1));
  std::printf("%s at %d in %s\n", text, __LINE__, __func__);
}
#endif
