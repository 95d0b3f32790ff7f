// SPDX-License-Identifier: Apache-2.0
//
// FoldedText: text beside its shape without diacritics, one ASCII byte a code point, so that
// a rule is written once in plain ASCII, matches what OCR makes of Vietnamese (quyết, quyét,
// quyêt), and still points at the letters as they were read. Plain values; pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sohoa {

class FoldedText {
 public:
  FoldedText() = default;
  explicit FoldedText(std::string_view nfc_text);

  // Lower case; '?' for what has no ASCII letter behind it. Offsets count code points.
  const std::string& ascii() const { return ascii_; }
  std::size_t size() const { return ascii_.size(); }
  bool empty() const { return ascii_.empty(); }
  // The original text between two offsets, UTF-8, white space trimmed.
  std::string Original(std::size_t begin, std::size_t end) const;
  // The part between two offsets.
  FoldedText Slice(std::size_t begin, std::size_t end) const;
  // Upper-case letters among the letters, 0..1; 0 where there are none.
  double UpperShare() const;

 private:
  std::u32string points_;
  std::string ascii_;
};

// Letters and digits of the folded text, everything else one space: "Số: 05/KH" -> "so 05 kh".
std::string WordsKey(std::string_view nfc_text);
std::string WordsKey(const FoldedText& text);

// The word with a capital in front, its other letters as they are.
std::string WithCapital(std::string_view word);

// 1 - edit distance / longer length, of two ASCII strings; 1 for two empty ones.
double Similarity(std::string_view a, std::string_view b);

struct FuzzyMatch {
  std::size_t begin = 0;
  std::size_t end = 0;       // exclusive
  std::size_t distance = 0;  // edits
  bool found = false;
};
// The place in `text` that is nearest to `phrase`, with at most `max_edits`; of equals the first.
FuzzyMatch FindFuzzy(std::string_view text, std::string_view phrase, std::size_t max_edits);

// True where `text` begins with `phrase`, with at most `max_edits`.
bool StartsFuzzy(std::string_view text, std::string_view phrase, std::size_t max_edits);

}  // namespace sohoa
