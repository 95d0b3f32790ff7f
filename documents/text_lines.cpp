// SPDX-License-Identifier: Apache-2.0
#include "documents/text_lines.h"

#include <algorithm>
#include <utility>

namespace sohoa {
namespace {

// In line heights. Justified body text stretches spaces to about one; columns stand further
// apart, and so do the parts of a line with a gap that a pen filled.
constexpr double kColumnGap = 2.2;

bool HasLetterOrDigit(const Word& word) { return !WordsKey(word.text).empty(); }

// Of the words that have letters: a dash in front of an item is a few pixels high. `next` stands
// in where there are none.
int MedianHeight(const std::vector<Word>& words, const Word& next) {
  std::vector<int> heights;
  heights.reserve(words.size());
  for (const Word& word : words) {
    if (HasLetterOrDigit(word)) heights.push_back(word.box.height());
  }
  if (heights.empty()) return next.box.height();
  auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return *middle;
}

}  // namespace

double MeanConfidence(const std::vector<Word>& words) {
  double sum = 0;
  double weight = 0;
  for (const Word& word : words) {
    const auto length = static_cast<double>(word.text.size());
    sum += word.confidence * length;
    weight += length;
  }
  return weight == 0 ? 0 : sum / weight;
}

TextLine MakeTextLine(std::vector<Word> words, std::size_t page, const PageGeometry& geometry) {
  TextLine line;
  line.page = page;
  std::string text;
  for (const Word& word : words) {
    line.box = Union(line.box, word.box);
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  const double width = std::max(1, geometry.width);
  const double height = std::max(1, geometry.height);
  line.left = line.box.left / width;
  line.right = line.box.right / width;
  line.top = line.box.top / height;
  line.bottom = line.box.bottom / height;
  line.text = FoldedText(text);
  line.key = WordsKey(line.text);
  line.confidence = MeanConfidence(words);
  line.words = std::move(words);
  return line;
}

std::vector<TextLine> LinesOfPage(const PageRecord& page, std::size_t position, bool all_ink) {
  std::vector<TextLine> lines;
  const auto add = [&](std::vector<Word>& words) {
    if (std::any_of(words.begin(), words.end(), HasLetterOrDigit)) {
      lines.push_back(MakeTextLine(std::move(words), position, page.geometry));
    }
    words.clear();
  };
  for (const Block& block : page.text.blocks) {
    for (const Line& line : block.lines) {
      std::vector<Word> words;
      for (const Word& word : line.words) {
        if (!all_ink && word.ink != InkKind::kPrint) continue;
        if (!words.empty()) {
          const double gap = word.box.left - words.back().box.right;
          const double height = MedianHeight(words, word);
          // A stamp is taller than the line beside it.
          const double measure = std::clamp<double>(word.box.height(), 0.6 * height, height);
          if (gap > kColumnGap * measure) add(words);
        }
        words.push_back(word);
      }
      add(words);
    }
  }
  std::stable_sort(lines.begin(), lines.end(), [](const TextLine& a, const TextLine& b) {
    return a.box.center_y() < b.box.center_y();
  });
  return lines;
}

SplitTextLine SplitAt(const TextLine& line, double x, const PageGeometry& geometry) {
  std::vector<Word> left;
  std::vector<Word> right;
  for (const Word& word : line.words) {
    (word.box.center_x() < x * geometry.width ? left : right).push_back(word);
  }
  SplitTextLine parts;
  if (!left.empty()) parts.left = MakeTextLine(std::move(left), line.page, geometry);
  if (!right.empty()) parts.right = MakeTextLine(std::move(right), line.page, geometry);
  return parts;
}

std::string JoinLines(const std::vector<TextLine>& lines) {
  std::string out;
  for (const TextLine& line : lines) {
    const std::string text = line.text.Original(0, line.text.size());
    if (text.empty()) continue;
    if (!out.empty()) out += ' ';
    out += text;
  }
  return out;
}

}  // namespace sohoa
