// SPDX-License-Identifier: Apache-2.0
#include "documents/vietnamese_numerals.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <re2/re2.h>

#include "documents/folded_text.h"

namespace sohoa {
namespace {

enum class Numeral {
  kDigit,     // "một" ... "chín", "không"
  kUnitFive,  // "lăm": five, behind tens only
  kTen,       // "mười", or "mươi" behind a digit: one without diacritics
  kHundred,
  kZeroTens,  // "linh", "lẻ"
  kScale,     // "nghìn", "triệu", "tỷ"
  kHalf,      // "rưỡi": half of the unit in front
  kEnd,       // "đồng", "chẵn": the number is over
};

struct NumeralWord {
  std::string_view folded;
  Numeral numeral;
  std::int64_t value = 0;
};

constexpr std::int64_t kThousand = 1'000;
constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kBillion = 1'000'000'000;
// In front of "tỷ"; beyond it a sum would leave 64 bits.
constexpr std::int64_t kMostBillions = 999'999'999;

constexpr std::array kNumeralWords = {NumeralWord{"khong", Numeral::kDigit, 0},
                                      NumeralWord{"mot", Numeral::kDigit, 1},
                                      NumeralWord{"hai", Numeral::kDigit, 2},
                                      NumeralWord{"ba", Numeral::kDigit, 3},
                                      NumeralWord{"bon", Numeral::kDigit, 4},
                                      NumeralWord{"tu", Numeral::kDigit, 4},
                                      NumeralWord{"nam", Numeral::kDigit, 5},
                                      NumeralWord{"lam", Numeral::kUnitFive, 5},
                                      NumeralWord{"nham", Numeral::kUnitFive, 5},
                                      NumeralWord{"sau", Numeral::kDigit, 6},
                                      NumeralWord{"bay", Numeral::kDigit, 7},
                                      NumeralWord{"tam", Numeral::kDigit, 8},
                                      NumeralWord{"chin", Numeral::kDigit, 9},
                                      NumeralWord{"muoi", Numeral::kTen},
                                      NumeralWord{"tram", Numeral::kHundred},
                                      NumeralWord{"linh", Numeral::kZeroTens},
                                      NumeralWord{"le", Numeral::kZeroTens},
                                      NumeralWord{"nghin", Numeral::kScale, kThousand},
                                      NumeralWord{"ngan", Numeral::kScale, kThousand},
                                      NumeralWord{"trieu", Numeral::kScale, kMillion},
                                      NumeralWord{"ty", Numeral::kScale, kBillion},
                                      NumeralWord{"ti", Numeral::kScale, kBillion},
                                      NumeralWord{"ruoi", Numeral::kHalf},
                                      NumeralWord{"dong", Numeral::kEnd},
                                      NumeralWord{"chan", Numeral::kEnd},
                                      NumeralWord{"vnd", Numeral::kEnd}};

bool OneEditApart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  return a.size() == b.size() ? a.substr(same + 1) == b.substr(same + 1)
                              : a.substr(same) == b.substr(same + 1);
}

bool SameMeaning(const NumeralWord& a, const NumeralWord& b) {
  return a.numeral == b.numeral && a.value == b.value;
}

// The numeral that a folded word is, or the only one that is one letter from it.
const NumeralWord* FindNumeral(std::string_view word) {
  for (const NumeralWord& known : kNumeralWords) {
    if (known.folded == word) return &known;
  }
  if (word.size() < 3) return nullptr;
  const NumeralWord* near = nullptr;
  for (const NumeralWord& known : kNumeralWords) {
    if (known.folded.size() < 3 || !OneEditApart(word, known.folded)) continue;
    if (near != nullptr && !SameMeaning(*near, known)) return nullptr;
    near = &known;
  }
  return near;
}

// One number, word by word. A group is what stands in front of a scale, 0 to 999.
class NumberReader {
 public:
  // False where the word can't stand there.
  bool Take(const NumeralWord& word, const NumeralWord* next) {
    if (halved_) return false;
    switch (word.numeral) {
      case Numeral::kDigit:
        return TakeDigit(word.value, next);
      case Numeral::kUnitFive:
        return place_ == Place::kTens && PutUnit(5);
      case Numeral::kTen:
        return TakeTen();
      case Numeral::kHundred:
        return TakeHundred();
      case Numeral::kZeroTens:
        if (pending_ || place_ >= Place::kZeroTens || (!seen_scale_ && place_ == Place::kNone)) {
          return false;
        }
        place_ = Place::kZeroTens;
        return true;
      case Numeral::kScale:
        return TakeScale(word.value);
      case Numeral::kHalf:
        return TakeHalf();
      case Numeral::kEnd:
        return false;
    }
    return false;
  }

  std::optional<std::int64_t> Number() const {
    if (pending_ || place_ == Place::kZeroTens) return std::nullopt;
    // "một nghìn hai", "hai trăm năm": twelve hundred to one who speaks, 1002 to one who writes.
    const bool bare = place_ == Place::kBareUnit && (seen_scale_ || hundreds_);
    if (bare || (place_ == Place::kNone && !seen_scale_)) return std::nullopt;
    return high_ + sum_ + group_;
  }

 private:
  enum class Place { kNone, kHundreds, kZeroTens, kTens, kUnit, kBareUnit };

  bool TakeDigit(std::int64_t value, const NumeralWord* next) {
    if (pending_ || place_ == Place::kUnit || place_ == Place::kBareUnit) return false;
    const bool counts =
        next != nullptr && (next->numeral == Numeral::kHundred || next->numeral == Numeral::kTen);
    if (counts && !(next->numeral == Numeral::kTen && place_ >= Place::kZeroTens)) {
      pending_ = true;
      digit_ = value;
      return true;
    }
    return PutUnit(value);
  }

  bool PutUnit(std::int64_t value) {
    const bool placed = place_ == Place::kTens || place_ == Place::kZeroTens;
    group_ += value;
    place_ = placed ? Place::kUnit : Place::kBareUnit;
    unit_ = 0;
    return true;
  }

  bool TakeTen() {
    if (place_ >= Place::kZeroTens) return false;
    group_ += 10 * (pending_ ? digit_ : 1);
    pending_ = false;
    place_ = Place::kTens;
    unit_ = 0;
    return true;
  }

  bool TakeHundred() {
    if (!pending_ || place_ != Place::kNone) return false;
    group_ = 100 * digit_;
    pending_ = false;
    hundreds_ = true;
    place_ = Place::kHundreds;
    unit_ = 100;
    return true;
  }

  bool TakeScale(std::int64_t scale) {
    if (pending_ || place_ == Place::kZeroTens) return false;
    // "hai trăm năm nghìn": 205 or 250 of them.
    if (place_ == Place::kBareUnit && hundreds_) return false;
    if (scale == kBillion) {
      const std::int64_t count = sum_ + group_;
      if (high_ != 0 || count == 0 || count > kMostBillions) return false;
      high_ = count * kBillion;
      sum_ = 0;
      smallest_ = kBillion;
    } else {
      // Scales come down: "nghìn" never stands in front of "triệu".
      if (place_ == Place::kNone || scale >= smallest_) return false;
      sum_ += group_ * scale;
      smallest_ = scale;
    }
    group_ = 0;
    hundreds_ = false;
    place_ = Place::kNone;
    seen_scale_ = true;
    unit_ = scale;
    return true;
  }

  bool TakeHalf() {
    if (pending_ || unit_ == 0) return false;
    (place_ == Place::kHundreds ? group_ : sum_) += unit_ / 2;
    halved_ = true;
    return true;
  }

  std::int64_t high_ = 0;   // what stands in front of "tỷ"
  std::int64_t sum_ = 0;    // groups with their scales, below a billion
  std::int64_t group_ = 0;  // what waits for its scale
  std::int64_t digit_ = 0;  // what waits for "trăm" or "mươi"
  std::int64_t smallest_ = kBillion;
  std::int64_t unit_ = 0;  // of the word in front, for "rưỡi"; 0 where it has none
  Place place_ = Place::kNone;
  bool pending_ = false;
  bool hundreds_ = false;  // the group has some
  bool seen_scale_ = false;
  bool halved_ = false;
};

std::vector<std::string> SplitAtSpaces(const std::string& text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t space = std::min(text.find(' ', at), text.size());
    if (space > at) words.push_back(text.substr(at, space - at));
    at = space + 1;
  }
  return words;
}

}  // namespace

std::optional<std::int64_t> ParseNumberInWords(std::string_view words) {
  std::string key = WordsKey(words);
  const std::size_t label = key.find("bang chu");
  if (label != std::string::npos) key.erase(0, label + 8);
  std::vector<const NumeralWord*> numerals;
  for (const std::string& word : SplitAtSpaces(key)) {
    const NumeralWord* numeral = FindNumeral(word);
    if (numeral == nullptr) return std::nullopt;
    if (numeral->numeral == Numeral::kEnd) break;
    numerals.push_back(numeral);
  }
  if (numerals.empty()) return std::nullopt;
  NumberReader reader;
  for (std::size_t i = 0; i < numerals.size(); ++i) {
    const NumeralWord* next = i + 1 < numerals.size() ? numerals[i + 1] : nullptr;
    if (!reader.Take(*numerals[i], next)) return std::nullopt;
  }
  return reader.Number();
}

std::optional<std::int64_t> ParseAmountInFigures(std::string_view figures) {
  static const RE2 pattern(
      R"(^\W*(\d{1,15}|\d{1,3}(?:[., ]\d{3})+(?:[.,]0{1,2})?)\s*(?:d|dong|vnd|vn dong|viet nam dong)?)"
      R"((?:\s*(?:chan|viet nam))?[\W_]*$)");
  const FoldedText folded(figures);
  std::string number;
  if (!RE2::FullMatch(folded.ascii(), pattern, &number)) return std::nullopt;
  // A last group of fewer than three digits is the decimals.
  const std::size_t last = number.find_last_of("., ");
  if (last != std::string::npos && number.size() - last < 4) number.resize(last);
  number.erase(
      std::remove_if(number.begin(), number.end(), [](char c) { return c < '0' || c > '9'; }),
      number.end());
  if (number.size() > 18) return std::nullopt;
  return std::stoll(number);
}

}  // namespace sohoa
