//===- StaleAcrossAwait.cpp - What an await makes out of date -------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   auto it = sessions_.find(id);            int n = total_;
//   await it->second.send(text);             int more = await fetch();
//   it->second.touch();   // stale           total_ = n + more;   // loses what came between
//
// A container counts only if another function of the unit changes it in a way that spoils what
// points into it. A body that takes a pawl::Lock has seen to it.
//
//===----------------------------------------------------------------------===//
#include "Check/StaleAcrossAwait.h"
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Reporter.h"
#include "Check/SharedState.h"
#include "Dialect/Awaitables.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {
namespace {

class StaleCheck {
public:
  StaleCheck(const CheckedBody &Body, Reporter &Report) : Body(Body), Report(Report) {}

  void run();

private:
  /// Where what a variable holds comes from, and how far it has come.
  struct Holding {
    const ValueDecl *Source;
    /// A value that was read, or something that points into a container.
    bool IsValue;
    SourceLocation Taken;
    /// The first await since; null before there was one.
    const Stmt *Await = nullptr;
  };
  struct State {
    llvm::SmallDenseMap<const VarDecl *, Holding, 4> Held;
    bool merge(const State &Other) {
      bool Changed = false;
      for (const auto &[Var, Theirs] : Other.Held) {
        auto [Mine, IsNew] = Held.try_emplace(Var, Theirs);
        Changed |= IsNew;
        if (!IsNew && !Mine->second.Await && Theirs.Await) {
          Mine->second = Theirs;
          Changed = true;
        }
      }
      return Changed;
    }
  };

  bool takesLock() const;
  std::optional<Holding> holdingOf(const VarDecl *Var) const;
  bool computesWith(const Stmt *S, llvm::SmallPtrSetImpl<const ValueDecl *> &Sources) const;
  const ValueDecl *onlySource(const Expr *E) const;
  void forgetSource(State &Now, const ValueDecl *Source) const;
  bool comparesAgain(const BinaryOperator *Comparison, const State &Now, const VarDecl *&Var) const;
  void step(State &Now, const CFGElement &Element, bool Reporting);
  void assignment(State &Now, const BinaryOperator *Assignment, bool Reporting);
  void report(const VarDecl *Var, const Holding &H, const Stmt *Use);
  void reportWithin(const BinaryOperator *Assignment);

  const CheckedBody &Body;
  Reporter &Report;
  llvm::DenseMap<const VarDecl *, Holding> Sources;
};

/// Whether the body waits for a lock of the runtime: then it decides who runs in between.
bool StaleCheck::takesLock() const {
  bool Takes = false;
  walk(Body.Body, [&](const Stmt *S) {
    auto *Call = dyn_cast<CXXMemberCallExpr>(S);
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    Takes |= Method && Method->getIdentifier() && isInPawl(Method) &&
             (Method->getName() == "scoped" || Method->getName() == "acquire");
  });
  return Takes;
}

bool isSmartPointer(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  return Class && Class->isInStdNamespace() && Class->getIdentifier() &&
         (Class->getName() == "unique_ptr" || Class->getName() == "shared_ptr");
}

bool isView(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  return Class && Class->isInStdNamespace() && Class->getIdentifier() &&
         (Class->getName() == "basic_string_view" || Class->getName() == "span");
}

/// The container behind an expression that denotes an element or gives an iterator or a view:
/// through `*`, `&`, members and the range of a `for`.  \p IsOwned: what is denoted is not in the
/// container itself, but belongs to a smart pointer there.
const Expr *containerBehind(const Expr *E, bool &IsOwned) {
  for (int Depth = 0; Depth != 8; ++Depth) {
    E = stripWrappers(E);
    if (auto [Object, Name] = memberCall(E); Object && Name == "get")
      if (isSmartPointer(Object->getType())) {
        IsOwned = true;
        E = Object;
        continue;
      }
    if (auto *Construct = dyn_cast<CXXConstructExpr>(E);
        Construct && Construct->getNumArgs() >= 1 && isView(Construct->getType())) {
      E = Construct->getArg(0);
      if (invalidation(E->getType(), false) != Invalidation::Nothing)
        return stripWrappers(E);
      continue;
    }
    if (auto *Unary = dyn_cast<UnaryOperator>(E);
        Unary && (Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Deref)) {
      E = Unary->getSubExpr();
    } else if (auto *Choice = dyn_cast<ConditionalOperator>(E)) {
      if (const Expr *Container = containerBehind(Choice->getTrueExpr(), IsOwned))
        return Container;
      E = Choice->getFalseExpr();
    } else if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
               Operator &&
               (Operator->getOperator() == OO_Star || Operator->getOperator() == OO_Arrow)) {
      E = Operator->getArg(0);
      IsOwned |= isSmartPointer(E->getType());
    } else if (auto *Member = dyn_cast<MemberExpr>(E);
               Member && isa<FieldDecl>(Member->getMemberDecl()) && !containerOf(E) &&
               !isa<CXXThisExpr>(stripWrappers(Member->getBase()))) {
      E = Member->getBase();
    } else if (const Expr *Container = containerOf(E)) {
      // Of the implied range of a loop, what it is bound to.
      if (auto *Name = dyn_cast<DeclRefExpr>(Container))
        if (auto *Range = dyn_cast<VarDecl>(Name->getDecl());
            Range && Range->isImplicit() && Range->hasInit())
          return stripWrappers(Range->getInit());
      return Container;
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

/// Whether \p Var is an iterator; in a pattern, whether it begins with what gives one.
bool looksLikeIterator(const VarDecl *Var) {
  if (isUnknownAuto(Var->getType()))
    return llvm::StringSwitch<bool>(memberCall(stripWrappers(Var->getInit())).second)
        .Cases({"begin", "end", "find", "lower_bound", "upper_bound", "rbegin"}, true)
        .Default(false);
  const CXXRecordDecl *Record = Var->getType()->getAsCXXRecordDecl();
  return Record && Record->getIdentifier() && Record->getName().contains_insensitive("iterator");
}

/// Whether \p Var is the range of a loop in a pattern, where there is no iterator yet.
bool isRangeOfPattern(const VarDecl *Var, const CheckedBody &Body) {
  return Body.IsDependent && Var->isImplicit() && Var->getType()->isReferenceType() &&
         isUnknownAuto(Var->getType());
}

std::optional<StaleCheck::Holding> StaleCheck::holdingOf(const VarDecl *Var) const {
  if (!Var->hasLocalStorage() || !Var->hasInit() || isa<ParmVarDecl>(Var))
    return std::nullopt;
  QualType T = Var->getType();
  bool IsRange = isRangeOfPattern(Var, Body);
  bool Refers = !IsRange && (T->isReferenceType() || T->isPointerType() || isView(T));
  if (IsRange || Refers || looksLikeIterator(Var)) {
    bool IsOwned = false;
    const Expr *Container =
        IsRange ? stripWrappers(Var->getInit()) : containerBehind(Var->getInit(), IsOwned);
    const ValueDecl *D = Container ? sharedObject(Container, Body) : nullptr;
    // What a smart pointer owns stays where it is, however its container grows.
    Invalidation How = !Container ? Invalidation::Nothing
                       : IsOwned  ? Invalidation::ByRemoval
                                  : invalidation(Container->getType(), Refers);
    if (!D || !Report.Changes.happen(D, How, Body.Function))
      return std::nullopt;
    return Holding{D, false, Var->getLocation()};
  }
  if (!T->isArithmeticType())
    return std::nullopt;
  const ValueDecl *D = onlySource(Var->getInit());
  return D ? std::optional(Holding{D, true, Var->getLocation()}) : std::nullopt;
}

/// Takes note in \p Sources of the objects that \p S names, null for one that is not shared;
/// \returns whether it does nothing but compute with them.
bool StaleCheck::computesWith(const Stmt *S,
                              llvm::SmallPtrSetImpl<const ValueDecl *> &Sources) const {
  if (isa<CallExpr, LambdaExpr>(S) || isSuspension(S))
    return false;
  if (isa<DeclRefExpr, MemberExpr>(S)) {
    Sources.insert(sharedObject(cast<Expr>(S), Body));
    return true;
  }
  bool Computes = true;
  forEachChild(S, [&](const Stmt *Child) { Computes &= computesWith(Child, Sources); });
  return Computes;
}

/// The shared object that \p E computes with, if it names nothing else.
const ValueDecl *StaleCheck::onlySource(const Expr *E) const {
  llvm::SmallPtrSet<const ValueDecl *, 4> Sources;
  return computesWith(E, Sources) && Sources.size() == 1 ? *Sources.begin() : nullptr;
}

void StaleCheck::report(const VarDecl *Var, const Holding &H, const Stmt *Use) {
  std::string Source = "'" + H.Source->getNameAsString() + "'";
  std::string What = isa<CoyieldExpr>(H.Await) ? "yield" : Body.Await;
  if (H.IsValue) {
    Report
        .warning(CheckId::HeldAcrossAwait, Use->getBeginLoc(),
                 Source + " may have changed since it was read, and that is lost here")
        .note(H.Taken, "it is read here")
        .note(suspensionLoc(H.Await), "others run during this " + What);
    return;
  }
  // The iterator of a loop over a range has no name; its await is where to look.
  if (Var->isImplicit()) {
    Report
        .warning(CheckId::HeldAcrossAwait, suspensionLoc(H.Await),
                 "the loop over " + Source + " goes on after this " + What +
                     ", which may change it")
        .note(Var->getLocation(), "a loop over a copy, or by index, is not disturbed");
    return;
  }
  Report
      .warning(CheckId::HeldAcrossAwait, Use->getBeginLoc(),
               "'" + Var->getNameAsString() + "' leads into " + Source +
                   ", which may have changed since")
      .note(H.Taken, "it is taken here")
      .note(suspensionLoc(H.Await), "others run during this " + What);
}

/// Looks at `x = x + await f()`: the left operand is read before the await.
void StaleCheck::reportWithin(const BinaryOperator *Assignment) {
  const ValueDecl *Target = sharedObject(Assignment->getLHS(), Body);
  const Stmt *Await = nullptr, *Read = nullptr;
  if (!Target || !Assignment->getLHS()->getType()->isArithmeticType())
    return;
  bool ReadBefore = false;
  // Children come in the order in which they are evaluated.
  walk(Assignment->getRHS(), [&](const Stmt *S) {
    auto *Load = dyn_cast<ImplicitCastExpr>(S);
    const Expr *Loaded =
        Load && Load->getCastKind() == CK_LValueToRValue ? Load->getSubExpr() : nullptr;
    // In a pattern, where types are not known, a load is not in the tree.
    if (Body.IsDependent && isa<MemberExpr, DeclRefExpr>(S))
      Loaded = cast<Expr>(S);
    if (Loaded && sharedObject(Loaded, Body) == Target && !Read)
      Read = Loaded;
    if (isSuspension(S) && !Await) {
      Await = S;
      ReadBefore = Read != nullptr;
    }
  });
  if (ReadBefore)
    report(nullptr, {Target, true, Read->getBeginLoc(), Await}, Assignment);
}

/// Whether \p Comparison asks if what \p Var, one of those in \p Now, was read from is still the
/// same.
bool StaleCheck::comparesAgain(const BinaryOperator *Comparison, const State &Now,
                               const VarDecl *&Var) const {
  if (!Comparison->isComparisonOp())
    return false;
  const Expr *Sides[] = {stripWrappers(Comparison->getLHS()), stripWrappers(Comparison->getRHS())};
  for (int I : {0, 1}) {
    auto *Name = dyn_cast<DeclRefExpr>(Sides[I]);
    Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    auto Found = Var ? Now.Held.find(Var) : Now.Held.end();
    if (Found != Now.Held.end() && Found->second.IsValue &&
        sharedObject(Sides[1 - I], Body) == Found->second.Source)
      return true;
  }
  return false;
}

/// Forgets the values that were read from \p Source, if there was no await since: the body changes
/// it on purpose, and puts the old value back.
void StaleCheck::forgetSource(State &Now, const ValueDecl *Source) const {
  llvm::SmallVector<const VarDecl *, 4> Forgotten;
  for (const auto &[Var, H] : Now.Held)
    if (H.IsValue && H.Source == Source && !H.Await)
      Forgotten.push_back(Var);
  for (const VarDecl *Var : Forgotten)
    Now.Held.erase(Var);
}

void StaleCheck::assignment(State &Now, const BinaryOperator *Assignment, bool Reporting) {
  if (auto *Name = dyn_cast<DeclRefExpr>(stripWrappers(Assignment->getLHS())))
    if (auto *Var = dyn_cast<VarDecl>(Name->getDecl()))
      Now.Held.erase(Var);
  const ValueDecl *Target = sharedObject(Assignment->getLHS(), Body);
  if (Target)
    forgetSource(Now, Target);
  if (!Target || Assignment->getOpcode() != BO_Assign || !Reporting)
    return;
  walk(Assignment->getRHS(), [&](const Stmt *S) {
    auto *Name = dyn_cast<DeclRefExpr>(S);
    auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    auto Found = Var ? Now.Held.find(Var) : Now.Held.end();
    if (Found != Now.Held.end() && Found->second.IsValue && Found->second.Await &&
        Found->second.Source == Target)
      report(Var, Found->second, Assignment);
  });
  reportWithin(Assignment);
}

void StaleCheck::step(State &Now, const CFGElement &Element, bool Reporting) {
  std::optional<CFGStmt> Node = Element.getAs<CFGStmt>();
  if (!Node)
    return;
  const Stmt *S = Node->getStmt();
  if (auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (auto *Var = dyn_cast<VarDecl>(D)) {
        Now.Held.erase(Var);
        auto Found = Sources.find(Var);
        if (Found != Sources.end())
          Now.Held.try_emplace(Var, Found->second);
      }
  } else if (isSuspension(S)) {
    for (auto &[Var, H] : Now.Held)
      if (!H.Await)
        H.Await = S;
  } else if (auto *Assignment = dyn_cast<BinaryOperator>(S);
             Assignment && Assignment->isAssignmentOp()) {
    assignment(Now, Assignment, Reporting);
  } else if (auto *Comparison = dyn_cast<BinaryOperator>(S)) {
    const VarDecl *Var = nullptr;
    if (comparesAgain(Comparison, Now, Var))
      Now.Held.erase(Var);
  } else if (auto *Unary = dyn_cast<UnaryOperator>(S)) {
    const ValueDecl *Target =
        Unary->isIncrementDecrementOp() ? sharedObject(Unary->getSubExpr(), Body) : nullptr;
    if (Target)
      forgetSource(Now, Target);
  } else if (auto *Call = dyn_cast<CXXOperatorCallExpr>(S);
             Call && Call->getOperator() == OO_Equal) {
    if (auto *Name = dyn_cast<DeclRefExpr>(stripWrappers(Call->getArg(0))))
      if (auto *Var = dyn_cast<VarDecl>(Name->getDecl()))
        Now.Held.erase(Var);
  } else if (auto *Name = dyn_cast<DeclRefExpr>(S)) {
    auto *Binding = dyn_cast<BindingDecl>(Name->getDecl());
    auto *Var = dyn_cast_or_null<VarDecl>(Binding ? Binding->getDecomposedDecl() : Name->getDecl());
    auto Found = Var ? Now.Held.find(Var) : Now.Held.end();
    if (Found == Now.Held.end() || Found->second.IsValue || !Found->second.Await)
      return;
    auto *Parent = dyn_cast_or_null<CXXOperatorCallExpr>(Body.parentBeyondWrappers(Name));
    bool IsTarget =
        Parent && Parent->getOperator() == OO_Equal && stripWrappers(Parent->getArg(0)) == Name;
    if (IsTarget)
      return;
    if (Reporting)
      report(Var, Found->second, Name);
    // Once is enough.
    Now.Held.erase(Found);
  }
}

void StaleCheck::run() {
  bool Awaits = false, Assigns = false;
  walk(Body.Body, [&](const Stmt *S) {
    Awaits |= isSuspension(S);
    if (auto *Assignment = dyn_cast<BinaryOperator>(S))
      Assigns |= Assignment->isAssignmentOp();
    if (auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (auto *Var = dyn_cast<VarDecl>(D))
          if (std::optional<Holding> H = holdingOf(Var))
            Sources.try_emplace(Var, *H);
  });
  if (!Awaits || (Sources.empty() && !Assigns) || takesLock() || !Body.cfg())
    return;
  reportForward<State>(Body, [this](State &Now, const CFGElement &Element, bool Reporting) {
    step(Now, Element, Reporting);
  });
}

} // namespace

void findStaleAcrossAwait(const CheckedBody &Body, Reporter &Report) {
  StaleCheck(Body, Report).run();
}

} // namespace pawl
