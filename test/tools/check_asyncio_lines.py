#!/usr/bin/env python3
"""check_asyncio_lines.py ROOT: each line of docs/asyncio.md has tests that name it, or stands in docs/limitations.md.

Prints how many lines each group has.  A test names a line in one of its checks, or in its code: the comment at the
beginning of a file proves nothing.
"""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
DOCUMENT = ROOT / "docs/asyncio.md"
NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d\d(?!\d)")


def names_in(test):
    """The lines that a test names."""
    names, header = set(), True
    for line in test.read_text().splitlines():
        header = header and (line.startswith("//") or not line)
        if not header or "CHECK" in line:
            names.update(NAME.findall(line))
    return names


def main():
    text = DOCUMENT.read_text()
    items = re.findall(r"^- \*\*([A-Z]\d\d)\*\* (.*?)(?=^- |^## |\Z)", text, re.M | re.S)
    limitations = NAME.findall((ROOT / "docs/limitations.md").read_text())
    groups, tests, wrong = collections.Counter(), {}, []
    for name, item in items:
        groups[name[0]] += 1
        if int(name[1:]) != groups[name[0]]:
            wrong.append(f"{name}: a line is missing before it, or it is there twice")
        links = re.findall(r"\]\(([^)]*)\)", item)
        if not links:
            wrong.append(f"{name}: no test")
        for link in links:
            if link.startswith("limitations.md"):
                if name not in limitations:
                    wrong.append(f"{name}: docs/limitations.md does not name it")
                continue
            test = (DOCUMENT.parent / link).resolve()
            if test not in tests:
                tests[test] = names_in(test) if test.is_file() else set()
            if name not in tests[test]:
                wrong.append(f"{name}: {link} does not name it")
    print(" ".join(f"{group}{count}" for group, count in groups.items()))
    print("\n".join(wrong))
    return bool(wrong)


sys.exit(main())
