// Line numbers matter.
#include <pawl/pawl.h>
void work(int);
async pawl::Coro<> f(int n) {   work(n); }
