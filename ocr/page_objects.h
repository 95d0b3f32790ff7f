// SPDX-License-Identifier: Apache-2.0
//
// PageObjects: the seals, signatures and stamps of offices on a page, and which of the words
// that were read there are none of the print. Pixels first, then words: a ring proves itself,
// a signature and a stamp also by what stands around and in them.
#pragma once

#include <cstddef>
#include <vector>

#include "core/geometry.h"
#include "core/page_text.h"
#include "imaging/bit_image.h"
#include "imaging/local_image.h"
#include "ocr/coarse_ink.h"
#include "ocr/round_seals.h"
#include "ocr/signatures.h"

namespace sohoa {

class PageObjects {
 public:
  // `unruled`: black ink without the rules of `tables`; `ruled`: with them. `mask` as
  // PreparedPage::ink_mask, nullptr where nothing is coloured. Keeps none of them.
  PageObjects(const BitImage& unruled, const BitImage& ruled, const LocalImage* mask,
              const std::vector<TableGrid>& tables, double dpi);

  // `lines` of the page, cut where words stand far apart, with their ink; `red`: read in red ink.
  void Find(const std::vector<Line>& lines, const std::vector<Line>& red);

  // Words of black seals and signatures, unless they are surely print, and words of incoming
  // stamps become kStamp and kHandwriting.
  void Mark(std::vector<Line>& lines) const;

  // By kind.
  std::vector<PageObject> All() const;

  // Red and black ones.
  std::vector<RoundSeal> Seals() const;

 private:
  // `row`: what stands level with the line.
  InkKind KindOf(const Line& line, std::size_t index, const std::vector<const Word*>& row) const;

  double dpi_;
  Box page_;
  CoarseInk ink_;  // of print and pens
  std::vector<RoundSeal> black_;
  std::vector<RoundSeal> red_;
  std::vector<Box> frames_;
  std::vector<Box> edges_;  // pieces that may be a part of a frame
  std::vector<Signature> signatures_;
  std::vector<PageObject> stamps_;
};

}  // namespace sohoa
