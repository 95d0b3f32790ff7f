// SPDX-License-Identifier: Apache-2.0
//
// Reconciliation: numbers and dates of the documents of a dossier held against each other. A paper
// whose number is written by pen is cited in print by another one, and the papers that an office
// issues in a year are numbered in the order of their dates (Decree 30/2020/NĐ-CP, art. 15).
#pragma once

#include <vector>

#include "core/document.h"

namespace sohoa {

// Changes only values that no person has seen and that were not accepted; what contradicts is told
// as a check that failed, with the other value among the alternatives. Pure; equal input gives equal
// output.
void ReconcileDocuments(std::vector<Document>& documents);

}  // namespace sohoa
