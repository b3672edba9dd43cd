#include "other.h"
// No coroutine of its own: it is lowered for what it includes.
pawl::Coro<int> other(Counter &counter) { return counter.count(); }
