// SPDX-License-Identifier: Apache-2.0
//
// CodeRecoder: between characters (unichar ids) and the codes that the network tells apart. In
// most alphabets a character is one code; a character of a large set, or one that is written as
// several letters, is a short sequence of them. The bytes are those of Tesseract's
// UnicharCompress (src/ccutil/unicharcompress.h of 5.3.0); here they become a trie. Models with
// a plain alphabet need no file.
//
// Immutable once made; safe from several threads.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

class CodeRecoder {
 public:
  static constexpr int kMostCodes = 9;  // of one character
  static constexpr int kRoot = 0;       // the state in which no code has been seen
  static constexpr int kNoState = -1;

  // What a code means in a state: the character it completes, and the state where it is followed
  // by more codes. Either may be missing (UnicharSet::kNone, kNoState); both may be there.
  struct Step {
    int unichar;
    int state;
  };

  // `unichars`: size of the set; the file may hold one more, for "nothing". kCorruption: the bytes
  // do not parse, or name codes out of range.
  static Result<CodeRecoder> Parse(std::string_view bytes, int unichars);

  // Each unichar has one code: codes[unichar], all of them below `range`.
  static CodeRecoder OfSingleCodes(std::vector<int> codes, int range);

  int code_range() const { return static_cast<int>(root_.size()); }  // codes are 0 ... below this
  bool has_sequences() const { return !branches_.empty(); }

  // `state` from an earlier step or kRoot; `code` within the range.
  Step Follow(int state, int code) const {
    if (state == kRoot) return root_[static_cast<std::size_t>(code)];
    return FollowBranch(state, code);
  }

  // The codes of a character; empty for one that is not in the set.
  std::span<const int> Codes(int unichar) const;

 private:
  struct BranchStep {
    int code;
    Step step;
  };

  void AddSequence(std::span<const int> codes, int unichar);
  Step& StepFor(int state, int code);
  Step FollowBranch(int state, int code) const;

  std::vector<Step> root_;                         // by code
  std::vector<std::vector<BranchStep>> branches_;  // by state - 1
  std::vector<int> codes_;                         // of all characters, one after the other
  std::vector<std::size_t> ends_;                  // of each character in codes_
};

}  // namespace sohoa
