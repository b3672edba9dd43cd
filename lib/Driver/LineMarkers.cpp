//===- LineMarkers.cpp - Directives that name files -----------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/LineMarkers.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace pawl;
using llvm::StringRef;

std::vector<std::string> pawl::filesNamedByLines(StringRef Lowered) {
  std::vector<std::string> Files;
  while (!Lowered.empty()) {
    auto [Line, Rest] = Lowered.split('\n');
    Lowered = Rest;
    if (!Line.consume_front("#line "))
      continue;
    StringRef Quoted = Line.drop_while(llvm::isDigit).ltrim();
    if (!Quoted.consume_front("\""))
      continue;
    std::string File;
    for (size_t I = 0; I < Quoted.size() && Quoted[I] != '"'; ++I) {
      if (Quoted[I] == '\\' && I + 1 < Quoted.size())
        ++I;
      File += Quoted[I];
    }
    if (!llvm::is_contained(Files, File))
      Files.push_back(File);
  }
  return Files;
}

static std::string quotedName(StringRef Name) {
  std::string Text = "\"";
  for (char C : Name) {
    if (C == '"' || C == '\\')
      Text += '\\';
    Text += C;
  }
  return Text + '"';
}

std::string pawl::renameInLineMarkers(StringRef Preprocessed, StringRef From, StringRef To) {
  std::string Old = quotedName(From), New = quotedName(To), Result;
  Result.reserve(Preprocessed.size());
  while (!Preprocessed.empty()) {
    size_t End = Preprocessed.find('\n');
    StringRef Line = Preprocessed.take_front(End == StringRef::npos ? End : End + 1);
    Preprocessed = Preprocessed.drop_front(Line.size());
    StringRef Name = Line;
    if (Name.consume_front("#")) {
      Name.consume_front("line");
      Name = Name.ltrim().drop_while(llvm::isDigit).ltrim();
      if (Name.starts_with(Old)) {
        Result += Line.take_front(Name.begin() - Line.begin());
        Result += New;
        Line = Name.drop_front(Old.size());
      }
    }
    Result += Line;
  }
  return Result;
}
