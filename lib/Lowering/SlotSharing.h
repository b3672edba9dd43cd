//===- SlotSharing.h - Which variables share storage in a frame -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_SLOTSHARING_H
#define PAWL_LOWERING_SLOTSHARING_H

#include "Lowering/Plan.h"

namespace pawl {

/// Gives the variables of \p P that a frame keeps their places in it, P.Cells: with \p Share, those
/// that are never alive together have one.
void placeVariables(Plan &P, bool Share);

} // namespace pawl

#endif // PAWL_LOWERING_SLOTSHARING_H
