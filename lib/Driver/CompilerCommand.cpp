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
#include "llvm/Support/FileSystem.h"
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
      .Cases({".cppm", ".ccm", ".cxxm", ".c++m"}, true)
      .Default(false);
}

static bool isHeaderName(StringRef Path) {
  return llvm::StringSwitch<bool>(path::extension(Path))
      .Cases({".h", ".hh", ".H", ".hp", ".hxx", ".hpp", ".HPP", ".h++", ".tcc"}, true)
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
  enum { ByName, Cxx, CxxHeader, OtherLanguage } Language = ByName;
  /// Whether the compiler takes C's names for C++, as g++ and clang++ do and gcc does not.
  bool IsCxxDriver = false;
  /// The files of -include-pch.
  std::vector<std::string> Precompiled;

  void setMode(CompileMode Mode) {
    // The earlier stage wins whatever the order: -E over -S over -c.
    static const CompileMode Order[] = {
        CompileMode::ListFiles, CompileMode::Preprocess, CompileMode::CheckOnly, CompileMode::Other,
        CompileMode::Assemble,  CompileMode::Compile,    CompileMode::Link};
    if (llvm::find(Order, Mode) < llvm::find(Order, Command.Mode))
      Command.Mode = Mode;
  }

  void addInput(size_t Index) {
    StringRef Path = Command.Args[Index];
    bool Named = Language == ByName;
    if (Language == Cxx ||
        (Named && (isCxxSourceName(Path) || (IsCxxDriver && path::extension(Path) == ".c"))))
      Command.Sources.push_back(Index);
    else if (Language == CxxHeader || (Named && IsCxxDriver && isHeaderName(Path)))
      Command.Headers.push_back(Index);
    else
      Command.OtherInputs.push_back(Index);
  }

  void noteValue(StringRef Option, StringRef Value) {
    if (Option == "-o")
      Command.Output = Value.str();
    else if (Option == "-MF")
      Command.DependencyFile = Value.str();
    else if (Option == "-MT" || Option == "-MQ")
      Command.NamesTarget = true;
    else if (Option == "-I" || Option == "-iquote" || Option == "-isystem" ||
             Option == "-idirafter" || Option == "-cxx-isystem")
      Command.IncludeFolders.push_back(Value.str());
    else if (Option == "-include" || Option == "-imacros")
      Command.ForcedIncludes.push_back(Value.str());
    else if (Option == "-include-pch")
      Precompiled.push_back(Value.str());
    else if (Option == "-D")
      Command.Macros.push_back(Value.str());
    else if (Option == "-ffile-prefix-map=" || Option == "-fdebug-prefix-map=") {
      auto [From, To] = Value.split('=');
      Command.PrefixMaps.push_back({From.str(), To.str()});
    } else if (Option == "-x")
      Language = llvm::StringSwitch<decltype(Language)>(Value)
                     .Case("none", ByName)
                     .Cases({"c++", "c++-module"}, Cxx)
                     .Cases({"c++-header", "c++-user-header", "c++-system-header"}, CxxHeader)
                     .Default(OtherLanguage);
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
    else if (Arg == "--precompile" || Arg == "--analyze" || Arg == "-emit-ast")
      setMode(CompileMode::Other);
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

  /// Takes an option whose value is the next argument.
  void takeSeparateValue(StringRef Option, ValueUse Use, size_t &I) {
    bool HasValue = I + 1 < Command.Args.size();
    if (HasValue)
      noteValue(Option, Command.Args[I + 1]);
    // The language is that of the sources here; the parse knows it.  What is in a precompiled
    // header it reads from the header.
    if (Use != ValueUse::Drop && Option != "-x" && Option != "-include-pch") {
      Command.ParseFlags.push_back(Option.str());
      if (HasValue)
        Command.ParseFlags.push_back(Command.Args[I + 1]);
    }
    I += HasValue;
  }

  /// Takes the four words `-Xclang -include -Xclang FILE`, which CMake writes.
  bool takeClangInclude(size_t &I) {
    const Arguments &Args = Command.Args;
    if (Args[I] != "-Xclang" || I + 3 >= Args.size() || Args[I + 2] != "-Xclang" ||
        (Args[I + 1] != "-include" && Args[I + 1] != "-include-pch"))
      return false;
    noteValue(Args[I + 1], Args[I + 3]);
    if (Args[I + 1] == "-include") {
      Command.ParseFlags.push_back("-include");
      Command.ParseFlags.push_back(Args[I + 3]);
    }
    I += 3;
    return true;
  }

  void takeOption(size_t &I) {
    StringRef Arg = Command.Args[I];
    if (takeClangInclude(I))
      return;
    auto [LongName, LongValue] = Arg.split('=');
    std::string Shortened;
    if (StringRef Short = shortForm(LongName); !Short.empty()) {
      if (ValueUse Use = separateValue(Short); Use != ValueUse::None && LongName == Arg)
        return takeSeparateValue(Short, Use, I);
      Shortened = (Short + LongValue).str();
      Arg = Shortened;
    }
    if (ValueUse Use = separateValue(Arg); Use != ValueUse::None)
      return takeSeparateValue(Arg, Use, I);
    noteFlag(Arg);
    for (StringRef Option :
         {"-o", "-MF", "-MT", "-MQ", "-iquote", "-isystem", "-idirafter", "-include", "-imacros",
          "-I", "-D", "-x", "-ffile-prefix-map=", "-fdebug-prefix-map="})
      if (Arg.starts_with(Option) && !(Option == "-include" && Arg.starts_with("-include-pch"))) {
        noteValue(Option, Arg.substr(Option.size()));
        if (Option == "-o" || Option == "-x")
          return;
        break;
      }
    if (Arg.starts_with("-Wp,"))
      notePreprocessorFlag(Arg);
    if (!isForLaterStages(Arg))
      Command.ParseFlags.push_back(Arg.str());
  }

  /// A precompiled header stands beside the header that it was made of, under its name and one
  /// more ending; the parse reads that.
  void findHeadersOfPrecompiled() {
    for (StringRef File : Precompiled) {
      StringRef Header = File.take_front(File.size() - path::extension(File).size());
      if (llvm::is_contained(Command.ForcedIncludes, Header))
        continue;
      if (!llvm::sys::fs::exists(Header)) {
        Command.UnnamedPrecompiled.push_back(File.str());
        continue;
      }
      Command.ForcedIncludes.push_back(Header.str());
      Command.ParseFlags.push_back("-include");
      Command.ParseFlags.push_back(Header.str());
    }
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
    IsCxxDriver = path::filename(Command.compiler()).contains("++");

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
    findHeadersOfPrecompiled();
    return std::move(Command);
  }
};

} // namespace

CompilerCommand pawl::parseCompilerCommand(const std::vector<std::string> &CommandLine) {
  return CommandParser().parse(CommandLine);
}

std::string pawl::mappedName(StringRef Path, const std::vector<PrefixMap> &Maps) {
  for (const PrefixMap &Map : llvm::reverse(Maps))
    if (Path.consume_front(Map.From))
      return Map.To + Path.str();
  return Path.str();
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
