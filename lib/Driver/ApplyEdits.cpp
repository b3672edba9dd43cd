//===- ApplyEdits.cpp - pawl check --fix ----------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Files.h"
#include "Driver/Findings.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <map>

namespace pawl {

/// Edits of one file, by where they begin and end.
using FileEdits = std::map<std::pair<uint64_t, uint64_t>, std::string>;

/// The file that \p Name leads to: two names may mean one.
static std::string realName(const std::string &Name) {
  llvm::SmallString<128> Path;
  return llvm::sys::fs::real_path(Name, Path) ? Name : Path.str().str();
}

/// Whether \p Edit can stand beside \p Accepted; the same edit again, from another source file that
/// includes this one, can.
static bool fits(const FileEdits &Accepted, const FindingEdit &Edit) {
  uint64_t Begin = Edit.Offset, End = Edit.Offset + Edit.Length;
  for (const auto &[Place, Text] : Accepted) {
    if (Place == std::pair(Begin, End))
      return Text == Edit.Text;
    if (Begin < Place.second && Place.first < End)
      return false;
  }
  return true;
}

static bool rewrite(const std::string &File, const FileEdits &Edits) {
  std::optional<std::string> Text = readFile(File);
  if (!Text)
    return false;
  for (const auto &[Place, New] : llvm::reverse(Edits))
    if (Place.second <= Text->size())
      Text->replace(Place.first, Place.second - Place.first, New);
  return writeFile(File, *Text);
}

std::optional<std::vector<bool>> applyEdits(const std::vector<FindingRecord> &Records) {
  std::vector<bool> Mended(Records.size());
  std::map<std::string, FileEdits> Files;
  for (size_t I = 0; I != Records.size(); ++I) {
    const FindingRecord &Record = Records[I];
    // All edits of a finding or none.
    if (Record.Edits.empty() || !llvm::all_of(Record.Edits, [&](const FindingEdit &Edit) {
          return fits(Files[realName(Edit.Place.File)], Edit);
        }))
      continue;
    for (const FindingEdit &Edit : Record.Edits)
      Files[realName(Edit.Place.File)][{Edit.Offset, Edit.Offset + Edit.Length}] = Edit.Text;
    Mended[I] = true;
  }
  for (const auto &[File, Edits] : Files)
    if (!Edits.empty() && !rewrite(File, Edits))
      return std::nullopt;
  return Mended;
}

} // namespace pawl
