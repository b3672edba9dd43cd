//===- BodyEmitter.h - A plan's body as C++ text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_EMIT_BODYEMITTER_H
#define PAWL_EMIT_BODYEMITTER_H

#include "Lowering/Plan.h"
#include <functional>
#include <string>

namespace pawl {

/// Prints the statements of a plan.  A resume walks in from the top: each block that holds a
/// suspension opens with a dispatch on `_pawl_s`, the state (0: not resuming), to the statement
/// that holds it.
class BodyEmitter {
public:
  /// \p LineOf gives the user's line of a location, 0 where there is none; \p File, in quotes,
  /// is written in the `#line` directives, none if empty.
  BodyEmitter(const Plan &P, std::string File,
              std::function<unsigned(clang::SourceLocation)> LineOf)
      : P(P), File(std::move(File)), LineOf(std::move(LineOf)), HomeLine(this->LineOf(P.Loc)) {}

  /// The parameters under their names, then the body.
  std::string emit(unsigned Depth);

private:
  void parameters();
  void list(const PlanList &List, size_t From);
  void node(const PlanNode &N);
  void branches(const PlanNode &N);
  void begin(const PlanNode &N, bool Resumes);
  void build(clang::SourceLocation Loc, bool Resumes, const std::string &Text);
  void suspend(const PlanNode &N);
  void suspendInCallee(const PlanNode &N);
  void callee(const PlanNode &N, const std::string &Member);
  unsigned stateOf(const Variable &V) const;
  void save(const PlanNode &N);
  void leaveIfDropped();
  void loop(const PlanNode &N, const char *Tail);
  void tryBlock(const PlanNode &N);
  /// What Pawl adds.  It counts as the line on which the body opens, so that a debugger stops at
  /// the user's lines only where the user's text runs, and not when a resume walks past.
  void line(const std::string &Text);
  /// What the user wrote, at \p Loc.
  void userLine(clang::SourceLocation Loc, const std::string &Text);
  void put(unsigned Line, const std::string &Text);
  std::string label() { return "_pawl_at_" + std::to_string(++Labels); }

  const Plan &P;
  std::string File;
  std::function<unsigned(clang::SourceLocation)> LineOf;
  unsigned HomeLine;
  std::string Out;
  /// The line that the compiler takes the next one for; 0: unknown.
  unsigned NextLine = 0;
  unsigned Depth = 0;
  unsigned Labels = 0, Guards = 0;
  /// The variables in scope that a suspension stores.
  std::vector<const Variable *> Saved;
};

} // namespace pawl

#endif // PAWL_EMIT_BODYEMITTER_H
