"""The runtime, compiled under a sanitizer for one program: the library of the build is not.

All plain sources of a part make one translation unit, all in the dialect another, so that their headers are not parsed
for each of them anew.  So no two sources of a part may give one name to two things of theirs.
"""

import subprocess


def objects(root, pawl, folder, flags, parts=("src",)):
    """Compiles parts of the runtime of the project at `root` ("tls" and "cares" are others) with clang++ and `flags` into
    `folder`; the object files."""
    runtime = root / "runtime"
    compiled = []
    for part in parts:
        for name, files, compiler in ((f"runtime_{part}", (runtime / part).glob("*.cpp"), ["clang++-22"]),
                                      (f"runtime_{part}_async", (runtime / part / "async").glob("*.cpp"),
                                       [pawl, "clang++-22"])):
            unit = folder / f"{name}.cpp"
            unit.write_text("".join(f'#include "{file}"\n' for file in sorted(files)))
            compiled.append(unit.with_suffix(".o"))
            subprocess.run([*compiler, "-std=c++17", *flags, f"-I{runtime}/include", f"-I{runtime}/src",
                            f"-I{runtime}/{part}", "-c", unit, "-o", compiled[-1]], check=True)
    return compiled
