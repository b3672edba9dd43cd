// An async function in a header of a library.
#pragma once
#include "squares.h"

inline async pawl::Coro<int> twice(int n) { return FACTOR * await square(n); }
