//===- Precompiled.h - What nearly every stage includes ---------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Precompiled once for all stages, because Clang's AST headers are most of what compiling a stage
// costs.  No file relies on it: each includes what it uses.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_PRECOMPILED_H
#define PAWL_PRECOMPILED_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

#endif // PAWL_PRECOMPILED_H
