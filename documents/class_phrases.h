// SPDX-License-Identifier: Apache-2.0
//
// What papers of a class say besides their title: evidence for pages whose title was lost under a
// stamp, cut off or not read. A trained classifier of whole texts would be a second witness beside
// it, asked in classify.cpp at the same place.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "documents/text_lines.h"

namespace sohoa {

struct PhraseEvidence {
  std::string_view code;  // of the class
  int found = 0;          // of its phrases
  double share = 0;       // of them all
};

// The class most of whose phrases stand in the lines; nullopt where fewer than two do, or two
// classes have as many.
std::optional<PhraseEvidence> ClassOfPhrases(const std::vector<TextLine>& lines);

}  // namespace sohoa
