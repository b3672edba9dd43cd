// Async functions in the user's headers count; in headers of the system nothing does.
// It is all parsed and lowered.
// RUN: %pawl check %s -- -std=c++17 -I %S/Inputs -isystem %S/Inputs/system
// RUN: %pawl check %s -- -std=c++20 -I %S/Inputs -isystem %S/Inputs/system
// RUN: not %pawl check %s -- -DBAD -I %S/Inputs -isystem %S/Inputs/system 2>&1 | FileCheck %s --implicit-check-not error:
// RUN: not %pawl check %s -- -DASYNC_IN_SYSTEM -I %S/Inputs -isystem %S/Inputs/system 2>&1 | %filecheck-errors --check-prefix=CHECK-SYSTEM
#ifdef ASYNC_IN_SYSTEM
#include <one.h>
// CHECK-SYSTEM: one.h:2:1: error: async functions in system headers are not lowered; name their folder by -I instead of -isystem
#endif
#include "header.h"
#include <names.h>

SYSTEM_ASYNC pawl::Coro<int> local() {
  InHeader h;
  struct async value = makeSystemAsync(3);
  return await h.member() + value.await;
}
#ifdef BAD
#include "bad.h"
// CHECK: In file included from {{.*}}headers.cpp:[[@LINE-1]]:
// CHECK-NEXT: bad.h:1:39: error: 'await' outside an async function; mark 'bad' as async
// CHECK: bad.h:1:1: note: 'bad' is defined here
#endif
