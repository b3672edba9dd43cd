// Line numbers matter.
#include <pawl/pawl.h>
using pawl::Coro;
Coro<> work();
async Coro<> f() { work(); }
async Coro<> g() { auto  kept = work(); }
