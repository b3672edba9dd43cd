#!/usr/bin/env python3
"""tsan.py ROOT PAWL SOURCE PROGRAM FLAGS...: compiles a lowered program in C++20, together with the runtime's sources in C++17 as
always, under the thread sanitizer, and runs it."""

import os
import pathlib
import subprocess
import sys

root, (pawl, source, program) = pathlib.Path(sys.argv[1]), sys.argv[2:5]
flags = ["-O1", "-g", "-fsanitize=thread", f"-I{root}/runtime/include", f"-I{root}/runtime/src"]
objects = []
for file in sorted((root / "runtime/src").rglob("*.cpp")):
    objects.append(f"{program}.{file.stem}.o")
    subprocess.run([pawl, "clang++-22", "-std=c++17", *flags, "-c", file, "-o", objects[-1]], check=True)
command = ["clang++-22", "-std=c++20", *flags, *sys.argv[5:], source, *objects, "-o", program, "-pthread"]
subprocess.run(command, check=True)
environment = {key: value for key, value in os.environ.items() if key != "PAWL_CLOCK"}
environment["TSAN_OPTIONS"] = "exitcode=66:halt_on_error=1"
sys.exit(subprocess.run([program], env=environment).returncode)
