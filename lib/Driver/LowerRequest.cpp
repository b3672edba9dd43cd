//===- LowerRequest.cpp - What the driver asks of the lowerer -------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/LowerRequest.h"
#include "llvm/ADT/StringRef.h"

using namespace pawl;

std::vector<std::string> LowerRequest::arguments() const {
  std::vector<std::string> Args = {"--input=" + Input,
                                   "--output=" + Output,
                                   "--dependencies=" + Dependencies,
                                   "--compiler=" + Compiler,
                                   "--runtime-include=" + RuntimeInclude,
                                   "--findings=" + Findings,
                                   "--graph=" + Graph};
  for (const std::string &Flag : CheckFlags)
    Args.push_back("--check-flag=" + Flag);
  for (const std::string &Map : LineMaps)
    Args.push_back("--line-map=" + Map);
  if (Quiet)
    Args.push_back("--quiet");
  if (DumpPlan)
    Args.push_back("--dump-plan");
  if (DumpFrames)
    Args.push_back("--frames");
  if (Stable)
    Args.push_back("--stable");
  if (!LineDirectives)
    Args.push_back("--no-line");
  if (CheckOnly)
    Args.push_back("--check");
  Args.push_back("--");
  Args.insert(Args.end(), CompilerFlags.begin(), CompilerFlags.end());
  return Args;
}

std::optional<LowerRequest> LowerRequest::parse(const std::vector<std::string> &Arguments) {
  LowerRequest Request;
  for (size_t I = 0; I < Arguments.size(); ++I) {
    llvm::StringRef Arg = Arguments[I];
    auto TakeValue = [&Arg](llvm::StringRef Name, std::string &Value) {
      if (!Arg.consume_front(Name))
        return false;
      Value = Arg.str();
      return true;
    };
    if (Arg == "--") {
      Request.CompilerFlags.assign(Arguments.begin() + I + 1, Arguments.end());
      return Request;
    }
    if (Arg == "--dump-plan")
      Request.DumpPlan = true;
    else if (Arg == "--frames")
      Request.DumpFrames = true;
    else if (Arg == "--stable")
      Request.Stable = true;
    else if (Arg == "--no-line")
      Request.LineDirectives = false;
    else if (Arg == "--check")
      Request.CheckOnly = true;
    else if (Arg == "--quiet")
      Request.Quiet = true;
    else if (Arg.consume_front("--check-flag="))
      Request.CheckFlags.push_back(Arg.str());
    else if (Arg.consume_front("--line-map="))
      Request.LineMaps.push_back(Arg.str());
    else if (!TakeValue("--input=", Request.Input) && !TakeValue("--output=", Request.Output) &&
             !TakeValue("--dependencies=", Request.Dependencies) &&
             !TakeValue("--compiler=", Request.Compiler) &&
             !TakeValue("--runtime-include=", Request.RuntimeInclude) &&
             !TakeValue("--findings=", Request.Findings) && !TakeValue("--graph=", Request.Graph))
      return std::nullopt;
  }
  return std::nullopt;
}
