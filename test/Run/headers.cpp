// Headers with async functions are written out; the others stay #includes, found from where they are.
// RUN: %run-all %s | %filecheck
// RUN: %lower | %filecheck --check-prefix=CHECK-TEXT
#include "Inputs/headers/include/all.h"
#include "Inputs/headers/parts/account.h"
#include "Inputs/headers/parts/interest.h"
#include "Inputs/headers/parts/nested/log.h"
#include <cstdio>

#define VALUE(name, value)                                                                         \
  inline async pawl::Coro<int> name() { return value; }
#include "Inputs/headers/parts/values.inc"
#undef VALUE
#define VALUE(name, value) sum += await name();
async pawl::Coro<int> values() {
  int sum = 0;
#include "Inputs/headers/parts/values.inc"
  return sum;
}
#undef VALUE
#define VALUE(name, value) #name,
static const char *const names[] = {
#include "Inputs/headers/parts/values.inc"
};

async pawl::Coro<> amain() {
  Account account;
  std::printf("%d\n", await account.deposit(0));
  std::printf("%d\n", await account.deposit_twice(10));
  await log_line("logged");
  std::printf("%d %s %s\n", await values(), names[0], names[1]);
  std::printf("%s %d\n", account_file().c_str(), __LINE__);
}
int main() { pawl::run(amain()); }

// CHECK: checked: await pawl::sleep(std::chrono::milliseconds(amount), amount)
// CHECK-NEXT: 0
// CHECK-NEXT: 31
// CHECK-NEXT: logged at 8 in log_line
// CHECK-NEXT: 3 one two
// CHECK-NEXT: account.h:27 [[@LINE-9]]

// CHECK-TEXT-NOT: #pragma once
// CHECK-TEXT: #line 1 "{{.*}}all.h"
// CHECK-TEXT: #line 1 "{{.*}}account.h"
// CHECK-TEXT: {{^}}#include "Inputs/headers/parts/interest.h"
// CHECK-TEXT: #line 1 "{{.*}}log.h"
// CHECK-TEXT: {{^}}#ifndef LOG_H
// CHECK-TEXT: #line 5 "{{.*}}account.h"
// CHECK-TEXT-NEXT: #include <pawl/pawl.h>
// CHECK-TEXT: {{^}}#include "Inputs/headers/parts/interest.h"
// CHECK-TEXT: #line 5 "{{.*}}headers.cpp"
// CHECK-TEXT-NOT: account.h
// CHECK-TEXT: {{^}}#include "Inputs/headers/parts/interest.h"
// CHECK-TEXT: #include <cstdio>
// CHECK-TEXT: names[] = {
// CHECK-TEXT-NEXT: #include "Inputs/headers/parts/values.inc"
// CHECK-TEXT-NEXT: };
