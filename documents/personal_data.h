// SPDX-License-Identifier: Apache-2.0
//
// What a copy of a page must not show to who has no business with a person: numbers of identity
// papers, telephone numbers, addresses and electronic mail (Law on Protection of Personal Data
// 91/2025/QH15; Decree 13/2023/NĐ-CP, Article 2). Found by the fields that were extracted and by what stands on
// the page: shape of numbers, labels in front of them. Where it is in doubt it is hidden.
#pragma once

#include <cstdint>
#include <vector>

#include "core/document.h"
#include "core/page.h"

namespace sohoa {

// A word of PageText.
struct WordPlace {
  std::size_t block = 0;
  std::size_t line = 0;
  std::size_t word = 0;
  bool operator==(const WordPlace&) const = default;
};

struct PersonalData {
  std::vector<WordPlace> words;       // in order
  std::vector<std::size_t> barcodes;  // of PageRecord::barcodes: those with a number that identifies a person
  bool empty() const { return words.empty() && barcodes.empty(); }
};

// `fields`: of the page's document. `number`: of the page, as their locations have it.
PersonalData FindPersonalData(const PageRecord& page, const std::vector<FieldValue>& fields, std::uint32_t number);

// Takes it out of the text: each letter becomes '*', what else was read there goes. Returns what to
// cover in the picture, in pixels of the displayed page: words in a row as one box.
std::vector<Box> HidePersonalData(const PersonalData& data, PageRecord& page);

}  // namespace sohoa
