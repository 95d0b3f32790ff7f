// SPDX-License-Identifier: Apache-2.0
#include "storage/phrase_finder.h"

#include <algorithm>
#include <utility>

namespace sohoa {
namespace {

// Keeps those of `begins` at which the part of that number stands where it has to.
void KeepWith(const std::vector<std::uint32_t>& positions, std::uint32_t number, std::vector<std::uint32_t>& begins) {
  auto position = positions.begin();
  std::erase_if(begins, [&](std::uint32_t begin) {
    while (position != positions.end() && *position < begin + number) ++position;
    return position == positions.end() || *position != begin + number;
  });
}

}  // namespace

Status PhraseFinder::Open(const std::vector<PlannedTerms>& parts, bool are_pairs) {
  for (const PlannedTerms& spellings : parts) {
    Part& part = parts_.emplace_back();
    part.number = static_cast<std::uint32_t>(parts_.size() - 1);
    // A pair between two others stands where these do: it has a word of each.
    part.follows = are_pairs && part.number % 2 == 1 && part.number + 1 < parts.size();
    for (const PlannedTerm& term : spellings) {
      if (typed_only_ && !term.exact) continue;
      Result<PostingCursor> cursor = PostingCursor::Open(segment_, term.entry, reader_);
      if (!cursor) return cursor.status();
      part.places.push_back({std::move(*cursor), term.factor});
      part.pages += term.entry.pages;
    }
  }
  std::stable_sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) { return a.follows != b.follows ? b.follows : a.pages < b.pages; });
  return {};
}

Result<std::uint32_t> PhraseFinder::ReadPart(Part& part, std::uint32_t page) {
  positions_.clear();
  std::uint32_t weight = 0;
  bool several = false;
  for (Place& place : part.places) {
    if (!place.cursor.MayHave(page)) continue;
    const Result<std::optional<std::size_t>> index = place.cursor.Seek(page);
    if (!index) return index.status();
    if (!*index) continue;
    weight += place.cursor.weights()[**index] * place.factor;
    if (part.follows) continue;
    const Result<std::span<const std::uint32_t>> there = place.cursor.Positions(**index);
    if (!there) return there.status();
    several = several || !positions_.empty();
    positions_.insert(positions_.end(), there->begin(), there->end());
  }
  if (several) std::sort(positions_.begin(), positions_.end());
  return weight;
}

Result<std::uint32_t> PhraseFinder::WeightOn(std::uint32_t page) {
  std::uint32_t lightest = ~std::uint32_t{0};
  for (Part& part : parts_) {
    const Result<std::uint32_t> weight = ReadPart(part, page);
    if (!weight) return weight;
    lightest = std::min(lightest, *weight);
    if (part.follows) continue;
    if (&part != &parts_.front()) {
      KeepWith(positions_, part.number, begins_);
    } else {
      begins_.clear();
      for (const std::uint32_t position : positions_) {
        if (position >= part.number) begins_.push_back(position - part.number);
      }
    }
    if (begins_.empty()) return 0u;
  }
  return lightest;
}

}  // namespace sohoa
