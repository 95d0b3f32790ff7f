// SPDX-License-Identifier: Apache-2.0
#include "ocr/specks.h"

#include <algorithm>
#include <string>

#include "core/vietnamese.h"
#include "ocr/reading_order.h"

namespace sohoa {
namespace {

bool IsLetterOrDigit(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') ||
         (c >= 0xC0 && c < 0x250) || (c >= 0x1E00 && c < 0x1F00);
}

int LettersAndDigits(const std::string& text) {
  const std::u32string code_points = ToCodePoints(text);
  return static_cast<int>(std::count_if(code_points.begin(), code_points.end(), IsLetterOrDigit));
}

bool TouchesEdge(const Box& box, const Box& page) {
  const int margin = page.width() / 60;
  return box.left < page.left + margin || box.right > page.right - margin ||
         box.top < page.top + margin || box.bottom > page.bottom - margin;
}

// Marks that end a sentence or open a list item may stand alone; these never do.
bool IsStrayMark(const Word& word) {
  static const std::u32string kStray = U"|_~`'\"‘’“”\\<>^*°{}[]=¬¦«»";
  const std::u32string text = ToCodePoints(word.text);
  return std::all_of(text.begin(), text.end(),
                     [](char32_t c) { return kStray.find(c) != std::u32string::npos; });
}

bool IsSpeck(const Word& word, const Box& page, int text_height) {
  const int letters = LettersAndDigits(word.text);
  if (letters == 0 && IsStrayMark(word)) return true;
  if (letters == 0 && word.confidence < 0.4) return true;
  if (letters <= 2 && word.confidence < 0.5 && TouchesEdge(word.box, page)) return true;
  // A letter a third as high as the text is a dot; one three times as high is a fold.
  if (text_height == 0 || word.confidence > 0.6) return false;
  return word.box.height() * 3 < text_height && letters > 0;
}

// Strokes of a signature or seal, read as letters: few, unlikely, and no syllable among them.
bool IsJunk(const Line& line) {
  double confidence = 0;
  int letters = 0;
  int syllables = 0;
  for (const Word& word : line.words) {
    confidence += word.confidence;
    letters += LettersAndDigits(word.text);
    if (IsVietnameseSyllable(word.text) && ToCodePoints(word.text).size() > 1) ++syllables;
  }
  confidence /= static_cast<double>(line.words.size());
  if (letters == 0) {
    // "./." ends a document; a dash alone in a table's cell says "none".
    return confidence < 0.8;
  }
  return letters < 12 && confidence < 0.45 && syllables * 2 < static_cast<int>(line.words.size());
}

Box BoxOf(const Line& line) {
  Box box;
  for (const Word& word : line.words) box = Union(box, word.box);
  return box;
}

}  // namespace

void DropSpecks(std::vector<Line>& lines, const Box& page) {
  const int text_height = TypicalWordHeight(lines);
  for (Line& line : lines) {
    std::erase_if(line.words, [&](const Word& word) { return IsSpeck(word, page, text_height); });
    line.box = BoxOf(line);
  }
  std::erase_if(lines, [](const Line& line) { return line.words.empty() || IsJunk(line); });
}

}  // namespace sohoa
