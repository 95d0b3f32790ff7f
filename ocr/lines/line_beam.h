// SPDX-License-Identifier: Apache-2.0
//
// LineBeam: the search for a line's most probable text. A path says for each step which code it
// takes; codes that repeat are one, the null code is none (CTC; Graves et al., 2006). Paths inside
// the dictionary and outside are kept apart, and outside every certainty counts more. The rules
// are those of RecodeBeamSearch in src/lstm/recodebeam.cpp of Tesseract 5.3.0, so that the paths
// are the same; what differs is that only likely codes enter and that hopeless paths leave early.
//
// One thread at a time; made to be run again for the next line. Borrows all it is given.
#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "ocr/lines/beam_set.h"
#include "ocr/lines/code_recoder.h"
#include "ocr/lines/dictionary_states.h"
#include "ocr/lines/likely_codes.h"
#include "ocr/lines/step_candidates.h"
#include "ocr/lines/unichar_set.h"

namespace sohoa {

class LineBeam {
 public:
  // `dictionary` may be null.
  LineBeam(const UnicharSet& unichars, const CodeRecoder& recoder, const LineDictionary* dictionary,
           int null_code);

  void Run(const LikelyCodes& codes);

  // Of the last run. Indices of nodes are good until the next.
  const BeamNode& Node(int index) const { return nodes_[static_cast<std::size_t>(index)]; }
  // First and past-the-end index of the nodes of `step`.
  std::pair<int, int> Reached(int step) const { return reached_[static_cast<std::size_t>(step)]; }
  // Whether a path may end the line at this node.
  bool MayEnd(int index) const;
  // The best of those; -1 for a line without steps.
  int Best() const;

 private:
  // The path that is extended: a node, and the beam it is in, taken apart.
  struct Origin {
    const BeamNode& node;
    int index;
    bool in_dictionary;
    Continuation continuation;
    int length;
  };
  // A code that a path takes, in one of the ways that it may be counted.
  struct Taken {
    int code;
    float certainty;
    Continuation continuation;
  };
  struct Members {
    int beam;
    int begin;  // indices of nodes
    int end;
  };

  void Step(int step);
  float LimitAhead() const;
  void Begin();
  void Extend(const Origin& from);
  bool IsVain(const Origin& from, const StepCandidate& candidate) const;
  void TakeAgain(const Origin& from, const StepCandidate& candidate);
  void TakeNull(const Origin& from, const StepCandidate& candidate);
  void TakeCode(const Origin& from, const StepCandidate& candidate);

  void AddPart(const Origin& from, const Taken& taken, int length, bool duplicate, int unichar,
               int recoder_state);
  void AddCharacter(const Origin& from, const Taken& taken, int unichar);
  void AddFreeCharacter(const Origin& from, const Taken& taken, int unichar);
  void AddDictionarySpace(const Origin& from, const Taken& taken);
  void AddDictionaryCharacter(const Origin& from, const Taken& taken, int unichar);
  // Counts `certainty` as it is.
  BeamNode* Add(const Origin& from, int beam, int code, float certainty, WordSource source,
                bool duplicate = false);
  BeamNode* AddStart(const Origin& from, const Taken& taken, float certainty, WordSource source,
                     int unichar);
  void AddBestStarts();
  void Commit();

  const UnicharSet& unichars_;
  const CodeRecoder& recoder_;
  std::optional<DictionaryStates> states_;  // where there is a dictionary
  int null_code_;

  std::vector<BeamNode> nodes_;               // of all steps
  std::vector<std::pair<int, int>> reached_;  // by step
  std::vector<Members> members_;              // of the beams of the step before
  StepCandidates candidates_;
  BeamSet beams_;                                // of the step being made
  std::array<BeamNode, kContinuations> starts_;  // the best place for a dictionary word to begin
};

}  // namespace sohoa
