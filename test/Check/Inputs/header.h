// An async function in a header.
#pragma once
#include <pawl/pawl.h>
inline pawl::Coro<> work();
inline async pawl::Coro<> f() {  work(); }
