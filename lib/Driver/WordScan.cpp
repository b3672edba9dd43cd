//===- WordScan.cpp - Which files may hold a coroutine --------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/WordScan.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace pawl;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

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
    }
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
      Result.HasAsyncWord = true;
    // std::async and std::launch::async mark nothing.
    else if (Word == "async" && !Text.take_front(Begin).rtrim().ends_with("::"))
      Result.HasAsyncWord = true;
    else if (Word == "include" && Text.take_front(Begin).rtrim(" \t").ends_with("#"))
      readInclude();
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

/// Follows includes through the folders of the user; the standard library's are not searched.
class IncludeWalk {
  const std::vector<std::string> &Folders;
  const std::string &Excluded;
  llvm::StringSet<> Visited;

  bool visitHeader(StringRef Folder, StringRef Name) {
    llvm::SmallString<128> Path(Folder);
    path::append(Path, Name);
    return fs::is_regular_file(Path) && !isExcluded(Path) ? visit(Path.str().str()) : false;
  }

  bool isExcluded(StringRef Path) const {
    return !Excluded.empty() && Path.starts_with(Excluded + "/pawl/");
  }

public:
  IncludeWalk(const std::vector<std::string> &Folders, const std::string &Excluded)
      : Folders(Folders), Excluded(Excluded) {}

  bool visit(const std::string &File) {
    if (!Visited.insert(File).second)
      return false;
    auto Buffer = llvm::MemoryBuffer::getFile(File);
    if (!Buffer)
      return false;
    WordScan Scan = scanWords((*Buffer)->getBuffer());
    if (Scan.HasAsyncWord)
      return true;
    for (StringRef Name : Scan.Includes) {
      bool Quoted = Name.consume_front("\"");
      if (Quoted && visitHeader(path::parent_path(File), Name))
        return true;
      for (const std::string &Folder : Folders)
        if (visitHeader(Folder, Name))
          return true;
    }
    return false;
  }
};

} // namespace

WordScan pawl::scanWords(StringRef Text) { return Scanner(Text).scan(); }

bool pawl::mayHoldCoroutine(const std::string &Source,
                            const std::vector<std::string> &IncludeFolders,
                            const std::string &RuntimeInclude) {
  return IncludeWalk(IncludeFolders, RuntimeInclude).visit(Source);
}
