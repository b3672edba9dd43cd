#include "cached.h"
#include <cstdio>
int main() { std::printf("%d\n", pawl::run(later())); }
