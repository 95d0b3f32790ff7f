// SPDX-License-Identifier: Apache-2.0
#include "ocr/digits/slot_finder.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/vietnamese.h"
#include "ocr/printed_rows.h"

namespace sohoa {
namespace {

// Heads end well above; the date of a letter to nobody stands at the bottom.
constexpr double kLowestHead = 0.42;
// A number with the white about it, in heights of its notation.
constexpr double kWidestSlot = 12;

// A letter of a row: what it is without its marks, and where it stands, about.
struct PlacedLetter {
  char folded = ' ';  // lower case ASCII, or '?'
  char32_t letter = U' ';
  int left = 0;
  int right = 0;
  const Word* word = nullptr;  // nullptr between two words
};
using PlacedLetters = std::vector<PlacedLetter>;

char Folded(char32_t letter) {
  const std::string key = FoldedKey(FromCodePoints(std::u32string(1, letter)));
  return key.size() == 1 ? key.front() : '?';
}

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsCapital(char32_t letter) {
  const std::string text = FromCodePoints(std::u32string(1, letter));
  return ToLower(text) != text;
}

// Letters are taken to be of one width, so that what has a slash or is narrow stands a little aside.
PlacedLetters LettersOf(const Line& row) {
  PlacedLetters letters;
  for (const Word& word : row.words) {
    if (!letters.empty()) letters.push_back({' ', U' ', letters.back().right, word.box.left, nullptr});
    const std::u32string text = ToCodePoints(word.text);
    const auto count = static_cast<int>(text.size());
    for (int i = 0; i < count; ++i) {
      const char32_t letter = text[static_cast<std::size_t>(i)];
      letters.push_back({Folded(letter), letter, word.box.left + word.box.width() * i / count,
                         word.box.left + word.box.width() * (i + 1) / count, &word});
    }
  }
  return letters;
}

std::string TextOf(const PlacedLetters& letters) {
  std::string text;
  for (const PlacedLetter& letter : letters) text += letter.folded;
  return text;
}

// The part of a word from a letter on.
Box RestOf(const PlacedLetter& letter) {
  Box box = letter.word->box;
  box.left = std::min(letter.left, box.right - 1);
  return box;
}

// "/KH-", "/SYT-", "/2018/": a slash with a notation behind it, one letter of which may be read wrongly.
bool BeginsNotation(const PlacedLetters& letters, std::size_t slash) {
  int capitals = 0;
  int others = 0;
  int digits = 0;
  for (std::size_t i = slash + 1; i < letters.size() && capitals < 2; ++i) {
    const PlacedLetter& letter = letters[i];
    if (letter.folded == ' ' && capitals + others + digits == 0) continue;
    if (letter.folded == '/' && digits == 4) return true;
    if (IsCapital(letter.letter)) {
      ++capitals;
    } else if (letter.folded >= '0' && letter.folded <= '9') {
      ++digits;
    } else if (!IsLetter(letter.folded) || ++others > 1) {
      break;
    }
  }
  return capitals == 2;
}

// Nothing stands close before it: in running text a word does.
bool BeginsRow(const PlacedLetters& letters, std::size_t at, int height) {
  std::size_t before = at;
  while (before > 0 && !IsLetter(letters[before - 1].folded)) --before;
  return before == 0 || letters[at].left - letters[before - 1].right > height * 3 / 2;
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// "Số:", looking back from the slash; nullopt where it was not read.
std::optional<Span> FindLabel(const PlacedLetters& letters, const std::string& text, std::size_t slash) {
  for (std::size_t i = slash; i-- > 0;) {
    const bool begins = text[i] == 's' && (i == 0 || !IsLetter(text[i - 1]));
    if (!begins || i + 1 >= slash || std::string_view("o06ae").find(text[i + 1]) == std::string_view::npos) continue;
    std::size_t end = i + 2;
    if (end < slash && IsLetter(text[end])) continue;
    while (end < slash && std::string_view(" :.;,").find(text[end]) != std::string_view::npos && letters[end].word == letters[end - 1].word) ++end;
    if (end < slash && text[end] == ' ' && end + 1 < slash && text[end + 1] == ':') end += 2;
    return Span{i, end};
  }
  return std::nullopt;
}

std::optional<SlotPlace> NumberIn(const Line& row, const Box& page) {
  const PlacedLetters letters = LettersOf(row);
  const std::string text = TextOf(letters);
  for (std::size_t slash = 0; slash < text.size(); ++slash) {
    if (text[slash] != '/' || !BeginsNotation(letters, slash)) continue;
    if (letters[slash].left > page.width() * 6 / 10) break;
    const int height = letters[slash].word->box.height();
    const auto farthest = static_cast<int>(kWidestSlot * height);
    SlotPlace place;
    place.right = letters[slash].left;
    place.print = RestOf(letters[slash]);
    const std::optional<Span> label = FindLabel(letters, text, slash);
    if (label && !BeginsRow(letters, label->begin, height)) continue;
    if (label) {
      place.left = letters[label->end - 1].right;
      if (place.right - place.left <= farthest) return place;
      continue;
    }
    // The label was read as something else, or not at all; a code in running text has letters before it.
    std::size_t begin = slash;
    while (begin > 0 && letters[begin - 1].word == letters[slash].word) --begin;
    if (slash - begin > 5 || !BeginsRow(letters, begin, height)) continue;
    place.left = std::max(letters[begin].left, place.right - 5 * height);
    if (begin == slash) place.left = place.right - 4 * height;
    return place;
  }
  return std::nullopt;
}

// A word of print with at most one letter read wrongly; its first letter, or npos.
std::size_t FindWord(const std::string& text, std::string_view word, std::size_t from) {
  const std::size_t exact = text.find(word, from);
  if (exact != std::string::npos) return exact;
  for (std::size_t i = from; i + word.size() <= text.size(); ++i) {
    if (i > 0 && IsLetter(text[i - 1])) continue;
    int wrong = 0;
    for (std::size_t j = 0; j < word.size(); ++j) wrong += text[i + j] != word[j] ? 1 : 0;
    if (wrong <= 1) return i;
  }
  return std::string::npos;
}

// The last word of a date is its year, of this century; npos where the row goes on, as running text
// does, or ends before it.
std::size_t FindYear(const std::string& text, std::size_t from) {
  const std::size_t year = text.find("20", from);
  if (year == std::string::npos) return year;
  const auto behind = std::count_if(text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), year + 4)), text.end(),
                                    [](char c) { return c != ' '; });
  return behind <= 3 ? year : std::string::npos;
}

// Day and month of "ngày ... tháng ... năm 2018", those of it that were read.
std::vector<SlotPlace> DateIn(const Line& row, const Box& page) {
  constexpr double kWidthOfNam = 2.7;  // "năm" and a space, in heights of digits
  const PlacedLetters letters = LettersOf(row);
  const std::string text = TextOf(letters);
  std::vector<SlotPlace> places;
  const std::size_t month = FindWord(text, "thang", 0);
  if (month == std::string::npos || letters[month].left < page.width() * 4 / 10) return places;
  const std::size_t behind = month + std::string_view("thang").size();
  const std::size_t year = FindYear(text, behind);
  if (year == std::string::npos) return places;
  const Box print = RestOf(letters[year]);
  const std::size_t day = FindWord(text.substr(0, month), "ngay", 0);
  if (day != std::string::npos) places.push_back({DigitSlotKind::kDay, letters[day + 3].right, letters[month].left, print});
  const std::size_t word = FindWord(text.substr(0, year), "nam", behind);
  // A pen may have run into "năm".
  const int end = word != std::string::npos ? letters[word].left : print.left - static_cast<int>(kWidthOfNam * print.height());
  places.push_back({DigitSlotKind::kMonth, letters[behind - 1].right, end, print});
  std::erase_if(places, [](const SlotPlace& place) {
    return place.right - place.left > kWidestSlot * place.print.height() || place.right < place.left;
  });
  return places;
}

}  // namespace

std::vector<SlotPlace> FindDigitSlots(const std::vector<Line>& lines, const Box& page) {
  std::vector<Line> head;
  for (const Line& line : lines) {
    if (!line.words.empty() && line.box.center_y() < kLowestHead * page.height()) head.push_back(line);
  }
  std::optional<SlotPlace> number;
  std::vector<SlotPlace> date;
  for (const PrintedRow& row : MakeRows(head)) {
    if (!number) number = NumberIn(row.line, page);
    if (date.empty()) date = DateIn(row.line, page);
  }
  std::vector<SlotPlace> places;
  if (number) places.push_back(*number);
  places.insert(places.end(), date.begin(), date.end());
  return places;
}

}  // namespace sohoa
