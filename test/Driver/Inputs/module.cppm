module;
#include <pawl/pawl.h>
export module counter;
export async pawl::Coro<int> one() { await pawl::sleep(std::chrono::milliseconds(1)); return 1; }
