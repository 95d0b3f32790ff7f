// SPDX-License-Identifier: Apache-2.0
//
// Terms: what a word of a page or of a query is compared by. Texts and queries go through
// the same function, so what is written alike is found alike.
#pragma once

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
std::vector<PlacedTerm> PlaceTerms(std::string_view nfc_text, std::uint32_t first = 0);

}  // namespace sohoa
