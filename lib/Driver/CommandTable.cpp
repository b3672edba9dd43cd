//===- CommandTable.cpp - The commands of pawl, described -----------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/CommandTable.h"

namespace pawl {

bool OptionInfo::isJoined() const {
  llvm::StringRef Flag = Name;
  return Value && Flag != "--" && (Flag.starts_with("--") || Flag.starts_with("-fpawl"));
}

std::string OptionInfo::spelling() const {
  if (!Value)
    return Name;
  return std::string(Name) + (isJoined() ? "=" : " ") + Value;
}

const char *const ProgramSummary = "compiles async/await for C++ into plain C++17";
const char *const ShellNames = "bash zsh fish";

// What several commands take.
static constexpr OptionInfo CompilerOption = {
    "--compiler", "COMPILER", "the compiler that will compile the file (default: $PAWL_CXX, g++)"};
static constexpr OptionInfo DatabaseOption = {
    "-p", "DIR", "compiler and flags of each file from DIR/compile_commands.json",
    ValueKind::Folder};
static constexpr OptionInfo FlagsOption = {"--", "FLAGS...",
                                           "flags of the compiler, such as -std=c++20 -Iinclude"};

static constexpr OptionInfo RunOptions[] = {
    {"--compiler", "COMPILER", "the compiler (default: $PAWL_CXX, g++)"}};
static constexpr HelpRow RunEnvironment[] = {
    {"PAWL_CXX", "the compiler (default: g++)"},
    {"PAWL_CXXFLAGS", "its flags (default: -std=c++17 -O1 -g)"}};

static constexpr OptionInfo LowerOptions[] = {
    {"-o", "OUT", "where to (default: standard output)", ValueKind::File},
    {"-MD", nullptr, "also write a makefile rule that names every file read"},
    {"-MF", "DEPS", "where that rule goes (default: OUT with the ending .d)", ValueKind::File},
    {"-MT", "TARGET", "the target of that rule (default: OUT)"},
    {"--no-line", nullptr, "leave out the #line directives"},
    {"--stable", nullptr,
     "write a text to check in, for builds without pawl: no #line, and a note of what it was made "
     "of and for which runtimes"},
    {"--dump-plan", nullptr, "print the plan of each state machine instead"},
    {"--frames", nullptr, "print the members, states and size of each frame instead"},
    CompilerOption,
    DatabaseOption,
    {"--", "FLAGS...",
     "flags of the compiler, such as -std=c++20 -Iinclude, and of Pawl: -fpawl-no-embed gives "
     "every coroutine a frame of its own; -fpawl-no-share-slots gives every variable of a frame "
     "its own place"}};

static constexpr OptionInfo CheckOptions[] = {
    {"-W[no-]pawl-NAME", nullptr, "a check on or off; -W[no-]pawl: all of them"},
    {"-W[no-]error=pawl-NAME", nullptr, "what a check finds are errors, or are none"},
    {"-fpawl-blocking-calls", "FILE", "a file with names of functions that block, one a line",
     ValueKind::File},
    {"-fpawl-frame-size", "BYTES", "how large a frame may be (default: 16384)"},
    {"--fix", nullptr, "mend in the files what can be mended"},
    {"--format", "FORMAT", "text (default, on standard error), json or sarif", ValueKind::Words,
     "text json sarif"},
    CompilerOption,
    DatabaseOption,
    FlagsOption};

static constexpr OptionInfo GraphOptions[] = {
    {"-f", "NAME",
     "only this async function, with or without the names around it; NAME:LINE tells "
     "apart those of one name, lambda:LINE names a lambda; may be repeated"},
    {"-o", "OUT", "where to (default: standard output)", ValueKind::File},
    {"--format", "FORMAT",
     "dot, svg, html or json (default: the ending of OUT, else dot); svg and html need Graphviz",
     ValueKind::Words, "dot svg html json"},
    CompilerOption,
    DatabaseOption,
    FlagsOption};

static constexpr HelpRow ClangdRows[] = {
    {"pawl clangd --check=FILE", "what an editor would see in FILE"}};

static constexpr HelpRow GdbRows[] = {
    {"pawl-tasks", "all tasks: what each waits for, and its chain of awaits"},
    {"pawl-stack [TASK]", "the chain of awaits of the task that runs, or of TASK"},
    {"next", "over an await that suspends, to the next line of the coroutine"}};

static constexpr HelpRow WrapperRows[] = {
    {"make CXX=\"pawl g++\"", ""},
    {"cmake -DCMAKE_CXX_COMPILER_LAUNCHER=pawl -DCMAKE_CXX_LINKER_LAUNCHER=pawl", ""}};

static constexpr HelpRow CompletionRows[] = {
    {"bash", "eval \"$(pawl completion bash)\" in ~/.bashrc"},
    {"zsh", "pawl completion zsh > _pawl in a folder of $fpath"},
    {"fish", "pawl completion fish | source in ~/.config/fish/config.fish"}};

static const CommandInfo Commands[] = {
    {"run",
     "FILE [ARGS...]",
     "[--compiler=COMPILER] FILE [ARGS...]",
     "lowers, compiles and runs a program",
     R"(Lowers FILE, compiles it, and becomes the program, which gets ARGS.  The compiled
program is kept in $XDG_CACHE_HOME/pawl (~/.cache/pawl) until a file it was made of,
the flags, the compiler or pawl itself changes, or until it was not run for 30 days.)",
     RunOptions,
     {},
     RunEnvironment},
    {"lower",
     "FILE [-o OUT]",
     "FILE [options] [-- FLAGS...]",
     "writes the lowered source",
     "Writes FILE with the bodies of its async functions replaced by state machines.",
     LowerOptions,
     {},
     {}},
    {"check",
     "FILE...",
     "FILE... [options] [-- FLAGS...]",
     "prints diagnostics only",
     R"(Prints what 'pawl lower' would say and more hints, and writes no program.  Exit code 1
if there is an error.  docs/diagnostics has a page about each check.)",
     CheckOptions,
     {},
     {}},
    {"graph",
     "FILE [-f NAME]",
     "FILE [options] [-- FLAGS...]",
     "draws the state machines",
     R"(Draws the state machines of the async functions of FILE: where each suspends, where it
goes on to, and what its frame keeps meanwhile.  The page (html) shows the source
beside them, and the lines of the state that is clicked on.)",
     GraphOptions,
     {},
     {}},
    {"clangd",
     "ARGS...",
     "ARGS...",
     "clangd for editors, which knows the dialect",
     R"(Runs clangd 22 with ARGS, which knows async and await and shows what 'pawl check'
finds; for an editor, in the place of clangd.  docs/editors.md says how.)",
     {},
     ClangdRows,
     {}},
    {"gdb",
     "ARGS...",
     "ARGS...",
     "gdb with commands for tasks and chains of awaits",
     "Runs gdb with ARGS and these commands; docs/debugging.md says more.",
     {},
     GdbRows,
     {}},
    {"completion",
     "SHELL",
     "SHELL",
     "prints what completes pawl's commands in a shell",
     "Prints a script for bash, zsh or fish.  Packages and 'cmake --install' put it in its place.",
     {},
     CompletionRows,
     {}},
    {"wrapper",
     "ARGS...",
     "ARGS...",
     "the compiler wrapper: CXX=\"pawl g++\"",
     R"(Runs COMPILER with ARGS, where each C++ source with async functions is lowered first.
Object files, dependency files, diagnostics and debug information name the user's files.
Adds the folder of <pawl/pawl.h> when it compiles, and the runtime when it links.
A source without async functions is compiled as it is.)",
     {},
     WrapperRows,
     {},
     /*IsTopicOnly=*/true}};

static constexpr OptionInfo General[] = {
    {"--cflags", nullptr, "what to compile lowered source with; flags may follow (-std=...)"},
    {"--libs", nullptr, "what to link it with"},
    {"--version", nullptr, "which pawl this is"},
    {"--help", nullptr, "the commands; 'pawl help COMMAND' and 'pawl COMMAND --help' say more"}};

llvm::ArrayRef<CommandInfo> allCommands() { return Commands; }
llvm::ArrayRef<OptionInfo> generalOptions() { return General; }

} // namespace pawl
