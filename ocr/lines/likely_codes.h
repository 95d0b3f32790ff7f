// SPDX-License-Identifier: Apache-2.0
//
// LikelyCodes: the few codes that matter at each step of a line. The network is sure of itself at
// most steps, so that one pass over its probabilities spares everything behind it their length.
//
// One thread at a time; made to be filled again for the next line.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ocr/lines/line_network.h"

namespace sohoa {

struct LikelyCode {
  int code;
  float probability;
};

// The two most likely codes of a step; `second` is -1 where nothing else reaches the floor.
struct StepCodes {
  int top = -1;
  int second = -1;
  float top_probability = 0;
  float second_probability = 0;
  float null_probability = 0;
};

class LikelyCodes {
 public:
  // What is less likely than this cannot become part of the text: the logarithm alone puts a path
  // 20 behind, twice what LineBeam takes to be hopeless.
  static constexpr float kFloor = 1e-4F;
  // At() gives codes from here on.
  static constexpr float kWorthNaming = 0.01F;

  void Fill(const LineOutputs& outputs, int null_code);

  int null_code() const { return null_code_; }
  int steps() const { return static_cast<int>(best_.size()); }
  const StepCodes& Best(int step) const { return best_[static_cast<std::size_t>(step)]; }
  // By number; the null code may be left out.
  std::span<const LikelyCode> At(int step) const;

 private:
  void Collect(std::span<const float> probabilities, StepCodes& best);

  int null_code_ = -1;
  std::vector<StepCodes> best_;
  std::vector<LikelyCode> codes_;  // of all steps, one after the other
  std::vector<std::size_t> ends_;  // of each step in codes_
};

}  // namespace sohoa
