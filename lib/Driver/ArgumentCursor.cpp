//===- ArgumentCursor.cpp - Reading a command's own arguments -------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/ArgumentCursor.h"
#include "Driver/Errors.h"

using namespace pawl;

bool ArgumentCursor::flag(llvm::StringRef Name) {
  if (atEnd() || Args[Position] != Name)
    return false;
  ++Position;
  return true;
}

bool ArgumentCursor::flagIf(llvm::function_ref<bool(llvm::StringRef)> Matches, std::string &Flag) {
  if (atEnd() || !Matches(Args[Position]))
    return false;
  Flag = Args[Position++];
  return true;
}

bool ArgumentCursor::value(llvm::StringRef Name, std::string &Value) {
  if (atEnd())
    return false;
  llvm::StringRef Arg = Args[Position];
  if (!Arg.consume_front(Name))
    return false;
  if (Arg.empty()) {
    if (Position + 1 == Args.size()) {
      Bad = true;
      reportError("'" + Name + "' needs a value");
      return false;
    }
    Value = Args[Position + 1];
    Position += 2;
    return true;
  }
  if (Name.starts_with("--") && !Arg.consume_front("="))
    return false;
  Value = Arg.str();
  ++Position;
  return true;
}

bool ArgumentCursor::positional(std::string &Value) {
  if (atEnd() || (Args[Position].size() > 1 && Args[Position][0] == '-'))
    return false;
  Value = Args[Position++];
  return true;
}

std::vector<std::string> ArgumentCursor::rest() {
  std::vector<std::string> Rest(Args.begin() + Position, Args.end());
  Position = Args.size();
  return Rest;
}

void ArgumentCursor::reject(llvm::StringRef Command) {
  if (atEnd())
    return;
  Bad = true;
  reportError("'pawl " + Command + "' does not know '" + Args[Position] + "'; 'pawl help " +
              Command + "' lists its options");
}
