// SPDX-License-Identifier: Apache-2.0
//
// Marks of Vietnamese letters, dots, commas and dashes: which line each belongs to.
#pragma once

#include <vector>

#include "core/geometry.h"
#include "ocr/lines/growing_line.h"

namespace sohoa {

// In letter heights of the page.
inline constexpr double kWidestMarkGap = 1.0;

// Lines that are no more than a mark over (or under) another line's letters go to `marks`.
void TakeOutMarks(std::vector<GrowingLine>& lines, int height, std::vector<Box>& marks);

// The marks of each line; what finds no line stays in `marks`.
std::vector<std::vector<Box>> HangMarks(std::vector<Box>& marks, const std::vector<GrowingLine>& lines, int height,
                                        const Dividers& dividers);

}  // namespace sohoa
