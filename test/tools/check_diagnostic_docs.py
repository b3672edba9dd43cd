#!/usr/bin/env python3
"""Keeps docs/diagnostics true: every check has a page, its example gives the diagnostic, and its cure gives none.

What stands under `## Example` must be found by the page's check; every block under `## Cure` must be free of all
default warnings and of hints of the check itself.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

PRELUDE = """#include <pawl/pawl.h>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>
#include <unistd.h>
using namespace std::chrono_literals;
using pawl::Coro;
"""


def blocks(page):
    """(section, code) of each block of C++."""
    section = ""
    for part in re.split(r"^(## [^\n]*|```cpp\n.*?^```)$", page.read_text(), flags=re.M | re.S):
        if part.startswith("## "):
            section = part[3:].strip()
        elif part.startswith("```cpp"):
            yield section, part[len("```cpp\n"):-3]


def main():
    parser = argparse.ArgumentParser()
    for name in ("--pawl", "--root", "--work"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)

    docs = options.root / "docs/diagnostics"
    table = (options.root / "lib/Check/CheckTable.cpp").read_text()
    names = re.findall(r'\{CheckId::\w+,\s*"([\w-]+)"', table)
    overview = (docs / "README.md").read_text()
    problems = [f"no check is called {page.stem}" for page in docs.glob("*.md")
                if page.stem not in names and page.stem != "README"]
    files = {}
    for name in names:
        page = docs / f"{name}.md"
        if not page.exists():
            problems.append(f"{page} is missing")
            continue
        if f"[{name}]({name}.md)" not in overview:
            problems.append(f"{docs / 'README.md'} does not list {name}")
        sections = [section for section, _ in blocks(page)]
        problems += [f"{page}: no block under '## {needed}'" for needed in ("Example", "Cure") if needed not in sections]
        for number, (section, code) in enumerate(blocks(page)):
            if section in ("Example", "Cure"):
                file = options.work / f"{name}-{number}.cpp"
                file.write_text(PRELUDE + code)
                files[str(file)] = (name, section)

    result = subprocess.run([options.pawl, "check", "--format=json", *files], stdout=subprocess.PIPE, text=True)
    found = {file: [] for file in files}
    for finding in json.loads(result.stdout):
        found[finding["file"]].append(finding)
    for file, (name, section) in files.items():
        own = [finding for finding in found[file] if finding.get("check") == name]
        others = [finding for finding in found[file] if finding not in own and finding["severity"] != "hint"]
        if section == "Example" and not own:
            problems.append(f"{file}: the example does not give {name}: {found[file]}")
        problems += [f"{file}: {finding}" for finding in (others if section == "Example" else others + own)]
    for problem in problems:
        print(problem)
    print(f"{len(names)} checks, {len(files)} programs")
    sys.exit(1 if problems or not names else 0)


if __name__ == "__main__":
    main()
