// Includes it.
#include "header.h"
/* € */ async pawl::Coro<> g() { work(); }
