"""The project's own C++ sources: what is formatted and linted."""

import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ["lib", "tools", "runtime", "bench", "test/Unit"]


def own_sources():
    """Everything but the dialect's programs (tests, examples), which keep the layout that they show."""
    files = []
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".cpp", ".h"} or (path.is_file() and path.parent.name == "c++17"):
                files.append(path)
    return sorted(files)
