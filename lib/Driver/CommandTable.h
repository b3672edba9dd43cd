//===- CommandTable.h - The commands of pawl, described ---------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One table from which the help, the man page and the completions of shells are printed.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_COMMANDTABLE_H
#define PAWL_DRIVER_COMMANDTABLE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace pawl {

/// What the value of an option is, for completion.
enum class ValueKind { Other, File, Folder, Words };

/// One option of a command.
struct OptionInfo {
  /// With its dashes.
  const char *Name;
  /// How the help calls its value; null: it takes none.
  const char *Value;
  const char *Text;
  ValueKind Kind = ValueKind::Other;
  /// For \c Words: what there is to choose from, in a list with blanks.
  const char *Words = "";

  /// Whether the value follows after `=`; else it is the next argument.
  bool isJoined() const;
  /// As the help shows it: `--format=FORMAT`, `-o OUT`.
  std::string spelling() const;
};

/// A line of a page: a term and what it means.
struct HelpRow {
  const char *Term, *Text;
};

struct CommandInfo {
  const char *Name;
  /// What follows the name: in the overview, and on the command's own page.
  const char *Brief, *Usage;
  /// In one line, without a full stop.
  const char *Summary;
  /// In full; paragraphs are set apart by empty lines.
  const char *Text;
  llvm::ArrayRef<OptionInfo> Options;
  /// Things to say about it in rows behind the options.
  llvm::ArrayRef<HelpRow> Rows;
  /// The environment that it reads.
  llvm::ArrayRef<HelpRow> Environment;
  /// Whether its name is not a word to type: the wrapper's is the compiler's.
  bool IsTopicOnly = false;
};

/// Every command, in the order of the overview.
llvm::ArrayRef<CommandInfo> allCommands();
/// What stands in the place of a command.
llvm::ArrayRef<OptionInfo> generalOptions();
/// The first line of the overview.
extern const char *const ProgramSummary;

/// The shells that there are completions for, in a list with blanks.
extern const char *const ShellNames;

/// The script that completes `pawl` in \p Shell; empty: there is no such shell.
std::string printCompletion(llvm::StringRef Shell);
/// The page for man, in roff's language.
std::string printManPage();

} // namespace pawl

#endif // PAWL_DRIVER_COMMANDTABLE_H
