//===- FunctionEmitter.cpp - A whole coroutine as C++ text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Emit/FunctionEmitter.h"
#include "Emit/BodyEmitter.h"
#include "Lowering/LoweringContext.h"

namespace pawl {

namespace {

/// Makers stand before the slots, whose types they give.
std::string makers(const Plan &P) {
  std::string Out;
  for (const Maker &M : P.Makers) {
    std::string Types, Parameters;
    for (const Variable *V : M.Uses) {
      const char *Comma = V == M.Uses.front() ? "" : ", ";
      std::string Type =
          (V->IsConst && V->Where != Place::Slot ? "const " : "") + declarable(V->Type);
      Types += Comma + ("std::declval<" + Type + "&>()");
      Parameters += Comma + (Type + "& " + V->Name);
    }
    Out += "  ";
    Out += P.Captures.empty() ? "static constexpr auto " : "auto ";
    Out += M.Name + " = [" + P.Captures + "](" + Parameters + ")" +
           (P.IsMutable ? " mutable" : "") + " -> decltype(auto) { return (" + M.Text + "); };\n";
    Out += "  using " + M.TypeName + " = std::remove_cv_t<std::remove_reference_t<decltype(" +
           M.Name + "(" + Types + "))>>;\n";
  }
  return Out;
}

std::string parameters(const Plan &P) {
  std::string Out = "  struct _pawl_params {";
  for (const Variable *V : P.Parameters) {
    if (V->Name.empty())
      continue;
    std::string Type = declarable(V->Type);
    if (V->Where == Place::Reference)
      Type += V->IsRValueReference ? "&&" : "&";
    Out += " " + Type + " " + V->Field + ";";
  }
  return Out + " };\n";
}

std::string slots(const Plan &P) {
  std::string Out = "  struct _pawl_slots {\n";
  Out += "    pawl::lowered::prefix<" + P.PromiseType + "> _pawl_c;\n";
  Out += "    pawl::lowered::slot<_pawl_params> _pawl_p;\n";
  for (const Variable &V : P.Variables) {
    if (V.IsParameter || V.Where == Place::Local || !V.Used)
      continue;
    if (V.Where == Place::Slot)
      Out += "    pawl::lowered::slot<" + V.Type + "> " + V.Field + ";\n";
    else if (V.Where == Place::Reference)
      Out += "    pawl::lowered::type<" + V.Type + ">* " + V.Field + ";\n";
    else
      Out += "    " + declarable(V.Type) + " " + V.Field + ";\n";
  }
  return Out + "  };\n";
}

std::string start(const Plan &P) {
  std::string Out = "  return pawl::lowered::start<" + P.ReturnType + ", " + P.PromiseType +
                    ", _pawl_slots, _pawl_params>(\n      std::move(_pawl_body), [&]() { return "
                    "_pawl_params{";
  bool First = true;
  for (const Variable *V : P.Parameters) {
    if (V->Name.empty())
      continue;
    if (!First)
      Out += ", ";
    First = false;
    const char *Category = V->Where == Place::Reference && !V->IsRValueReference ? "&" : "&&";
    bool AddConst = V->IsConst && V->Where == Place::Saved;
    Out += "static_cast<" + std::string(AddConst ? "const " : "") + declarable(V->Type) + Category +
           ">(" + V->Name + ")";
  }
  return Out + "}; });\n";
}

} // namespace

std::string emitFunction(const Plan &P, const std::string &File,
                         std::function<unsigned(clang::SourceLocation)> LineOf) {
  unsigned Home = LineOf(P.Loc);
  std::string Body = BodyEmitter(P, File, std::move(LineOf)).emit(3);
  std::string Captures = P.Captures;
  for (const Maker &M : P.Makers)
    if (!P.Captures.empty())
      Captures += ", " + M.Name;
  std::string Out = "\n";
  for (const std::string &Name : P.FunctionNames)
    Out += "  static constexpr auto& _pawl_name" + Name + " = " + Name + ";\n";
  Out += makers(P) + parameters(P) + slots(P);
  Out += "  auto _pawl_body = [" + Captures +
         "]([[maybe_unused]] _pawl_slots& _pawl_f, [[maybe_unused]] unsigned _pawl_s,\n"
         "                       [[maybe_unused]] bool _pawl_drop) " +
         (P.IsMutable ? "mutable " : "") + "-> pawl::frame_header* {\n";
  Out += "    [[maybe_unused]] bool _pawl_keep = false;\n"
         "    [[maybe_unused]] auto& _pawl_promise = _pawl_f._pawl_c.promise();\n"
         "    [[maybe_unused]] auto& _pawl_p = _pawl_f._pawl_p.get();\n"
         "    try {\n"
         "      if (_pawl_s == 0) _pawl_f._pawl_c.begin();\n";
  Out += Body;
  if (!File.empty())
    Out += "#line " + std::to_string(Home) + " \"" + File + "\"\n";
  if (P.HasReturnVoid)
    Out += "      _pawl_promise.return_void();\n";
  Out += "    } catch (...) {\n"
         "      if (_pawl_drop) throw;\n"
         "      _pawl_f._pawl_c.unhandled();\n"
         "    }\n";
  Out += P.Returns ? "  _pawl_done:\n" : "";
  Out += "    return _pawl_f._pawl_c.finish();\n";
  if (P.States != 0)
    Out += "  _pawl_dropped:\n    return nullptr;\n";
  Out += "  };\n";
  return Out + start(P);
}

} // namespace pawl
