#pragma once
#include_next <stddef.h>
#include <pawl/pawl.h>
inline async pawl::Coro<int> wrapped() { return 1; }
