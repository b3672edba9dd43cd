#!/usr/bin/env python3
"""tsan.py ROOT PAWL SOURCE FOLDER FLAGS...: compiles a lowered program in C++20, together with the runtime's sources in C++17 as
always, under the thread sanitizer, and runs it."""

import os
import pathlib
import subprocess
import sys

import sanitized_runtime

root, pawl, source, folder = pathlib.Path(sys.argv[1]), *sys.argv[2:4], pathlib.Path(sys.argv[4])
folder.mkdir(parents=True, exist_ok=True)
sanitize = ["-O1", "-g1", "-fsanitize=thread"]
objects = sanitized_runtime.objects(root, pawl, folder, sanitize)
program = folder / "program"
subprocess.run(["clang++-22", "-std=c++20", *sanitize, f"-I{root}/runtime/include", *sys.argv[5:], source, *objects,
                "-o", program, "-pthread"], check=True)
environment = {key: value for key, value in os.environ.items() if key != "PAWL_CLOCK"}
environment["TSAN_OPTIONS"] = "exitcode=66:halt_on_error=1"
sys.exit(subprocess.run([program], env=environment).returncode)
