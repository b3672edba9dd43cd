#!/usr/bin/env python3
"""Fails when clang-format would change a file of the project; --fix changes it."""

import subprocess
import sys

from own_sources import own_sources

if "--fix" in sys.argv:
    sys.exit(subprocess.run(["clang-format-22", "-i", *own_sources()]).returncode)
command = ["clang-format-22", "--dry-run", "-Werror", *own_sources()]
result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
for file in sorted({line.split(":")[0] for line in result.stderr.splitlines() if ": error:" in line}):
    print(f"{file} is not formatted; ./dev format does it")
sys.exit(result.returncode)
