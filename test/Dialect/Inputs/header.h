#ifndef HEADER_H
#define HEADER_H
#include <pawl/pawl.h>
inline async pawl::Coro<int> fromHeader(int x) { return x; }
template <class T> async pawl::Coro<T> templateFromHeader(T x) { return await fromHeader(x); }
struct InHeader {
  async pawl::Coro<int> member() { return await templateFromHeader(1); }
};
#endif
