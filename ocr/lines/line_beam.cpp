// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_beam.h"

#include <algorithm>

namespace sohoa {
namespace {

// A path that is so far behind the best one outside the dictionary, which can go on with whatever
// comes, has no way to catch up: where the dictionary wins in the end it was 6 behind at most.
constexpr float kHopeless = 10.0F;

constexpr int kFreePaths = BeamSet::BeamOf(false, Continuation::kAnything, 0);

}  // namespace

LineBeam::LineBeam(const UnicharSet& unichars, const CodeRecoder& recoder,
                   const LineDictionary* dictionary, int null_code)
    : unichars_(unichars),
      recoder_(recoder),
      null_code_(null_code),
      candidates_(unichars, recoder) {
  if (dictionary != nullptr) states_.emplace(*dictionary);
}

void LineBeam::Run(const LikelyCodes& codes) {
  nodes_.clear();
  reached_.clear();
  members_.clear();
  if (states_) states_->Trim();
  for (int step = 0; step < codes.steps(); ++step) {
    candidates_.Fill(codes, step, false);
    Step(step);
    if (!beams_.HasFreePath()) {
      // No path can take a likely code here; null may follow all of them.
      candidates_.Fill(codes, step, true);
      Step(step);
    }
    Commit();
  }
}

void LineBeam::Step(int step) {
  for (BeamNode& start : starts_) start.code = -1;
  beams_.Clear(LimitAhead());
  if (step == 0) {
    Begin();
    return;
  }
  for (const Members& members : members_) {
    for (int index = members.begin; index < members.end; ++index) {
      Extend({Node(index), index, BeamSet::InDictionary(members.beam),
              BeamSet::ContinuationOf(members.beam), BeamSet::LengthOf(members.beam)});
    }
  }
  AddBestStarts();
}

// What this step leaves hopeless: the best path outside the dictionary can go on by one of the
// candidates at least.
float LineBeam::LimitAhead() const {
  float best = -HUGE_VALF;
  if (members_.empty() || members_.front().beam != kFreePaths) return best;
  for (int index = members_.front().begin; index < members_.front().end; ++index) {
    const BeamNode& node = Node(index);
    for (const StepCandidate& candidate : candidates_.All()) {
      const bool fits = candidate.code == null_code_ || candidate.code == node.code ||
                        candidate.begins.unichar != UnicharSet::kNone;
      if (fits && candidate.outside >= kLeastCertainty)
        best = std::max(best, node.score + candidate.outside);
    }
  }
  return best - kHopeless;
}

void LineBeam::Begin() {
  BeamNode before;
  before.source = WordSource::kNetwork;
  const Origin free{before, -1, false, Continuation::kAnything, 0};
  BeamNode before_dictionary;
  const Origin dictionary{before_dictionary, -1, true, Continuation::kAnything, 0};
  for (const StepCandidate& candidate : candidates_.All()) {
    const bool is_null = candidate.code == null_code_;
    is_null ? TakeNull(free, candidate) : TakeCode(free, candidate);
    if (states_) is_null ? TakeNull(dictionary, candidate) : TakeCode(dictionary, candidate);
  }
}

void LineBeam::Extend(const Origin& from) {
  for (const StepCandidate& candidate : candidates_.All()) {
    if (candidate.code == from.node.code) {
      TakeAgain(from, candidate);
    } else if (from.continuation == Continuation::kOnlyDuplicate || IsVain(from, candidate)) {
      continue;
    } else if (candidate.code == null_code_) {
      TakeNull(from, candidate);
    } else {
      TakeCode(from, candidate);
    }
  }
}

// Whether the path cannot go on with this new code in any way that would be admitted.
bool LineBeam::IsVain(const Origin& from, const StepCandidate& candidate) const {
  if (candidate.repeats) return false;  // then the joint certainty counts
  const float score = from.node.score;
  const bool counts_in_full = from.in_dictionary || candidate.may_open_dictionary;
  return score + (counts_in_full ? candidate.certainty : candidate.outside) < beams_.limit();
}

// The same code once more is no new character.
void LineBeam::TakeAgain(const Origin& from, const StepCandidate& candidate) {
  const BeamNode& node = from.node;
  if (from.continuation != Continuation::kNoDuplicate) {
    AddPart(from, {node.code, candidate.certainty, Continuation::kAnything}, from.length, true,
            node.unichar, node.recoder_state);
  }
  if (from.continuation == Continuation::kAnything && node.code != null_code_) {
    AddPart(from, {node.code, candidate.joint_certainty, Continuation::kNoDuplicate}, from.length,
            true, node.unichar, node.recoder_state);
  }
}

void LineBeam::TakeNull(const Origin& from, const StepCandidate& candidate) {
  const Taken null{null_code_, candidate.certainty, Continuation::kAnything};
  if (from.length == 0) {
    AddCharacter(from, null, UnicharSet::kNone);
  } else {
    // Between the codes of one character it is not part of their sequence.
    AddPart(from, null, from.length, false, UnicharSet::kNone, from.node.recoder_state);
  }
}

void LineBeam::TakeCode(const Origin& from, const StepCandidate& candidate) {
  const CodeRecoder::Step step = from.length == 0
                                     ? candidate.begins
                                     : recoder_.Follow(from.node.recoder_state, candidate.code);
  const Taken alone{candidate.code, candidate.certainty, Continuation::kAnything};
  const bool border = from.continuation == Continuation::kAnything &&
                      candidates_.IsBorder(from.node.code, candidate.code);
  const Taken joint{candidate.code,
                    border ? candidates_.border_certainty() : candidate.joint_certainty,
                    Continuation::kOnlyDuplicate};
  if (step.unichar != UnicharSet::kNone) {
    AddCharacter(from, alone, step.unichar);
    if (candidate.repeats) AddCharacter(from, joint, step.unichar);
  }
  if (step.state != CodeRecoder::kNoState) {
    AddPart(from, alone, from.length + 1, false, UnicharSet::kNone, step.state);
    if (candidate.repeats)
      AddPart(from, joint, from.length + 1, false, UnicharSet::kNone, step.state);
  }
}

void LineBeam::Commit() {
  const int first = static_cast<int>(nodes_.size());
  members_.clear();
  beams_.ForEach([&](int beam, std::span<const BeamNode> nodes) {
    const int begin = static_cast<int>(nodes_.size());
    nodes_.insert(nodes_.end(), nodes.begin(), nodes.end());
    members_.push_back({beam, begin, static_cast<int>(nodes_.size())});
  });
  const int end = static_cast<int>(nodes_.size());
  for (int index = first; index < end; ++index) {
    BeamNode& node = nodes_[static_cast<std::size_t>(index)];
    if (node.unichar != UnicharSet::kNone && !node.duplicate) node.last_character = index;
  }
  reached_.emplace_back(first, end);
}

bool LineBeam::MayEnd(int index) const {
  for (const Members& members : members_) {
    if (index < members.begin || index >= members.end) continue;
    if (BeamSet::LengthOf(members.beam) != 0) return false;
    if (BeamSet::ContinuationOf(members.beam) == Continuation::kOnlyDuplicate) return false;
    if (!BeamSet::InDictionary(members.beam)) return true;
    const int last = Node(index).last_character;
    return last >= 0 && (Node(last).ends_word || Node(last).unichar == UnicharSet::kSpace);
  }
  return false;
}

int LineBeam::Best() const {
  if (reached_.empty()) return -1;
  int best = -1;
  const auto [begin, end] = reached_.back();
  for (int index = begin; index < end; ++index) {
    if (MayEnd(index) && (best < 0 || Node(index).score > Node(best).score)) best = index;
  }
  return best;
}

}  // namespace sohoa
