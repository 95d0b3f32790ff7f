// SPDX-License-Identifier: Apache-2.0
//
// UnicharSet: the characters that a line model knows, by number ("unichar id"). A Tesseract model
// has them as text: a count, then a line each with the character ("NULL" is the space), its
// properties in hexadecimal, measures that line models leave empty, its script and more; see
// src/ccutil/unicharset.h of Tesseract 5.3.0. Our own models have an alphabet.
//
// Immutable once made; safe from several threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

class UnicharSet {
 public:
  static constexpr int kSpace = 0;
  static constexpr int kNone = -1;  // no character; every question about it is answered "no"

  // kCorruption: not a unicharset, or one that ends early.
  static Result<UnicharSet> Parse(std::string_view text);
  // The space, then all other characters of the alphabet in their order. Words are spaced.
  static UnicharSet OfAlphabet(std::u32string_view alphabet);

  int size() const { return static_cast<int>(unichars_.size()); }
  // NFC; the letters of a ligature that has no code point of its own.
  const std::string& Text(int id) const { return unichars_[static_cast<std::size_t>(id)].text; }
  bool IsDigit(int id) const { return id >= 0 && unichars_[static_cast<std::size_t>(id)].digit; }
  // Whether its text may melt into one letter with what stands before it, as a combining mark does.
  bool MayCombine(int id) const {
    return id >= 0 && unichars_[static_cast<std::size_t>(id)].combines;
  }
  // Of a script that writes no spaces between words (Han, Thai ...).
  bool IsUnspaced(int id) const {
    return id >= 0 && unichars_[static_cast<std::size_t>(id)].unspaced;
  }
  // False for a set with Han, Katakana or Thai in it: any character may start a word there.
  bool words_are_spaced() const { return words_are_spaced_; }

 private:
  struct Unichar {
    std::string text;
    bool digit = false;
    bool unspaced = false;
    bool combines = false;
  };

  std::vector<Unichar> unichars_;
  bool words_are_spaced_ = true;
};

}  // namespace sohoa
