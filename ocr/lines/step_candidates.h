// SPDX-License-Identifier: Apache-2.0
//
// StepCandidates: what a path may take at one step of a line, and what that costs. Costs are
// certainties: logarithms of probabilities, a little lower so that the dictionary has a say even
// where the network is sure. The numbers are Tesseract's (src/lstm/lstmrecognizer.cpp and
// src/ccmain/linerec.cpp of 5.3.0).
//
// A plain value, filled anew for every step.
#pragma once

#include <array>
#include <span>

#include "ocr/lines/code_recoder.h"
#include "ocr/lines/likely_codes.h"
#include "ocr/lines/unichar_set.h"

namespace sohoa {

// Below it a code outside the dictionary is not taken twice.
inline constexpr float kLeastCertainty = -20.0F;
// Steps that are less certain cannot be part of a dictionary word.
inline constexpr float kLeastDictionaryCertainty = static_cast<float>(-25.0 / 7.0);

// Outside the dictionary certainties count more than twice, which is how it is preferred.
inline float OutsideDictionary(float certainty) { return certainty * 2.25F; }

struct StepCandidate {
  int code = -1;
  bool repeats = false;              // whether it may stand alone at the next step
  bool may_open_dictionary = false;  // whether a dictionary word may begin behind it
  CodeRecoder::Step begins{UnicharSet::kNone,
                           CodeRecoder::kNoState};  // as a character's first code
  float certainty = 0;                              // alone
  float outside = 0;                                // the same outside the dictionary
  float joint_certainty = 0;                        // together with the null code
};

class StepCandidates {
 public:
  StepCandidates(const UnicharSet& unichars, const CodeRecoder& recoder)
      : unichars_(unichars), recoder_(recoder) {}

  // The two best codes and null, if it is likely or `with_null` asks for it. Tesseract would fall
  // back to others if these left no path, but null never does.
  void Fill(const LikelyCodes& codes, int step, bool with_null);

  std::span<const StepCandidate> All() const { return std::span(candidates_).first(count_); }
  // One step between two codes that both stand alone may be either of them or null.
  bool IsBorder(int left, int right) const {
    return (left == top_ && right == second_) || (left == second_ && right == top_);
  }
  float border_certainty() const { return border_certainty_; }

 private:
  void Add(const LikelyCodes& codes, int step, int code, float probability);

  const UnicharSet& unichars_;
  const CodeRecoder& recoder_;
  std::array<StepCandidate, 3> candidates_;
  std::size_t count_ = 0;
  int top_ = -1;
  int second_ = -1;
  float border_certainty_ = 0;
};

}  // namespace sohoa
