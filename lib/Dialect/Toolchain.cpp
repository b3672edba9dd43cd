//===- Toolchain.cpp - What the wrapped compiler would see ----------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/Toolchain.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include <dlfcn.h>
#include <map>
#include <mutex>
#include <unistd.h>

using namespace llvm;

namespace pawl {

//===----------------------------------------------------------------------===//
// Asking the compiler
//===----------------------------------------------------------------------===//

/// The flags that change what a compiler answers.  Everything else stays out: the user's own
/// include folders and macros are given to the parse directly.
static std::vector<std::string> flagsThatMatter(ArrayRef<std::string> Flags) {
  static constexpr llvm::StringLiteral Prefixes[] = {"-std=",        "-f",        "-m",
                                                     "-O",           "-B",        "-stdlib",
                                                     "--sysroot=",   "-ansi",     "-nostdinc",
                                                     "-nostdlibinc", "--target=", "--gcc-",
                                                     "-specs=",      "-pthread"};
  static constexpr llvm::StringLiteral ForOthers[] = {"-Xclang", "-Xlinker", "-Xassembler",
                                                      "-Xpreprocessor", "-mllvm"};
  static constexpr llvm::StringLiteral WithValue[] = {"-isysroot", "--sysroot", "-target", "-arch",
                                                      "-stdlib++-isystem"};
  std::vector<std::string> Kept;
  for (size_t I = 0; I != Flags.size(); ++I) {
    StringRef Flag = Flags[I];
    if (is_contained(ForOthers, Flag)) {
      ++I;
    } else if (is_contained(WithValue, Flag)) {
      if (I + 1 != Flags.size()) {
        Kept.push_back(Flags[I]);
        Kept.push_back(Flags[++I]);
      }
    } else if (any_of(Prefixes, [&](StringRef P) { return Flag.starts_with(P); })) {
      Kept.push_back(Flags[I]);
    }
  }
  return Kept;
}

/// A compiler's own builtin headers, which another compiler cannot read.
static bool holdsBuiltinHeaders(StringRef Folder) {
  SmallString<256> Intrinsics(Folder), StdDef(Folder);
  sys::path::append(StdDef, "stddef.h");
  sys::path::append(Intrinsics, "stdarg.h");
  return sys::fs::exists(StdDef) && sys::fs::exists(Intrinsics);
}

static void readVerboseOutput(StringRef Text, Toolchain &Result) {
  bool InList = false;
  for (StringRef Rest = Text; !Rest.empty();) {
    StringRef Line;
    std::tie(Line, Rest) = Rest.split('\n');
    Line = Line.rtrim('\r');
    if (Line.starts_with("#include <...>")) {
      InList = true;
    } else if (Line.starts_with("End of search list")) {
      InList = false;
    } else if (InList && Line.consume_front(" ")) {
      SmallString<256> Folder(Line);
      sys::path::remove_dots(Folder, /*remove_dot_dot=*/false);
      (holdsBuiltinHeaders(Folder) ? Result.BuiltinFolders : Result.IncludeFolders)
          .push_back(std::string(Folder));
    } else if (!InList && Line.consume_front("Target: ")) {
      Result.Target = Line.trim().str();
    }
  }
}

static std::string standardName(unsigned Value, bool Strict) {
  const char *Year = Value > 202302   ? "2c"
                     : Value > 202002 ? "23"
                     : Value > 201703 ? "20"
                     : Value > 201402 ? "17"
                     : Value > 201103 ? "14"
                     : Value > 199711 ? "11"
                                      : "98";
  return (Twine(Strict ? "c++" : "gnu++") + Year).str();
}

static void readMacros(StringRef Text, Toolchain &Result) {
  std::map<StringRef, unsigned> Values;
  for (StringRef Rest = Text; !Rest.empty();) {
    StringRef Line, Name, Value;
    std::tie(Line, Rest) = Rest.split('\n');
    if (!Line.consume_front("#define "))
      continue;
    std::tie(Name, Value) = Line.split(' ');
    Value = Value.rtrim("\rLl");
    unsigned Number = 0;
    Value.getAsInteger(10, Number);
    Values[Name] = Number;
  }
  Result.IsClang = Values.count("__clang__");
  Result.GnucMajor = Values["__GNUC__"];
  Result.GnucVersion = (Twine(Result.GnucMajor) + "." + Twine(Values["__GNUC_MINOR__"]) + "." +
                        Twine(Values["__GNUC_PATCHLEVEL__"]))
                           .str();
  unsigned Standard = Values["__cplusplus"];
  if (Standard)
    Result.Standard = standardName(Standard, Values.count("__STRICT_ANSI__"));
  Result.IsCxx20 = Standard > 201703;
}

static Error makeError(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

/// The environment without what would change the answers: messages in the user's language, and the
/// folders of CPATH, which are no system's; Clang reads them itself.
static std::vector<StringRef> probeEnvironment() {
  std::vector<StringRef> Result;
  for (char **Entry = environ; *Entry; ++Entry) {
    StringRef Name = StringRef(*Entry).split('=').first;
    if (Name != "CPATH" && Name != "LC_ALL" && Name != "LANGUAGE")
      Result.push_back(*Entry);
  }
  Result.push_back("LC_ALL=C");
  return Result;
}

static Expected<Toolchain> runProbe(StringRef Compiler, ArrayRef<std::string> Flags) {
  ErrorOr<std::string> Program = sys::findProgramByName(Compiler);
  if (!Program)
    return makeError("cannot find the compiler '" + Compiler + "'");
  SmallString<128> OutFile, ErrFile;
  if (sys::fs::createTemporaryFile("pawl-probe", "out", OutFile) ||
      sys::fs::createTemporaryFile("pawl-probe", "err", ErrFile))
    return makeError("cannot create a temporary file");
  FileRemover RemoveOut(OutFile), RemoveErr(ErrFile);

  std::vector<StringRef> Args{*Program};
  Args.insert(Args.end(), Flags.begin(), Flags.end());
  Args.insert(Args.end(), {"-E", "-v", "-dM", "-x", "c++", "/dev/null"});
  std::optional<StringRef> Redirects[] = {StringRef("/dev/null"), OutFile.str(), ErrFile.str()};
  std::vector<StringRef> Environment = probeEnvironment();
  std::string Problem;
  int Status =
      sys::ExecuteAndWait(*Program, Args, ArrayRef(Environment), Redirects, 0, 0, &Problem);
  ErrorOr<std::unique_ptr<MemoryBuffer>> Out = MemoryBuffer::getFile(OutFile);
  ErrorOr<std::unique_ptr<MemoryBuffer>> Err = MemoryBuffer::getFile(ErrFile);
  if (Status < 0 || !Out || !Err)
    return makeError("cannot run the compiler '" + Compiler + "'" +
                     (Problem.empty() ? "" : ": " + Problem));
  if (Status > 0) {
    // Of what -v prints only the complaint is for the user.
    std::string Complaint;
    SmallVector<StringRef, 64> Lines;
    (*Err)->getBuffer().split(Lines, '\n');
    for (StringRef Line : Lines)
      if (Line.contains("error:"))
        Complaint += "\n" + Line.str();
    return makeError("the compiler '" + Compiler + "' refuses its flags" + Complaint);
  }
  Toolchain Result;
  readVerboseOutput((*Err)->getBuffer(), Result);
  readMacros((*Out)->getBuffer(), Result);
  if (Result.Standard.empty())
    return makeError("'" + Compiler + "' does not answer as a C++ compiler");
  return Result;
}

Expected<Toolchain> probeToolchain(StringRef Compiler, ArrayRef<std::string> Flags) {
  static std::mutex Lock;
  static std::map<std::vector<std::string>, Toolchain> Known;
  std::vector<std::string> Key = flagsThatMatter(Flags);
  Key.insert(Key.begin(), Compiler.str());
  std::lock_guard<std::mutex> Guard(Lock);
  auto Found = Known.find(Key);
  if (Found != Known.end())
    return Found->second;
  Expected<Toolchain> Result = runProbe(Compiler, ArrayRef(Key).drop_front());
  if (Result)
    Known.emplace(std::move(Key), *Result);
  return Result;
}

//===----------------------------------------------------------------------===//
// Folders beside the program and its libraries
//===----------------------------------------------------------------------===//

/// \p Base / \p Tail if \p Witness exists in it.
static std::string folderWith(StringRef Base, StringRef Tail, StringRef Witness) {
  SmallString<256> Folder(Base), File;
  sys::path::append(Folder, Tail);
  sys::path::remove_dots(Folder, /*remove_dot_dot=*/true);
  File = Folder;
  sys::path::append(File, Witness);
  return sys::fs::exists(File) ? std::string(Folder) : std::string();
}

std::string findClangResources() {
  constexpr llvm::StringLiteral Witness = "include/stddef.h";
  Dl_info Library;
  if (dladdr(reinterpret_cast<void *>(&clang::getClangFullVersion), &Library) &&
      Library.dli_fname) {
    // Distributions keep the library outside the LLVM folder and link to it.
    StringRef Folder = sys::path::parent_path(Library.dli_fname);
    for (StringRef Tail :
         {"clang/" CLANG_VERSION_MAJOR_STRING, "../lib/clang/" CLANG_VERSION_MAJOR_STRING,
          "../llvm-" CLANG_VERSION_MAJOR_STRING "/lib/clang/" CLANG_VERSION_MAJOR_STRING}) {
      std::string Found = folderWith(Folder, Tail, Witness);
      if (!Found.empty())
        return Found;
    }
  }
  return folderWith(PAWL_CLANG_RESOURCES, "", Witness);
}

std::string findRuntimeInclude() {
  constexpr llvm::StringLiteral Witness = "pawl/coroutine.h";
  std::string Program =
      sys::fs::getMainExecutable(nullptr, reinterpret_cast<void *>(&findRuntimeInclude));
  StringRef Folder = sys::path::parent_path(Program);
  for (StringRef Tail : {"../include", "../../include", "../../runtime/include"}) {
    std::string Found = folderWith(Folder, Tail, Witness);
    if (!Found.empty())
      return Found;
  }
  return folderWith(PAWL_RUNTIME_INCLUDE, "", Witness);
}

} // namespace pawl
