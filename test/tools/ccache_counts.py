#!/usr/bin/env python3
"""ccache_counts.py HITS MISSES: ccache counted just these since its counters were set to zero, and nothing that it could
not cache.  Sets them to zero."""

import subprocess
import sys

lines = subprocess.run(["ccache", "--print-stats"], check=True, capture_output=True, text=True).stdout.splitlines()
counts = {name: int(value) for name, value in (line.split("\t") for line in lines)}
subprocess.run(["ccache", "--zero-stats"], check=True, stdout=subprocess.DEVNULL)
hits = counts["direct_cache_hit"] + counts["preprocessed_cache_hit"]
told = {"direct_cache_hit", "preprocessed_cache_hit", "direct_cache_miss", "preprocessed_cache_miss", "cache_miss"}
noise = ("timestamp", "cache_size", "files_in_cache", "kibibyte", "local_storage", "primary_storage", "cleanups",
         "called_for_preprocessing")  # the question for its macros
others = {name: count for name, count in counts.items() if count and name not in told and not any(n in name for n in noise)}
expected = (int(sys.argv[1]), int(sys.argv[2]))
if (hits, counts["cache_miss"]) != expected or others:
    sys.exit(f"hits and misses: {hits}, {counts['cache_miss']}; expected: {expected[0]}, {expected[1]}; others: {others}")
