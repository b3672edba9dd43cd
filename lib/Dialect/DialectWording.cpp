//===- DialectWording.cpp - Clang's messages in the dialect's words -------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/DialectWording.h"
#include "clang/AST/DeclarationName.h"
#include "clang/Basic/DiagnosticParse.h"
#include "clang/Basic/DiagnosticSema.h"

using namespace clang;

namespace pawl {

/// What stands between the \p Nth pair of single quotes of \p Text.
static llvm::StringRef quoted(llvm::StringRef Text, unsigned Nth) {
  for (;; --Nth) {
    llvm::StringRef Inner;
    std::tie(Inner, Text) = Text.split('\'').second.split('\'');
    if (!Nth)
      return Inner;
  }
}

/// The first argument of the template-id \p Text.
static llvm::StringRef firstTemplateArgument(llvm::StringRef Text) {
  llvm::StringRef Arguments = Text.split('<').second;
  int Depth = 0;
  for (size_t I = 0; I != Arguments.size(); ++I) {
    char C = Arguments[I];
    if (Depth == 0 && (C == ',' || C == '>'))
      return Arguments.take_front(I).rtrim();
    Depth += C == '<' || C == '(' ? 1 : C == '>' || C == ')' ? -1 : 0;
  }
  return Text;
}

static std::string functionReturning(llvm::StringRef Type) {
  return Type.empty() ? "this function" : ("a function that returns '" + Type + "'").str();
}

/// A member that the coroutine protocol asks for and a type lacks.
static bool wordMissingMember(Wording &Result, llvm::StringRef Spelling,
                              llvm::function_ref<std::string()> ReturnType) {
  std::string Member = quoted(Result.Text, 0).str();
  std::string Class = quoted(Result.Text, 1).str();
  if (Member == "await_ready" || Member == "await_suspend" || Member == "await_resume") {
    Result.IsAwait = true;
    // A loop's own location is its colon; what it awaits, the iterator, is not in the text.
    if (Spelling == ":")
      Result.Text = "'for await' needs an asynchronous range; '" + Class +
                    "', its iterator, cannot be awaited";
    else if (Member == "await_ready")
      Result.Text = "'" + Class + "' cannot be awaited";
    else
      Result.Text = "'" + Class + "' cannot be awaited: it has no member '" + Member + "'";
  } else if (Member == "yield_value") {
    Result.Text = "cannot yield from " + functionReturning(ReturnType());
  } else if (Member == "return_value") {
    Result.Text = "cannot return a value from " + functionReturning(ReturnType());
    Result.IsResult = true;
  } else if (Member == "return_void") {
    Result.Text = "'return' needs a value in " + functionReturning(ReturnType());
  } else {
    return false;
  }
  Result.DropFixIts = true;
  return true;
}

/// A function that may not be async.
static void wordContext(Wording &Result, unsigned Context) {
  // The order of err_coroutine_invalid_func_context's selection.
  static constexpr const char *Texts[] = {
      "a constructor cannot be async",
      "a destructor cannot be async",
      "'main' cannot be async: give a coroutine to pawl::run",
      "a constexpr function cannot be async",
      "an async function or lambda must name its return type",
      "a function with a variable argument list cannot be async",
      "a consteval function cannot be async",
  };
  if (Context < std::size(Texts))
    Result.Text = Texts[Context];
  Result.MutesBody = true;
}

static void replaceAll(std::string &Text, llvm::StringRef From, llvm::StringRef To) {
  for (size_t At = 0; (At = Text.find(From, At)) != std::string::npos; At += To.size())
    Text.replace(At, From.size(), To);
}

static void replaceKeywords(std::string &Text) {
  replaceAll(Text, "'for co_await'", "'for await'");
  replaceAll(Text, "'co_await'", "'await'");
  replaceAll(Text, "'co_await ", "'await ");
  replaceAll(Text, "'co_yield'", "'yield'");
  replaceAll(Text, "'co_return'", "'return'");
}

Wording wordForDialect(const Diagnostic &Info, llvm::StringRef Spelling,
                       llvm::function_ref<std::string()> ReturnType) {
  Wording Result;
  llvm::SmallString<256> Text;
  Info.FormatDiagnostic(Text);
  Result.Text = Text.str().str();
  switch (Info.getID()) {
  case diag::err_no_member:
  case diag::err_no_member_suggest:
    if (wordMissingMember(Result, Spelling, ReturnType))
      return Result;
    break;
  case diag::err_ovl_no_viable_member_function_in_call:
    // That of the promise, which the user did not write.
    if (quoted(Result.Text, 0) == "return_value" && Spelling == "return") {
      Result.Text = "this value is no result of " + functionReturning(ReturnType());
      Result.IsResult = true;
    } else if (quoted(Result.Text, 0) == "yield_value" && Spelling == "yield") {
      Result.Text = "this value is none of those of " + functionReturning(ReturnType());
      Result.IsResult = true;
    }
    return Result;
  case diag::err_typecheck_member_reference_struct_union:
  case diag::err_typecheck_member_reference_suggestion:
    // With a member access of the user's the operator is what it points at.
    if (Spelling != "." && Spelling != "->") {
      Result.Text = "'" + quoted(Result.Text, 0).str() + "' cannot be awaited";
      Result.IsAwait = Result.DropFixIts = true;
    }
    return Result;
  case diag::err_implied_std_coroutine_traits_promise_type_not_found: {
    std::string Type = firstTemplateArgument(quoted(Result.Text, 0)).str();
    Result.Text = "an async function cannot return '" + Type +
                  "'; its type is one like 'pawl::Coro<" + (Type == "void" ? "" : Type) + ">'";
    Result.MutesBody = true;
    return Result;
  }
  case diag::err_implied_coroutine_type_not_found:
    Result.Text = "include <pawl/pawl.h> before the first async function";
    Result.MutesBody = true;
    return Result;
  case diag::err_coroutine_invalid_func_context:
    wordContext(Result, static_cast<unsigned>(Info.getArgSInt(0)));
    return Result;
  case diag::err_coroutine_promise_type_incomplete:
  case diag::err_coroutine_type_missing_specialization:
  case diag::err_implied_std_coroutine_traits_promise_type_not_class:
    replaceAll(Result.Text, "be a coroutine", "be async");
    Result.MutesBody = true;
    return Result;
  case diag::err_main_returns_nonint:
    Result.Text = "'main' cannot be async: give a coroutine to pawl::run";
    Result.DropFixIts = true;
    Result.MutesBody = true;
    return Result;
  case diag::err_for_co_await_not_range_for:
    Result.Text = "'for await' needs a range: for await (T x : range)";
    Result.DropFixIts = true;
    return Result;
  case diag::err_vla_in_coroutine_unsupported:
    Result.Text = "an async function cannot have an array of variable length";
    return Result;
  case diag::err_coro_invalid_addr_of_label:
    Result.Text = "an async function cannot take the address of a label";
    return Result;
  case diag::note_coroutine_promise_call_implicitly_required:
    replaceAll(Result.Text, "by coroutine function here", "by the async function here");
    return Result;
  default:
    break;
  }
  if (!Spelling.starts_with("co_"))
    replaceKeywords(Result.Text);
  return Result;
}

} // namespace pawl
