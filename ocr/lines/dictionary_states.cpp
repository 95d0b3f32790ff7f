// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/dictionary_states.h"

#include <algorithm>

namespace sohoa {
namespace {

constexpr std::size_t kMostKeptPositions = std::size_t{1} << 16;

}  // namespace

void DictionaryStates::Trim() {
  if (positions_.size() > kMostKeptPositions) Forget();
}

void DictionaryStates::Forget() {
  memory_.fill(Remembered{});
  const std::span<const DictionaryPosition> start = dictionary_.start();
  positions_.assign(start.begin(), start.end());
  ends_.assign(1, positions_.size());
}

DictionaryStates::Transition DictionaryStates::Follow(int state, int unichar) {
  const std::uint32_t hash = (static_cast<std::uint32_t>(state) * 0x9E3779B1U) ^
                             (static_cast<std::uint32_t>(unichar) * 0x85EBCA77U);
  Remembered& remembered = memory_[(hash >> 12) % memory_.size()];
  if (remembered.state == state && remembered.unichar == unichar) return remembered.transition;

  const auto index = static_cast<std::size_t>(state);
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  // Copied, because the walk appends to where they lie.
  std::array<DictionaryPosition, 8> few;
  std::vector<DictionaryPosition> many;
  std::span<const DictionaryPosition> from(positions_.data() + begin, ends_[index] - begin);
  if (from.size() <= few.size()) {
    std::copy(from.begin(), from.end(), few.begin());
    from = std::span(few).first(from.size());
  } else {
    many.assign(from.begin(), from.end());
    from = many;
  }
  Transition transition{-1, dictionary_.Follow(from, unichar, positions_)};
  if (transition.outcome.source != WordSource::kNone) {
    transition.state = static_cast<int>(ends_.size());
    ends_.push_back(positions_.size());
  }
  remembered = {state, unichar, transition};
  return transition;
}

}  // namespace sohoa
