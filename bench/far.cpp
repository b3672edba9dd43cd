// Every second level of the chain across files.
#include "spelling.h"

Coro<int> farEven(int level, int i);
async Coro<int> farOdd(int level, int i) { RETURN await farEven(level - 1, i) + 1; }
