//===- WrapperCommand.cpp - pawl g++ ... ----------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every source that holds a coroutine is lowered into a temporary of the same name, which takes its
// place in the command.  `#line` in the temporary names the user's file; so does the map of debug
// names given to the compiler.
//
//===----------------------------------------------------------------------===//
#include "Driver/CacheNames.h"
#include "Driver/Commands.h"
#include "Driver/CompilerCommand.h"
#include "Driver/DependencyFile.h"
#include "Driver/Errors.h"
#include "Driver/Files.h"
#include "Driver/LineMarkers.h"
#include "Driver/SourceScan.h"
#include "Driver/StandardInput.h"
#include "Driver/Subprocess.h"
#include "Driver/WordScan.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace pawl;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {

class Wrapper {
  const InstallPaths &Paths;
  const CommandArguments &CommandLine;
  CompilerCommand Command;
  TemporaryFolder Temporaries;
  StandardInput Input;
  /// How `#line` and debug information name files that the compiler was given.
  std::vector<PrefixMap> Names;
  /// The lowered temporary of each source, empty where the source passes through.
  std::vector<std::string> Lowered;
  /// Some source or header may include the runtime.
  bool UsesRuntime = false;

  bool links() const {
    return Command.Mode == CompileMode::Link &&
           !(Command.Sources.empty() && Command.OtherInputs.empty());
  }
  const std::string &source(size_t Index) const { return Command.Args[Command.Sources[Index]]; }
  /// \p Source as `#line` and dependency rules call it.
  static std::string nameOf(const std::string &Source) {
    return Source == "-" ? "<stdin>" : Source;
  }

  /// The flags that sources need, after the user's own.
  Arguments compileFlags() const {
    if (Command.Sources.empty() && Command.Headers.empty())
      return {};
    // Asking the compiler for its standard takes time, and only <coroutine> hangs on it.
    return Paths.compileFlags(UsesRuntime && Command.isBeforeCxx20());
  }
  Arguments linkFlags() const {
    if (!links() || Command.BareLink)
      return {};
    Arguments Flags;
    // The library is no source, whatever a -x said of what stands before it.
    if (Command.LanguageGiven)
      Flags = {"-x", "none"};
    for (const std::string &Flag : Paths.linkFlags())
      if (!llvm::is_contained(Command.Args, Flag))
        Flags.push_back(Flag);
    return Flags;
  }

  bool mayHoldCoroutine(const std::string &Source);
  Arguments unchangedCommand() const;
  bool makeTemporaries();
  LowerRequest requestFor(const std::string &Source, const std::string &Output) const;
  bool refuseInHeaders();
  bool lowerSources(const std::vector<bool> &Candidates);
  bool lowerSource(size_t Index);
  int compileOnly(size_t Index);
  int compileEach();
  int compileAndLink();
  int runCompiler(const Arguments &Args, std::string *Output = nullptr) const;
  std::string dependencyFile(size_t Index) const;
  Arguments folderFlags(size_t Index) const;
  Arguments nameFlags(size_t Index) const;
  bool correctDependencyFile(size_t Index, const std::string &File) const;
  int listFiles(Arguments Args, size_t Index);
  int preprocess(const Arguments &Args, size_t Index);
  void removeStaleOutputs() const;

public:
  Wrapper(const InstallPaths &Paths, const CommandArguments &CommandLine)
      : Paths(Paths), CommandLine(CommandLine), Command(parseCompilerCommand(CommandLine)) {}

  int run();
};

void append(Arguments &To, const Arguments &From) { To.insert(To.end(), From.begin(), From.end()); }

} // namespace

bool Wrapper::mayHoldCoroutine(const std::string &Source) {
  SourceScan Scan = scanSource({Source == "-" ? Input.path() : Source, Command.IncludeFolders,
                                Command.ForcedIncludes, Command.Macros, Paths.Include});
  UsesRuntime |= Scan.UsesRuntime;
  return Scan.MayHoldCoroutine;
}

/// Whether \p Source uses modules and has no async functions: it may hold native coroutines, which
/// stay as they are, because the parse cannot read what another compiler made of a module.
static bool isNativeModule(const std::string &Source) {
  auto Buffer = llvm::MemoryBuffer::getFile(Source);
  if (!Buffer)
    return false;
  WordScan Scan = scanWords((*Buffer)->getBuffer());
  return Scan.HasModuleLine && !Scan.HasAsync;
}

/// The user's own command with the flags that find the runtime.
Arguments Wrapper::unchangedCommand() const {
  Arguments Args = CommandLine;
  if (Command.TookFlags) {
    Args = Command.Program;
    append(Args, Command.Args);
  }
  append(Args, compileFlags());
  append(Args, linkFlags());
  return Args;
}

/// Caches of compilers look at the preprocessed text, which names the file that was compiled: where
/// there is an output, the temporaries have a name that comes from it.
bool Wrapper::makeTemporaries() {
  if (Temporaries.exists())
    return true;
  std::string Output;
  if (Command.Mode == CompileMode::Compile || Command.Mode == CompileMode::Assemble)
    Output = Command.Output.empty() && !Command.Sources.empty() ? Command.defaultOutput(source(0))
                                                                : Command.Output;
  return Temporaries.createBeside(Output);
}

LowerRequest Wrapper::requestFor(const std::string &Source, const std::string &Output) const {
  LowerRequest Request;
  Request.Input = Source;
  Request.Output = Output;
  Request.Compiler = Command.compiler();
  Request.CompilerFlags = Command.ParseFlags;
  Request.CheckFlags = Command.CheckFlags;
  Request.RuntimeInclude = Paths.Include;
  for (const PrefixMap &Map : Names)
    Request.LineMaps.push_back(Map.From + "=" + Map.To);
  return Request;
}

/// What is in a precompiled header the compiler does not read again, so nothing can be lowered.
/// \returns false after an error.
bool Wrapper::refuseInHeaders() {
  for (size_t Index : Command.Headers) {
    const std::string &Header = Command.Args[Index];
    if (!mayHoldCoroutine(Header))
      continue;
    if (!Temporaries.exists() && !Temporaries.create())
      return false;
    switch (startLowerer(Paths, requestFor(Header, Temporaries.path("header")))) {
    case LowerResult::Failed:
      return false;
    case LowerResult::Plain:
      continue;
    case LowerResult::Lowered:
      return reportError("'" + Header +
                         "' holds async functions, which a precompiled header cannot carry; "
                         "include it in the sources instead");
    }
  }
  for (const std::string &File : Command.UnnamedPrecompiled)
    if (!Command.Sources.empty())
      return reportError("which header '" + File +
                         "' was made of cannot be told from its name; name the header by "
                         "'-include HEADER' too");
  return true;
}

bool Wrapper::lowerSource(size_t Index) {
  bool IsInput = source(Index) == "-";
  std::optional<std::string> Output = Temporaries.pathInSubfolder(
      std::to_string(Index), IsInput ? "stdin.cpp" : path::filename(source(Index)));
  if (!Output)
    return false;
  switch (startLowerer(Paths, requestFor(source(Index), *Output))) {
  case LowerResult::Failed:
    return false;
  case LowerResult::Lowered:
    Lowered[Index] = *Output;
    return true;
  case LowerResult::Plain:
    return true;
  }
  return false;
}

bool Wrapper::lowerSources(const std::vector<bool> &Candidates) {
  if (!makeTemporaries())
    return false;
  Names = cacheNames(Command.Program);
  bool Good = true;
  for (size_t I = 0; I < Candidates.size() && !interrupted(); ++I)
    if (Candidates[I])
      Good &= lowerSource(I);
  return Good && !interrupted() && Input.rewind();
}

/// Runs \p Args, through a response file where the user needed one.
int Wrapper::runCompiler(const Arguments &Args, std::string *Output) const {
  auto Run = [Output](const Arguments &All) {
    return Output ? runProgram(All, *Output) : runProgram(All);
  };
  if (!Command.HasResponseFile)
    return Run(Args);
  std::string Text;
  for (const std::string &Arg : llvm::drop_begin(Args, Command.Program.size())) {
    Text += '"';
    for (char C : Arg) {
      if (C == '"' || C == '\\')
        Text += '\\';
      Text += C;
    }
    Text += "\"\n";
  }
  std::string File = Temporaries.path("arguments");
  if (!writeFile(File, Text))
    return 1;
  Arguments Short = Command.Program;
  Short.push_back("@" + File);
  return Run(Short);
}

/// Lets the lowered temporary find what lies beside its source; stands before the user's flags.
/// In one word: distcc takes a separate folder for an input.
Arguments Wrapper::folderFlags(size_t Index) const {
  StringRef Folder = path::parent_path(source(Index));
  return {"-iquote" + (Folder.empty() ? "." : Folder.str())};
}

/// Gives the lowered temporary its source's name in debug information; stands behind the input:
/// distcc's server takes the first word that ends like a source's name for the input.
Arguments Wrapper::nameFlags(size_t Index) const {
  return {"-fdebug-prefix-map=" + Lowered[Index] + "=" +
          mappedName(mappedName(nameOf(source(Index)), Names), Command.PrefixMaps)};
}

/// The file that -MD writes: named by -MF, or after the output, or after the source.
std::string Wrapper::dependencyFile(size_t Index) const {
  if (!Command.DependencyFile.empty())
    return Command.DependencyFile;
  llvm::SmallString<128> File(Command.Output.empty() ? path::filename(source(Index))
                                                     : StringRef(Command.Output));
  path::replace_extension(File, ".d");
  return File.str().str();
}

bool Wrapper::correctDependencyFile(size_t Index, const std::string &File) const {
  if (Lowered[Index].empty() || !fs::exists(File))
    return true;
  std::optional<std::string> Text = readFile(File);
  std::optional<std::string> LoweredText = readFile(Lowered[Index]);
  // Another lowerer may lower differently.
  return Text && LoweredText &&
         writeFile(File, correctDependencies(*Text, Lowered[Index], source(Index),
                                             filesNamedByLines(*LoweredText),
                                             relativeToHere(Paths.Lowerer)));
}

/// -M and -MM: the rule is the output, so it is written to a temporary first.
int Wrapper::listFiles(Arguments Args, size_t Index) {
  std::string Rules = Temporaries.path("rules");
  append(Args, {"-MF", Rules});
  int ExitCode = runCompiler(Args);
  if (ExitCode != 0)
    return ExitCode;
  if (!correctDependencyFile(Index, Rules))
    return 1;
  std::optional<std::string> Text = readFile(Rules);
  std::string Output = Command.DependencyFile.empty() ? Command.Output : Command.DependencyFile;
  if (!Text)
    return 1;
  if (!Output.empty() && Output != "-")
    return writeFile(Output, *Text) ? 0 : 1;
  llvm::outs() << *Text;
  return 0;
}

/// -E: where the compiler names the temporary, the output names the source.
int Wrapper::preprocess(const Arguments &Args, size_t Index) {
  std::string Text;
  int ExitCode = runCompiler(Args, &Text);
  if (ExitCode != 0 || interrupted())
    return ExitCode;
  bool ToFile = !Command.Output.empty() && Command.Output != "-";
  if (ToFile) {
    std::optional<std::string> Written = readFile(Command.Output);
    if (!Written)
      return 1;
    Text = std::move(*Written);
  }
  Text = renameInLineMarkers(Text, Lowered[Index], nameOf(source(Index)));
  if (ToFile)
    return writeFile(Command.Output, Text) ? 0 : 1;
  llvm::outs() << Text;
  return 0;
}

/// The user's command for source \p Index alone, without the other sources.
int Wrapper::compileOnly(size_t Index) {
  bool Substitute = !Lowered[Index].empty();
  Arguments Args = Command.Program;
  if (Substitute)
    append(Args, folderFlags(Index));
  for (size_t I = 0; I < Command.Args.size(); ++I) {
    if (I == Command.Sources[Index])
      Args.push_back(Substitute ? Lowered[Index] : source(Index));
    else if (!llvm::is_contained(Command.Sources, I))
      Args.push_back(Command.Args[I]);
  }
  if (Substitute)
    append(Args, nameFlags(Index));
  append(Args, compileFlags());
  append(Args, linkFlags());
  // The target that compilers name after their input.
  if (Substitute && source(Index) == "-" && !Command.NamesTarget && Command.Output.empty() &&
      (Command.WritesDependencies || Command.Mode == CompileMode::ListFiles))
    append(Args, {"-MT", "-"});
  if (Command.Mode == CompileMode::ListFiles)
    return listFiles(Args, Index);
  bool Renames = Command.Mode == CompileMode::Preprocess && Substitute;
  int ExitCode = Renames ? preprocess(Args, Index) : runCompiler(Args);
  if (ExitCode == 0 && Command.WritesDependencies &&
      !correctDependencyFile(Index, dependencyFile(Index)))
    return 1;
  return ExitCode;
}

/// Several sources and no link: one after the other, as compilers themselves do.
int Wrapper::compileEach() {
  int Result = 0;
  for (size_t I = 0; I < Command.Sources.size() && !interrupted(); ++I)
    if (int ExitCode = compileOnly(I); ExitCode != 0 && Result == 0)
      Result = ExitCode;
  return Result;
}

/// Several sources and a link: the lowered ones are compiled to temporary objects, each with the
/// include path of its own folder, and the rest of the command is the user's.
int Wrapper::compileAndLink() {
  Arguments LinkArgs = Command.Program;
  std::vector<std::string> Replacement = Command.Args;
  for (size_t Index = 0; Index < Command.Sources.size(); ++Index) {
    if (Lowered[Index].empty())
      continue;
    std::string Object = Lowered[Index] + ".o";
    Arguments Args = Command.Program;
    append(Args, folderFlags(Index));
    for (size_t I = 0; I < Command.Args.size(); ++I) {
      const std::string &Arg = Command.Args[I];
      bool IsInput =
          llvm::is_contained(Command.Sources, I) || llvm::is_contained(Command.OtherInputs, I);
      if (Arg == "-o" || Arg == "-MF")
        ++I;
      else if (!IsInput && !StringRef(Arg).starts_with("-o") &&
               !StringRef(Arg).starts_with("-MF") && !StringRef(Arg).starts_with("-Wl,"))
        Args.push_back(Arg);
    }
    append(Args, compileFlags());
    if (Command.WritesDependencies)
      append(Args, {"-MF", dependencyFile(Index)});
    if (Command.WritesDependencies && !Command.NamesTarget)
      append(Args, {"-MT", Command.Output.empty() ? (path::stem(source(Index)) + ".o").str()
                                                  : Command.Output});
    append(Args, {"-c", Lowered[Index], "-o", Object});
    append(Args, nameFlags(Index));
    if (int ExitCode = runCompiler(Args))
      return ExitCode;
    if (Command.WritesDependencies && !correctDependencyFile(Index, dependencyFile(Index)))
      return 1;
    // Handed to the linker itself, because a -x may be in force.
    Replacement[Command.Sources[Index]] = "-Wl," + Object;
  }
  append(LinkArgs, Replacement);
  append(LinkArgs, compileFlags());
  append(LinkArgs, linkFlags());
  return runCompiler(LinkArgs);
}

void Wrapper::removeStaleOutputs() const {
  if (Command.Mode == CompileMode::Preprocess || Command.Mode == CompileMode::ListFiles)
    return;
  if (!Command.Output.empty())
    return removeStaleOutput(Command.Output);
  for (size_t I = 0; I < Command.Sources.size(); ++I)
    removeStaleOutput(Command.defaultOutput(source(I)));
}

int Wrapper::run() {
  // One output of several sources: the compiler refuses it, and would not see it.
  if (Command.Mode != CompileMode::Link && Command.Sources.size() > 1 && !Command.Output.empty())
    return replaceProcess(unchangedCommand());
  bool ReadsInput =
      llvm::any_of(Command.Sources, [this](size_t Index) { return Command.Args[Index] == "-"; });
  if (ReadsInput && !(Temporaries.create() && Input.keepIn(Temporaries.path("stdin"))))
    return 1;
  Lowered.resize(Command.Sources.size());
  std::vector<bool> Candidates(Command.Sources.size());
  for (size_t I = 0; I < Command.Sources.size(); ++I)
    Candidates[I] = mayHoldCoroutine(source(I)) && !isNativeModule(source(I));
  bool Good = refuseInHeaders();
  bool Lowers = Good && llvm::is_contained(Candidates, true);
  if (Lowers)
    Good = lowerSources(Candidates);
  if (!Good) {
    removeStaleOutputs();
    return 1;
  }
  if (llvm::all_of(Lowered, [](const std::string &Path) { return Path.empty(); }))
    return Temporaries.exists() ? runProgram(unchangedCommand())
                                : replaceProcess(unchangedCommand());
  if (Command.Sources.size() == 1)
    return compileOnly(0);
  return Command.Mode == CompileMode::Link ? compileAndLink() : compileEach();
}

int pawl::wrapperCommand(const InstallPaths &Paths, const CommandArguments &CommandLine) {
  return Wrapper(Paths, CommandLine).run();
}
