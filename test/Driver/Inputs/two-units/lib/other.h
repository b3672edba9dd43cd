#pragma once
#include "shared.h"
pawl::Coro<int> other(Counter &counter);
