//===- Plan.cpp - The state machine of a coroutine -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/Plan.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

namespace pawl {

std::string declarable(const std::string &Type) {
  // Only these begin a type that wraps around the name it declares.
  if (Type.find_first_of("([") == std::string::npos)
    return Type;
  return "pawl::lowered::type<" + Type + ">";
}

std::string constDeclarable(const std::string &Type) {
  std::string Whole = declarable(Type);
  return Whole.back() == '*' ? Whole + " const" : "const " + Whole;
}

std::string rvalue(const std::string &Type, const std::string &Text) {
  return "static_cast<" + declarable(Type) + "&&>(" + Text + ")";
}

Variable &Plan::addVariable(std::string Name, std::string Type, Place Where) {
  Variables.emplace_back();
  Variable &V = Variables.back();
  V.Name = std::move(Name);
  V.Type = std::move(Type);
  V.Where = Where;
  return V;
}

std::vector<unsigned> statesOf(const PlanList &List) {
  std::vector<unsigned> States;
  forEachSuspend(List, [&](const PlanNode &N) { States.push_back(N.State); });
  return States;
}

std::vector<unsigned> statesOf(const PlanNode &Node) {
  std::vector<unsigned> States;
  if (Node.Op == PlanNode::Suspend)
    States.push_back(Node.State);
  auto Add = [&](const PlanList &List) {
    std::vector<unsigned> More = statesOf(List);
    States.insert(States.end(), More.begin(), More.end());
  };
  Add(Node.Body);
  Add(Node.Else);
  for (const PlanHandler &H : Node.Handlers)
    Add(H.Body);
  return States;
}

/// Whether \p V, which is alive, is in the frame at \p Suspend.
static bool isKeptAt(const Variable &V, const PlanNode &Suspend) {
  return V.Where != Place::Local &&
         (V.Where != Place::Saved || !llvm::is_contained(Suspend.Dead, &V));
}

namespace {

/// Follows which variables are alive.
class KeptVisitor {
public:
  using Visit = llvm::function_ref<void(const PlanNode &, llvm::ArrayRef<const Variable *>)>;

  explicit KeptVisitor(Visit Report) : Report(Report) {}

  void list(const PlanList &List) {
    size_t Outside = Alive.size();
    for (const PlanNode &Node : List) {
      if (Node.Op == PlanNode::Begin)
        Alive.push_back(Node.Var);
      else if (Node.Op == PlanNode::Suspend)
        suspend(Node);
      list(Node.Body);
      list(Node.Else);
      for (const PlanHandler &H : Node.Handlers)
        list(H.Body);
    }
    Alive.resize(Outside);
  }

  /// The parameters stay to the end, whoever reads them.
  std::vector<const Variable *> Parameters;

private:
  void suspend(const PlanNode &Node) {
    std::vector<const Variable *> Kept = Parameters;
    for (const Variable *V : Alive)
      if (V->Used && isKeptAt(*V, Node))
        Kept.push_back(V);
    Report(Node, Kept);
  }

  Visit Report;
  std::vector<const Variable *> Alive;
};

} // namespace

void forEachKept(
    const Plan &P,
    llvm::function_ref<void(const PlanNode &Suspend, llvm::ArrayRef<const Variable *> Kept)>
        Visit) {
  KeptVisitor Visitor(Visit);
  for (const Variable *V : P.Parameters)
    if (!V->Name.empty())
      Visitor.Parameters.push_back(V);
  Visitor.list(P.Body);
}

namespace {

const char *placeName(Place Where) {
  switch (Where) {
  case Place::Local:
    return "local";
  case Place::Saved:
    return "saved";
  case Place::Slot:
    return "slot";
  case Place::Reference:
    return "reference";
  case Place::Callee:
    return "callee";
  }
  return "";
}

class Printer {
public:
  explicit Printer(llvm::raw_ostream &OS) : OS(OS) {}

  void variable(const Variable &V) {
    OS << placeName(V.Where) << ' ' << (V.Bindings.empty() ? V.Name : V.Bindings) << ": " << V.Type;
    if (V.Where == Place::Slot && V.HasDestructor)
      OS << ", destroyed";
    if (V.Flag)
      OS << " if " << V.Flag->Name;
  }

  void list(const PlanList &List, unsigned Depth) {
    size_t Alive = Kept.size();
    for (const PlanNode &N : List)
      node(N, Depth);
    Kept.resize(Alive);
  }

  std::vector<const Variable *> Kept;

private:
  llvm::raw_ostream &line(unsigned Depth) { return OS.indent(2 * Depth); }

  /// The text of a node in one line.
  std::string flat(llvm::StringRef Text) {
    std::string Out;
    for (char C : Text) {
      bool Space = C == '\n' || C == ' ' || C == '\t';
      if (!Space)
        Out += C;
      else if (!Out.empty() && Out.back() != ' ')
        Out += ' ';
    }
    return Out;
  }

  void node(const PlanNode &N, unsigned Depth) {
    switch (N.Op) {
    case PlanNode::Run:
      line(Depth) << "run " << flat(N.Text) << '\n';
      break;
    case PlanNode::Begin:
      line(Depth) << "begin ";
      variable(*N.Var);
      if (!N.Text.empty())
        OS << " = " << flat(N.Text);
      OS << '\n';
      Kept.push_back(N.Var);
      break;
    case PlanNode::Suspend: {
      line(Depth) << "suspend " << N.State << " on " << N.Var->Name << ", keeps";
      for (const Variable *V : Kept)
        if (isKeptAt(*V, N))
          OS << ' ' << (V->Bindings.empty() ? V->Name : V->Bindings);
      OS << '\n';
      break;
    }
    case PlanNode::Scope:
      line(Depth) << "scope\n";
      list(N.Body, Depth + 1);
      break;
    case PlanNode::If:
    case PlanNode::ConstexprIf:
      line(Depth) << (N.Op == PlanNode::If ? "if " : "if constexpr ") << flat(N.Text) << '\n';
      list(N.Body, Depth + 1);
      if (!N.Else.empty()) {
        line(Depth) << "else\n";
        list(N.Else, Depth + 1);
      }
      break;
    case PlanNode::Loop:
    case PlanNode::Switch:
      line(Depth) << flat(N.Text) << '\n';
      list(N.Body, Depth + 1);
      break;
    case PlanNode::DoLoop:
      line(Depth) << "do\n";
      list(N.Body, Depth + 1);
      line(Depth) << flat(N.Text) << '\n';
      break;
    case PlanNode::Try:
      line(Depth) << "try\n";
      list(N.Body, Depth + 1);
      for (const PlanHandler &H : N.Handlers) {
        line(Depth) << "catch (" << flat(H.Declaration) << ")";
        if (!statesOf(H.Body).empty())
          OS << " keeps " << N.Var->Name;
        OS << '\n';
        list(H.Body, Depth + 1);
      }
      break;
    }
  }

  llvm::raw_ostream &OS;
};

} // namespace

void Plan::print(llvm::raw_ostream &OS) const {
  OS << "coroutine " << Name << " -> " << ReturnType << ", " << States
     << (States == 1 ? " suspension\n" : " suspensions\n");
  Printer Print(OS);
  for (const Variable *V : Parameters) {
    OS << "  parameter ";
    Print.variable(*V);
    OS << '\n';
    Print.Kept.push_back(V);
  }
  for (const Maker &M : Makers)
    OS << "  maker " << M.Name << ": " << M.Text << '\n';
  Print.list(Body, 1);
}

} // namespace pawl
