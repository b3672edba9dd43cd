#include "later.h"
static async pawl::Coro<int> other() { return 10 * await later(2); }
int answer() { return pawl::run(other()); }
