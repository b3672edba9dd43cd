# The configuration of the lit suite.  CONTRIBUTING.md explains the substitutions.
import os
import pathlib
import shutil

import lit.formats

source = config.pawl_source_dir / "test"
binary = config.pawl_binary_dir
tools = source / "tools"

config.name = "pawl"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".test"]
config.excludes = ["Inputs", "tools"] + [pathlib.Path(file).name for file in config.pawl_unit_sources]
config.test_source_root = str(source)
config.test_exec_root = str(binary / "test")

# A file that no test suite gathers would never fail; so it is an error that it is there.
gathered_elsewhere = {"CMakeLists.txt", "README.md", "run_tests.py"}
for file in source.rglob("*"):
    parts = file.relative_to(source).parts
    if file.is_dir() or file.name in gathered_elsewhere or file.name.startswith("lit.") or "__pycache__" in parts:
        continue
    if file.suffix in config.suffixes or {"Inputs", "tools", "differential"} & set(parts):
        continue
    lit_config.fatal(f"test/{file.relative_to(source)} is not a test (known: .cpp, .test, Inputs/)")

pawl = binary / "bin/pawl"
include = binary / "include"
library = binary / "lib/libpawl.a"
sanitize = f"-fsanitize={config.pawl_sanitize}" if config.pawl_sanitize else ""
strict = f"-Wall -Wextra -Werror -g {sanitize}"


def compiler(program, standard, flags=""):
    """A compiler that also links the runtime, for native code in the C++20 spelling and for lowered code."""
    old = f"-I{include}/pawl/c++17" if standard == "c++17" else ""
    return (
        f"sh {tools}/with_runtime.sh {library} {program} -std={standard} {strict} {flags} -I{include} {old}"
    )


check_flags = '--implicit-check-not "error:" --implicit-check-not "warning:"'
memory = "-fsanitize=address,undefined -fno-sanitize-recover=all"
config.substitutions += [
    ("%pawl", str(pawl)),
    # Longer names first: lit replaces in this order.
    ("%filecheck-errors", f"{config.pawl_filecheck} %s"),
    ("%filecheck", f"{config.pawl_filecheck} {check_flags} %s"),
    ("%lower", f"sh {tools}/lower.sh {pawl} %s"),
    (
        "%run-all",
        f"{config.pawl_python} {tools}/run_all.py --build {binary} --gxx {config.pawl_gxx}"
        f" --clangxx {config.pawl_clangxx} --work %t.run-all",
    ),
    (
        "%run-native",
        f"{config.pawl_python} {tools}/run_native.py --build {binary} --gxx {config.pawl_gxx}"
        f" --clangxx {config.pawl_clangxx} --work %t.run-native",
    ),
    (
        "%differential",
        f"{config.pawl_python} {source}/differential/run.py --pawl {pawl} --include {include}"
        f" --gxx {config.pawl_gxx} --clangxx {config.pawl_clangxx} --jobs 1",
    ),
    ("%dialect", f"{pawl} {config.pawl_clangxx} -std=c++17 {strict} {memory}"),
    ("%clangxx20", compiler(config.pawl_clangxx, "c++20", memory)),
    ("%clangxx17", compiler(config.pawl_clangxx, "c++17", memory)),
    ("%gxx20", compiler(config.pawl_gxx, "c++20")),
    ("%gxx17", compiler(config.pawl_gxx, "c++17")),
    ("%check-findings", f"{config.pawl_python} {tools}/check_findings.py --pawl {pawl}"),
    (
        "%count-instructions",
        f"{config.pawl_python} {tools}/count_instructions.py --pawl {pawl} --gxx {config.pawl_gxx}"
        f" --clangxx {config.pawl_clangxx} --work %t.count-instructions",
    ),
    ("%python", config.pawl_python),
    ("%tools", str(tools)),
    ("%build", str(binary)),
    ("%root", str(config.pawl_source_dir)),
    ("%version", config.pawl_version),
]

if config.pawl_sanitize:
    config.available_features.add("sanitized")
elif config.pawl_build_type == "Release":
    # The library is the one that users get.
    config.available_features.add("optimised")
# Tests of what works with Pawl, and without it.
config.available_features |= {name for name in ("bazel", "ccache", "chromium", "clangd-22", "distcc", "fish", "meson", "vim", "zsh") if shutil.which(name)}

# Programs are compiled in many tests; their cache must not be the user's.
config.environment.update(
    {
        "PAWL_CLOCK": "virtual",
        "XDG_CACHE_HOME": str(binary / "test/cache"),
        "PAWL_CXXFLAGS": f"-std=c++17 -O1 -g {sanitize}".strip(),
        "PAWL_TEST_MATRIX": os.environ.get("PAWL_TEST_MATRIX", "quick"),
        "LC_ALL": "C",
        "PATH": os.pathsep.join([str(pathlib.Path(config.pawl_filecheck).resolve().parent), os.environ["PATH"]]),
    }
)
# LLVM's allocators, inlined into sanitized code, poison memory that LLVM's own library then uses without the sanitizer.
if config.pawl_sanitize:
    config.environment["ASAN_OPTIONS"] = "allow_user_poisoning=0"
