// SPDX-License-Identifier: Apache-2.0
//
// Bent lines made straight: of a bound page, a curled sheet, a page that still leans a little.
// A network reads a line scaled to one height, so that a line which climbs by half a letter would
// be read at two thirds of its size. Pure functions.
#pragma once

#include <optional>

#include "ocr/lines/line_crops.h"
#include "ocr/lines/line_finder.h"

namespace sohoa {

// Where the letters of a line stand, as a cubic over its width.
class Baseline {
 public:
  // None for a line of few letters.
  static std::optional<Baseline> Of(const FoundLine& line);

  double At(double x) const;  // pixels of the page
  // Between its highest and lowest place over the line's width.
  double Rise() const;

 private:
  double middle_ = 0;
  double half_width_ = 1;
  double terms_[4] = {};
};

// The crop with each column moved up or down so that the line's letters stand level, and no
// higher than it takes; the crop itself where they do already.
LineCrop Straightened(LineCrop crop, const FoundLine& line);

}  // namespace sohoa
