//===- FunctionEmitter.cpp - A whole coroutine as C++ text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Emit/FunctionEmitter.h"
#include "Emit/BodyEmitter.h"
#include "Lowering/Entries.h"
#include "Lowering/LoweringContext.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace pawl {

namespace {

/// The name of the type of the frame's member for a parameter pack.
std::string packType(const Variable &V) { return "_pawl_pack_" + V.Name; }

/// Names that type ahead of the frame: in a local class clang++ cannot expand a pack of a generic
/// lambda's parameters.
std::string packTypes(const Plan &P) {
  std::string Out;
  for (const Variable *V : P.Parameters)
    if (V->IsPack && !V->Name.empty())
      Out += "  using " + packType(*V) + " = pawl::lowered::pack<" + V->Type + "...>;\n";
  return Out;
}

/// How a maker takes \p V.  In a branch of `if constexpr` that is not taken its type may be void.
std::string parameterType(const Variable &V, bool InBranch) {
  std::string Type = declarable(V.Type);
  if (V.BindsConst)
    Type = "const std::remove_reference_t<" + Type + ">";
  else if (V.IsConst && V.Where != Place::Slot)
    Type = constDeclarable(V.Type);
  return InBranch || V.IsLate ? "pawl::lowered::lvalue<" + Type + ">" : Type + "&";
}

/// \p Text with each variable of \p M as an expression of its type.
std::string unevaluated(const Maker &M) {
  std::string Text = M.Text;
  for (const Variable *V : M.Uses) {
    std::string Value = "std::declval<" + parameterType(*V, /*InBranch=*/false) + ">()";
    auto IsWord = [](char C) { return llvm::isAlnum(C) || C == '_'; };
    for (size_t At = 0; (At = Text.find(V->Name, At)) != std::string::npos;) {
      size_t End = At + V->Name.size();
      bool Whole = (At == 0 || !IsWord(Text[At - 1])) && (End == Text.size() || !IsWord(Text[End]));
      if (Whole)
        Text.replace(At, V->Name.size(), Value);
      At += Whole ? Value.size() : V->Name.size();
    }
  }
  return Text;
}

/// `using Name = Type;`.  In a template the type is that of a closure's result: g++ writes out what
/// a dependent alias stands for wherever it is named, and makers that build on each other would
/// double that with each.
std::string alias(const Plan &P, const std::string &Name, const std::string &Type) {
  if (!P.IsDependent)
    return "  using " + Name + " = " + Type + ";\n";
  return "  [[maybe_unused]] static constexpr auto " + Name +
         "_of = [] { return pawl::lowered::tag<" + Type + ">(); };\n  using " + Name +
         " = pawl::lowered::tagged<decltype(" + Name + "_of())>;\n";
}

/// Makers stand before the slots, whose types they give.
std::string makers(const Plan &P) {
  std::string Out;
  for (const Maker &M : P.Makers) {
    if (M.IsOurs) {
      std::string Type = "decltype((" + unevaluated(M) + "))";
      Out += alias(P, M.ExactName,
                   M.Kind == Maker::Decayed ? "std::decay_t<" + Type + ">" : std::move(Type));
      continue;
    }
    std::string Types, Parameters;
    // Where a branch of `if constexpr` is not taken nothing is used.
    const std::string Unused = M.Conditions.empty() ? "" : "[[maybe_unused]] ";
    auto Add = [&](const std::string &Type, const std::string &Name) {
      const char *Comma = Types.empty() ? "" : ", ";
      Types += Comma + ("std::declval<" + Type + ">()");
      Parameters += Comma + (Unused + Type + " " + Name);
    };
    std::string Bindings;
    unsigned Whole = 0;
    for (const Variable *V : M.Uses) {
      std::string Type = parameterType(*V, !M.Conditions.empty());
      if (V->IsPack) {
        std::string Element = "std::remove_reference_t<" + V->Type + ">&";
        Types += (Types.empty() ? "" : ", ") + ("std::declval<" + Element + ">()...");
        Parameters += (Parameters.empty() ? "" : ", ") + (Unused + Element + "... " + V->Name);
        continue;
      }
      if (M.Statics.count(V)) {
        std::string Name = "_pawl_static_" + V->Name;
        Add(Type, Name);
        // Every call is given the same object.
        Bindings += "[[maybe_unused]] static " +
                    std::string(V->IsPerThread ? "thread_local " : "") + "decltype(" + Name + ") " +
                    V->Name + " = " + Name + "; ";
        continue;
      }
      if (V->Bindings.empty()) {
        Add(Type, V->Name);
        continue;
      }
      std::string Name = "_pawl_whole" + std::to_string(++Whole);
      Add(Type, Name);
      Bindings += "[[maybe_unused]] auto& " + V->Bindings + " = " + Name + "; ";
    }
    for (const auto &[Name, IsConst] : M.Captured)
      Add((IsConst ? "const std::remove_reference_t<decltype("
                   : "std::remove_reference_t<decltype(") +
              Name + ")>&",
          Name);
    bool CallsThis = P.CapturesThis && M.UsesThis;
    Out += "  ";
    Out += CallsThis ? "auto " : "static constexpr auto ";
    Out += M.Name + " = [" + (CallsThis ? "this" : "") + "](" + Parameters + ")" +
           (P.IsMutable && CallsThis ? " mutable" : "");
    std::string Return;
    switch (M.Kind) {
    case Maker::Exact:
      Out += " -> decltype(auto)";
      Return = "return (" + M.Text + ");";
      break;
    case Maker::Decayed:
      Return = "return " + M.Text + ";";
      break;
    case Maker::Converted:
      Out += " -> " + M.Result;
      Return = "return " + M.Text + ";";
      break;
    case Maker::Type:
      Return = "return pawl::lowered::tag<" + M.Text + ">();";
      break;
    }
    Return = Bindings + Return;
    for (const std::string &Condition : llvm::reverse(M.Conditions))
      Return = "if constexpr (" + Condition + ") { " + Return + " }";
    Out += " { " + M.Before + Return + " };\n";
    std::string Called = "decltype(" + M.Name + "(" + Types + "))";
    if (M.Kind == Maker::Type) {
      Out += alias(P, M.TypeName, "pawl::lowered::tagged<" + Called + ">");
      continue;
    }
    Out += alias(P, M.ExactName, Called);
    if (M.IsBareTypeUsed)
      Out += "  using " + M.TypeName + " = std::remove_cv_t<std::remove_reference_t<" +
             M.ExactName + ">>;\n";
  }
  return Out;
}

std::string parameters(const Plan &P) {
  std::string Out = packTypes(P) + "  struct _pawl_params {";
  for (const Variable *V : P.Parameters) {
    if (V->Name.empty())
      continue;
    std::string Type = V->IsPack ? packType(*V) : declarable(V->Type);
    if (V->Where == Place::Reference)
      Type += V->IsRValueReference ? "&&" : "&";
    Out += " " + Type + " " + V->Field + ";";
  }
  return Out + " };\n";
}

/// How many suspensions a generator may have whose body is inlined where it is read.
constexpr unsigned SmallGenerator = 3;

/// The declaration of the frame's member for \p V.
std::string member(const Variable &V) {
  switch (V.Where) {
  case Place::Slot:
    return V.Alignment + "pawl::lowered::slot<" + V.Type + "> " + V.Field + ";\n";
  case Place::Callee:
    return "pawl::lowered::slot_of<" + V.Type + "> " + V.Field + ";\n";
  case Place::Reference:
    return "pawl::lowered::type<" + V.Type + ">* " + V.Field + ";\n";
  case Place::Saved:
  case Place::Local:
    break;
  }
  return declarable(V.Type) + " " + V.Field + ";\n";
}

/// What debuggers and dumps of tasks say of a suspended frame: the function, and the line of each
/// state.  __FILE__ is what the last `#line` said, with the compiler's own maps of prefixes.
std::string where(const Plan &P, unsigned LastLine,
                  llvm::function_ref<unsigned(clang::SourceLocation)> LineOf) {
  std::vector<unsigned> Lines(P.States + 1, LineOf(P.Loc));
  forEachSuspend(P.Body, [&](const PlanNode &N) {
    if (unsigned Line = N.Loc.isValid() ? LineOf(N.Loc) : 0)
      Lines[N.State] = Line;
  });
  std::string Out = "    struct _pawl_where {\n      const char* function = \"" + P.Name +
                    "\";\n      const char* file = __FILE__;\n      unsigned last_line = " +
                    std::to_string(LastLine) + ";\n      unsigned lines[" +
                    std::to_string(Lines.size()) + "] = {";
  for (size_t I = 0; I != Lines.size(); ++I)
    Out += (I ? ", " : "") + std::to_string(Lines[I]);
  return Out + "};\n    };\n";
}

std::string slots(const Plan &P, const std::string &Where) {
  std::string Out = "  struct _pawl_slots {\n" + Where;
  Out += "    pawl::lowered::prefix<" + P.PromiseType + "> _pawl_c;\n";
  Out += "    pawl::lowered::slot<_pawl_params> _pawl_p;\n";
  if (!P.IsDependent && llvm::all_of(P.Parameters, [](const Variable *V) {
        return V->Where == Place::Saved || V->Where == Place::Reference;
      }))
    Out += "    using _pawl_values [[maybe_unused]] = void;\n";
  if (!P.IsDependent && P.States != 0 && P.OnlyYields)
    Out += "    using _pawl_only_yields [[maybe_unused]] = void;\n";
  // Consumers of a generator may have its body in their loops.
  if (P.Own && isAsyncGenerator(P.Own->Function->getReturnType()) && P.States <= SmallGenerator)
    Out += "    using _pawl_is_small [[maybe_unused]] = void;\n";
  for (const FrameCell &Cell : P.Cells) {
    bool IsShared = Cell.Members.size() > 1;
    Out += IsShared ? "    union {\n" : "";
    for (const Variable *V : Cell.Members)
      Out += (IsShared ? "      " : "    ") + member(*V);
    Out += IsShared ? "    };\n" : "";
  }
  return Out + "  };\n";
}

std::string start(const Plan &P) {
  std::string Out = "  return pawl::lowered::" + std::string(P.Own ? "enter<" : "start<") +
                    P.ReturnType + ", " + P.PromiseType + ", _pawl_slots, _pawl_params>(\n      " +
                    (P.Own ? "_pawl_at, " : "") +
                    "std::move(_pawl_body), [&]() { return _pawl_params{";
  bool First = true;
  for (const Variable *V : P.Parameters) {
    if (V->Name.empty())
      continue;
    if (!First)
      Out += ", ";
    First = false;
    if (V->IsPack) {
      Out += packType(*V) + "(0, static_cast<" + V->Type + "&&>(" + V->Name + ")...)";
      continue;
    }
    const char *Category = V->Where == Place::Reference && !V->IsRValueReference ? "&" : "&&";
    bool AddConst = V->IsConst && V->Where == Place::Saved;
    if (V->Where == Place::Slot)
      Out += "pawl::lowered::copy_of<" + V->Type + ">(" + V->Name + ")";
    else
      Out += "static_cast<" + (AddConst ? constDeclarable(V->Type) : declarable(V->Type)) +
             Category + ">(" + V->Name + ")";
  }
  Out += "}; }";
  if (!P.PromiseTakesParameters)
    return Out + ");\n";
  std::string Copies = P.Object, Originals = P.Object.empty() ? "" : ", " + P.Object;
  std::string Unpack, Unpacked;
  for (const Variable *V : P.Parameters) {
    Copies += (Copies.empty() ? "" : ", ");
    Originals += ", " + V->Name;
    if (!V->IsPack) {
      Copies += LoweringContext::member(*V);
      continue;
    }
    Unpack += LoweringContext::member(*V) + ".apply([&](auto&&... " + V->Name + ") { ";
    Unpacked += " });";
    Copies += V->Name + "...";
    Originals += "...";
  }
  return Out + ",\n      [&]([[maybe_unused]] _pawl_params& _pawl_p, auto _pawl_to) { " + Unpack +
         "_pawl_to(" + Copies + ");" + Unpacked + " }" + Originals + ");\n";
}

} // namespace

/// What a function of the entry \p E is declared as.
static std::string entryHead(const Entry &E, const std::string &Attributes, const std::string &Name,
                             const std::string &Parameters) {
  return E.Head + Attributes + "auto " + Name + "(pawl::lowered::place _pawl_at" +
         (Parameters.empty() ? "" : ", " + Parameters) + ")" + E.Qualifiers + " ";
}

std::string emitEntry(const Entry &E, const std::string &Line, const std::string &Body) {
  std::string Out = E.Forward + Line;
  Out += entryHead(E, "", E.BodyName, E.PassesReferences ? E.BodyParameters : E.Parameters);
  Out += Body + Line + "}\n";
  if (E.PassesReferences)
    Out += Line + entryHead(E, "__attribute__((unused)) ", E.Name, E.Parameters) + "{ return " +
           E.BodyName + E.TemplateArguments + "(_pawl_at, " + E.Arguments + "); }\n";
  return Out;
}

std::string emitEntryCall(const Plan &P) {
  const Entry &E = *P.Own;
  return " return pawl::lowered::suspended<" + P.ReturnType + ">(" + E.BodyName +
         E.TemplateArguments + "(pawl::lowered::place()" +
         (E.Arguments.empty() ? "" : ", " + E.Arguments) + "));\n";
}

std::string emitFunction(const Plan &P, const std::string &File, unsigned LastLine,
                         std::function<unsigned(clang::SourceLocation)> LineOf) {
  unsigned Home = LineOf(P.Loc);
  std::string Where = File.empty() ? "" : where(P, LastLine, LineOf);
  std::string Body = BodyEmitter(P, File, std::move(LineOf)).emit(3);
  std::string Captures = P.Captures;
  for (const Maker &M : P.Makers)
    if (P.CapturesThis && M.UsesThis)
      Captures += ", " + M.Name;
  std::string Out = "\n";
  for (const std::string &Name : P.FunctionNames)
    Out += "  static constexpr auto& _pawl_name" + Name + " = " + Name + ";\n";
  for (const auto &[Name, Type] : P.Aliases)
    Out += "  using " + Name + " = " + Type + ";\n";
  Out += makers(P) + parameters(P) + slots(P, Where);
  // In a template the promise's type is one that is not known yet, whatever it is.
  std::string Promise = P.IsDependent ? "typename decltype(_pawl_slots::_pawl_c)::promise_type"
                                      : declarable(P.PromiseType);
  Out += "  auto _pawl_body = [" + Captures +
         "]([[maybe_unused]] _pawl_slots& _pawl_f, [[maybe_unused]] " + Promise +
         "& _pawl_promise,\n"
         "                       [[maybe_unused]] unsigned _pawl_s, [[maybe_unused]] "
         "pawl::lowered::mode _pawl_m)\n                       " +
         (P.Own ? "PAWL_INLINE " : "") + (P.IsMutable ? "mutable " : "") +
         "-> pawl::frame_header* {\n";
  const std::string HomeLine =
      File.empty() ? "" : "#line " + std::to_string(Home) + " " + File + "\n";
  Out += HomeLine + "    [[maybe_unused]] bool _pawl_keep = false;" +
         (File.empty() ? "\n   " : "") +
         " [[maybe_unused]] auto& _pawl_p = _pawl_f._pawl_p.get();\n";
  std::string Unpacked;
  for (const Variable *V : P.Parameters)
    if (V->IsPack) {
      Out += "    return " + LoweringContext::member(*V) +
             ".apply([&]([[maybe_unused]] auto&&... " + V->Name + ") -> pawl::frame_header* {\n";
      Unpacked += "    });\n";
    }
  Out += "    {\n" + Body;
  Out += HomeLine;
  if (P.IsDependent)
    Out += "      pawl::lowered::flow_off(_pawl_promise);\n";
  else if (P.HasReturnVoid)
    Out += "      _pawl_promise.return_void();\n";
  std::string Tail = "    }\n";
  Tail += P.Returns ? "  _pawl_done:\n" : "";
  Tail += "    return pawl::lowered::completed();\n";
  if (P.States != 0)
    Tail += "  _pawl_dropped:\n    return nullptr;\n";
  Tail += Unpacked + "  };\n" + start(P);
  // All of it is on the line on which the body opens.
  if (!File.empty())
    std::replace(Tail.begin(), Tail.end() - 1, '\n', ' ');
  return Out + Tail;
}

} // namespace pawl
