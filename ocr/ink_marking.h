// SPDX-License-Identifier: Apache-2.0
//
// InkMarks: tells print from stamps and handwriting by the colour of a word's ink and, where
// all is black, by what stands in it.
#pragma once

#include <vector>

#include "core/page.h"
#include "core/page_text.h"
#include "imaging/local_image.h"

namespace sohoa {

class InkMarks {
 public:
  // `mask` as PreparedPage::ink_mask, nullptr where nothing is coloured; `reading` is gray. All
  // must outlive this.
  InkMarks(const std::vector<ColouredInk>& inks, const LocalImage* mask, const LocalImage& reading);

  // Sets Word::ink. A black word under a red seal stays print.
  void Mark(std::vector<Line>& lines) const;

 private:
  InkKind KindOf(const Word& word) const;
  const std::vector<ColouredInk>& inks_;
  const LocalImage* mask_;
  const LocalImage& reading_;
};

// Marks the text that a digital signature lays over a page ("Người ký: ...", Decree 30/2020
// Appendix I part II) and the incoming stamp ("ĐẾN Số: ... Ngày: ...") as kStamp.
void MarkOverlays(std::vector<Line>& lines);

}  // namespace sohoa
