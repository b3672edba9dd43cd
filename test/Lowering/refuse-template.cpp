// A template is refused at the user's line, and no file is left.
// RUN: not %pawl lower %s -o %t.cpp 2>&1 | %filecheck-errors
// RUN: not ls %t.cpp
#include <pawl/pawl.h>
using pawl::Coro;
template <class T>
async Coro<T> f(T x) { return x; }

// CHECK: refuse-template.cpp:[[#@LINE-2]]:{{[0-9]+}}: error: cannot lower a template
