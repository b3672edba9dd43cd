//===- BodyMarkers.cpp - Statements that make a body a coroutine ----------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/BodyMarkers.h"
#include "Dialect/Parse.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Scope.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace pawl {
namespace {

constexpr const char BodyAttribute[] = "pawl::body";
constexpr const char HandlerAttribute[] = "pawl::handler";

/// What both have in common: a C++11 attribute of statements, kept as an annotation.
struct MarkerAttr : ParsedAttrInfo {
  explicit MarkerAttr(ArrayRef<Spelling> Names) {
    Spellings = Names;
    IsStmt = 1;
  }
  bool diagAppertainsToStmt(Sema &, const ParsedAttr &, const Stmt *) const override {
    return true;
  }
  AttrHandling handleStmtAttribute(Sema &S, Stmt *, const ParsedAttr &Parsed,
                                   class Attr *&Result) const override {
    apply(S, Parsed.getLoc());
    Result = AnnotateAttr::Create(S.Context, Spellings[0].NormalizedFullName, nullptr, 0,
                                  Parsed.getRange());
    return AttributeApplied;
  }
  virtual void apply(Sema &S, SourceLocation Loc) const = 0;
};

struct BodyAttr final : MarkerAttr {
  static constexpr Spelling Names[] = {{ParsedAttr::AS_CXX11, BodyAttribute}};
  BodyAttr() : MarkerAttr(Names) {}
  void apply(Sema &S, SourceLocation Loc) const override {
    S.ActOnCoroutineBodyStart(S.getCurScope(), Loc, "async");
  }
};

struct HandlerAttr final : MarkerAttr {
  static constexpr Spelling Names[] = {{ParsedAttr::AS_CXX11, HandlerAttribute}};
  HandlerAttr() : MarkerAttr(Names) {}
  /// Sema refuses an await by the scopes around it alone: the handler's becomes a plain one.
  void apply(Sema &S, SourceLocation) const override {
    for (Scope *Sc = S.getCurScope(); Sc && !Sc->isFunctionScope(); Sc = Sc->getParent())
      if (Sc->isCatchScope()) {
        Sc->setFlags(Sc->getFlags() & ~Scope::CatchScope);
        return;
      }
  }
};

} // namespace

void registerBodyMarkers() {
  static ParsedAttrInfoRegistry::Add<BodyAttr> Body("pawl-body", "an async body");
  static ParsedAttrInfoRegistry::Add<HandlerAttr> Handler("pawl-handler", "a handler that awaits");
}

bool isMarker(const Stmt *S) {
  const auto *Attributed = dyn_cast<AttributedStmt>(S);
  if (!Attributed || !isa<NullStmt>(Attributed->getSubStmt()))
    return false;
  const auto *Annotation = getSpecificAttr<AnnotateAttr>(Attributed->getAttrs());
  return Annotation && (Annotation->getAnnotation() == BodyAttribute ||
                        Annotation->getAnnotation() == HandlerAttribute);
}

} // namespace pawl
