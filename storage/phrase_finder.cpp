// SPDX-License-Identifier: Apache-2.0
#include "storage/phrase_finder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sohoa {

namespace {

constexpr std::size_t kPagesOfAGroup = 2'048;
// Where one of two lists of pages is so many times shorter its pages are looked up in the other.
constexpr std::size_t kShareOfFew = 8;

// The place of each of `few` in `many`, which rise, where it is there. Numbers of the places in both.
template <typename Visit>
void LookUpEach(std::span<const std::uint32_t> few, std::span<const std::uint32_t> many, Visit visit) {
  for (std::size_t i = 0; i < few.size(); ++i) {
    // The last that is not behind it, without branches.
    const std::uint32_t* place = many.data();
    for (std::size_t count = many.size(); count > 1;) {
      const std::size_t half = count / 2;
      place += place[half] <= few[i] ? half : 0;
      count -= half;
    }
    if (*place == few[i]) visit(i, static_cast<std::size_t>(place - many.data()));
  }
}

}  // namespace

Result<std::vector<PhraseFinder::Part>> PhraseFinder::Open(const std::vector<PlannedTerms>& parts, bool are_pairs) const {
  std::vector<Part> made;
  for (const PlannedTerms& spellings : parts) {
    Part& part = made.emplace_back();
    part.number = static_cast<std::uint32_t>(made.size() - 1);
    // A pair between two others stands where these do: it has a word of each.
    part.follows = are_pairs && part.number % 2 == 1 && part.number + 1 < parts.size();
    for (const PlannedTerm& term : spellings) {
      if (typed_only_ && !term.exact) continue;
      Result<PostingCursor> cursor = PostingCursor::Open(segment_, term.entry, reader_);
      if (!cursor) return cursor.status();
      part.terms.push_back({std::move(*cursor), term.factor, 0});
      part.pages += term.entry.pages;
    }
  }
  // The rarest first, those that follow at the end.
  std::stable_sort(made.begin(), made.end(), [](const Part& a, const Part& b) { return a.follows != b.follows ? b.follows : a.pages < b.pages; });
  return made;
}

std::size_t PhraseFinder::Match(std::size_t at, std::span<const std::uint32_t> listed, std::uint32_t last) {
  const auto begin = pages_.begin() + static_cast<std::ptrdiff_t>(at);
  // In steps that grow, for a block has few of the group as a rule.
  std::ptrdiff_t step = 1;
  auto near = begin;
  for (; pages_.end() - near > step && near[step] <= last; step *= 2) near += step;
  const auto end = std::upper_bound(near, pages_.end() - near > step ? near + step : pages_.end(), last);
  const std::span<const std::uint32_t> wanted(begin, end);
  matched_.clear();
  matched_in_block_.clear();
  const auto match = [&](std::size_t of_wanted, std::size_t in_block) {
    matched_.push_back(static_cast<std::uint32_t>(at + of_wanted));
    matched_in_block_.push_back(static_cast<std::uint32_t>(in_block));
  };
  if (wanted.size() * kShareOfFew < listed.size()) {
    LookUpEach(wanted, listed, match);
  } else if (listed.size() * kShareOfFew < wanted.size()) {
    LookUpEach(listed, wanted, [&](std::size_t in_block, std::size_t of_wanted) { match(of_wanted, in_block); });
  } else {
    MatchSideBySide(at, wanted, listed);
  }
  return static_cast<std::size_t>(end - pages_.begin());
}

// Without branches, here and below: which of two numbers is the larger nobody foresees.
void PhraseFinder::MatchSideBySide(std::size_t at, std::span<const std::uint32_t> wanted, std::span<const std::uint32_t> listed) {
  std::size_t next = 0;
  std::size_t in_block = static_cast<std::size_t>(std::lower_bound(listed.begin(), listed.end(), wanted.front()) - listed.begin());
  matched_.resize(listed.size());
  matched_in_block_.resize(listed.size());
  std::size_t count = 0;
  while (next < wanted.size() && in_block < listed.size()) {
    const std::uint32_t page = wanted[next];
    const std::uint32_t there = listed[in_block];
    matched_[count] = static_cast<std::uint32_t>(at + next);
    matched_in_block_[count] = static_cast<std::uint32_t>(in_block);
    count += page == there ? 1 : 0;
    next += page <= there ? 1 : 0;
    in_block += there <= page ? 1 : 0;
  }
  matched_.resize(count);
}

Status PhraseFinder::ReadTerm(const Part& part, Term& term) {
  PostingCursor& cursor = term.cursor;
  for (std::size_t at = 0; at < pages_.size();) {
    term.block = cursor.BlockOf(pages_[at], term.block);
    if (term.block == cursor.blocks()) return {};
    if (const Status loaded = cursor.LoadPages(term.block); !loaded.ok()) return loaded;
    at = Match(at, cursor.pages(), cursor.last_page(term.block));
    if (matched_.empty()) continue;
    if (const Status loaded = cursor.LoadWeights(); !loaded.ok()) return loaded;
    for (std::size_t i = 0; i < matched_.size(); ++i) part_weights_[matched_[i]] += cursor.weights()[matched_in_block_[i]] * term.factor;
    if (part.follows) continue;
    if (const Status loaded = cursor.LoadPositions(matched_.size()); !loaded.ok()) return loaded;
    for (std::size_t i = 0; i < matched_.size(); ++i) {
      // From where the part stands to where the phrase would begin.
      for (const std::uint32_t position : cursor.Positions(matched_in_block_[i])) {
        if (position >= part.number) places_.push_back(Place{matched_[i]} << 32 | (position - part.number));
      }
    }
  }
  return {};
}

Status PhraseFinder::ReadPart(Part& part) {
  places_.clear();
  part_weights_.assign(pages_.size(), 0);
  for (Term& term : part.terms) {
    if (const Status read = ReadTerm(part, term); !read.ok()) return read;
  }
  if (part.terms.size() > 1) std::sort(places_.begin(), places_.end());
  for (std::size_t i = 0; i < pages_.size(); ++i) weights_[i] = std::min(weights_[i], part_weights_[i]);
  return {};
}

void PhraseFinder::KeepBegins(bool is_first) {
  if (is_first) {
    begins_.swap(places_);
    return;
  }
  std::size_t kept = 0;
  std::size_t place = 0;
  for (std::size_t begin = 0; begin < begins_.size() && place < places_.size();) {
    const Place left = begins_[begin];
    const Place right = places_[place];
    begins_[kept] = left;
    kept += left == right ? 1 : 0;
    begin += left <= right ? 1 : 0;
    place += right <= left ? 1 : 0;
  }
  begins_.resize(kept);
}

void PhraseFinder::KeepPages() {
  constexpr Place kPosition = 0xffffffff;
  std::size_t kept = 0;
  std::size_t before = pages_.size();  // the page of the place before: none
  for (Place& begin : begins_) {
    const std::size_t page = begin >> 32;
    kept += page != before ? 1 : 0;
    pages_[kept - 1] = pages_[page];
    weights_[kept - 1] = weights_[page];
    before = page;
    begin = Place{kept - 1} << 32 | (begin & kPosition);
  }
  pages_.resize(kept);
  weights_.resize(kept);
}

Status PhraseFinder::FindOnPages(std::vector<Part>& parts) {
  weights_.assign(pages_.size(), std::numeric_limits<std::uint32_t>::max());
  bool is_first = true;
  for (Part& part : parts) {
    if (pages_.empty()) return {};
    if (const Status read = ReadPart(part); !read.ok()) return read;
    if (part.follows) continue;
    KeepBegins(is_first);
    is_first = false;
    KeepPages();
  }
  return {};
}

Result<FoundPhrase> PhraseFinder::Find(const std::vector<PlannedTerms>& parts, bool are_pairs, std::span<const std::uint32_t> candidates) {
  Result<std::vector<Part>> opened = Open(parts, are_pairs);
  if (!opened) return opened.status();
  FoundPhrase found;
  while (!candidates.empty()) {
    const auto group = candidates.first(std::min(candidates.size(), kPagesOfAGroup));
    candidates = candidates.subspan(group.size());
    pages_.assign(group.begin(), group.end());
    if (const Status searched = FindOnPages(*opened); !searched.ok()) return searched;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      if (weights_[i] == 0) continue;
      found.pages.push_back(pages_[i]);
      found.weights.push_back(weights_[i]);
    }
  }
  return found;
}

}  // namespace sohoa
