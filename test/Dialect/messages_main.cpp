// `main` is no coroutine, whatever type it is given.
// RUN: not %pawl check %s 2>&1 | FileCheck %s --implicit-check-not error:
// RUN: not %pawl check %s -- -DINT 2>&1 | FileCheck %s --check-prefix INT --implicit-check-not error:
#include <pawl/pawl.h>
using namespace std::chrono_literals;

#ifndef INT
async pawl::Coro<> main() { await pawl::sleep(1s); }
// CHECK: [[@LINE-1]]:7: error: 'main' cannot be async: give a coroutine to pawl::run
#else
async int main() { await pawl::sleep(1s); return 1; }
// INT: [[@LINE-1]]:18: error: 'main' cannot be async: give a coroutine to pawl::run
#endif
