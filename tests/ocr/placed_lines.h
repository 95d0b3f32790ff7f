// SPDX-License-Identifier: Apache-2.0
//
// Lines as an engine gives them, without an engine: letters of 16 by 30 pixels.
#pragma once

#include <cstddef>
#include <sstream>
#include <string>

#include "core/page_text.h"
#include "core/vietnamese.h"

namespace sohoa {

constexpr int kPlacedHeight = 30;
constexpr int kPlacedLetter = 16;  // width

// Words of `text` from `left` on, `space` apart.
inline Line At(int left, int top, const std::string& text, int space = kPlacedLetter) {
  Line line;
  std::istringstream in(text);
  int x = left;
  for (std::string part; in >> part;) {
    Word word;
    word.text = part;
    word.confidence = 1;
    word.box = {x, top, x + kPlacedLetter * static_cast<int>(ToCodePoints(part).size()), top + kPlacedHeight};
    x = word.box.right + space;
    line.box = Union(line.box, word.box);
    line.words.push_back(word);
  }
  return line;
}

inline int WidthOf(const std::string& text) { return At(0, 0, text).box.right; }
inline Line EndingAt(int right, int top, const std::string& text) { return At(right - WidthOf(text), top, text); }
inline Line CentredAt(int x, int top, const std::string& text) { return At(x - WidthOf(text) / 2, top, text); }

}  // namespace sohoa
