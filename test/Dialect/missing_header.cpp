// One error when the runtime's header, or any header, is missing.
// RUN: not %pawl check %s 2>&1 | FileCheck %s --implicit-check-not error:
// RUN: not %pawl check %s -- -DABSENT 2>&1 | FileCheck %s --check-prefix ABSENT --implicit-check-not error:
#ifdef ABSENT
#include "no_such_file.h"
// ABSENT: [[@LINE-1]]:10: fatal error: 'no_such_file.h' file not found
#endif
template <class T = void> struct Coro {};
async Coro<int> f() { await f(); return 3; }
// CHECK: [[@LINE-1]]:21: error: include <pawl/pawl.h> before the first async function
