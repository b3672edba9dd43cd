#include "parts/plain.h"
#include "parts/worker.h"
#include <cstdio>

// Only declarations of async functions reach this file.
int main() { std::printf("%d %s\n", pawl::run(work(plain())), worker_file()); }
