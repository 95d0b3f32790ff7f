// SPDX-License-Identifier: Apache-2.0
#include "ocr/specks.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/vietnamese.h"
#include "ocr/printed_rows.h"

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

// How far from the left or right edge of the page, as a share of its width.
double FromEdge(const Box& box, const Box& page) {
  return std::max(0, std::min(box.right - page.left, page.right - box.left)) / static_cast<double>(std::max(1, page.width()));
}

// Read as a bar, and far from the next word: of a page that was cut down to its print that is near.
bool IsLoneBar(const Line& line, std::size_t at) {
  static const std::u32string kBars = U"IÌÍỈĨỊlìíỉĩị|1!ij[](){}/\\";
  const Word& word = line.words[at];
  const std::u32string text = ToCodePoints(word.text);
  // Whatever letter it was taken for: none is three times as high as wide but those that look like a bar.
  const bool thin = text.size() == 1 && word.box.width() * 3 <= word.box.height();
  const bool bars = thin || std::all_of(text.begin(), text.end(), [](char32_t c) { return kBars.find(c) != std::u32string::npos; });
  if (!bars || word.box.width() > word.box.height()) return false;
  const int apart = 2 * word.box.height();
  const bool before = at > 0 && word.box.left - line.words[at - 1].box.right < apart;
  const bool behind = at + 1 < line.words.size() && line.words[at + 1].box.left - word.box.right < apart;
  return !before && !behind;
}

// Pieces of the edges of the sheet on the scanner's lid, read as letters however surely. Print keeps away from an
// edge; where a sheet lay askew it lies farther in, and its pieces one under the other.
class SheetEdges {
 public:
  SheetEdges(const std::vector<Line>& lines, const Box& page) : page_(page) {
    for (const Line& line : lines) {
      for (std::size_t i = 0; i < line.words.size(); ++i) {
        if (FromEdge(line.words[i].box, page) < kFarthest && IsLoneBar(line, i)) bars_.push_back(line.words[i].box);
      }
    }
  }

  void Drop(Line& line) const {
    std::vector<Word> kept;
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      const double from_edge = FromEdge(line.words[i].box, page_);
      const bool edge = from_edge < kFarthest && IsLoneBar(line, i) && (from_edge < kNear || HasOther(line.words[i].box));
      if (!edge) kept.push_back(line.words[i]);
    }
    line.words = std::move(kept);
  }

 private:
  static constexpr double kNear = 1.0 / 24;
  static constexpr double kFarthest = 0.1;
  static constexpr double kLean = 0.03;  // of what is left of a turn

  bool HasOther(const Box& bar) const {
    return std::any_of(bars_.begin(), bars_.end(), [&bar](const Box& other) {
      const double below = std::abs(other.center_y() - bar.center_y());
      return below > bar.height() / 2.0 && std::abs(other.center_x() - bar.center_x()) < 3 + kLean * below;
    });
  }

  const Box page_;
  std::vector<Box> bars_;
};

// With the punctuation that may follow it, and of more than one letter.
bool IsSyllable(const std::string& word) {
  std::u32string text = ToCodePoints(word);
  while (!text.empty() && !IsLetterOrDigit(text.back())) text.pop_back();
  return text.size() > 1 && IsVietnameseSyllable(FromCodePoints(text));
}

bool HasDigit(const Line& line) {
  return std::any_of(line.words.begin(), line.words.end(), [](const Word& word) {
    return std::any_of(word.text.begin(), word.text.end(), [](unsigned char c) { return c >= '0' && c <= '9'; });
  });
}

// "Số: 1697/QĐ-SYT" is printed about a number in handwriting, which makes the whole of it doubtful.
bool HasCode(const Line& line) {
  return std::any_of(line.words.begin(), line.words.end(), [](const Word& word) {
    const std::u32string text = ToCodePoints(word.text);
    const auto capital = [&text](std::size_t at) { return at < text.size() && ((text[at] >= U'A' && text[at] <= U'Z') || text[at] == U'Đ'); };
    for (std::size_t at = 0; at < text.size(); ++at) {
      const bool joint = text[at] == U'/' || (text[at] == U'-' && at > 0 && capital(at - 1));
      if (joint && capital(at + 1) && capital(at + 2)) return true;
    }
    return false;
  });
}

// Strokes of a signature or seal, read as letters: few, unlikely, and no syllable among them.
bool IsJunk(const Line& line, SpeckPlace place) {
  if (HasCode(line)) return false;
  double confidence = 0;
  int letters = 0;
  int syllables = 0;
  for (const Word& word : line.words) {
    confidence += word.confidence;
    letters += LettersAndDigits(word.text);
    if (IsSyllable(word.text)) ++syllables;
  }
  confidence /= static_cast<double>(line.words.size());
  if (letters == 0) {
    // "./." ends a document; a dash alone in a table's cell says "none".
    return confidence < 0.8;
  }
  // In a cell stands what is meant to stand there, however badly it was printed.
  if (place == SpeckPlace::kCell) return letters < 12 && confidence < 0.2 && syllables * 2 < static_cast<int>(line.words.size());
  // A few letters that make no word, far from sure: the text of a seal, a flourish of a pen. A
  // number may stand alone; so may a word, unless it is hardly more than a guess.
  if (letters <= 4 && confidence < (syllables == 0 && !HasDigit(line) ? 0.72 : 0.3)) return true;
  return letters < 12 && confidence < 0.45 && syllables * 2 < static_cast<int>(line.words.size());
}

Box BoxOf(const Line& line) {
  Box box;
  for (const Word& word : line.words) box = Union(box, word.box);
  return box;
}

}  // namespace

void DropSpecks(std::vector<Line>& lines, const Box& page, SpeckPlace place) {
  const int text_height = TypicalWordHeight(lines);
  const SheetEdges edges(lines, page);
  for (Line& line : lines) {
    if (place == SpeckPlace::kPage) edges.Drop(line);
    std::erase_if(line.words, [&](const Word& word) { return IsSpeck(word, page, text_height); });
    line.box = BoxOf(line);
  }
  std::erase_if(lines, [place](const Line& line) { return line.words.empty() || IsJunk(line, place); });
}

}  // namespace sohoa
