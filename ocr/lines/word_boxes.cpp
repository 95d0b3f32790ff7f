// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/word_boxes.h"

#include <algorithm>
#include <cmath>

namespace sohoa {
namespace {

struct Gap {
  int begin = 0;
  int end = 0;
};

// White columns between the letters of a line, from the left.
std::vector<Gap> GapsOf(const FoundLine& line) {
  std::vector<Gap> gaps;
  int right = line.letters.empty() ? 0 : line.letters.front().left;
  for (const Box& letter : line.letters) {
    if (letter.left > right) gaps.push_back({right, letter.left});
    right = std::max(right, letter.right);
  }
  return gaps;
}

// The column that parts two words: the middle of the widest gap between their letters.
double BorderBetween(const std::vector<Gap>& gaps, double left, double right) {
  double border = (left + right) / 2;
  int widest = 0;
  for (const Gap& gap : gaps) {
    if (gap.end < left || gap.begin > right) continue;
    if (gap.end - gap.begin > widest) {
      widest = gap.end - gap.begin;
      border = (gap.begin + gap.end) / 2.0;
    }
  }
  return border;
}

}  // namespace

std::vector<Box> WordBoxes(const FoundLine& line, const std::vector<WordSpan>& words) {
  std::vector<Box> boxes(words.size());
  if (words.empty()) return boxes;
  const std::vector<Gap> gaps = GapsOf(line);
  std::vector<double> borders;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const double border = BorderBetween(gaps, words[i].last, words[i + 1].first);
    borders.push_back(borders.empty() ? border : std::max(border, borders.back()));
  }
  for (const Box& letter : line.letters) {
    const auto at = std::upper_bound(borders.begin(), borders.end(), letter.center_x()) - borders.begin();
    Box& box = boxes[static_cast<std::size_t>(at)];
    box = Union(box, letter);
  }
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (!boxes[i].empty()) continue;
    // Letters of two words in one piece of ink: by what the network says.
    const int left = std::clamp(static_cast<int>(words[i].first), line.box.left, line.box.right - 1);
    boxes[i] = {left, line.box.top, std::clamp(static_cast<int>(std::ceil(words[i].last)), left + 1, line.box.right),
                line.box.bottom};
  }
  return boxes;
}

}  // namespace sohoa
