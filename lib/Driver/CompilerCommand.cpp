//===- CompilerCommand.cpp - What a compiler's command line says ----------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/CompilerCommand.h"
#include "Driver/Subprocess.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"

using namespace pawl;
using llvm::StringRef;
namespace path = llvm::sys::path;

/// Options of g++ and clang++ whose value may be the next argument, and what a parse does with
/// them.
namespace {
enum class ValueUse { None, Parse, ParsePath, Drop };
} // namespace

static ValueUse separateValue(StringRef Option) {
  return llvm::StringSwitch<ValueUse>(Option)
      .Cases({"-D", "-U", "-target", "-arch", "--param", "-Xclang", "-mllvm", "-x"},
             ValueUse::Parse)
      .Cases({"-I",
              "-iquote",
              "-isystem",
              "-idirafter",
              "-iframework",
              "-cxx-isystem",
              "-include",
              "-imacros",
              "-isysroot",
              "--sysroot",
              "-iprefix",
              "-iwithprefix",
              "-iwithprefixbefore",
              "-include-pch",
              "-ivfsoverlay",
              "-imultilib",
              "-B",
              "-F",
              "-resource-dir",
              "-working-directory"},
             ValueUse::ParsePath)
      .Cases({"-o",         "-MF",       "-MT",         "-MQ",
              "-MJ",        "-L",        "-l",          "-T",
              "-u",         "-z",        "-e",          "-h",
              "-A",         "-Xlinker",  "-Xassembler", "-Xpreprocessor",
              "-aux-info",  "-dumpbase", "-dumpdir",    "-dumpbase-ext",
              "-framework", "-wrapper",  "-specs",      "--serialize-diagnostics"},
             ValueUse::Drop)
      .Default(ValueUse::None);
}

/// Whether \p Arg, an option in one argument, says nothing to a parse.
static bool isForLaterStages(StringRef Arg) {
  static const StringRef Prefixes[] = {"-l",      "-L",       "-Wl,",  "-Wa,",    "-Wp,-M",
                                       "-MF",     "-MT",      "-MQ",   "-MJ",     "-save-temps",
                                       "-specs=", "-fuse-ld", "-dump", "-print-", "-fdiagnostics-"};
  static const StringRef Whole[] = {"-M",
                                    "-MM",
                                    "-MD",
                                    "-MMD",
                                    "-MP",
                                    "-MG",
                                    "-c",
                                    "-S",
                                    "-E",
                                    "-P",
                                    "-pipe",
                                    "-shared",
                                    "-static",
                                    "-pie",
                                    "-no-pie",
                                    "-rdynamic",
                                    "-s",
                                    "-r",
                                    "-v",
                                    "-###",
                                    "-static-pie",
                                    "-nostdlib",
                                    "-nodefaultlibs",
                                    "-nostartfiles",
                                    "-fsyntax-only",
                                    "-H",
                                    "-static-libgcc",
                                    "-static-libstdc++"};
  return llvm::is_contained(Whole, Arg) ||
         llvm::any_of(Prefixes, [Arg](StringRef Prefix) { return Arg.starts_with(Prefix); });
}

bool pawl::isCheckFlag(StringRef Arg) {
  return Arg.starts_with("-Wpawl") || Arg.starts_with("-Wno-pawl") ||
         Arg.starts_with("-Werror=pawl") || Arg.starts_with("-Wno-error=pawl") ||
         (Arg.starts_with("-fpawl-") && !isOwnFlag(Arg));
}

bool pawl::isCxxSourceName(StringRef Path) {
  return llvm::StringSwitch<bool>(path::extension(Path))
      .Cases({".cpp", ".cc", ".cxx", ".c++", ".cp", ".C", ".CPP"}, true)
      .Default(false);
}

static bool isLauncher(StringRef Program) {
  return llvm::StringSwitch<bool>(path::filename(Program))
      .Cases({"ccache", "sccache", "distcc", "icecc", "buildcache"}, true)
      .Default(false);
}

namespace {

class CommandParser {
  CompilerCommand Command;
  /// Whether the last -x said C++, something else, or nothing.
  enum { ByName, Cxx, OtherLanguage } Language = ByName;

  void setMode(CompileMode Mode) {
    // The earlier stage wins whatever the order: -E over -S over -c.
    static const CompileMode Order[] = {CompileMode::ListFiles, CompileMode::Preprocess,
                                        CompileMode::CheckOnly, CompileMode::Assemble,
                                        CompileMode::Compile,   CompileMode::Link};
    if (llvm::find(Order, Mode) < llvm::find(Order, Command.Mode))
      Command.Mode = Mode;
  }

  void addInput(size_t Index) {
    StringRef Path = Command.Args[Index];
    bool IsSource =
        Path != "-" && (Language == Cxx || (Language == ByName && isCxxSourceName(Path)));
    (IsSource ? Command.Sources : Command.OtherInputs).push_back(Index);
  }

  void noteValue(StringRef Option, StringRef Value) {
    if (Option == "-o")
      Command.Output = Value.str();
    else if (Option == "-MF")
      Command.DependencyFile = Value.str();
    else if (Option == "-MT" || Option == "-MQ")
      Command.NamesTarget = true;
    else if (Option == "-I" || Option == "-iquote")
      Command.IncludeFolders.push_back(Value.str());
    else if (Option == "-x")
      Language = Value == "none" ? ByName : Value == "c++" ? Cxx : OtherLanguage;
  }

  void noteFlag(StringRef Arg) {
    if (Arg == "-c")
      setMode(CompileMode::Compile);
    else if (Arg == "-S")
      setMode(CompileMode::Assemble);
    else if (Arg == "-E")
      setMode(CompileMode::Preprocess);
    else if (Arg == "-M" || Arg == "-MM")
      setMode(CompileMode::ListFiles);
    else if (Arg == "-fsyntax-only")
      setMode(CompileMode::CheckOnly);
    else if (Arg == "-MD" || Arg == "-MMD")
      Command.WritesDependencies = true;
    else if (Arg.starts_with("-std="))
      Command.Standard = Arg.substr(5).str();
    else if (Arg.starts_with("--std="))
      Command.Standard = Arg.substr(6).str();
    else if (Arg == "-nostdlib" || Arg == "-nodefaultlibs" || Arg == "-r")
      Command.BareLink = true;
  }

  /// Takes `-Wp,-MD,file`, the spelling of Linux's own makefiles.
  void notePreprocessorFlag(StringRef Arg) {
    llvm::SmallVector<StringRef, 4> Parts;
    Arg.split(Parts, ',');
    if (Parts.size() == 3 && (Parts[1] == "-MD" || Parts[1] == "-MMD")) {
      Command.WritesDependencies = true;
      Command.DependencyFile = Parts[2].str();
    }
  }

  void takeOption(size_t &I) {
    const std::string &Arg = Command.Args[I];
    if (ValueUse Use = separateValue(Arg); Use != ValueUse::None) {
      bool HasValue = I + 1 < Command.Args.size();
      if (HasValue)
        noteValue(Arg, Command.Args[I + 1]);
      // The language is that of the sources here; the parse knows it.
      if (Use != ValueUse::Drop && Arg != "-x") {
        Command.ParseFlags.push_back(Arg);
        if (HasValue)
          Command.ParseFlags.push_back(Command.Args[I + 1]);
      }
      I += HasValue;
      return;
    }
    noteFlag(Arg);
    for (StringRef Option : {"-o", "-MF", "-MT", "-MQ", "-iquote", "-I", "-x"})
      if (StringRef(Arg).starts_with(Option)) {
        noteValue(Option, StringRef(Arg).substr(Option.size()));
        if (Option == "-o" || Option == "-x")
          return;
        break;
      }
    if (StringRef(Arg).starts_with("-Wp,"))
      notePreprocessorFlag(Arg);
    if (!isForLaterStages(Arg))
      Command.ParseFlags.push_back(Arg);
  }

  /// Takes the flags of Pawl's own out of the arguments.
  void takeOwnFlags() {
    llvm::erase_if(Command.Args, [this](StringRef Arg) {
      if (isOwnFlag(Arg)) {
        Command.ParseFlags.push_back(Arg.str());
        return Command.TookFlags = true;
      }
      bool IsOurs = isCheckFlag(Arg);
      if (IsOurs || Arg == "-w" || Arg == "-Werror" || Arg == "-Wno-error")
        Command.CheckFlags.push_back(Arg.str());
      Command.TookFlags |= IsOurs;
      return IsOurs;
    });
  }

public:
  CompilerCommand parse(const std::vector<std::string> &CommandLine) {
    size_t First = 1;
    if (CommandLine.size() > 1 && isLauncher(CommandLine[0]))
      First = 2;
    Command.Program.assign(CommandLine.begin(), CommandLine.begin() + First);

    llvm::BumpPtrAllocator Allocator;
    llvm::SmallVector<const char *, 64> Args;
    for (size_t I = First; I < CommandLine.size(); ++I) {
      Args.push_back(CommandLine[I].c_str());
      Command.HasResponseFile |= CommandLine[I][0] == '@';
    }
    llvm::StringSaver Saver(Allocator);
    if (Command.HasResponseFile)
      llvm::cl::ExpandResponseFiles(Saver, llvm::cl::TokenizeGNUCommandLine, Args);
    Command.Args.assign(Args.begin(), Args.end());
    takeOwnFlags();

    for (size_t I = 0; I < Command.Args.size(); ++I) {
      if (Command.Args[I].size() > 1 && Command.Args[I][0] == '-')
        takeOption(I);
      else
        addInput(I);
    }
    Command.LanguageGiven = Language != ByName;
    return std::move(Command);
  }
};

} // namespace

CompilerCommand pawl::parseCompilerCommand(const std::vector<std::string> &CommandLine) {
  return CommandParser().parse(CommandLine);
}

bool CompilerCommand::isBeforeCxx20() const {
  if (!Standard.empty()) {
    StringRef Year = Standard;
    Year.consume_front("gnu++") || Year.consume_front("c++");
    return llvm::StringSwitch<bool>(Year)
        .Cases({"98", "03", "11", "14", "17", "0x", "1y", "1z"}, true)
        .Default(false);
  }
  std::string Macros;
  if (runProgram({compiler(), "-dM", "-E", "-x", "c++", "/dev/null"}, Macros) != 0)
    return true;
  StringRef Value = StringRef(Macros).split("#define __cplusplus ").second;
  long Year = 0;
  return Value.consumeInteger(10, Year) || Year < 202002;
}

std::string CompilerCommand::defaultOutput(StringRef Source) const {
  StringRef Stem = path::stem(Source);
  if (Mode == CompileMode::Compile)
    return (Stem + ".o").str();
  if (Mode == CompileMode::Assemble)
    return (Stem + ".s").str();
  return "";
}

std::vector<std::string> pawl::makeFlagsAbsolute(const std::vector<std::string> &Flags,
                                                 StringRef Folder) {
  auto Absolute = [Folder](StringRef Path) {
    if (Path.empty() || path::is_absolute(Path) || Path.starts_with("="))
      return Path.str();
    llvm::SmallString<128> Result(Folder);
    path::append(Result, Path);
    return Result.str().str();
  };
  std::vector<std::string> Result;
  for (size_t I = 0; I < Flags.size(); ++I) {
    StringRef Flag = Flags[I];
    if (separateValue(Flag) == ValueUse::ParsePath && I + 1 < Flags.size()) {
      Result.push_back(Flag.str());
      Result.push_back(Absolute(Flags[++I]));
      continue;
    }
    bool Done = false;
    for (StringRef Option : {"-isystem", "-iquote", "-idirafter", "-include", "-imacros", "-I"})
      if (Flag.starts_with(Option) && Flag.size() > Option.size()) {
        Result.push_back((Option + Absolute(Flag.substr(Option.size()))).str());
        Done = true;
        break;
      }
    if (!Done)
      Result.push_back(Flag.str());
  }
  return Result;
}
