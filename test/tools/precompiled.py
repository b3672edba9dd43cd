"""The runtime's header, precompiled once for each way in which tests compile.

It is most of what compiling a small program costs.  What a program itself forgets to include is found by the full matrix,
which does without.
"""

import fcntl
import hashlib
import pathlib
import subprocess

TEXT = "#include <pawl/lowered.h>\n#include <pawl/pawl.h>\n"


def flags(compiler, command_flags, build):
    """The flags that make `compiler`, called with `command_flags`, use the precompiled header; it is made if need be."""
    headers = sorted((build / "include/pawl").rglob("*"))
    digest = hashlib.sha256(repr((compiler, command_flags)).encode())
    for header in headers:
        status = header.stat()
        digest.update(f"{header} {status.st_mtime_ns} {status.st_size}\n".encode())
    folder = build / "test/precompiled" / digest.hexdigest()[:16]
    header = folder / "pawl_tests.h"
    is_clang = "clang" in pathlib.Path(compiler).name
    output = folder / ("pawl_tests.h.pch" if is_clang else "pawl_tests.h.gch")
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.exists():
            header.write_text(TEXT)
            made = folder / "made"
            subprocess.run([compiler, *command_flags, "-x", "c++-header", header, "-o", made], check=True)
            made.rename(output)
    return ["-include-pch", output] if is_clang else ["-include", header]
