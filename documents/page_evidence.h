// SPDX-License-Identifier: Apache-2.0
//
// How well the page was read that a value stands on: what tells a good reading of a poor scan from a bad one.
// The reader's confidence in the words of the value is not enough, for a fax costs a letter its mark without the
// reader noticing; but then other words of the page are doubtful, or no words. Pure functions.
#pragma once

#include <string_view>

#include "core/page.h"

namespace sohoa {

struct PageEvidence {
  double confidence = 0;  // of the printed words in the mean, weighted by their length; 0 without words
  double doubtful = 0;    // share of printed words that were read with little confidence
  double unknown = 0;     // share of words in small letters that cannot be Vietnamese
};

PageEvidence EvidenceOf(const PageRecord& page);

// Share of the words in small letters that cannot be Vietnamese; 0 of a text without such words.
double UnknownShare(std::string_view text);

}  // namespace sohoa
