// SPDX-License-Identifier: Apache-2.0
//
// DigitDecoder: what the digit model says of a slot, step by step, as numbers with probabilities.
// Pure function of the network's outputs.
#pragma once

#include <string>
#include <vector>

#include "core/page_text.h"
#include "ocr/lines/line_network.h"

namespace sohoa {

// The alphabet of a digit model: class i + 1 is its i-th character, class 0 nothing. The space is
// print that is none of the others.
inline constexpr std::u32string_view kDigitAlphabet = U"0123456789/ ";

// Best first, none below one in a hundred. What a slot may hold is a run of digits with print on both
// sides, if it is shown: behind a number's stands a slash.
std::vector<WordAlternative> DecodeDigits(const LineOutputs& outputs, DigitSlotKind kind);

}  // namespace sohoa
