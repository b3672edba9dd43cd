#!/usr/bin/env python3
"""interrupt.py SIGNAL FILE COMMAND...: starts the command, sends it (alone) the signal when FILE appears, and
succeeds when the command ends by that signal."""

import os
import pathlib
import signal
import subprocess
import sys
import time

number = getattr(signal, "SIG" + sys.argv[1])
marker, command = pathlib.Path(sys.argv[2]), sys.argv[3:]
marker.unlink(missing_ok=True)
# Who started this may ignore SIGINT, which a child would inherit.
process = subprocess.Popen(command, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
deadline = time.monotonic() + 60
while not marker.exists():
    if process.poll() is not None or time.monotonic() > deadline:
        process.kill()
        sys.exit(f"the command ended with {process.returncode} before {marker} appeared")
    time.sleep(0.01)
os.kill(process.pid, number)
try:
    code = process.wait(30)
except subprocess.TimeoutExpired:
    process.kill()
    sys.exit("the command did not end")
if code != -number:
    sys.exit(f"the command ended with {code}, not by signal {number}")
