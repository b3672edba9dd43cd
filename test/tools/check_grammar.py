#!/usr/bin/env python3
"""Prints what the patterns of the VS Code extension match in a file, a line each."""
import json
import pathlib
import re
import sys


def main():
    folder, file = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for grammar in json.loads((folder / "package.json").read_text())["contributes"]["grammars"]:
        patterns = json.loads((folder / grammar["path"]).read_text())["patterns"]
        for number, line in enumerate(file.read_text().splitlines(), 1):
            for pattern in patterns:
                # A lookbehind of one character is the same in Oniguruma and in Python.
                for found in re.finditer(pattern["match"], line):
                    print(number, found.group(), pattern["name"])


if __name__ == "__main__":
    main()
