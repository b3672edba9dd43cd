//===- Attributes.cpp - What users say to the checks ----------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/Attributes.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace pawl {
namespace {

enum Subject : unsigned { Statement = 1, Function = 2, Variable = 4, Class = 8 };

/// A C++11 attribute, kept as an annotation.
struct UserAttr : ParsedAttrInfo {
  UserAttr(ArrayRef<Spelling> Names, unsigned Subjects, const char *Expected)
      : Subjects(Subjects), Expected(Expected) {
    Spellings = Names;
    IsStmt = 1;
  }

  bool diagAppertainsToStmt(Sema &S, const ParsedAttr &Parsed, const Stmt *) const override {
    return (Subjects & Statement) || misplaced(S, Parsed);
  }
  bool diagAppertainsToDecl(Sema &S, const ParsedAttr &Parsed, const Decl *D) const override {
    unsigned Kind = 0;
    if (isa<FunctionDecl, FunctionTemplateDecl>(D))
      Kind = Function;
    else if (isa<VarDecl>(D))
      Kind = Variable;
    else if (isa<CXXRecordDecl>(D))
      Kind = Class;
    return (Subjects & Kind) || misplaced(S, Parsed);
  }
  AttrHandling handleStmtAttribute(Sema &S, Stmt *, const ParsedAttr &Parsed,
                                   class Attr *&Result) const override {
    Result = make(S, Parsed);
    return AttributeApplied;
  }
  AttrHandling handleDeclAttribute(Sema &S, Decl *D, const ParsedAttr &Parsed) const override {
    D->addAttr(make(S, Parsed));
    return AttributeApplied;
  }

private:
  bool misplaced(Sema &S, const ParsedAttr &Parsed) const {
    error(S, Parsed.getLoc(),
          std::string("'") + Spellings[0].NormalizedFullName + "' belongs to " + Expected);
    return false;
  }
  static void error(Sema &S, SourceLocation Loc, StringRef Text) {
    S.Diag(Loc, S.Diags.getCustomDiagID(DiagnosticsEngine::Error, "%0")) << Text;
  }
  class Attr *make(Sema &S, const ParsedAttr &Parsed) const {
    return AnnotateAttr::Create(S.Context, Spellings[0].NormalizedFullName, nullptr, 0,
                                Parsed.getRange());
  }

  const unsigned Subjects;
  const char *const Expected;
};

struct DetachAttr final : UserAttr {
  static constexpr Spelling Names[] = {{ParsedAttr::AS_CXX11, DetachAttribute}};
  DetachAttr()
      : UserAttr(Names, Statement | Function | Variable, "a call, a variable or a function") {}
};
struct AllowAttr final : UserAttr {
  static constexpr Spelling Names[] = {{ParsedAttr::AS_CXX11, AllowAttribute}};
  AllowAttr()
      : UserAttr(Names, Statement | Function | Variable, "a statement, a variable or a function") {}
};
struct BlockingAttr final : UserAttr {
  static constexpr Spelling Names[] = {{ParsedAttr::AS_CXX11, BlockingAttribute}};
  BlockingAttr() : UserAttr(Names, Function, "a function") {}
};
struct NonblockingAttr final : UserAttr {
  static constexpr Spelling Names[] = {{ParsedAttr::AS_CXX11, NonblockingAttribute}};
  NonblockingAttr() : UserAttr(Names, Function, "a function") {}
};
struct MustNotSuspendAttr final : UserAttr {
  static constexpr Spelling Names[] = {{ParsedAttr::AS_CXX11, MustNotSuspendAttribute}};
  MustNotSuspendAttr() : UserAttr(Names, Class, "a class") {}
};

} // namespace

void registerAttributes() {
  static ParsedAttrInfoRegistry::Add<DetachAttr> Detach("pawl-detach", "a result may be dropped");
  static ParsedAttrInfoRegistry::Add<AllowAttr> Allow("pawl-allow", "a check is off");
  static ParsedAttrInfoRegistry::Add<BlockingAttr> Blocking("pawl-blocking", "a call blocks");
  static ParsedAttrInfoRegistry::Add<NonblockingAttr> Nonblocking("pawl-nonblocking",
                                                                  "a call does not block");
  static ParsedAttrInfoRegistry::Add<MustNotSuspendAttr> MustNotSuspend(
      "pawl-must-not-suspend", "no object is alive across an await");
}

const AnnotateAttr *findAttribute(ArrayRef<const Attr *> Attributes, StringRef Name) {
  for (const Attr *A : Attributes)
    if (auto *Annotation = dyn_cast<AnnotateAttr>(A))
      if (Annotation->getAnnotation() == Name)
        return Annotation;
  return nullptr;
}

bool hasAttribute(const Decl *D, StringRef Name) {
  for (const Decl *Each : D->redecls())
    if (Each->hasAttrs() && findAttribute(ArrayRef<const Attr *>(Each->getAttrs()), Name))
      return true;
  if (auto *F = dyn_cast<FunctionDecl>(D))
    if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
      return hasAttribute(Pattern, Name);
  if (auto *Record = dyn_cast<CXXRecordDecl>(D))
    if (const CXXRecordDecl *Pattern = Record->getTemplateInstantiationPattern())
      return hasAttribute(Pattern, Name);
  return false;
}

} // namespace pawl
