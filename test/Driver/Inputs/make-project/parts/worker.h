#pragma once
#include "limits.h"
#include <pawl/pawl.h>

pawl::Coro<int> work(int n);
const char *worker_file();
