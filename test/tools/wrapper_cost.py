#!/usr/bin/env python3
"""wrapper_cost.py LIMIT PAWL COMPILER ARGS...: what PAWL adds to the compiler, at best of some runs, is below LIMIT
milliseconds of processor time (it waits for nothing).  The compiler is to be a program that does nothing."""

import resource
import subprocess
import sys


def best_time(command, runs=15):
    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    def once():
        began = used()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return used() - began

    return min(once() for _ in range(runs))


limit = float(sys.argv[1])
cost = 1000 * (best_time(sys.argv[2:]) - best_time(sys.argv[3:]))
print(f"the wrapper adds {cost:.1f} ms")
sys.exit(cost >= limit)
