#include "offset.h"
#include "twice.h"

async pawl::Coro<int> amain() { return await twice(3) + offset; }

int main() { return pawl::run(amain()) == 19 && __cplusplus > 201703 ? 0 : 1; }
