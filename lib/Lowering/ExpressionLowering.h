//===- ExpressionLowering.h - Full-expressions with awaits in them -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A full-expression that suspends is taken apart in the order of its evaluation: what is evaluated
// before a suspension and needed after it becomes a variable of the plan, each await becomes an
// awaiter and a Suspend, and what is left is the user's text with these put in.
//
// What it does not do: move an expression over a sequence point.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_EXPRESSIONLOWERING_H
#define PAWL_LOWERING_EXPRESSIONLOWERING_H

#include "Lowering/LoweringContext.h"
#include "clang/AST/ExprCXX.h"

namespace pawl {

/// Lowers one full-expression (or its initialiser) into a list of nodes.
class ExpressionLowering {
public:
  ExpressionLowering(LoweringContext &C, PlanList &Out) : C(C), Out(&Out) {}

  /// What is known of the rest of the full-expression when a part of it is lowered.
  struct Following {
    /// The coroutine is suspended after this part was evaluated: its temporaries must survive.
    bool Suspends = false;
    /// Something that can be noticed is evaluated after this part.
    bool HasEffects = false;
  };

  /// Appends what evaluates \p E up to its last suspension; \returns the text of the rest, to be
  /// evaluated at once.
  std::string lower(const clang::Expr *E, Following F);
  std::string lower(const clang::Expr *E) { return lower(E, Following()); }
  /// Lowers the operands of \p E and \returns the text of \p Within, in which they stand.
  std::string lowerWithin(const clang::Expr *E, TextRange Within);
  /// Evaluates \p E and keeps its value; \returns the text that stands for it.
  std::string keep(const clang::Expr *E, Following F);
  /// Suspends at \p Point, an await or a yield; \returns the text of its result.
  std::string await(const clang::Expr *Point, Following F);
  /// Awaits the object that the text \p Awaitable, made from \p Operand (may be null), denotes.
  /// \p IsTransformed: the promise's await_transform has seen it.
  std::string awaitText(const clang::Stmt *Point, const clang::Expr *Operand, std::string Awaitable,
                        bool IsTransformed, Following F);
  /// Keeps what \p Text, which names nothing of the user's, gives; \returns the text for it.
  std::string keepText(std::string Text, clang::SourceLocation Loc) {
    return exact(nullptr, std::move(Text), "o", Loc);
  }
  /// What \p Return does before the locals are destroyed.
  std::string completion(const clang::CoreturnStmt *Return);

private:
  using Operands = llvm::SmallVector<const clang::Expr *, 4>;

  bool suspends(const clang::Expr *E) const { return C.Body.suspends(E); }
  bool hasTemporary(const clang::Expr *E) const;
  bool hasUnknownTemporary(const clang::Expr *E) const;
  /// Whether the value of \p Operand, one of \p E's in a template, must live as long as the
  /// temporaries do.
  bool keepsUnknown(const clang::Expr *E, const clang::Expr *Operand) const;
  bool mayBeCopied(const clang::Expr *E, const clang::Expr *Operand);
  /// The same for what is no single expression: a pack's expansion is kept as a whole, and of a
  /// list what it makes.
  bool keepsArgument(const clang::Expr *E, const clang::Expr *Operand,
                     llvm::SmallVectorImpl<TextEdit> &Edits);
  bool needsWork(const clang::Expr *E, Following F) const {
    return suspends(E) || overridden(E) || (F.Suspends && hasTemporary(E));
  }
  bool overridden(const clang::Expr *E) const;
  /// Whether evaluating \p E later gives the same.
  bool isStable(const clang::Expr *E) const;
  bool hasEffects(const clang::Expr *E) const;
  static Operands operandsOf(const clang::Expr *E);
  static bool isSequenced(const clang::Expr *E);

  void lowerOperands(const clang::Expr *E, Following F, llvm::SmallVectorImpl<TextEdit> &Edits);
  void keepDefaults(const clang::Expr *E, llvm::ArrayRef<const clang::CXXDefaultArgExpr *> Defaults,
                    llvm::SmallVectorImpl<TextEdit> &Edits);
  std::string promiseCall(const clang::CallExpr *Call, Following F);
  std::string returnedLocal(const clang::DeclRefExpr *Local, bool IsBound, std::string Text);
  std::string awaitUnknown(const clang::Expr *Point, const clang::Expr *Operand, bool IsTransformed,
                           Following F);
  void suspendOn(Variable &Awaiter, const clang::Stmt *Point, bool MayRunCoroutine);
  /// Keeps \p Text, made from \p E (may be null), as what decltype says that it is.
  std::string exact(const clang::Expr *E, std::string Text, llvm::StringRef Stem,
                    clang::SourceLocation Loc);
  struct Expansion;
  bool checkPattern(const Expansion &X);
  std::string elementText(const clang::Expr *E, std::vector<std::string> &Kept);
  std::string keptElement(const clang::Expr *E, std::vector<std::string> &Kept);
  static std::string visit(const Expansion &X, const std::string &Body);
  std::string rest(const Expansion &X, const std::string &Result);
  std::optional<Expansion>
  awaitElements(const clang::Expr *Pattern, const std::string &Condition,
                llvm::function_ref<std::string(const Expansion &)> Combine);
  std::string fold(const clang::CXXFoldExpr *E, Following F);
  void expandAwaits(const clang::Expr *E, const clang::PackExpansionExpr *Operand,
                    llvm::SmallVectorImpl<TextEdit> &Edits);
  static bool isUntypedList(const clang::Expr *E, const clang::Expr *Op);
  std::string typedList(const clang::Expr *Op, Following F);
  std::string keepListed(const clang::Expr *Op, Following F);
  bool keepsList(const clang::CallExpr *Call, const clang::InitListExpr *List,
                 llvm::SmallVectorImpl<TextEdit> &Edits);
  std::string keepExact(const clang::Expr *E, Following F);
  std::string keepArrow(const clang::CXXOperatorCallExpr *E, Following F);
  /// Whether \p E is the call of an operator-> that an arrow stands for.
  static bool isArrow(const clang::Expr *E);
  std::string operatorCoawait(const clang::CXXOperatorCallExpr *Call, Following F);
  bool isPromiseCall(const clang::Expr *E) const;
  /// The awaited call \p Awaited as a call of the entry that its function has; null where it stays
  /// a coroutine of its own.
  Variable *farCallee(const clang::MaterializeTemporaryExpr *Awaited);
  Variable *callee(const clang::MaterializeTemporaryExpr *Awaited);
  Variable *materialize(const clang::MaterializeTemporaryExpr *E, llvm::StringRef Stem);
  std::string initializerList(const clang::CXXStdInitializerListExpr *E);
  Variable *build(clang::QualType T, const clang::Expr *E, std::string Text, llvm::StringRef Stem);
  void beginTemporary(Variable &V, std::string Initializer, clang::SourceLocation Loc);
  std::string comma(const clang::BinaryOperator *E, Following F);
  std::string logical(const clang::BinaryOperator *E, Following F);
  std::string conditional(const clang::AbstractConditionalOperator *E, Following F);
  std::string chooseBetween(const clang::AbstractConditionalOperator *E,
                            const std::string (&Arms)[2], Variable &Result, PlanNode &If);
  void closePrologue();
  void append(PlanNode Node) { Out->push_back(std::move(Node)); }
  void run(std::string Text, clang::SourceLocation Loc);
  void begin(Variable &V, std::string Text, clang::SourceLocation Loc);

  LoweringContext &C;
  PlanList *Out;
  /// Temporaries built in an operand that is evaluated on some paths only live to the end of the
  /// full-expression too: they begin, unbuilt, before the outermost conditional.
  PlanList Prologue;
  unsigned ConditionalDepth = 0;
  /// What has to stand around the call whose operands are being lowered, to have kept packs in it.
  std::vector<std::string> Unpacking;
};

/// The type that names the frame of the generator that \p Range makes by a call; empty where it is
/// not known.
std::string generatorOf(const LoweringContext &C, const clang::Expr *Range);

/// Whether evaluating \p E may give a temporary.
bool mayBeTemporary(const clang::Expr *E);
/// Whether the type of \p E depends on template parameters.
bool isDependent(const clang::Expr *E);
/// What `operator co_await` is called in text below C++20, where it is no token: the name that
/// lowered.h looks for too.
inline constexpr char RenamedCoawait[] = "_pawl_operator_co_await";

/// The text of a value-initialised scalar of \p Type.
std::string zeroOf(const std::string &Type);
/// How text builds an object in its slot.
std::string placeNew(const Variable &V, llvm::StringRef Initializer);

} // namespace pawl

#endif // PAWL_LOWERING_EXPRESSIONLOWERING_H
