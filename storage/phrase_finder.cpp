// SPDX-License-Identifier: Apache-2.0
#include "storage/phrase_finder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sohoa {

std::vector<PhraseFinder::Part> PhraseFinder::PartsOf(const std::vector<PlannedTerms>& parts, bool are_pairs) const {
  std::vector<Part> made;
  for (const PlannedTerms& spellings : parts) {
    Part& part = made.emplace_back();
    part.number = static_cast<std::uint32_t>(made.size() - 1);
    // A pair between two others stands where these do: it has a word of each.
    part.follows = are_pairs && part.number % 2 == 1 && part.number + 1 < parts.size();
    for (const PlannedTerm& term : spellings) {
      if (typed_only_ && !term.exact) continue;
      part.terms.push_back(&term);
      part.pages += term.entry.pages;
    }
  }
  // The rarest first, those that follow at the end.
  std::stable_sort(made.begin(), made.end(), [](const Part& a, const Part& b) { return a.follows != b.follows ? b.follows : a.pages < b.pages; });
  return made;
}

Status PhraseFinder::ReadTerm(const PlannedTerm& term, bool with_places) {
  Result<PostingCursor> opened = PostingCursor::Open(segment_, term.entry, reader_);
  if (!opened) return opened.status();
  PostingCursor& cursor = *opened;
  std::size_t block = 0;
  for (std::size_t at = 0; at < pages_.size();) {
    block = cursor.BlockOf(pages_[at], block);
    if (block == cursor.blocks()) return {};
    if (const Status loaded = cursor.Load(block); !loaded.ok()) return loaded;
    const std::span<const std::uint32_t> listed = cursor.pages();
    const std::uint32_t last = cursor.last_page(block);
    bool has_positions = false;
    for (std::size_t i = 0; at < pages_.size() && pages_[at] <= last; ++at) {
      while (listed[i] < pages_[at]) ++i;  // up to the last one, which is not before it
      if (listed[i] != pages_[at]) continue;
      part_weights_[at] += cursor.weights()[i] * term.factor;
      if (!with_places) continue;
      if (!has_positions) {
        if (const Status loaded = cursor.LoadPositions(); !loaded.ok()) return loaded;
        has_positions = true;
      }
      for (const std::uint32_t position : cursor.Positions(i)) places_.push_back({static_cast<std::uint32_t>(at), position});
    }
  }
  return {};
}

Status PhraseFinder::ReadPart(const Part& part) {
  places_.clear();
  part_weights_.assign(pages_.size(), 0);
  for (const PlannedTerm* const term : part.terms) {
    if (const Status read = ReadTerm(*term, !part.follows); !read.ok()) return read;
  }
  if (part.terms.size() > 1) std::sort(places_.begin(), places_.end());
  for (std::size_t i = 0; i < pages_.size(); ++i) weights_[i] = std::min(weights_[i], part_weights_[i]);
  return {};
}

void PhraseFinder::KeepPages() {
  std::size_t kept = 0;
  std::size_t begin = 0;
  for (std::size_t page = 0; page < pages_.size(); ++page) {
    if (begin == begins_.size() || begins_[begin].page != page) continue;
    for (; begin < begins_.size() && begins_[begin].page == page; ++begin) begins_[begin].page = static_cast<std::uint32_t>(kept);
    pages_[kept] = pages_[page];
    weights_[kept++] = weights_[page];
  }
  pages_.resize(kept);
  weights_.resize(kept);
}

Result<FoundPhrase> PhraseFinder::Find(const std::vector<PlannedTerms>& parts, bool are_pairs, std::vector<std::uint32_t> candidates) {
  pages_ = std::move(candidates);
  weights_.assign(pages_.size(), std::numeric_limits<std::uint32_t>::max());
  bool is_first = true;
  for (const Part& part : PartsOf(parts, are_pairs)) {
    if (const Status read = ReadPart(part); !read.ok()) return read;
    if (part.follows) continue;
    // From where the part stands to where the phrase would begin.
    std::erase_if(places_, [&](const Place& place) { return place.position < part.number; });
    for (Place& place : places_) place.position -= part.number;
    if (is_first) {
      begins_.swap(places_);
      is_first = false;
    } else {
      auto place = places_.begin();
      std::erase_if(begins_, [&](const Place& begin) {
        while (place != places_.end() && *place < begin) ++place;
        return place == places_.end() || begin < *place;
      });
    }
    KeepPages();
  }
  FoundPhrase found;
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    if (weights_[i] == 0) continue;
    found.pages.push_back(pages_[i]);
    found.weights.push_back(weights_[i]);
  }
  return found;
}

}  // namespace sohoa
