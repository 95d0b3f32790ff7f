// SPDX-License-Identifier: Apache-2.0
//
// How unlikely it is that a syllable was printed and another of the same plain letters was read:
// the channel of the noisy-channel choice. Costs are natural logarithms, as measured on scans of
// papers: of the words that were read wrong in their marks alone, half had lost the tone over
// one of ă â ê ô ơ ư, a third had one of hook, grave, tilde and acute for another.
#pragma once

#include <string_view>

#include "core/page_text.h"

namespace sohoa {

// Keys (language/letters.h) of equal length and equal plain letters; 0 where they are equal.
double MarkConfusionCost(std::u32string_view printed, std::u32string_view read);

// What the engine's judgement of a word adds to that of any change of it: less than nothing
// where it was unsure.
double ConfidenceCost(double confidence);

}  // namespace sohoa
