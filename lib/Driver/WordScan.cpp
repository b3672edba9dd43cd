//===- WordScan.cpp - The words of a text that tell a coroutine -----------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/WordScan.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <cstring>

using namespace pawl;
using llvm::StringRef;

namespace {

class Scanner {
  StringRef Text;
  size_t I = 0;
  WordScan Result;

  static bool inWord(char C) { return llvm::isAlnum(C) || C == '_' || C == '$'; }

  void skipPast(StringRef End) {
    size_t Found = Text.find(End, I);
    I = Found == StringRef::npos ? Text.size() : Found + End.size();
  }

  void skipLineComment() {
    for (; I < Text.size() && Text[I] != '\n'; ++I)
      if (Text[I] == '\\' && I + 1 < Text.size())
        ++I;
  }

  void skipQuoted(char Quote) {
    for (++I; I < Text.size() && Text[I] != '\n'; ++I) {
      if (Text[I] == '\\')
        ++I;
      else if (Text[I] == Quote) {
        ++I;
        return;
      }
    }
  }

  void skipRawString() {
    size_t Open = Text.find('(', I);
    if (Open == StringRef::npos) {
      I = Text.size();
      return;
    }
    std::string End = (")" + Text.slice(I + 1, Open) + "\"").str();
    I = Open;
    skipPast(End);
  }

  void readInclude() {
    StringRef Line = Text.substr(I).take_until([](char C) { return C == '\n'; }).ltrim();
    if (!Line.empty() && (Line[0] == '"' || Line[0] == '<')) {
      StringRef Name = Line.drop_front().take_until([](char C) { return C == '"' || C == '>'; });
      Result.Includes.push_back((Line[0] == '"' ? "\"" : "") + Name.str());
      I = Name.end() - Text.begin() + 1;
    } else if (!Line.empty() && inWord(Line[0])) {
      Result.HasComputedInclude = true;
    }
  }

  /// Whether `async`, which ends at I, may be a marker: a type, a name or a lambda follows.  At the
  /// end of a line (it may be that of a macro) it may, too.
  bool mayMark() const {
    StringRef Rest = Text.substr(I).ltrim(" \t\r");
    return Rest.empty() || inWord(Rest[0]) || StringRef(":[\n\\/").contains(Rest[0]);
  }

  /// Takes `module` and `import`.  They are words for names too, so only a line that begins with
  /// them (no space before) and ends with the semicolon is one about modules.
  void readModuleWord(StringRef Word, size_t Begin) {
    StringRef Before = Text.take_front(Begin);
    Before = Before.substr(Before.rfind('\n') + 1);
    if (!Before.empty() && Before.rtrim() != "export")
      return;
    StringRef Line = Text.substr(I).take_until([](char C) { return C == '\n'; });
    StringRef Named = Line.split("//").first.trim();
    if (!Named.consume_back(";"))
      return;
    Named = Named.rtrim();
    bool IsHeader = Named.starts_with("<") || Named.starts_with("\"");
    bool IsName = !Named.starts_with("::") &&
                  llvm::all_of(Named, [](char C) { return inWord(C) || C == '.' || C == ':'; });
    Result.HasModuleLine |= Word == "import" ? IsHeader || (IsName && !Named.empty()) : IsName;
  }

  void readWord() {
    size_t Begin = I;
    while (I < Text.size() && inWord(Text[I]))
      ++I;
    StringRef Word = Text.slice(Begin, I);
    if (I < Text.size() && Text[I] == '"' &&
        (Word == "R" || Word == "u8R" || Word == "uR" || Word == "UR" || Word == "LR")) {
      skipRawString();
      return;
    }
    if (Word == "co_await" || Word == "co_yield" || Word == "co_return")
      Result.HasCoWord = true;
    // std::async and std::launch::async mark nothing.
    else if (Word == "async" && mayMark() && !Text.take_front(Begin).rtrim().ends_with("::"))
      Result.HasAsync = true;
    else if ((Word == "include" || Word == "include_next" || Word == "import") &&
             Text.take_front(Begin).rtrim(" \t").ends_with("#"))
      readInclude();
    else if (Word == "import" || Word == "module")
      readModuleWord(Word, Begin);
  }

  void skipNumber() {
    // A digit separator is no character literal.
    while (I < Text.size() && (inWord(Text[I]) || Text[I] == '\'' || Text[I] == '.'))
      ++I;
  }

public:
  explicit Scanner(StringRef Text) : Text(Text) {}

  WordScan scan() {
    while (I < Text.size()) {
      char C = Text[I];
      StringRef Here = Text.substr(I);
      if (Here.starts_with("//"))
        skipLineComment();
      else if (Here.starts_with("/*"))
        skipPast("*/");
      else if (C == '"' || C == '\'')
        skipQuoted(C);
      else if (llvm::isDigit(C))
        skipNumber();
      else if (inWord(C))
        readWord();
      else
        ++I;
    }
    return std::move(Result);
  }
};

} // namespace

/// The text of \p Text from the first \p Word on; the C library's search is many times faster than
/// ours.
static StringRef from(StringRef Text, StringRef Word) {
  auto *Found =
      static_cast<const char *>(memmem(Text.data(), Text.size(), Word.data(), Word.size()));
  return Found ? Text.drop_front(Found - Text.data()) : StringRef();
}

/// Whether \p Text is worth a look at its words.
static bool mayHaveWords(StringRef Text) {
  if (!from(Text, "async").empty())
    return true;
  for (Text = from(Text, "co_"); !Text.empty(); Text = from(Text, "co_")) {
    Text = Text.drop_front(3);
    if (Text.starts_with("await") || Text.starts_with("yield") || Text.starts_with("return"))
      return true;
  }
  return false;
}

/// The lines of \p Text around its includes.  Some in comments are among them: a file more that is
/// looked at.
static std::string linesOfIncludes(StringRef Text) {
  std::string Lines;
  for (StringRef Rest = from(Text, "include"); !Rest.empty(); Rest = from(Text, "include")) {
    StringRef Before = Text.drop_back(Rest.size());
    Before = Before.substr(Before.rfind('\n') + 1);
    StringRef Line = Rest.take_front(Rest.find('\n'));
    if (Before.rtrim(" \t").ends_with("#") && !Before.contains("//"))
      Lines += ("#" + Line + "\n").str();
    Text = Rest.drop_front(Line.size());
  }
  return Lines;
}

WordScan pawl::scanWords(StringRef Text) { return Scanner(Text).scan(); }

WordScan pawl::scanHeader(StringRef Text) {
  if (!mayHaveWords(Text)) {
    std::string Lines = linesOfIncludes(Text);
    WordScan Quick = Scanner(Lines).scan();
    // It may be the prose of a comment.
    if (!Quick.HasComputedInclude)
      return Quick;
  }
  return scanWords(Text);
}
