// SPDX-License-Identifier: Apache-2.0
//
// The pages of a segment on which the words of a phrase stand in a row, and phrases that were found
// lately.
#pragma once

#include <cstdint>
#include <vector>

#include "storage/page_set.h"
#include "storage/recent_values.h"

namespace sohoa {

// By page; pages rise. A phrase weighs what its lightest part does.
struct FoundPhrase {
  std::vector<std::uint32_t> pages;
  std::vector<std::uint32_t> weights;
  PageSet set;  // the same pages
};

// Segments never change and their numbers are never used again, so that what was found is right for
// ever.
using PhraseCache = RecentValues<FoundPhrase>;

}  // namespace sohoa
