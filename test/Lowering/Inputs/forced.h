#include <pawl/pawl.h>
inline async pawl::Coro<int> forced() { return 1; }
