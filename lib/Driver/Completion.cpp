//===- Completion.cpp - pawl completion -----------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/CommandTable.h"
#include "Driver/Commands.h"
#include "Driver/Errors.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace pawl;

/// The words that the first argument may be; with \p ForHelp those that `pawl help` takes.
static std::string commandWords(bool ForHelp) {
  std::string Words;
  for (const CommandInfo &Command : allCommands())
    if (ForHelp || !Command.IsTopicOnly)
      Words += (Words.empty() ? "" : " ") + std::string(Command.Name);
  return ForHelp ? Words : Words + " help";
}

/// Whether \p Option is a word as it stands, and one that a shell can offer.
static bool isWord(const OptionInfo &Option) {
  llvm::StringRef Name = Option.Name;
  return Name != "--" && !Name.contains('[');
}

/// Calls \p Print for each command that has options to offer.
static void forEachCommand(llvm::function_ref<void(const CommandInfo &)> Print) {
  for (const CommandInfo &Command : allCommands())
    if (llvm::any_of(Command.Options, isWord))
      Print(Command);
}

//===----------------------------------------------------------------------===//
// bash
//===----------------------------------------------------------------------===//

static void printBashValues(const CommandInfo &Command, llvm::raw_ostream &OS) {
  OS << "    case $prev in\n";
  for (const OptionInfo &Option : Command.Options) {
    if (!Option.Value || !isWord(Option))
      continue;
    OS << "    " << Option.Name << ") ";
    if (Option.Kind == ValueKind::Words)
      OS << "COMPREPLY=($(compgen -W \"" << Option.Words << "\" -- \"$cur\")); ";
    else if (Option.Kind == ValueKind::Folder)
      OS << "COMPREPLY=($(compgen -d -- \"$cur\")); ";
    OS << "return ;;\n";
  }
  OS << "    esac ;;\n";
}

static void printBash(llvm::raw_ostream &OS) {
  OS << R"(# Completes pawl's commands in bash; printed by `pawl completion bash`.
_pawl() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} options= i
  # To bash, --option=value are three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W ")"
     << commandWords(/*ForHelp=*/false);
  for (const OptionInfo &Option : generalOptions())
    OS << ' ' << Option.Name;
  OS << R"(" -- "$cur"))
    # A compiler, to be wrapped.
    [[ -z $cur || $cur == -* ]] || COMPREPLY+=($(compgen -c -- "$cur"))
    return
  fi
  # The compiler's flags, or files.
  for ((i = 2; i < COMP_CWORD; ++i)); do
    [[ ${COMP_WORDS[i]} != -- ]] || return
  done
  case ${COMP_WORDS[1]} in
  help) COMPREPLY=($(compgen -W ")"
     << commandWords(/*ForHelp=*/true) << R"(" -- "$cur")); return ;;
  completion) COMPREPLY=($(compgen -W ")"
     << ShellNames << R"(" -- "$cur")); return ;;
)";
  forEachCommand([&](const CommandInfo &Command) {
    OS << "  " << Command.Name << ")\n    options=\"";
    for (const OptionInfo &Option : Command.Options)
      if (isWord(Option))
        OS << Option.Name << (Option.isJoined() ? "= " : " ");
    OS << "--help\"\n";
    printBashValues(Command, OS);
  });
  OS << R"(  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
    [[ ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
  fi
}
complete -o default -F _pawl pawl
)";
}

//===----------------------------------------------------------------------===//
// zsh
//===----------------------------------------------------------------------===//

/// \p Text between single quotes, with a backslash before each of \p Special.
static std::string inQuotes(llvm::StringRef Text, llvm::StringRef Special = "") {
  std::string Result = "'";
  for (char C : Text) {
    if (C == '\'') {
      Result += "'\\''";
      continue;
    }
    if (Special.contains(C))
      Result += '\\';
    Result += C;
  }
  return Result + "'";
}

static std::string zshOption(const OptionInfo &Option) {
  std::string Spec = Option.Name;
  if (Option.isJoined())
    Spec += "=";
  std::string Text = Option.Text;
  for (size_t At = 0; (At = Text.find_first_of("[]:\\", At)) != std::string::npos; At += 2)
    Text.insert(At, "\\");
  Spec += "[" + Text + "]";
  if (Option.Value) {
    Spec += ":" + llvm::StringRef(Option.Value).lower() + ":";
    if (Option.Kind == ValueKind::Words)
      Spec += "(" + std::string(Option.Words) + ")";
    else if (Option.Kind == ValueKind::Folder)
      Spec += "_files -/";
    else if (Option.Kind == ValueKind::File)
      Spec += "_files";
  }
  return inQuotes(Spec);
}

static void printZsh(llvm::raw_ostream &OS) {
  OS << "#compdef pawl\n# Completes pawl's commands in zsh; printed by `pawl completion zsh`.\n"
        "_pawl() {\n  local -a subcommands=(\n";
  for (const CommandInfo &Command : allCommands())
    if (!Command.IsTopicOnly)
      OS << "    " << inQuotes(std::string(Command.Name) + ":" + Command.Summary, "") << '\n';
  OS << "    'help:more about a command'\n  )\n  local -a options=(\n";
  for (const OptionInfo &Option : generalOptions())
    OS << "    " << inQuotes(std::string(Option.Name) + ":" + Option.Text, "") << '\n';
  OS << R"(  )
  if (( CURRENT == 2 )); then
    _describe -t commands command subcommands
    _describe -t options option options
    # A compiler, to be wrapped.
    [[ -z $words[2] ]] || _command_names -e
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
  help) compadd )"
     << commandWords(/*ForHelp=*/true) << " ;;\n  completion) compadd " << ShellNames << " ;;\n";
  forEachCommand([&](const CommandInfo &Command) {
    OS << "  " << Command.Name << ")\n    _arguments \\\n";
    for (const OptionInfo &Option : Command.Options)
      if (isWord(Option))
        OS << "      " << zshOption(Option) << " \\\n";
    OS << "      '--help[more about this command]' \\\n      '*:file:_files' ;;\n";
  });
  OS << R"(  clangd | gdb) _files ;;
  *) _normal ;;
  esac
}
# Both as a function that is loaded and as a script that is read.
if [[ $funcstack[1] == _pawl ]]; then
  _pawl "$@"
else
  compdef _pawl pawl
fi
)";
}

//===----------------------------------------------------------------------===//
// fish
//===----------------------------------------------------------------------===//

static void printFishOption(llvm::StringRef Condition, const OptionInfo &Option,
                            llvm::raw_ostream &OS) {
  llvm::StringRef Name = Option.Name;
  OS << "complete -c pawl -n " << inQuotes(Condition);
  if (Name.consume_front("--"))
    OS << " -l " << Name;
  else
    OS << (Name.size() == 2 ? " -s " : " -o ") << Name.drop_front();
  if (Option.Value && Option.Kind == ValueKind::Words)
    OS << " -x -a " << inQuotes(Option.Words);
  else if (Option.Value && Option.Kind == ValueKind::Folder)
    OS << " -x -a '(__fish_complete_directories)'";
  else if (Option.Value)
    OS << (Option.Kind == ValueKind::File ? " -r -F" : " -x");
  OS << " -d " << inQuotes(Option.Text, "\\") << '\n';
}

static void printFish(llvm::raw_ostream &OS) {
  OS << "# Completes pawl's commands in fish; printed by `pawl completion fish`.\n";
  const llvm::StringRef First = "__fish_is_nth_token 1";
  for (const CommandInfo &Command : allCommands())
    if (!Command.IsTopicOnly)
      OS << "complete -c pawl -f -n " << inQuotes(First) << " -a " << Command.Name << " -d "
         << inQuotes(Command.Summary) << '\n';
  OS << "complete -c pawl -f -n " << inQuotes(First) << " -a help -d 'more about a command'\n";
  for (const OptionInfo &Option : generalOptions())
    printFishOption(First, Option, OS);
  OS << "# A compiler, to be wrapped.\ncomplete -c pawl -f -n " << inQuotes(First)
     << " -a '(__fish_complete_command)'\n"
     << "complete -c pawl -f -n '__fish_seen_subcommand_from help' -a "
     << inQuotes(commandWords(/*ForHelp=*/true)) << '\n'
     << "complete -c pawl -f -n '__fish_seen_subcommand_from completion' -a "
     << inQuotes(ShellNames) << '\n';
  forEachCommand([&](const CommandInfo &Command) {
    std::string Condition = "__fish_seen_subcommand_from " + std::string(Command.Name);
    for (const OptionInfo &Option : Command.Options)
      if (isWord(Option))
        printFishOption(Condition, Option, OS);
  });
}

std::string pawl::printCompletion(llvm::StringRef Shell) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  if (Shell == "bash")
    printBash(OS);
  else if (Shell == "zsh")
    printZsh(OS);
  else if (Shell == "fish")
    printFish(OS);
  return Text;
}

int pawl::completionCommand(const InstallPaths &, const CommandArguments &Args) {
  std::string Script = Args.size() == 1 ? printCompletion(Args[0]) : "";
  if (Script.empty()) {
    reportError("'pawl completion' takes the name of a shell: bash, zsh or fish");
    return 1;
  }
  llvm::outs() << Script;
  return 0;
}
