// An await within a macro is refused at the user's line, and no file is left.
// RUN: not %pawl lower %s -o %t.cpp 2>&1 | %filecheck-errors
// RUN: not ls %t.cpp
#include <pawl/pawl.h>
using pawl::Coro;
#define TWICE(x) ((x) + (x))
async Coro<int> one() { return 1; }
async Coro<int> f() { return TWICE(await one()); }

// CHECK: refuse-macro.cpp:[[#@LINE-2]]:{{[0-9]+}}: error: cannot lower {{.*}}macro
