#include <pawl/pawl.h>
async inline pawl::Coro<int> one() { return 1; }
