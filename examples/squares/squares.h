// A declaration: plain C++.
#pragma once
#include <pawl/pawl.h>

pawl::Coro<int> square(int n);
