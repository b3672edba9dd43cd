#!/usr/bin/env python3
"""cmake_build.py BUILD [cmake's own options] -- OBJECT...: builds, and succeeds when just these objects were compiled
(by the ends of their names; without any: nothing was) and the next build does nothing."""

import re
import subprocess
import sys


def compiled(arguments):
    result = subprocess.run(["cmake", "--build", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        sys.exit(result.stdout)
    return sorted(re.findall(r"Building CXX object (\S+)", result.stdout)), result.stdout


split = sys.argv.index("--")
arguments, expected = sys.argv[1:split], sorted(sys.argv[split + 1:])
objects, text = compiled(arguments)
if len(objects) != len(expected) or not all(any(o.endswith(e) for o in objects) for e in expected):
    sys.exit(f"compiled: {' '.join(objects) or 'nothing'}\nexpected: {' '.join(expected) or 'nothing'}\n{text}")
again, text = compiled(arguments)
if again or "Linking" in text:
    sys.exit(f"a second build was not without work:\n{text}")
