// SPDX-License-Identifier: Apache-2.0
//
// Reconciliation: numbers and dates of the documents of a dossier held against each other. A paper
// whose number is written by pen is cited in print by another one, and the papers that an office
// issues in a year are numbered in the order of their dates (Decree 30/2020/NĐ-CP, art. 15).
#pragma once

#include <string_view>
#include <vector>

#include "core/document.h"

namespace sohoa {

// Changes only values that no person has seen and that were not accepted; what contradicts is told
// as a check that failed, with the other value among the alternatives. Pure; equal input gives equal
// output.
void ReconcileDocuments(std::vector<Document>& documents);

// What was handed in on a day was issued on that day or before. `received_on` is the day in Vietnam
// ("2018-10-05") on which the last page of the document came; empty where nobody knows it. A later date
// gives way to the likeliest of its alternatives that is none, and is to be looked at where there is none.
void ReconcileWithReceipt(std::string_view received_on, Document& document);

}  // namespace sohoa
