#!/usr/bin/env python3
"""exit_code.py CODE COMMAND...: succeeds when the command's exit code is CODE, as a shell gives it."""

import subprocess
import sys

expected, command = int(sys.argv[1]), sys.argv[2:]
code = subprocess.run(command).returncode
code = 128 - code if code < 0 else code
if code != expected:
    sys.exit(f"exit code {code}, not {expected}: {' '.join(command)}")
