// Not yet lowered in place.
#include <pawl/pawl.h>
async pawl::Coro<int> inHeader() { return 1; }
