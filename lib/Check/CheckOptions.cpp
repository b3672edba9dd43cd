//===- CheckOptions.cpp - What the flags say of each check ----------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/CheckOptions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using clang::DiagnosticsEngine;
using llvm::StringRef;

namespace pawl {

CheckOptions::CheckOptions(bool IsCheck) {
  for (const CheckInfo &Check : allChecks())
    Rows.push_back({IsCheck || Check.Scope == CheckScope::Always, std::nullopt});
}

void CheckOptions::apply(StringRef Name, std::vector<std::string> &Problems,
                         llvm::function_ref<void(Row &)> Change) {
  if (Name.empty()) {
    for (Row &R : Rows)
      Change(R);
    return;
  }
  Name.consume_front("-");
  if (std::optional<CheckId> Id = findCheck(Name))
    Change(Rows[static_cast<unsigned>(*Id)]);
  else
    Problems.push_back(("there is no check 'pawl-" + Name + "'").str());
}

/// One name a line; `!` before it means that it does not block, `#` begins a comment.
void CheckOptions::readBlockingCalls(const std::string &File, std::vector<std::string> &Problems) {
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Buffer) {
    Problems.push_back("cannot read '" + File + "': " + Buffer.getError().message());
    return;
  }
  for (StringRef Line : llvm::split((*Buffer)->getBuffer(), '\n')) {
    StringRef Name = Line.split('#').first.trim();
    if (Name.empty())
      continue;
    llvm::StringSet<> &Into = Name.consume_front("!") ? NonblockingCalls : BlockingCalls;
    Name.consume_front("::");
    Into.insert(Name);
  }
}

std::vector<std::string> CheckOptions::parse(llvm::ArrayRef<std::string> Flags) {
  std::vector<std::string> Problems;
  for (StringRef Flag : Flags) {
    if (Flag == "-w")
      NoWarnings = true;
    else if (Flag == "-Werror")
      AllErrors = true;
    else if (Flag == "-Wno-error")
      AllErrors = false;
    else if (Flag.consume_front("-Werror=pawl"))
      apply(Flag, Problems, [](Row &R) { R = {true, true}; });
    else if (Flag.consume_front("-Wno-error=pawl"))
      apply(Flag, Problems, [](Row &R) { R.Errors = false; });
    else if (Flag.consume_front("-Wno-pawl"))
      apply(Flag, Problems, [](Row &R) { R.On = false; });
    else if (Flag.consume_front("-Wpawl"))
      apply(Flag, Problems, [](Row &R) { R.On = true; });
    else if (Flag.consume_front("-fpawl-blocking-calls="))
      readBlockingCalls(Flag.str(), Problems);
    else if (Flag.consume_front("-fpawl-frame-size=")) {
      if (Flag.getAsInteger(10, FrameSizeLimit))
        Problems.push_back("'-fpawl-frame-size' takes a number of bytes");
    } else if (Flag.starts_with("-fpawl-"))
      Problems.push_back(("unknown option '" + Flag + "'").str());
  }
  return Problems;
}

DiagnosticsEngine::Level CheckOptions::level(CheckId Id, DiagnosticsEngine::Level Own) const {
  if (row(Id).Errors)
    Own = *row(Id).Errors ? DiagnosticsEngine::Error : std::min(Own, DiagnosticsEngine::Warning);
  else if (AllErrors && Own == DiagnosticsEngine::Warning)
    Own = DiagnosticsEngine::Error;
  if (HintsAreWarnings && Own == DiagnosticsEngine::Remark)
    Own = DiagnosticsEngine::Warning;
  return NoWarnings && Own < DiagnosticsEngine::Error ? DiagnosticsEngine::Ignored : Own;
}

} // namespace pawl
