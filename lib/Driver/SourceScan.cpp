//===- SourceScan.cpp - Which sources may hold a coroutine ----------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/SourceScan.h"
#include "Driver/WordScan.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <cstdlib>

using namespace pawl;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {

/// Follows includes through all folders but the standard library's own.  Where several folders have
/// a file of the name, all are looked at: which of them is meant may hang on a macro.
class IncludeWalk {
  const ScanRequest &Request;
  /// SystemFolders of them, the last ones, are those that the compiler searches by itself.
  std::vector<std::string> Folders;
  static constexpr size_t SystemFolders = 2;
  /// Files, and apart from them those that are part of the system.
  llvm::StringSet<> Visited, VisitedOfSystem;
  /// The names that were looked for in Folders.
  llvm::StringSet<> Searched;
  SourceScan Result;

  void addFoldersOf(const char *Variable) {
    const char *Value = std::getenv(Variable);
    if (!Value || !*Value)
      return;
    llvm::SmallVector<StringRef, 8> Parts;
    StringRef(Value).split(Parts, ':');
    for (StringRef Part : Parts)
      Folders.push_back(Part.empty() ? "." : Part.str());
  }

  void visitHeader(StringRef Folder, StringRef Name, bool IsSystem) {
    llvm::SmallString<128> Path(Folder);
    path::append(Path, Name);
    if (fs::is_regular_file(Path) && !Path.str().starts_with(Request.RuntimeInclude + "/pawl/"))
      visit(Path.str().str(), IsSystem);
  }

  void visitInclude(StringRef Includer, StringRef Name, bool IsSystem) {
    bool Quoted = Name.consume_front("\"");
    Result.UsesRuntime |= Name.starts_with("pawl/") || Name == "coroutine";
    if (path::is_absolute(Name))
      return visitHeader("", Name, /*IsSystem=*/false);
    if (Quoted)
      visitHeader(path::parent_path(Includer), Name, IsSystem);
    if (!Searched.insert(Name).second)
      return;
    for (size_t I = 0; I < Folders.size(); ++I) {
      if (Result.MayHoldCoroutine)
        return;
      visitHeader(Folders[I], Name, /*IsSystem=*/I + SystemFolders >= Folders.size());
    }
  }

public:
  explicit IncludeWalk(const ScanRequest &Request)
      : Request(Request), Folders(Request.IncludeFolders) {
    addFoldersOf("CPATH");
    addFoldersOf("CPLUS_INCLUDE_PATH");
    llvm::append_range(Folders, std::vector<std::string>{"/usr/local/include", "/usr/include"});
  }

  /// Coroutines of the system's headers are not lowered, and what names a file that the system
  /// includes names one of its own; but an `async` function there is refused.
  void visit(const std::string &File, bool IsSystem) {
    if (Result.MayHoldCoroutine || Visited.contains(File) ||
        !(IsSystem ? VisitedOfSystem : Visited).insert(File).second)
      return;
    auto Buffer = llvm::MemoryBuffer::getFile(File);
    if (!Buffer)
      return;
    WordScan Scan = scanHeader((*Buffer)->getBuffer());
    if (Scan.HasAsync || (!IsSystem && (Scan.HasCoWord || Scan.HasComputedInclude)))
      Result.MayHoldCoroutine = Result.UsesRuntime = true;
    for (StringRef Name : Scan.Includes)
      visitInclude(File, Name, IsSystem);
  }

  SourceScan run() {
    for (StringRef Macro : Request.Macros)
      if (scanWords(Macro.split('=').second).hasAsyncWord())
        Result.MayHoldCoroutine = Result.UsesRuntime = true;
    // As if the command line's includes were the first lines of the source, but found in the
    // current folder first.
    for (const std::string &File : Request.ForcedIncludes)
      visitInclude("", "\"" + File, /*IsSystem=*/false);
    visit(Request.Source, /*IsSystem=*/false);
    return Result;
  }
};

} // namespace

SourceScan pawl::scanSource(const ScanRequest &Request) { return IncludeWalk(Request).run(); }
