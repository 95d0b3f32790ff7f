// SPDX-License-Identifier: Apache-2.0
//
// Signatures: long thin strokes of a pen, where Decree 30/2020/NĐ-CP Appendix I part IV has box
// 7c: between the title of the signer and the name, and where the seal covers their left third
// (art. 33).
#pragma once

#include <vector>

#include "core/page_text.h"
#include "ocr/coarse_ink.h"
#include "ocr/round_seals.h"

namespace sohoa {

struct Signature {
  PageObject object;
  std::vector<Box> strokes;  // of its pieces outside a black seal, in pixels of the page
};

// `ink`: of pens and print, without the rules of tables. `black`: seals that are part of it;
// `red`: those that are not. `lines`: what was read; words that are surely print are no strokes.
// `stamps`: where no signature is sought.
std::vector<Signature> FindSignatures(const CoarseInk& ink, const std::vector<RoundSeal>& black,
                                      const std::vector<RoundSeal>& red, const std::vector<Line>& lines,
                                      const std::vector<Box>& stamps);

}  // namespace sohoa
