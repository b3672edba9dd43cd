//===- HeaderExpansion.cpp - Headers that are written out -----------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Emit/HeaderExpansion.h"
#include "clang/Basic/FileManager.h"
#include "clang/Lex/HeaderSearch.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;
namespace path = llvm::sys::path;

namespace pawl {

/// The directive whose `#` is at \p Hash, in the file's own bytes.
std::optional<HeaderExpansion::Place> HeaderExpansion::find(SourceLocation Hash) const {
  auto Begin = Source.Layout.begin(Hash);
  if (!Begin)
    return std::nullopt;
  TextLayout::Place P = Source.Layout.place(*Begin);
  unsigned End = endOfLogicalLine(Source.Layout.Files[P.File].Buffer, P.Offset);
  return Place{P.File, {*Begin, *Begin + (End - P.Offset)}};
}

/// \p Path, which \p Folder leads to, as seen from there; both as the file system has them, so that
/// `..` undoes a folder and not a link to one.
static std::string relativeTo(llvm::StringRef Path, llvm::StringRef Folder) {
  llvm::SmallString<128> To, From;
  if (llvm::sys::fs::real_path(Path, To) || llvm::sys::fs::real_path(Folder, From))
    return Path.str();
  auto ToAt = path::begin(To), ToEnd = path::end(To);
  auto FromAt = path::begin(From), FromEnd = path::end(From);
  while (ToAt != ToEnd && FromAt != FromEnd && *ToAt == *FromAt) {
    ++ToAt;
    ++FromAt;
  }
  llvm::SmallString<128> Result;
  for (; FromAt != FromEnd; ++FromAt)
    path::append(Result, "..");
  for (; ToAt != ToEnd; ++ToAt)
    path::append(Result, *ToAt);
  return Result.str().str();
}

/// How the main file has to name what \p I, in a header, finds; empty: just so.  A quoted name is
/// looked for beside the file that holds it first ([cpp.include]/3 leaves this to compilers).
std::string HeaderExpansion::nameFromMainFile(const Inclusion &I, unsigned Holder) const {
  if (I.IsAngled || !I.File || path::is_absolute(I.Name))
    return "";
  const SourceManager &SM = Source.Layout.SM;
  FileManager &Manager = SM.getFileManager();
  auto FolderOf = [&](FileID ID) {
    OptionalFileEntryRef File = SM.getFileEntryRefForID(ID);
    llvm::StringRef Folder = File ? path::parent_path(File->getName()) : "";
    return Folder.empty() ? std::string(".") : Folder.str();
  };
  auto Beside = [&](const std::string &Folder) {
    llvm::SmallString<128> Path(Folder);
    path::append(Path, I.Name);
    return Manager.getOptionalFileRef(Path);
  };
  std::string Main = FolderOf(SM.getMainFileID());
  std::string Own = FolderOf(Source.Layout.Files[Holder].ID);
  OptionalFileEntryRef FromMain = Beside(Main), FromOwn = Beside(Own);
  bool Same = FromMain ? &FromMain->getFileEntry() == &I.File->getFileEntry() : !FromOwn;
  return Same ? "" : relativeTo(I.File->getName(), Main);
}

void HeaderExpansion::prepare() {
  for (const Directive &D : Dirs.Others) {
    if (D.Kind != Directive::Pragma)
      continue;
    auto Here = find(D.Loc);
    if (!Here || Here->File == 0)
      continue;
    const TextFile &File = Source.Layout.Files[Here->File];
    unsigned Offset = Source.Layout.place(Here->Range.Begin).Offset;
    llvm::StringRef Line =
        File.Buffer.slice(Offset, endOfLogicalLine(File.Buffer, Offset)).ltrim("# \t");
    if (Line.consume_front("pragma") && Line.ltrim().starts_with("once"))
      Source.replaceIfExpanded(Here->Range, "");
  }
  for (const Inclusion &I : Dirs.Inclusions) {
    auto Here = find(I.Hash);
    if (!Here || Here->File == 0)
      continue;
    if (std::string Name = nameFromMainFile(I, Here->File); !Name.empty())
      Source.replaceIfExpanded(Here->Range, "#include \"" + Name + "\"");
  }
}

/// Writes out a file, and those that lead to it.  \returns whether that is new.
bool HeaderExpansion::expand(unsigned File) {
  bool Changed = false;
  while (File != 0) {
    Insertion &In = Source.Layout.Insertions[Source.Layout.Files[File].AsInsertion];
    Changed |= !In.MustExpand;
    In.MustExpand = true;
    File = In.Holder;
  }
  return Changed;
}

/// Whether the compiler's own record, which knows nothing of what was written out, keeps a file
/// from being read twice.
bool HeaderExpansion::isReadOnce(const Inclusion &I) const {
  const HeaderFileInfo *Info = Headers.getExistingFileInfo(*I.File);
  return Info && (Info->isPragmaOnce || Info->isImport);
}

void HeaderExpansion::finish(DiagnosticsEngine &Diags) {
  TextLayout &Layout = Source.Layout;
  for (unsigned File = 1; File < Layout.Files.size(); ++File)
    if (Source.hasReplacement(Layout.Files[File].Positions))
      expand(File);
  auto IsExpanded = [&](unsigned File) {
    return File == 0 || Layout.Insertions[Layout.Files[File].AsInsertion].MustExpand;
  };
  // A header that would be read again because its text, not itself, was read before is no longer
  // to be included from anywhere.
  llvm::SmallVector<Place> Repeated;
  for (bool Changed = true; Changed;) {
    Changed = false;
    Repeated.clear();
    llvm::DenseSet<const FileEntry *> Expanded;
    for (unsigned File = 1; File < Layout.Files.size(); ++File)
      if (IsExpanded(File))
        Expanded.insert(Layout.SM.getFileEntryForID(Layout.Files[File].ID));
    if (Expanded.empty())
      return;
    for (const Inclusion &I : Dirs.Inclusions) {
      if (I.Entered.isValid() || !I.File || !Expanded.count(&I.File->getFileEntry()) ||
          !isReadOnce(I))
        continue;
      if (auto Here = find(I.Hash)) {
        Changed |= expand(Here->File);
        Repeated.push_back(*Here);
      }
    }
  }
  for (const Place &Here : Repeated)
    Source.replaceIfExpanded(Here.Range, "");
  for (const Inclusion &I : Dirs.Inclusions)
    if (auto Here = find(I.Hash); I.IsNext && Here && Here->File != 0 && IsExpanded(Here->File))
      Diags.Report(I.Hash, Diags.getCustomDiagID(
                               DiagnosticsEngine::Error,
                               "cannot lower what a header with '#include_next' holds; the header "
                               "is written out, and that directive means another file elsewhere"));
}

} // namespace pawl
