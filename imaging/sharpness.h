// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

// What the edges of print are like, at most of them.
struct StrokeEdges {
  // The contrast about an edge divided by its steepest slope, in pixels: 1 where black stands
  // beside white, however pale the print is.
  double width = 0;
  int contrast = 0;  // gray levels from paper to the strongest print
};

// `reading`: one channel. All 0 where there are too few strokes to tell.
StrokeEdges MeasureEdges(const LocalImage& reading, double dpi);

}  // namespace sohoa
