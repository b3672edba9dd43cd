//===- HeaderExpansion.h - Headers that are written out ----------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A header in which something was replaced is written out where it is included, and so is every
// header that includes it.  What is written out must not be read again by the compiler, and what is
// still included from it must be found from the main file's folder.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_EMIT_HEADEREXPANSION_H
#define PAWL_EMIT_HEADEREXPANSION_H

#include "Lowering/SourceText.h"
#include "clang/Basic/Diagnostic.h"

namespace clang {
class HeaderSearch;
} // namespace clang

namespace pawl {

class HeaderExpansion {
public:
  HeaderExpansion(SourceText &Source, const Directives &Dirs, clang::HeaderSearch &Headers)
      : Source(Source), Dirs(Dirs), Headers(Headers) {}

  /// Says how directives read once the file that holds them is written out.  Comes before anything
  /// is rendered.
  void prepare();
  /// Decides which files are written out, after everything has been replaced.  What cannot be is
  /// reported to \p Diags.
  void finish(clang::DiagnosticsEngine &Diags);

private:
  struct Place {
    unsigned File;
    TextRange Range;
  };
  std::optional<Place> find(clang::SourceLocation Hash) const;
  std::string nameFromMainFile(const Inclusion &I, unsigned Holder) const;
  bool expand(unsigned File);
  bool isReadOnce(const Inclusion &I) const;

  SourceText &Source;
  const Directives &Dirs;
  clang::HeaderSearch &Headers;
};

} // namespace pawl

#endif // PAWL_EMIT_HEADEREXPANSION_H
