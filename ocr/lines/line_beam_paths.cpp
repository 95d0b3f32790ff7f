// SPDX-License-Identifier: Apache-2.0
//
// How LineBeam makes the paths of the next step out of those it has.
#include "ocr/lines/line_beam.h"

namespace sohoa {
namespace {

std::uint64_t AppendToKey(std::uint64_t key, int code) {
  key = (key ^ (static_cast<std::uint64_t>(code) + 1)) * 0x9E3779B97F4A7C15ULL;
  return key ^ (key >> 29);
}

}  // namespace

// A code that completes no character, or repeats one.
void LineBeam::AddPart(const Origin& from, const Taken& taken, int length, bool duplicate,
                       int unichar, int recoder_state) {
  float certainty = taken.certainty;
  if (from.in_dictionary) {
    if (certainty <= kLeastDictionaryCertainty) return;
  } else {
    certainty = OutsideDictionary(certainty);
    if (certainty < kLeastCertainty && taken.code != null_code_) return;
  }
  const int beam = BeamSet::BeamOf(from.in_dictionary, taken.continuation, length);
  BeamNode* node = Add(from, beam, taken.code, certainty, from.node.source, duplicate);
  if (node == nullptr) return;
  node->unichar = unichar;
  node->recoder_state = recoder_state;
}

// A character, or with UnicharSet::kNone the null between two.
void LineBeam::AddCharacter(const Origin& from, const Taken& taken, int unichar) {
  if (!from.in_dictionary) {
    AddFreeCharacter(from, taken, unichar);
  } else if (taken.certainty <= kLeastDictionaryCertainty) {
    return;
  } else if (unichar == UnicharSet::kNone) {
    Add(from, BeamSet::BeamOf(true, taken.continuation, 0), taken.code, taken.certainty,
        WordSource::kNone);
  } else if (unichar == UnicharSet::kSpace) {
    AddDictionarySpace(from, taken);
  } else {
    AddDictionaryCharacter(from, taken, unichar);
  }
}

void LineBeam::AddFreeCharacter(const Origin& from, const Taken& taken, int unichar) {
  const float outside = OutsideDictionary(taken.certainty);
  const int beam = BeamSet::BeamOf(false, taken.continuation, 0);
  if (BeamNode* node = Add(from, beam, taken.code, outside, WordSource::kNetwork))
    node->unichar = unichar;
  if (!states_) return;
  // A dictionary word may begin behind a space, or behind any character of a script without them.
  if (unichar == UnicharSet::kSpace) {
    // The space counts for the words on both sides of it; in full, lest the word behind suffers
    // from the one in front. kNone tells ReadPath() to leave out the nulls before it, which have
    // been counted more than that.
    if (taken.certainty <= kLeastDictionaryCertainty) return;
    AddStart(from, taken, taken.certainty, WordSource::kNone, unichar);
  } else if (unichars_.IsUnspaced(unichar)) {
    AddStart(from, taken, outside, WordSource::kNetwork, unichar);
  }
}

void LineBeam::AddDictionarySpace(const Origin& from, const Taken& taken) {
  if (from.node.last_character < 0) return;
  const BeamNode& before = Node(from.node.last_character);
  if (!before.ends_word) return;
  AddStart(from, taken, taken.certainty, before.source, UnicharSet::kSpace);
  const int free_beam = BeamSet::BeamOf(false, taken.continuation, 0);
  if (BeamNode* node = Add(from, free_beam, taken.code, taken.certainty, before.source)) {
    node->unichar = UnicharSet::kSpace;
  }
}

void LineBeam::AddDictionaryCharacter(const Origin& from, const Taken& taken, int unichar) {
  const int beam = BeamSet::BeamOf(true, taken.continuation, 0);
  const int free_beam = BeamSet::BeamOf(false, taken.continuation, 0);
  const float score = from.node.score + taken.certainty;
  if (!beams_.Admits(beam, score) && !beams_.Admits(free_beam, score)) return;
  int state = DictionaryStates::kStart;
  bool starts_word = true;
  if (from.node.last_character >= 0) {
    const BeamNode& before = Node(from.node.last_character);
    const bool touches = before.unichar != UnicharSet::kSpace &&
                         !unichars_.IsUnspaced(before.unichar) && !unichars_.IsUnspaced(unichar);
    if (before.opens_dictionary && touches) return;  // such words have a space between them
    state = before.dictionary_state;
    starts_word = before.opens_dictionary;
  }
  if (state < 0) return;
  const DictionaryStates::Transition transition = states_->Follow(state, unichar);
  const auto [source, may_end] = transition.outcome;
  if (source == WordSource::kNone) return;
  const auto set_word = [&](BeamNode* node) {
    if (node == nullptr) return;
    node->unichar = unichar;
    node->starts_word = starts_word;
    node->ends_word = may_end;
  };
  BeamNode* node = Add(from, beam, taken.code, taken.certainty, source);
  set_word(node);
  if (node != nullptr) node->dictionary_state = transition.state;
  if (may_end && !unichars_.words_are_spaced()) {
    // The next word, of the dictionary or not, may follow at once.
    set_word(AddStart(from, taken, taken.certainty, source, unichar));
    set_word(Add(from, free_beam, taken.code, taken.certainty, source));
  }
}

BeamNode* LineBeam::Add(const Origin& from, int beam, int code, float certainty, WordSource source,
                        bool duplicate) {
  const float score = from.node.score + certainty;
  if (!beams_.Admits(beam, score)) return nullptr;
  BeamNode identity;
  const bool lengthens_text = !duplicate && code != null_code_;
  identity.text_key = lengthens_text ? AppendToKey(from.node.text_key, code) : from.node.text_key;
  identity.code = code;
  identity.source = source;
  BeamNode* node = beams_.Claim(beam, identity, score);
  if (node == nullptr) return nullptr;
  node->starts_word = false;
  node->ends_word = false;
  node->duplicate = duplicate;
  node->certainty = certainty;
  node->previous = from.index;
  node->last_character = from.node.last_character;
  node->unichar = UnicharSet::kNone;
  node->dictionary_state = -1;
  node->recoder_state = CodeRecoder::kRoot;
  return node;
}

// A place for a dictionary word to begin. The words before it do not matter to it, so that only
// the best is kept; null for another.
BeamNode* LineBeam::AddStart(const Origin& from, const Taken& taken, float certainty,
                             WordSource source, int unichar) {
  BeamNode& start = starts_[static_cast<std::size_t>(taken.continuation)];
  const float score = from.node.score + certainty;
  if (start.code >= 0 && score <= start.score) return nullptr;
  start = BeamNode{};
  start.text_key = AppendToKey(from.node.text_key, taken.code);
  start.code = taken.code;
  start.source = source;
  start.opens_dictionary = true;
  start.score = score;
  start.certainty = certainty;
  start.previous = from.index;
  start.last_character = from.node.last_character;
  start.unichar = unichar;
  start.dictionary_state = DictionaryStates::kStart;
  return &start;
}

void LineBeam::AddBestStarts() {
  for (int continuation = 0; continuation < kContinuations; ++continuation) {
    const BeamNode& start = starts_[static_cast<std::size_t>(continuation)];
    const int beam = BeamSet::BeamOf(true, static_cast<Continuation>(continuation), 0);
    if (start.code < 0 || !beams_.Admits(beam, start.score)) continue;
    if (BeamNode* node = beams_.Claim(beam, start, start.score)) *node = start;
  }
}

}  // namespace sohoa
