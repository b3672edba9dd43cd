//===- Entries.h - The async functions whose frames can be embedded -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The entry of an async function is a function beside it, with a name of its own, to which `await
// f(x)` goes where the definition of f stands above: its deduced return type names the frame, which
// becomes a member of the caller's (docs/embedding.md).
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_ENTRIES_H
#define PAWL_LOWERING_ENTRIES_H

#include "Lowering/SourceText.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringSet.h"

namespace pawl {

/// Whether \p T is pawl::Coro<...>.
bool isCoro(clang::QualType T);
/// Whether \p T is pawl::AsyncGenerator<...>.
bool isAsyncGenerator(clang::QualType T);
/// Whether an await of a \p T runs a coroutine: a pawl::Coro, or a step of a pawl::AsyncGenerator.
bool runsCoroutine(clang::QualType T);

/// The entry of one async function.
struct Entry {
  const clang::FunctionDecl *Function = nullptr;
  /// The function that callers name, and the one that holds the body; they differ where a parameter
  /// of a class type is passed on by reference.
  std::string Name, BodyName;
  /// \c Name for a caller of any place; empty for members.
  std::string QualifiedName;
  /// What stands before the names: the template's head, specifiers.
  std::string Head;
  /// The parameters of both functions, as declared, and the arguments that pass them on.
  std::string Parameters, BodyParameters, Arguments;
  /// The arguments of the template, in angle brackets, or nothing.
  std::string TemplateArguments;
  /// What follows the parameters: `const`, `&`.
  std::string Qualifiers;
  /// A declaration of the function itself, where the body names it and nothing has declared it.
  std::string Forward;
  /// Whether some of the parameters are passed on by reference.
  bool PassesReferences = false;
  /// Whether a parameter has a default argument.
  bool HasDefaults = false;
  /// Where the entry is put, and where the function's body ends.
  unsigned Position = 0, End = 0;
  /// It has one definition for all translation units, as an inline function does.
  bool IsShared = false;
};

/// The entries of a translation unit.
class EntryTable {
public:
  EntryTable(SourceText &Source, const TokenBuffer &Tokens, const clang::ASTContext &AST)
      : Source(Source), Tokens(Tokens), AST(AST) {}

  /// Gives \p F, a coroutine whose body stands in \p Body, an entry if it can have one.
  void add(const clang::FunctionDecl *F, TextRange Body);
  /// The entry of \p F itself, or null.
  const Entry *of(const clang::FunctionDecl *F) const;
  /// The entry to which \p Call, awaited by \p Caller in place, goes; null where it stays a call.
  const Entry *forCall(const clang::CallExpr *Call, const clang::FunctionDecl *Caller);
  /// To be called when all bodies are replaced.
  void finish();

private:
  bool describe(const clang::FunctionDecl *F, Entry &E);
  bool place(const clang::FunctionDecl *F, TextRange Body, Entry &E);
  bool templateHead(const clang::FunctionDecl *F, Entry &E);
  bool parameters(const clang::FunctionDecl *F, Entry &E);
  bool forward(const clang::FunctionDecl *F, Entry &E);
  void name(const clang::FunctionDecl *F, Entry &E);

  SourceText &Source;
  const TokenBuffer &Tokens;
  const clang::ASTContext &AST;
  llvm::DenseMap<const clang::FunctionDecl *, Entry> Entries;
  /// The tokens with which bodies may begin.
  llvm::DenseMap<clang::SourceLocation::UIntTy, TokenBuffer::Index> Openers;
  llvm::StringSet<> Names;
  llvm::SetVector<const clang::FunctionDecl *> Called;
};

} // namespace pawl

#endif // PAWL_LOWERING_ENTRIES_H
