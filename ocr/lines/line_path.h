// SPDX-License-Identifier: Apache-2.0
//
// From a path through a LineBeam back to its characters. Pure functions.
#pragma once

#include <vector>

#include "ocr/lines/line_beam.h"

namespace sohoa {

struct PathCharacter {
  int unichar = UnicharSet::kNone;
  int node = -1;        // of the LineBeam, where the character begins
  int first_step = 0;   // where its code stands
  int end_step = 0;     // exclusive
  float certainty = 0;  // of its least certain step, with the nulls around that count for it
};

// The characters of the path that takes `node` at `end_step` - 1, from `begin_step` on. `path` is
// room to work in.
// Certainties are scaled by the dictionary as LineBeam says.
void ReadPath(const LineBeam& beam, int node, int begin_step, int end_step, std::vector<int>& path,
              std::vector<PathCharacter>& characters);

// 0..1 on Tesseract's scale; of characters and, by the least certain one, of words.
double ConfidenceOf(float certainty);

}  // namespace sohoa
