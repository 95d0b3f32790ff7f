// SPDX-License-Identifier: Apache-2.0
//
// Frames of rubber stamps: the incoming stamp's (about 50 x 35 mm) and those of urgency and
// secrecy (20 to 40 x 8 mm, Decree 30/2020/NĐ-CP Appendix I part II).
#pragma once

#include <vector>

#include "core/geometry.h"
#include "ocr/coarse_ink.h"

namespace sohoa {

// Pieces of ink along all four edges of their boxes, in pixels of the page: 10 to 95 mm wide,
// 5 to 65 mm high. A table of that size is one too: what stands in it must tell.
std::vector<Box> FindStampFrames(const CoarseInk& ink);

}  // namespace sohoa
