// What is evaluated before an await and needed after it is kept: scalars saved, prvalues of class
// type in slots, glvalues by address.
// RUN: %pawl lower %s --dump-plan | %filecheck
#include <pawl/pawl.h>
#include <string>
using pawl::Coro;
int count();
std::string make();
std::string& get();
void sink(int, std::string, std::string&, int);
async Coro<int> value() { return 1; }
async Coro<> f() { sink(count(), make(), get(), await value()); }

// CHECK: coroutine f ->
// CHECK: begin saved _pawl_o{{[0-9]+}}: int = static_cast<int>(count())
// CHECK: begin slot _pawl_o{{[0-9]+}}: std::string, destroyed
// CHECK: begin reference _pawl_o{{[0-9]+}}: std::string = pawl::lowered::address(get())
// CHECK: suspend 1
