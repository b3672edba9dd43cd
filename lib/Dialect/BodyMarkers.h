//===- BodyMarkers.h - Statements that make a body a coroutine ---*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The token pass cannot say everything with coroutine tokens alone.  It writes two marker
// statements, whose attribute handlers run inside Clang's Sema:
//
//   [[pawl::body]];     after the opening brace of an async body: it is a coroutine, even
//                       if no await, yield or return stands in it;
//   [[pawl::handler]];  after the opening brace of a catch handler in an async body: await is
//                       allowed in it, which C++20 forbids.
//
// In the AST each stays as an AttributedStmt over a NullStmt; see isMarker in Parse.h.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_BODYMARKERS_H
#define PAWL_DIALECT_BODYMARKERS_H

namespace pawl {

/// The attributes' namespace and names.
constexpr const char MarkerScope[] = "pawl";
constexpr const char BodyMarker[] = "body";
constexpr const char HandlerMarker[] = "handler";

/// Makes both attributes known to Clang.  To be called before the first parse of the process; a
/// function, because a linker drops static objects of an archive that nothing names.
void registerBodyMarkers();

} // namespace pawl

#endif // PAWL_DIALECT_BODYMARKERS_H
