//===- Findings.h - Diagnostics as data --------------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lowerer collects what it says of a file; the driver brings that of several files together,
// and prints it for machines or mends the files.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_FINDINGS_H
#define PAWL_DRIVER_FINDINGS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"
#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// A stretch of a file.  Lines and columns count from 1, columns in characters; the end is behind
/// the last character.
struct FindingPlace {
  /// As the user or an `#include` named it; empty: no place.
  std::string File;
  unsigned Line = 0, Column = 0, EndLine = 0, EndColumn = 0;
};

/// A change that mends something: \c Length bytes at \c Offset become \c Text.
struct FindingEdit {
  FindingPlace Place;
  uint64_t Offset = 0, Length = 0;
  std::string Text;
};

struct FindingNote {
  FindingPlace Place;
  std::string Message;
};

/// One diagnostic, of the checks or of the compiler, with its notes.
struct FindingRecord {
  FindingPlace Place;
  /// error, warning or hint.
  std::string Severity;
  /// The check's name without `pawl-`; empty for the compiler's own.
  std::string Check;
  std::string Message;
  std::vector<FindingNote> Notes;
  std::vector<FindingEdit> Edits;
};

llvm::json::Value toJSON(const FindingRecord &Record);
/// What a lowerer wrote; nothing if \p Text is no such thing.
std::optional<std::vector<FindingRecord>> parseFindings(llvm::StringRef Text);

/// The records as one array of JSON, and as a SARIF log
/// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
std::string printJson(const std::vector<FindingRecord> &Records);
std::string printSarif(const std::vector<FindingRecord> &Records);

/// Applies the edits of \p Records to the files; edits that overlap an earlier one are left for
/// another time.  \returns for each record whether it was mended, or nothing after an error that
/// was reported.
std::optional<std::vector<bool>> applyEdits(const std::vector<FindingRecord> &Records);

} // namespace pawl

#endif // PAWL_DRIVER_FINDINGS_H
