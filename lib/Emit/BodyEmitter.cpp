//===- BodyEmitter.cpp - A plan's body as C++ text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Emit/BodyEmitter.h"
#include "Lowering/ExpressionLowering.h"
#include "llvm/ADT/STLExtras.h"

namespace pawl {

void BodyEmitter::put(unsigned Line, const std::string &Text) {
  if (!File.empty() && Line != 0) {
    // Text with a lambda that was lowered says itself on which line it ends, but not to us.
    bool SaysItself = Text.find("#line ") != std::string::npos;
    if (Line == NextLine - 1 && !Out.empty()) {
      // The same line goes on.
      Out.pop_back();
      Out += ' ';
      Out += Text;
      Out += '\n';
      NextLine = SaysItself ? 0 : NextLine + static_cast<unsigned>(llvm::count(Text, '\n'));
      return;
    }
    if (Line != NextLine)
      Out += "#line " + std::to_string(Line) + " " + File + "\n";
    NextLine = SaysItself ? 0 : Line + 1 + static_cast<unsigned>(llvm::count(Text, '\n'));
  }
  Out.append(2 * Depth, ' ');
  Out += Text;
  Out += '\n';
}

void BodyEmitter::line(const std::string &Text) { put(HomeLine, Text); }

void BodyEmitter::userLine(clang::SourceLocation Loc, const std::string &Text) {
  unsigned Line = Loc.isValid() ? LineOf(Loc) : 0;
  put(Line ? Line : HomeLine, Text);
}

std::string BodyEmitter::emit(unsigned AtDepth) {
  Depth = AtDepth;
  parameters();
  list(P.Body, 0);
  return std::move(Out);
}

void BodyEmitter::parameters() {
  for (const Variable *V : P.Parameters) {
    if (V->Name.empty() || V->IsPack)
      continue;
    std::string Member = LoweringContext::member(*V);
    if (V->Where == Place::Saved) {
      line("[[maybe_unused]] " + (V->IsConst ? constDeclarable(V->Type) : declarable(V->Type)) +
           " " + V->Name + " = " + Member + ";");
      if (V->IsAssigned)
        Saved.push_back(V);
    } else if (V->IsRValueReference) {
      line("[[maybe_unused]] auto&& " + V->Name + " = " + rvalue(V->Type, Member) + ";");
    } else {
      line("[[maybe_unused]] auto& " + V->Name + " = " + Member + ";");
    }
  }
}

static std::string isOneOf(const std::vector<unsigned> &States) {
  std::string Text;
  for (unsigned State : States)
    Text += (Text.empty() ? "" : " || ") + ("_pawl_s == " + std::to_string(State));
  return Text;
}

void BodyEmitter::list(const PlanList &List, size_t From) {
  // Which nodes of this list a resume may be heading for.  A Begin holds all that follows it.
  struct Entry {
    size_t Index;
    std::vector<unsigned> States;
    std::string Label;
  };
  std::vector<Entry> Entries;
  for (size_t I = From; I < List.size(); ++I) {
    Entry E{I, {}, ""};
    if (List[I].Op == PlanNode::Begin)
      E.States = statesOf(PlanList(List.begin() + I + 1, List.end()));
    else
      E.States = statesOf(List[I]);
    if (!E.States.empty())
      Entries.push_back(std::move(E));
    if (List[I].Op == PlanNode::Begin)
      break;
  }
  if (Entries.size() == 1 && Entries[0].Index != From) {
    Entries[0].Label = label();
    line("if (_pawl_s != 0) goto " + Entries[0].Label + ";");
  } else if (Entries.size() > 1) {
    line("switch (_pawl_s) {");
    line("case 0: break;");
    for (Entry &E : Entries) {
      E.Label = label();
      std::string Cases;
      if (&E == &Entries.back())
        Cases = "default: ";
      else
        for (unsigned State : E.States)
          Cases += "case " + std::to_string(State) + ": ";
      line(Cases + "goto " + E.Label + ";");
    }
    line("}");
  }
  size_t SavedHere = Saved.size();
  for (size_t I = From; I < List.size(); ++I) {
    bool Resumes = false;
    for (const Entry &E : Entries)
      if (E.Index == I) {
        Resumes = true;
        if (!E.Label.empty())
          line(E.Label + ":;");
      }
    if (List[I].Op != PlanNode::Begin) {
      node(List[I]);
      continue;
    }
    begin(List[I], Resumes);
    list(List, I + 1);
    --Depth;
    line("}");
    break;
  }
  Saved.resize(SavedHere);
}

/// What builds a variable runs when its scope is entered afresh, not when a resume passes.
void BodyEmitter::build(clang::SourceLocation Loc, bool Resumes, const std::string &Text) {
  if (!Resumes) {
    userLine(Loc, Text);
  } else if (File.empty()) {
    line("if (_pawl_s == 0) " + Text);
  } else {
    line("if (_pawl_s == 0)");
    userLine(Loc, Text);
  }
}

/// The state in which the coroutine waits for the callee \p V.
unsigned BodyEmitter::stateOf(const Variable &V) const {
  unsigned State = 0;
  forEachSuspend(P.Body, [&](const PlanNode &N) { State = N.Var == &V ? N.State : State; });
  return State;
}

/// A call that is awaited.  Its result is an argument of the constructor: what the call throws
/// leaves a scope in which there is nothing to destroy yet.
void BodyEmitter::callee(const PlanNode &N, const std::string &Member) {
  const Variable &V = *N.Var;
  std::string Head = "{ " + V.Type + " " + V.Name + "{" + Member + ", _pawl_keep, _pawl_s, " +
                     std::to_string(stateOf(V)) + ", _pawl_s == 0 ?";
  const std::string Tail = ": pawl::lowered::no_call()};";
  if (File.empty()) {
    line(Head + " " + N.Text + " " + Tail);
    return;
  }
  line(Head);
  userLine(N.Loc, N.Text);
  line(Tail);
}

void BodyEmitter::begin(const PlanNode &N, bool Resumes) {
  const Variable &V = *N.Var;
  std::string Member = LoweringContext::member(V);
  std::string Name = V.Bindings.empty() ? V.Name : V.Bindings;
  std::string Type = V.IsConst ? constDeclarable(V.Type) : declarable(V.Type);
  switch (V.Where) {
  case Place::Local:
  case Place::Saved: {
    std::string Head = "{ [[maybe_unused]] " + Type + " " + Name + " =";
    std::string Kept = V.Where == Place::Saved ? Member : zeroOf(V.Type);
    if (File.empty()) {
      line(Head + " " +
           (N.Text.empty() ? Kept
            : Resumes      ? "_pawl_s == 0 ? " + N.Text + " : " + Kept
                           : N.Text) +
           ";");
    } else {
      line(Head);
      if (N.Text.empty()) {
        line(Kept + ";");
      } else if (!Resumes) {
        userLine(N.Loc, N.Text + ";");
      } else {
        line("_pawl_s == 0 ?");
        userLine(N.Loc, N.Text);
        line(": " + Kept + ";");
      }
    }
    ++Depth;
    if (V.Where == Place::Saved)
      Saved.push_back(&V);
    return;
  }
  case Place::Slot: {
    std::string BindConst = V.BindsConst ? "const " : "";
    if (!N.Text.empty())
      build(N.Loc, Resumes, N.Text);
    if (V.HasDestructor) {
      std::string Guard = "_pawl_g" + std::to_string(++Guards);
      line("{ pawl::lowered::guard" + std::string(V.Flag ? "_if " : " ") + Guard + "{" + Member +
           ", _pawl_keep" + (V.Flag ? ", " + V.Flag->Name : "") + "};");
      ++Depth;
      if (!V.IsLate)
        line("[[maybe_unused]] " + BindConst + "auto& " + Name + " = " + Member + ".get();");
    } else {
      line("{ [[maybe_unused]] " + BindConst + "auto& " + Name + " = " + Member + ".get();");
      ++Depth;
    }
    return;
  }
  case Place::Callee:
    callee(N, Member);
    ++Depth;
    Saved.push_back(&V);
    if (!V.FarType.empty())
      build(N.Loc, Resumes, V.Name + ".run();");
    return;
  case Place::Reference:
    if (!N.Text.empty())
      build(N.Loc, Resumes, Member + " = " + N.Text + ";");
    if (V.IsRValueReference && V.Bindings.empty())
      line("{ [[maybe_unused]] auto&& " + Name + " = " + rvalue(V.Type, "*" + Member) + ";");
    else
      line("{ [[maybe_unused]] auto& " + Name + " = *" + Member + ";");
    ++Depth;
    return;
  }
}

/// Stores what lives across a suspension at \p N.
void BodyEmitter::save(const PlanNode &N) {
  for (const Variable *V : Saved) {
    if (V->Where == Place::Callee && V != N.Var)
      line(V->Name + ".save();");
    else if (V->Where != Place::Callee && !llvm::is_contained(N.Dead, V))
      line(LoweringContext::member(*V) + " = " + V->Name + ";");
  }
  line("_pawl_f._pawl_c.state = " + std::to_string(N.State) + ";");
}

void BodyEmitter::leaveIfDropped() {
  line("_pawl_s = 0;");
  line("if (_pawl_m == pawl::lowered::mode::dropped) goto _pawl_dropped;");
}

void BodyEmitter::suspend(const PlanNode &N) {
  if (N.Var->Where == Place::Callee) {
    suspendInCallee(N);
    return;
  }
  line("if (_pawl_s != 0 || !pawl::lowered::is_ready(" + N.Var->use() + ")) {");
  ++Depth;
  line("if (_pawl_s == 0 || _pawl_m == pawl::lowered::mode::deferred) {");
  ++Depth;
  line("if (_pawl_s == 0) {");
  ++Depth;
  save(N);
  --Depth;
  line("}");
  line("_pawl_s = 0;");
  line("auto* _pawl_n = pawl::lowered::" +
       (N.Generator.empty() ? "suspend(" : "suspend_in<" + N.Generator + ">(") + N.Var->use() +
       ", _pawl_f._pawl_c, _pawl_keep, _pawl_m);");
  line("if (_pawl_keep) return _pawl_n;");
  --Depth;
  line("} else {");
  ++Depth;
  leaveIfDropped();
  if (N.MayRunCoroutine)
    line("pawl::lowered::resume(" + N.Var->use() + ", _pawl_f._pawl_c);");
  --Depth;
  line("}");
  --Depth;
  line("}");
}

/// The callee has run as far as it could: either it has ended, or this coroutine suspends too.
void BodyEmitter::suspendInCallee(const PlanNode &N) {
  line("if (_pawl_s != 0 || " + N.Var->Name + ".is_suspended()) {");
  ++Depth;
  line("if (_pawl_s == 0) {");
  ++Depth;
  save(N);
  line("return " + N.Var->Name + ".suspend(_pawl_f._pawl_c, _pawl_keep, _pawl_m);");
  --Depth;
  line("}");
  leaveIfDropped();
  line(N.Var->Name + ".resume(_pawl_f._pawl_c);");
  --Depth;
  line("}");
}

void BodyEmitter::loop(const PlanNode &N, const char *Tail) {
  // A head that tests something is skipped on the way in: the resume is already within the loop.
  bool Skip = !statesOf(N.Body).empty() && N.Text != "for (;;)" && *Tail == '\0';
  std::string Inside;
  if (Skip) {
    Inside = label();
    line("if (_pawl_s != 0) goto " + Inside + ";");
  }
  if (N.Op == PlanNode::DoLoop)
    line("do {");
  else
    userLine(N.Loc, N.Text + " {");
  ++Depth;
  if (Skip)
    line(Inside + ":;");
  list(N.Body, 0);
  --Depth;
  userLine(N.Loc, N.Op == PlanNode::DoLoop ? "} " + N.Text : "}");
}

void BodyEmitter::tryBlock(const PlanNode &N) {
  line("try {");
  ++Depth;
  std::vector<unsigned> InHandlers;
  for (const PlanHandler &H : N.Handlers)
    for (unsigned State : statesOf(H.Body))
      InHandlers.push_back(State);
  if (!InHandlers.empty())
    line("if (" + isOneOf(InHandlers) + ") std::rethrow_exception(" + N.Var->Name + ");");
  list(N.Body, 0);
  --Depth;
  for (const PlanHandler &H : N.Handlers) {
    line("} catch (" + H.Declaration + ") {");
    ++Depth;
    if (!statesOf(H.Body).empty())
      line("if (_pawl_s == 0) " + N.Var->Name + " = std::current_exception();");
    list(H.Body, 0);
    --Depth;
  }
  line("}");
}

/// The branches of an `if` whose head is printed.
void BodyEmitter::branches(const PlanNode &N) {
  ++Depth;
  list(N.Body, 0);
  --Depth;
  if (!N.Else.empty()) {
    line("} else {");
    ++Depth;
    list(N.Else, 0);
    --Depth;
  }
  line("}");
}

void BodyEmitter::node(const PlanNode &N) {
  switch (N.Op) {
  case PlanNode::Run:
    userLine(N.Loc, N.Text);
    return;
  case PlanNode::Suspend:
    suspend(N);
    return;
  case PlanNode::Scope:
    line("{");
    ++Depth;
    list(N.Body, 0);
    --Depth;
    line("}");
    return;
  case PlanNode::ConstexprIf:
    userLine(N.Loc, "if constexpr (" + N.Text + ") {");
    branches(N);
    return;
  case PlanNode::If: {
    std::vector<unsigned> Then = statesOf(N.Body), Else = statesOf(N.Else);
    std::string Condition = N.Text;
    if (!Then.empty() && Else.empty())
      Condition = "_pawl_s != 0 || (" + N.Text + ")";
    else if (Then.empty() && !Else.empty())
      Condition = "_pawl_s == 0 && (" + N.Text + ")";
    else if (!Then.empty())
      Condition = "_pawl_s == 0 ? static_cast<bool>(" + N.Text + ") : (" + isOneOf(Then) + ")";
    userLine(N.Loc, "if (" + Condition + ") {");
    branches(N);
    return;
  }
  case PlanNode::Loop:
  case PlanNode::Switch:
    loop(N, "");
    return;
  case PlanNode::DoLoop:
    loop(N, "while");
    return;
  case PlanNode::Try:
    tryBlock(N);
    return;
  case PlanNode::Begin:
    return; // Printed by the list it rules.
  }
}

} // namespace pawl
