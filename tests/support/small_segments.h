// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/segment_index.h"

namespace sohoa {

// Merges soon, so that a few dozen dossiers go through every tier.
inline SegmentIndexOptions SmallSegments(bool in_background) {
  SegmentIndexOptions options;
  options.keeper = {in_background, 40, 6, 3, std::chrono::milliseconds(0)};
  return options;
}

}  // namespace sohoa
