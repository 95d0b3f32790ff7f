// SPDX-License-Identifier: Apache-2.0
//
// SlotCrop: a digit slot as the digit model sees it: all ink, coloured too, in a strip as high as a
// pen goes, by the measure of the print beside it, without what belongs to the lines above and below.
#pragma once

#include <optional>
#include <vector>

#include "core/page_text.h"
#include "imaging/local_image.h"
#include "ocr/digits/slot_finder.h"
#include "ocr/gray_image.h"

namespace sohoa {

// The strip, in heights of a capital letter; training/digit_slots.py draws by the same numbers.
inline constexpr double kSlotAbove = 1.95;  // over the printed baseline
inline constexpr double kSlotBelow = 0.95;
inline constexpr double kSlotAside = 1.4;   // of the print left and right that is shown

// The pixels of a page: `reading` without coloured ink and its background, where that ink stands
// (nullptr: nowhere) and the page as it was scanned, which is made only where coloured ink asks for it.
struct SlotPixels {
  const LocalImage& reading;
  const LocalImage* mask = nullptr;
  const RasterImage* display = nullptr;
};

struct SlotCrop {
  GrayImage image;
  Box box;             // of the slot on the page
  bool print = false;  // what stands in it is as high as the print and on its level
};

// nullopt where the print beside the slot cannot be measured.
std::optional<SlotCrop> CropSlot(const SlotPixels& pixels, const SlotPlace& place, const std::vector<Line>& lines);

}  // namespace sohoa
