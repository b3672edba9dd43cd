//===- Help.cpp - What pawl says about itself -----------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/CommandTable.h"
#include "Driver/Commands.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace pawl;

static constexpr size_t Width = 94;

/// \p Term and, in a column of its own from \p Column on, \p Text.
static void printRow(llvm::StringRef Term, llvm::StringRef Text, size_t Column) {
  llvm::outs() << "  " << Term;
  size_t At = Term.size() + 2;
  llvm::SmallVector<llvm::StringRef, 16> Words;
  llvm::SplitString(Text, Words);
  bool BeginsLine = true;
  for (llvm::StringRef Word : Words) {
    bool IsTooFar = BeginsLine ? At + 2 > Column : At + 1 + Word.size() > Width;
    if (IsTooFar) {
      llvm::outs() << '\n';
      At = 0;
    }
    size_t Blanks = BeginsLine || IsTooFar ? Column - At : 1;
    llvm::outs().indent(Blanks) << Word;
    At += Blanks + Word.size();
    BeginsLine = false;
  }
  llvm::outs() << '\n';
}

static std::string called(const CommandInfo &Command) {
  return Command.IsTopicOnly ? "pawl COMPILER" : "pawl " + std::string(Command.Name);
}

static void printOverview() {
  llvm::outs() << "pawl " << ProgramSummary << ".\n\nusage:\n";
  for (const CommandInfo &Command : allCommands())
    printRow(called(Command) + " " + Command.Brief, Command.Summary, 32);
  llvm::outs() << '\n';
  for (const OptionInfo &Option : generalOptions())
    printRow("pawl " + Option.spelling(), Option.Text, 32);
  std::string Topics = llvm::join(
      llvm::map_range(allCommands(), [](const CommandInfo &Command) { return Command.Name; }),
      ", ");
  printRow("pawl help COMMAND", "more about a command (" + Topics + ")", 32);
}

static void printPage(const CommandInfo &Command) {
  llvm::outs() << "usage: " << called(Command) << ' ' << Command.Usage << "\n\n"
               << Command.Text << '\n';
  if (!Command.Options.empty() || !Command.Rows.empty())
    llvm::outs() << '\n';
  for (const OptionInfo &Option : Command.Options)
    printRow(Option.spelling(), Option.Text, 26);
  for (const HelpRow &Row : Command.Rows)
    printRow(Row.Term, Row.Text, 26);
  if (!Command.Environment.empty())
    llvm::outs() << "\nenvironment:\n";
  for (const HelpRow &Row : Command.Environment)
    printRow(Row.Term, Row.Text, 18);
}

bool pawl::printHelp(const std::string &Topic) {
  if (Topic.empty()) {
    printOverview();
    return true;
  }
  for (const CommandInfo &Command : allCommands())
    if (Topic == Command.Name) {
      printPage(Command);
      return true;
    }
  return false;
}
