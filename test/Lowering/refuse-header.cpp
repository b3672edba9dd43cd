// An async function in a header is refused at the user's line, and no file is left.
// RUN: not %pawl lower %s -o %t.cpp 2>&1 | %filecheck-errors
// RUN: not ls %t.cpp
#include "../Inputs/async_header.h"
int main() {}

// CHECK: async_header.h:3:1: error: cannot lower an async function in a header
