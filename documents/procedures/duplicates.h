// SPDX-License-Identifier: Apache-2.0
//
// Documents that are there twice. Exactly: each page has the pixels of a page of the other.
// Nearly: the same sheet scanned again, as its text, its numbers and names, and the places of
// what was written and stamped on it say. Two forms of one kind, filled in differently, are
// none.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "documents/procedures/paper.h"

namespace sohoa {

struct DuplicateOf {
  std::size_t paper = 0;  // the earlier one
  bool exact = false;
  double similarity = 0;  // of text, 0..1
};

// For each paper, of which earlier one it is a duplicate.
std::vector<std::optional<DuplicateOf>> FindDuplicates(const std::vector<Paper>& papers);

}  // namespace sohoa
