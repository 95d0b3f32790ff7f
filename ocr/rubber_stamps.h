// SPDX-License-Identifier: Apache-2.0
//
// Red rubber stamps that say what print could say: degrees of urgency, the signer's title and
// name. They stand only in the mask of coloured ink; round seals, frames and whatever else is
// red are cleared away, so that what is left can be read as text.
#pragma once

#include <vector>

#include "core/page_text.h"
#include "imaging/local_image.h"
#include "ocr/gray_image.h"

namespace sohoa {

struct StampedText {
  GrayImage page;            // same size as the mask, black red ink on white; empty: none
  std::vector<Box> regions;  // where there may be lines of text
};
StampedText FindStampedText(const LocalImage& ink_mask, double dpi);

// Of lines read there, those that are certainly text; urgency, titles and names stay print, and
// all other words become kStamp.
std::vector<Line> KeepStampedText(std::vector<Line> lines);

}  // namespace sohoa
