#!/usr/bin/env python3
"""check_cost.py PAWL FILE LIMIT: fails when `pawl check` takes more than LIMIT times the processor time that a lowering without
any check takes; of three runs each the fastest counts."""

import resource
import subprocess
import sys


def cost(command):
    fastest = float("inf")
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        fastest = min(fastest, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return fastest


pawl, file, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
lowering = cost([pawl, "lower", "-Wno-pawl", file, "--", "-std=c++20"])
checking = cost([pawl, "check", file, "--", "-std=c++20"])
print(f"lowering {lowering:.3f} s, checking {checking:.3f} s: {checking / lowering:.2f} times")
sys.exit(0 if checking <= limit * lowering else 1)
