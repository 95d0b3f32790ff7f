// SPDX-License-Identifier: Apache-2.0
//
// BeamNode: one step of a path. BeamSet: the paths that lead to a step, in beams of the few best
// of a kind, so that paths which pay later are not crowded out by those that pay at once.
//
// One thread at a time; made to be filled again for every step.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "ocr/lines/code_recoder.h"
#include "ocr/lines/line_dictionary.h"
#include "ocr/lines/unichar_set.h"

namespace sohoa {

struct BeamNode {
  // These tell paths apart; of equal ones a beam keeps the best.
  std::uint64_t text_key = 0;  // of all codes of the path
  int code = -1;
  WordSource source = WordSource::kNone;
  bool opens_dictionary = false;  // a dictionary word may begin behind it

  bool starts_word = false;         // first character of a dictionary word
  bool ends_word = false;           // a dictionary word may end here
  bool duplicate = false;           // repeats the code before
  float score = 0;                  // sum of the path's certainties
  float certainty = 0;              // of this step, times the ratio outside the dictionary
  int previous = -1;                // node of the step before; -1 at the line's start
  int last_character = -1;          // node of the last character, this one perhaps; -1: none yet
  int unichar = UnicharSet::kNone;  // character that this code completes
  int dictionary_state = -1;        // behind that character
  int recoder_state = CodeRecoder::kRoot;
};

// What may stand behind a node. To let the certainty of a border between two codes be the sum of
// both probabilities, the code on one side of it must stand alone in a step next to it.
enum class Continuation { kAnything = 0, kOnlyDuplicate = 1, kNoDuplicate = 2 };
inline constexpr int kContinuations = 3;

class BeamSet {
 public:
  // A beam by whether its paths are inside a dictionary word, what may follow, and how many codes
  // of a character are open.
  static constexpr int kLengths = CodeRecoder::kMostCodes + 1;
  static constexpr int kBeams = 2 * kContinuations * kLengths;
  static constexpr int BeamOf(bool in_dictionary, Continuation continuation, int length) {
    return ((in_dictionary ? kContinuations : 0) + static_cast<int>(continuation)) * kLengths +
           length;
  }
  static constexpr bool InDictionary(int beam) { return beam >= kContinuations * kLengths; }
  static constexpr Continuation ContinuationOf(int beam) {
    return static_cast<Continuation>(beam / kLengths % kContinuations);
  }
  static constexpr int LengthOf(int beam) { return beam % kLengths; }

  // Empties all beams; scores below `limit` will not be admitted.
  void Clear(float limit) {
    filled_ = 0;
    limit_ = limit;
  }
  bool Admits(int beam, float score) const {
    if (score < limit_) return false;
    if ((filled_ & Bit(beam)) == 0) return true;
    const Beam& kept = beams_[static_cast<std::size_t>(beam)];
    return kept.count < WidthOf(beam) || score > kept.lowest;
  }
  // A place for a node with this identity (text_key, code, source, opens_dictionary) and score,
  // which are set in it; the caller sets the rest. Null where an equal path is better. To be
  // called for scores that are admitted.
  BeamNode* Claim(int beam, const BeamNode& identity, float score);

  // Whether a path outside the dictionary is left that anything may follow.
  bool HasFreePath() const { return (filled_ & kFreeBeams) != 0; }
  float limit() const { return limit_; }

  // Calls `take(beam, nodes)` for every beam with paths, in order.
  template <typename Take>
  void ForEach(Take take) const {
    for (std::uint64_t left = filled_; left != 0; left &= left - 1) {
      const int beam = std::countr_zero(left);
      const Beam& kept = beams_[static_cast<std::size_t>(beam)];
      take(beam,
           std::span<const BeamNode>(kept.nodes.data(), static_cast<std::size_t>(kept.count)));
    }
  }

 private:
  static constexpr int kWidest = 16;
  static constexpr std::uint64_t kFreeBeams = (std::uint64_t{1} << kLengths) - 1;

  struct Beam {
    int count = 0;
    int worst = 0;     // once full: index of the lowest score
    float lowest = 0;  // and that score
    std::array<BeamNode, kWidest> nodes;
  };

  static constexpr std::uint64_t Bit(int beam) { return std::uint64_t{1} << beam; }
  static constexpr int WidthOf(int beam) {
    const int length = LengthOf(beam);
    return length == 0 ? 5 : length == 1 ? 10 : kWidest;
  }

  std::array<Beam, kBeams> beams_;
  std::uint64_t filled_ = 0;
  float limit_ = -HUGE_VALF;
};

}  // namespace sohoa
