// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/step_candidates.h"

#include <cmath>

namespace sohoa {
namespace {

constexpr double kCertaintyOffset = -0.085;

float CertaintyOf(float probability) {
  static const float least_probability = std::exp(kLeastCertainty);
  const float certainty = probability > least_probability ? std::log(probability) : kLeastCertainty;
  return static_cast<float>(certainty + kCertaintyOffset);
}

}  // namespace

void StepCandidates::Fill(const LikelyCodes& codes, int step, bool with_null) {
  const StepCodes& best = codes.Best(step);
  const int null_code = codes.null_code();
  count_ = 0;
  top_ = best.top;
  second_ = best.second;
  if (top_ >= 0 && top_ != null_code) Add(codes, step, top_, best.top_probability);
  if (second_ >= 0 && second_ != null_code) Add(codes, step, second_, best.second_probability);
  if (count_ == 2) {
    border_certainty_ =
        CertaintyOf(best.top_probability + best.null_probability + best.second_probability);
  } else {
    top_ = second_ = -1;  // null is one of them, and no code by itself
  }
  if (with_null || best.null_probability >= LikelyCodes::kFloor || count_ == 0) {
    StepCandidate& null = candidates_[count_++];
    null = StepCandidate{};
    null.code = null_code;
    null.certainty = CertaintyOf(best.null_probability);
    null.outside = OutsideDictionary(null.certainty);
  }
}

void StepCandidates::Add(const LikelyCodes& codes, int step, int code, float probability) {
  StepCandidate& candidate = candidates_[count_++];
  candidate.code = code;
  candidate.begins = recoder_.Follow(CodeRecoder::kRoot, code);
  const int unichar = candidate.begins.unichar;
  candidate.may_open_dictionary = unichar == UnicharSet::kSpace || unichars_.IsUnspaced(unichar);
  candidate.certainty = CertaintyOf(probability);
  candidate.outside = OutsideDictionary(candidate.certainty);
  candidate.joint_certainty = CertaintyOf(probability + codes.Best(step).null_probability);
  candidate.repeats = false;
  if (step + 1 < codes.steps()) {
    const StepCodes& next = codes.Best(step + 1);
    candidate.repeats = code == next.top || code == next.second;
  }
}

}  // namespace sohoa
