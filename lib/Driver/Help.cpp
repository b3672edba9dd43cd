//===- Help.cpp - What pawl says about itself -----------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Commands.h"
#include "llvm/Support/raw_ostream.h"

using namespace pawl;

namespace {

struct HelpPage {
  const char *Topic, *Text;
};

constexpr HelpPage Pages[] = {
    {"", R"(pawl compiles async/await for C++ into plain C++17.

usage:
  pawl run FILE [ARGS...]       lowers, compiles and runs a program
  pawl lower FILE [-o OUT]      writes the lowered source
  pawl check FILE...            prints diagnostics only
  pawl clangd ARGS...           clangd for editors, which knows the dialect
  pawl gdb ARGS...              gdb with commands for tasks and chains of awaits
  pawl COMPILER ARGS...         the compiler wrapper: CXX="pawl g++"

  pawl --cflags [-std=...]      what to compile lowered source with
  pawl --libs                   what to link it with
  pawl --version
  pawl help COMMAND             more about a command (run, lower, check, clangd, gdb, wrapper)
)"},
    {"run", R"(usage: pawl run [--compiler=COMPILER] FILE [ARGS...]

Lowers FILE, compiles it, and becomes the program, which gets ARGS.  The compiled
program is kept in $XDG_CACHE_HOME/pawl (~/.cache/pawl) until a file it was made of,
the flags, the compiler or pawl itself changes, or until it was not run for 30 days.

environment:
  PAWL_CXX        the compiler (default: g++)
  PAWL_CXXFLAGS   its flags (default: -std=c++17 -O1 -g)
)"},
    {"lower", R"(usage: pawl lower FILE [options] [-- FLAGS...]

Writes FILE with the bodies of its async functions replaced by state machines.

  -o OUT                where to (default: standard output)
  -MD [-MF DEPS]        also write a makefile rule that names every file read
  -MT TARGET            the target of that rule (default: OUT)
  --no-line             leave out the #line directives
  --stable              write a text to check in, for builds without pawl: no #line, and
                        a note of what it was made of and for which runtimes
  --dump-plan           print the plan of each state machine instead
  --frames              print the members, states and size of each frame instead
  --compiler=COMPILER   the compiler that will compile OUT (default: $PAWL_CXX, g++)
  -p DIR                compiler and flags of FILE from DIR/compile_commands.json
  -- FLAGS...           flags of the compiler, such as -std=c++20 -Iinclude, and of Pawl:
                        -fpawl-no-embed gives every coroutine a frame of its own
)"},
    {"check", R"(usage: pawl check FILE... [options] [-- FLAGS...]

Prints what 'pawl lower' would say and more hints, and writes no program.  Exit code 1 if there
is an error.  docs/diagnostics has a page about each check.

  -W[no-]pawl-NAME      a check on or off; -W[no-]pawl: all of them
  -W[no-]error=pawl-NAME  what a check finds are errors, or are none
  -fpawl-blocking-calls=FILE  a file with names of functions that block, one a line
  -fpawl-frame-size=BYTES     how large a frame may be (default: 16384)
  --fix                 mend in the files what can be mended
  --format=FORMAT       text (default, on standard error), json or sarif
  --compiler=COMPILER   the compiler to agree with (default: $PAWL_CXX, g++)
  -p DIR                compiler and flags of each file from DIR/compile_commands.json
  -- FLAGS...           flags of the compiler, such as -std=c++20 -Iinclude
)"},
    {"clangd", R"(usage: pawl clangd ARGS...

Runs clangd 22 with ARGS, which knows async and await and shows what 'pawl check' finds; for an
editor, in the place of clangd.  docs/editors.md says how.

  pawl clangd --check=FILE      what an editor would see in FILE
)"},
    {"gdb", R"(usage: pawl gdb ARGS...

Runs gdb with ARGS and these commands; docs/debugging.md says more.

  pawl-tasks            all tasks: what each waits for, and its chain of awaits
  pawl-stack [TASK]     the chain of awaits of the task that runs, or of TASK
  next                  over an await that suspends, to the next line of the coroutine
)"},
    {"wrapper", R"(usage: pawl COMPILER ARGS...

Runs COMPILER with ARGS, where each C++ source with async functions is lowered first.
Object files, dependency files, diagnostics and debug information name the user's files.
Adds the folder of <pawl/pawl.h> when it compiles, and the runtime when it links.
A source without async functions is compiled as it is.

  make CXX="pawl g++"
  cmake -DCMAKE_CXX_COMPILER_LAUNCHER=pawl -DCMAKE_CXX_LINKER_LAUNCHER=pawl
)"},
};

} // namespace

bool pawl::printHelp(const std::string &Topic) {
  for (const HelpPage &Page : Pages)
    if (Topic == Page.Topic) {
      llvm::outs() << Page.Text;
      return true;
    }
  return false;
}
