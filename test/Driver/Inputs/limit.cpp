#include "limit.h"
#include <cstdio>

int main() { std::printf("limit %d\n", LIMIT); }
