// SPDX-License-Identifier: Apache-2.0
//
// From a scan to what is read of it: upright, straight, its coloured ink and its paper taken out.
#pragma once

#include <vector>

#include "core/page.h"
#include "imaging/bit_image.h"
#include "imaging/local_image.h"
#include "imaging/page_angle.h"
#include "imaging/page_imaging.h"

namespace sohoa {

struct UprightPage {
  PageGeometry geometry;
  double orientation_confidence = 0;
  LocalImagePtr scan;     // as decoded
  LocalImagePtr print;    // gray, without coloured ink
  LocalImagePtr reading;  // the same, its background white
  LocalImagePtr mask;     // of coloured ink; none where there is none
  std::vector<ColouredInk> inks;
  BitImage dark{1, 1};    // of `reading`
};

UprightPage MakeUpright(const LocalImagePtr& scan, double dpi, const PrepareOptions& options,
                        const TurnEvidence& evidence = {});

}  // namespace sohoa
