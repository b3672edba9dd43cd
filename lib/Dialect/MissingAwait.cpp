//===- MissingAwait.cpp - Coroutines taken for their values ---------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/MissingAwait.h"
#include "Dialect/Awaitables.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/DiagnosticSema.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace pawl {

namespace {

/// Which of the types that a message names is that of the value.
enum class Which {
  None,
  /// The only one, or the first of two that a conversion is from.
  First,
  /// The last: a conversion to the first.
  Last,
  /// Any of two operands.
  Any,
};

Which typeOfValue(unsigned Id) {
  switch (Id) {
  case diag::err_typecheck_nonviable_condition:
  case diag::err_typecheck_ambiguous_condition:
  case diag::err_typecheck_statement_requires_scalar:
  case diag::err_typecheck_statement_requires_integer:
  case diag::err_switch_explicit_conversion:
  case diag::err_for_range_invalid:
  case diag::err_typecheck_illegal_increment_decrement:
  case diag::err_typecheck_unary_expr:
  case diag::err_no_member:
  case diag::err_no_member_suggest:
  case diag::note_ovl_candidate_bad_conv:
    return Which::First;
  case diag::err_init_conversion_failed:
  case diag::err_typecheck_convert_incompatible:
    return Which::Last;
  case diag::err_typecheck_invalid_operands:
  case diag::err_typecheck_cond_incompatible_operands:
    return Which::Any;
  default:
    return Which::None;
  }
}

/// The types among the arguments of \p Info, that of a class for its scope.
std::vector<QualType> typesIn(const Diagnostic &Info) {
  std::vector<QualType> Types;
  for (unsigned I = 0; I != Info.getNumArgs(); ++I) {
    if (Info.getArgKind(I) == DiagnosticsEngine::ak_qualtype) {
      Types.push_back(QualType::getFromOpaquePtr(reinterpret_cast<void *>(Info.getRawArg(I))));
    } else if (Info.getArgKind(I) == DiagnosticsEngine::ak_declcontext) {
      auto *Context = reinterpret_cast<DeclContext *>(Info.getRawArg(I));
      if (auto *Record = dyn_cast<CXXRecordDecl>(Context))
        Types.push_back(Record->getASTContext().getCanonicalTagType(Record));
    }
  }
  return Types;
}

bool isCoroutine(QualType T) { return awaitableKind(T) == AwaitableKind::Coroutine; }

} // namespace

std::optional<std::vector<FixItHint>> findMissingAwait(const Diagnostic &Info) {
  Which Value = typeOfValue(Info.getID());
  if (Value == Which::None)
    return std::nullopt;
  std::vector<QualType> Types = typesIn(Info);
  size_t At = 0;
  if (Value == Which::Any)
    At = llvm::find_if(Types, isCoroutine) - Types.begin();
  else if (Value == Which::Last)
    At = Types.size() - 1;
  if (At >= Types.size() || !isCoroutine(Types[At]))
    return std::nullopt;
  // Where a coroutine is wanted, another one is not awaited.
  if (Value != Which::Any && Types.size() > 1 && isCoroutine(Types[Types.size() - 1 - At]))
    return std::nullopt;

  std::vector<FixItHint> FixIts;
  bool IsMember =
      Info.getID() == diag::err_no_member || Info.getID() == diag::err_no_member_suggest;
  // Of two operands the ranges come in the same order.
  size_t Range = Value == Which::Any ? At : 0;
  if (Range >= Info.getRanges().size() || !Info.hasSourceManager())
    return FixIts;
  const SourceManager &SM = Info.getSourceManager();
  CharSourceRange R = Info.getRanges()[Range];
  if (R.getBegin().isMacroID() || R.getEnd().isMacroID())
    return FixIts;
  if (!IsMember) {
    FixIts.push_back(FixItHint::CreateInsertion(R.getBegin(), "await "));
    return FixIts;
  }
  SourceLocation End = Lexer::getLocForEndOfToken(R.getEnd(), 0, SM, LangOptions());
  if (End.isValid()) {
    FixIts.push_back(FixItHint::CreateInsertion(R.getBegin(), "(await "));
    FixIts.push_back(FixItHint::CreateInsertion(End, ")"));
  }
  return FixIts;
}

} // namespace pawl
