// SPDX-License-Identifier: Apache-2.0
//
// Stamps of offices that say something in words: the incoming stamp ("ĐẾN Số: ... Ngày: ...
// Chuyển: ... Lưu hồ sơ số: ...") and the degrees of urgency (Decree 30/2020/NĐ-CP, Appendix I
// part II, box 10b).
#pragma once

#include <optional>
#include <vector>

#include "core/geometry.h"
#include "core/page_text.h"

namespace sohoa {

// By its words alone: ĐẾN and two of its labels about it.
std::optional<Box> IncomingStampOfWords(const std::vector<Line>& lines);

// `frames`: FindStampFrames() of black and of coloured ink, without those of ruled tables.
// `red`: what was read in red ink. `edges`: pieces of black ink that are long enough for an edge
// of a frame. `page`: bounds.
std::vector<PageObject> FindOfficeStamps(const std::vector<Line>& lines, const std::vector<Line>& red,
                                         const std::vector<Box>& frames, const std::vector<Box>& edges,
                                         const Box& page, double dpi);

}  // namespace sohoa
