#!/usr/bin/env python3
"""clang-tidy over the project's own sources, remembering which were clean.

A source is looked at again when it, a header of the project or .clang-tidy changed, or its flags did.
"""

import argparse
import concurrent.futures
import hashlib
import json
import pathlib
import subprocess
import sys

from own_sources import ROOT, own_sources


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    sources = own_sources()
    common = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for path in sources:
        if path.suffix != ".cpp":
            common.update(path.read_bytes())
    commands = json.loads((options.build / "compile_commands.json").read_text())
    remembered = options.build / "lint"
    remembered.mkdir(exist_ok=True)

    work, known = {}, 0
    for command in commands:
        source = pathlib.Path(command["file"]).resolve()
        if source not in sources or source.parent.name == "async":  # the dialect, which clang-tidy does not know
            continue
        known += 1
        digest = common.copy()
        digest.update(source.read_bytes())
        digest.update(command["command"].encode())
        stamp = remembered / digest.hexdigest()
        if not stamp.exists():
            work[source] = stamp

    if not known:
        sys.exit("compile_commands.json names none of the project's sources")

    def lint(source):
        command = ["clang-tidy-22", "--quiet", "-p", options.build, "--extra-arg=-Wno-unknown-warning-option", source]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return result.returncode, result.stdout

    good = True
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for source, (code, output) in zip(work, pool.map(lint, work)):
            if code == 0 and "warning:" not in output:
                work[source].touch()
            else:
                print(output)
                good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
