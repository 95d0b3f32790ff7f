// SPDX-License-Identifier: Apache-2.0
//
// What must become of a planned dossier: its pages in order, and of each whether it is read,
// blank, or set aside.
#pragma once

#include <string>
#include <vector>

#include "core/page.h"
#include "stress/dossier_plan.h"

namespace sohoa {

struct ExpectedPage {
  std::string id;
  PageSource source;
  NullPage page;
  bool poison = false;  // it asks for a fault that no retry mends
};

// Of one batch, in order. Its originals are drawn and hashed.
std::vector<ExpectedPage> ExpectedPagesOf(const std::string& code, const PlannedBatch& batch);

// The record that the page service must leave of a page that is read.
PageRecord ExpectedRecord(const ExpectedPage& page);

}  // namespace sohoa
