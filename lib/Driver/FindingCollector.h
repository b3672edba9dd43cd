//===- FindingCollector.h - Diagnostics to data ------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_FINDINGCOLLECTOR_H
#define PAWL_DRIVER_FINDINGCOLLECTOR_H

#include "Driver/Findings.h"
#include "clang/Basic/Diagnostic.h"

namespace pawl {

/// Keeps every diagnostic that is shown.
class FindingCollector final : public clang::DiagnosticConsumer {
public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  std::vector<FindingRecord> Records;

private:
  FindingPlace placeOf(const clang::SourceManager &SM, clang::SourceLocation Begin,
                       clang::SourceLocation End) const;
};

} // namespace pawl

#endif // PAWL_DRIVER_FINDINGCOLLECTOR_H
