#!/usr/bin/env python3
"""known_options.py PAWL: every option that the help of a command names is one that the command takes, so that the
completions and the man page, which come from the same table, name no others.  Prints how many there are."""

import re
import subprocess
import sys

pawl = sys.argv[1]
count = 0
for command in ("run", "lower", "check", "graph"):
    page = subprocess.run([pawl, "help", command], check=True, capture_output=True, text=True).stdout
    for name, value in re.findall(r"^  (-[-\w]+)((?:=|  ?)[A-Z]+)?(?=\s|$)", page, re.MULTILINE):
        argument = f"{name}{value}" if value.startswith("=") else name
        said = subprocess.run([pawl, command, argument, "no-such-file.cpp", "no-such-file.cpp"],
                              capture_output=True, text=True).stderr
        if "does not know" in said:
            sys.exit(f"pawl {command}: {said}")
        count += 1
print(f"{count} options")
