// SPDX-License-Identifier: Apache-2.0
//
// WordLikelihood: how likely it is that some steps of a line say just this: the sum over all
// alignments of a row of codes with the steps, by the forward algorithm of CTC (A. Graves et al.,
// 2006, section 4.1). Where a letter is wide, a network wavers between its code and "nothing" from
// step to step; no single path is likely then, and the letter still sure.
//
// One thread at a time: it keeps room to work in.
#pragma once

#include <span>
#include <vector>

#include "ocr/lines/likely_codes.h"

namespace sohoa {

class WordLikelihood {
 public:
  // 0..1; of steps `begin` to before `end`. 1 for no codes and no steps.
  double Of(const LikelyCodes& likely, int begin, int end, std::span<const int> codes);

 private:
  std::vector<double> sums_;  // of the alignments that have come to a place: nothing, code, nothing ...
};

// How likely a code is at a step; a little where LikelyCodes has left it out.
double ProbabilityOf(const LikelyCodes& likely, int step, int code);

}  // namespace sohoa
