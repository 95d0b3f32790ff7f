// SPDX-License-Identifier: Apache-2.0
//
// Stamps of urgency and secrecy that lie askew: letters in an outline (a frame, an arrow) on the left
// of a head, of black or red ink, turned by a hand that was in a hurry. What stands level is read with
// the rest of the page; these are turned back to be read.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/page_text.h"
#include "imaging/local_image.h"
#include "ocr/gray_image.h"

namespace sohoa {

struct OutlinedStamp {
  GrayImage letters;  // level, dark on white, without the outline
  Box box;            // of the outline on the page
};

// `mask` as PreparedPage::ink_mask, nullptr where nothing is coloured.
std::vector<OutlinedStamp> FindOutlinedStamps(const LocalImage& reading, const LocalImage* mask, double dpi);

// The text is a degree of urgency, or misses it by so many letters; or just one of secrecy.
bool NamesDegree(const std::string& text, std::size_t misread = 0);

// The words of `lines` as one line that stands in `box`; without words where they name no degree.
Line DegreeLine(std::vector<Line> lines, const Box& box);

}  // namespace sohoa
