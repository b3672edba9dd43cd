//===- SourceScan.h - Which sources may hold a coroutine --------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A build starts the wrapper for every file, most of which hold no coroutine.  So the text of the
// source and of what it includes is looked through before a compiler's parse is paid for.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_SOURCESCAN_H
#define PAWL_DRIVER_SOURCESCAN_H

#include <string>
#include <vector>

namespace pawl {

/// A source and what its command line says of the text that the compiler sees.
struct ScanRequest {
  std::string Source;
  /// The folders of includes, in order, without those that the compiler searches by itself.
  std::vector<std::string> IncludeFolders;
  /// Files that the command line includes, and macros that it defines (`NAME=text`).
  std::vector<std::string> ForcedIncludes, Macros;
  /// The folder of `pawl/pawl.h`.  The headers in `pawl/` are not looked at.
  std::string RuntimeInclude;
};

struct SourceScan {
  /// The text may hold a coroutine.  Errs on the side of yes: the lowerer decides.
  bool MayHoldCoroutine = false;
  /// The text may include the runtime or <coroutine>.  Errs on the side of yes.
  bool UsesRuntime = false;
};

SourceScan scanSource(const ScanRequest &Request);

} // namespace pawl

#endif // PAWL_DRIVER_SOURCESCAN_H
