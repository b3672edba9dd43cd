//===- DependencyFile.cpp - Makefile rules that name what was read --------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/DependencyFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace pawl;
using llvm::StringRef;

std::vector<DependencyRule> pawl::parseDependencies(StringRef Text) {
  std::vector<DependencyRule> Rules(1);
  bool AfterColon = false;
  std::string Word;
  auto EndWord = [&] {
    if (Word.empty())
      return;
    (AfterColon ? Rules.back().Prerequisites : Rules.back().Targets).push_back(Word);
    Word.clear();
  };
  for (size_t I = 0; I < Text.size(); ++I) {
    char C = Text[I], Next = I + 1 < Text.size() ? Text[I + 1] : '\n';
    if (C == '\\' && (Next == '\n' || Next == '\r')) {
      EndWord();
      ++I;
    } else if ((C == '\\' && (Next == ' ' || Next == '#' || Next == ':')) ||
               (C == '$' && Next == '$')) {
      Word += Next;
      ++I;
    } else if (C == '\n') {
      EndWord();
      if (!Rules.back().Targets.empty())
        Rules.emplace_back();
      AfterColon = false;
    } else if (C == ':' && !AfterColon && llvm::isSpace(Next)) {
      EndWord();
      AfterColon = true;
    } else if (llvm::isSpace(C)) {
      EndWord();
    } else {
      Word += C;
    }
  }
  EndWord();
  if (Rules.back().Targets.empty())
    Rules.pop_back();
  return Rules;
}

static std::string escape(StringRef Path) {
  std::string Escaped;
  for (char C : Path) {
    if (C == ' ' || C == '#')
      Escaped += '\\';
    else if (C == '$')
      Escaped += '$';
    Escaped += C;
  }
  return Escaped;
}

std::string pawl::printDependencies(const std::vector<DependencyRule> &Rules) {
  std::string Text;
  for (const DependencyRule &Rule : Rules) {
    for (const std::string &Target : Rule.Targets)
      Text += escape(Target) + ' ';
    Text.back() = ':';
    for (const std::string &Prerequisite : Rule.Prerequisites)
      Text += " \\\n  " + escape(Prerequisite);
    Text += '\n';
  }
  return Text;
}

std::string pawl::correctDependencies(StringRef Text, StringRef Temporary, StringRef Source,
                                      const std::vector<std::string> &Expanded,
                                      const std::string &Tool) {
  std::vector<DependencyRule> Rules = parseDependencies(Text);
  bool Found = false;
  std::vector<std::string> Added;
  for (DependencyRule &Rule : Rules) {
    auto Input = llvm::find(Rule.Prerequisites, Temporary);
    if (Input == Rule.Prerequisites.end())
      continue;
    Found = true;
    // Compilers leave standard input out of their rules.
    if (Source == "-")
      Rule.Prerequisites.erase(Input);
    else
      *Input = Source.str();
    Rule.Prerequisites.push_back(Tool);
    for (const std::string &Named : Expanded) {
      // Compilers leave this out of their rules.
      StringRef File = Named;
      if (File.starts_with("<"))
        continue;
      File.consume_front("./");
      if (llvm::is_contained(Rule.Prerequisites, File))
        continue;
      Rule.Prerequisites.push_back(File.str());
      Added.push_back(File.str());
    }
  }
  // -MP: a rule of its own for each header, so that make does not miss one that has gone.
  if (llvm::any_of(Rules, [](const DependencyRule &Rule) { return Rule.Prerequisites.empty(); }))
    for (const std::string &File : Added)
      Rules.push_back({{File}, {}});
  // For the tool always: another version may stand elsewhere.
  Rules.push_back({{Tool}, {}});
  return Found ? printDependencies(Rules) : Text.str();
}
