// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/page.h"
#include "imaging/local_image.h"

namespace sohoa {

// Judges a prepared page by its cleaned gray image. Blank: nothing on it that could be a
// letter, a stroke of a pen or a stamp; specks, punch holes and edges are nothing.
PageQuality JudgePage(const LocalImage& reading, const LocalImage& display, double dpi, bool dpi_known, double skew_degrees,
                      const std::vector<ColouredInk>& inks);

}  // namespace sohoa
