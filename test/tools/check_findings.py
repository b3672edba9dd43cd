#!/usr/bin/env python3
"""Compares what `pawl check` finds in files with what their comments expect; any difference is a failure.

A comment `expect-SEVERITY(NAME)` expects one finding of the check NAME in its line: `expect-warning(unawaited)`;
`expect-error()` is one of the compiler's own.  `: text` behind it is part of the message.  `@+1` or `@-1` behind the
severity moves the line.  Options after `--` go to pawl.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

EXPECTATION = re.compile(r"expect-(error|warning|hint)(?:@([+-]\d+))?\(([\w-]*)\)(?:: ([^/]*[^/ ]))?")


def expectations(file):
    """(file, line, severity, check) and the text of each."""
    for number, line in enumerate(file.read_text().splitlines(), 1):
        for severity, offset, check, text in EXPECTATION.findall(line):
            yield (str(file), number + int(offset or 0), severity, check), text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pawl", required=True)
    parser.add_argument("--corpus", action="store_true",
                        help="print how many were found of those expected; 95 in 100 do, but nothing else may be found")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    own, options = sys.argv[1:], []
    if "--" in own:
        own, options = own[:own.index("--")], own[own.index("--") + 1:]
    arguments = parser.parse_args(own)

    command = [arguments.pawl, "check", "--format=json", *map(str, arguments.files), *options]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if result.returncode not in (0, 1):
        sys.exit(f"pawl check ended with {result.returncode}")
    found = {}
    for finding in json.loads(result.stdout):
        place = (finding.get("file"), finding.get("line"), finding["severity"], finding.get("check", ""))
        found.setdefault(place, []).append(finding["message"])

    good, expected, missed = True, 0, 0
    for file in arguments.files:
        for place, text in expectations(file):
            expected += 1
            messages = found.get(place, [])
            matching = [message for message in messages if text in message]
            if matching:
                messages.remove(matching[0])
            else:
                missed += 1
                print(f"{place[0]}:{place[1]}: not found: {place[2]} {place[3]}: {text}   (there: {messages})")
    for (file, line, severity, check), messages in sorted(found.items(), key=str):
        for message in messages:
            good = False
            print(f"{file}:{line}: not expected: {severity} {check}: {message}")
    if arguments.corpus:
        print(f"{expected - missed} of {expected} found")
    allowed = expected * 5 // 100 if arguments.corpus else 0
    sys.exit(0 if good and missed <= allowed else 1)


if __name__ == "__main__":
    main()
