//===- ManPage.cpp - The page for man -------------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/CommandTable.h"
#include "llvm/Support/raw_ostream.h"

using namespace pawl;

/// \p Text as roff prints it as it stands.
static std::string plain(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text) {
    // A dot or a quote at the beginning of a line would begin a request.
    if ((C == '.' || C == '\'') && (Result.empty() || Result.back() == '\n'))
      Result += "\\&";
    if (C == '\\')
      Result += "\\e";
    else if (C == '-')
      Result += "\\-";
    else
      Result += C;
  }
  return Result;
}

static std::string called(const CommandInfo &Command) {
  return Command.IsTopicOnly ? "COMPILER" : Command.Name;
}

static void printTerm(llvm::StringRef Term, llvm::StringRef Text, llvm::raw_ostream &OS) {
  OS << ".TP\n.B " << plain(Term) << '\n' << plain(Text) << '\n';
}

static void printCommand(const CommandInfo &Command, llvm::raw_ostream &OS) {
  OS << ".SS \"pawl " << called(Command) << "\"\n" << plain(Command.Text) << '\n';
  for (const OptionInfo &Option : Command.Options)
    printTerm(Option.spelling(), Option.Text, OS);
  for (const HelpRow &Row : Command.Rows)
    printTerm(Row.Term, Row.Text, OS);
}

std::string pawl::printManPage() {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OS << ".TH PAWL 1 \"\" \"pawl " PAWL_VERSION "\" \"User Commands\"\n"
     << ".SH NAME\npawl \\- " << plain(ProgramSummary) << "\n.SH SYNOPSIS\n.nf\n";
  for (const CommandInfo &Command : allCommands())
    OS << "\\fBpawl " << called(Command) << "\\fR " << plain(Command.Usage) << '\n';
  for (const OptionInfo &Option : generalOptions())
    OS << "\\fBpawl " << plain(Option.spelling()) << "\\fR\n";
  OS << ".fi\n.SH COMMANDS\n";
  for (const CommandInfo &Command : allCommands())
    printCommand(Command, OS);
  OS << ".SH OPTIONS\n";
  for (const OptionInfo &Option : generalOptions())
    printTerm(Option.spelling(), Option.Text, OS);
  OS << ".SH ENVIRONMENT\n";
  for (const CommandInfo &Command : allCommands())
    for (const HelpRow &Row : Command.Environment)
      printTerm(Row.Term, Row.Text, OS);
  OS << ".SH EXIT STATUS\n0 when all went well, 1 after an error; that of the program or compiler "
        "which pawl became.\n.SH SEE ALSO\n.BR g++ (1),\n.BR gdb (1)\n";
  return Text;
}
