// SPDX-License-Identifier: Apache-2.0
//
// One reading of a line out of several, word by word: ROVER (J. G. Fiscus, 1997) by where words
// stand. A line is cut where all readings part two words; in each place the text is taken that is
// likeliest on average over the readings, each of which may have it as what it reads or as another
// reading of its word. Pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "ocr/lines/line_decoder.h"

namespace sohoa {

// A reading's words from left to right; the steps of their characters are those of the line as it
// was read first. None is without characters.
using LineReading = std::vector<DecodedWord>;

// So much likelier another text must be than what was read first. Chosen on drawn lines that were
// kept out of training, as is the exponent below; from 0 to 0.1 they came out alike.
inline constexpr double kFirstReadingAdvantage = 0.02;

// What a text is worth that has `mean` on average over the readings, 0..1. They differ where the
// line is bad, so that the mean says too little: of 1,177 unsure words it was 0.63, and 0.72 right.
double ConfidenceOfMean(double mean);

// `first` as it is when words with a confidence below `bound` are settled with `others`. Words that
// are surer stay as they are, and so does a place where all words are. Confidences are the means
// put right by ConfidenceOfMean(); what else was read there becomes alternatives. Nothing comes out
// where `first` has no word, and no word is left out.
LineReading Vote(const LineReading& first, const std::vector<LineReading>& others, double bound);

}  // namespace sohoa
