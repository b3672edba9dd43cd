#!/usr/bin/env python3
"""clang-tidy over the project's own sources, remembering which were clean.

A source is looked at again when it, a header of the project or .clang-tidy changed, or its flags did.

Most of the time for a source goes into the headers of Clang that it includes.  The sources of a folder with the same
flags are therefore read as one translation unit; where they don't compile as one (two of them use one name), they are
read in halves.
"""

import argparse
import collections
import concurrent.futures
import hashlib
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

from own_sources import ROOT, own_sources

# More sources than this in a translation unit gain little, and leave the other cores idle.
LARGEST_GROUP = 14


def flags_of(command):
    """The words of a compile command without the compiler, the source and the output."""
    words = shlex.split(command["command"])[1:]
    output = words.index("-o")
    del words[output:output + 2]
    return [word for word in words if word not in ("-c", command["file"])]


def tidy(group, flags):
    """Whether the sources are clean, and what clang-tidy prints of them."""
    with tempfile.TemporaryDirectory() as folder:
        unit = group[0]
        if len(group) > 1:
            unit = pathlib.Path(folder) / "unit.cpp"
            unit.write_text("".join(f'#include "{source}"\n' for source in group))
        command = ["clang-tidy-22", "--quiet", f"--config-file={ROOT / '.clang-tidy'}", unit, "--",
                   *flags, "-Wno-unknown-warning-option"]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if len(group) > 1 and "[clang-diagnostic-error]" in result.stdout:
        half = len(group) // 2
        parts = [tidy(group[:half], flags), tidy(group[half:], flags)]
        return all(good for good, _ in parts), "".join(text for _, text in parts)
    return result.returncode == 0 and "warning:" not in result.stdout, result.stdout


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

    alike, stamps, known = collections.defaultdict(list), {}, 0
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
            stamps[source] = stamp
            alike[(source.parent, tuple(flags_of(command)))].append(source)

    if not known:
        sys.exit("compile_commands.json names none of the project's sources")

    work = []
    for (_, flags), group in alike.items():
        parts = -(-len(group) // LARGEST_GROUP)
        work += [(group[part::parts], flags) for part in range(parts)]
    work.sort(key=lambda entry: len(entry[0]), reverse=True)

    good = True
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for (group, _), (clean, output) in zip(work, pool.map(lambda entry: tidy(*entry), work)):
            if clean:
                for source in group:
                    stamps[source].touch()
            else:
                print(output)
                good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
