//===- FrameSizeCheck.cpp - Hints about large frames ----------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/FrameSizeCheck.h"
#include "Dialect/Directives.h"
#include "Dialect/Parse.h"

using namespace clang;

namespace pawl {

FrameSizeCheck::FrameSizeCheck(ParsedUnit &Unit, const CheckOptions &Options)
    : Options(Options), Report(Unit, Options) {}

void FrameSizeCheck::add(const FunctionDecl *Function, const FrameLayout &Layout) {
  if (!Options.isOn(CheckId::FrameSize) || Layout.Size <= Options.FrameSizeLimit)
    return;
  auto [Known, IsNew] = Large.try_emplace(Function->getLocation(), Function, Layout);
  if (!IsNew && Known->second.second.Size < Layout.Size)
    Known->second = {Function, Layout};
}

void FrameSizeCheck::finish() {
  if (Large.empty())
    return;
  for (FileID File : Report.Unit.Preprocessing.UserFiles)
    Report.Silenced.addComments(File);
  for (const auto &[Loc, Frame] : Large)
    report(Frame.first, Frame.second);
  Report.finish(/*WithProblems=*/false);
}

void FrameSizeCheck::report(const FunctionDecl *Function, const FrameLayout &Layout) {
  if (Function->hasAttrs())
    Report.Silenced.addAttributes(Function->getAttrs(), Function->getSourceRange());
  std::string Name;
  llvm::raw_string_ostream Stream(Name);
  Function->getNameForDiagnostic(Stream, Report.AST.getPrintingPolicy(), /*Qualified=*/false);
  Finding &F =
      Report.hint(CheckId::FrameSize, Function->getLocation(),
                  "the frame of '" + Name + "' takes " + std::to_string(Layout.Size) + " bytes");
  // The largest members, down to a tenth of the whole.
  std::vector<const FrameMember *> Largest;
  for (const FrameMember &Member : Layout.Members)
    if (Member.Size * 10 >= Layout.Size)
      Largest.push_back(&Member);
  llvm::stable_sort(Largest,
                    [](const FrameMember *A, const FrameMember *B) { return A->Size > B->Size; });
  for (const FrameMember *Member : Largest)
    F.note(Member->Loc.isValid() ? Member->Loc : Function->getLocation(),
           std::to_string(Member->Size) + " of them are '" + Member->Name + "', " +
               (Member->Loc.isValid() ? "which lives across an await" : "of type " + Member->Type));
}

} // namespace pawl
