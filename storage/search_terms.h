// SPDX-License-Identifier: Apache-2.0
//
// Terms: what a word of a page or of a query is compared by. Texts and queries go through
// the same function, so what is written alike is found alike.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

struct TermKeys {
  std::string exact;   // core's ExactKey, with i for y where both are written: "quý" -> "quí"
  std::string folded;  // the same without any mark
};
TermKeys KeysOf(std::string_view token);

// Which tokens may have one of some folded keys, told by the number of letters and the first one:
// nearly all of a page have not, and making their keys is most of what showing a hit takes.
class WordSieve {
 public:
  void Add(std::string_view folded);
  bool MayPass(std::string_view token) const;

 private:
  static constexpr std::size_t kMostLetters = 32;

  bool any_ = false;  // one of them is not made of Latin letters and digits
  std::array<std::array<bool, 128>, kMostLetters> wanted_{};  // by letters, by the first
};

// A term at its place. A code is one term and its parts are terms too; the whole stands at
// the position of its first part.
struct PlacedTerm {
  TermKeys keys;
  std::uint32_t position = 0;
  std::size_t begin = 0;  // bytes in the text
  std::size_t end = 0;
  bool whole_code = false;
};
// Positions count from `first`. `nfc_text` is NFC.
// `sieve`: terms that it holds back are left out; places count them nevertheless.
std::vector<PlacedTerm> PlaceTerms(std::string_view nfc_text, std::uint32_t first = 0, const WordSieve* sieve = nullptr);

}  // namespace sohoa
