// SPDX-License-Identifier: Apache-2.0
#include "storage/term_collector.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "storage/people_fields.h"
#include "storage/search_terms.h"
#include "storage/segment_format.h"

namespace sohoa {
namespace {

// One position lies between a field and what is before it, so that no phrase runs across.
constexpr std::uint32_t kFieldGap = 1;
// A run of letters longer than any word or number is noise of the reader.
constexpr std::size_t kMaxTermBytes = 200;
constexpr std::uint32_t kNoWord = ~std::uint32_t{0};

// Halves, so that they are whole numbers.
std::uint32_t PlaceWeight(std::string_view field) {
  if (field == kWholePage || field == kAlternatives) return kCommonWeight;
  if (field == "code_number" || field == "code_notation" || field == "dossier") return 8;
  if (field == "subject") return 6;
  if (field == "type_name" || field == "type") return 4;
  return 3;
}

std::string_view AtLarge(std::string_view field) {
  if (field == kAlternatives) return kAlternatives;
  return IsPeopleField(field) ? kPeople : kWholePage;
}

std::uint64_t Both(std::uint32_t left, std::uint32_t right) { return std::uint64_t{left} << 32 | right; }

}  // namespace

std::uint32_t TermCollector::NewTerm(std::string key) {
  keys_.push_back(std::move(key));
  return static_cast<std::uint32_t>(keys_.size() - 1);
}

std::uint32_t TermCollector::NumberOf(const TermKeys& keys) {
  spelling_.assign(keys.exact).push_back('\0');
  spelling_ += keys.folded;
  const auto [word, is_new] = words_by_spelling_.try_emplace(spelling_, static_cast<std::uint32_t>(words_.size()));
  if (is_new) words_.push_back({keys});
  return word->second;
}

std::uint32_t TermCollector::NumberOfField(std::string_view field) {
  const auto number = static_cast<std::uint32_t>(std::find(fields_.begin(), fields_.end(), field) - fields_.begin());
  if (number == fields_.size()) fields_.emplace_back(field);
  return number;
}

// To the words of the whole page, or of one field of it.
void TermCollector::AddWord(std::uint32_t word, std::string_view field, std::uint32_t position, std::uint32_t weight) {
  if (field == kWholePage) {
    std::optional<std::uint32_t>& term = words_[word].term;
    if (!term) term = NewTerm(WordKey(kWholePage, words_[word].keys));
    places_.push_back({*term, page_, position, weight});
    return;
  }
  const auto [own, is_new] = field_words_.try_emplace(Both(NumberOfField(field), word));
  if (is_new) own->second = NewTerm(WordKey(field, words_[word].keys));
  places_.push_back({own->second, page_, position, weight});
}

// Adds the words of one text from position `first`, and gives the position behind them.
std::uint32_t TermCollector::AddText(std::string_view text, std::string_view field, std::uint32_t first) {
  const std::uint32_t weight = PlaceWeight(field);
  // Where it is found when no field is asked for.
  const std::string_view at_large = AtLarge(field);
  auto& pairs = pairs_[at_large];
  std::uint32_t next = first;
  std::uint32_t before = kNoWord;
  for (const PlacedTerm& term : PlaceTerms(text, first)) {
    // Parts of a code stand in a row, and are found so.
    if (term.whole_code) continue;
    next = term.position + 1;
    if (term.keys.folded.size() > kMaxTermBytes || term.keys.folded.empty()) {
      before = kNoWord;
      continue;
    }
    const std::uint32_t word = NumberOf(term.keys);
    AddWord(word, at_large, term.position, weight);
    if (field != at_large) AddWord(word, field, term.position, weight);
    if (before != kNoWord) {
      const auto [pair, is_new] = pairs.try_emplace(Both(before, word));
      if (is_new) pair->second = NewTerm(PairKey(at_large, words_[before].keys, term.keys));
      places_.push_back({pair->second, page_, term.position, weight});
    }
    before = word;
  }
  return next;
}

void TermCollector::AddFilter(const std::string& value) {
  const auto [filter, is_new] = filters_.try_emplace(value);
  if (is_new) filter->second = NewTerm(FilterKey(value));
  places_.push_back({filter->second, page_, 0, 1});
}

void TermCollector::Add(const IndexedPage& page, const PageWords& words) {
  std::uint32_t next = AddText(words.text, kWholePage, 0);
  for (const IndexedField& field : words.fields) next = AddText(field.value, field.code, next + kFieldGap);
  for (const std::string& value : page.filter_values) AddFilter(value);
  for (const auto& [name, value] : FacetsOf(page)) {
    if (!value.empty()) AddFilter(std::string(name) + "=" + value);
  }
  ++page_;
}

Status TermCollector::ForEach(const Visit& visit) const {
  std::vector<std::uint32_t> order(keys_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return keys_[a] < keys_[b]; });
  // Places of each term together, in the order in which they came.
  std::vector<std::uint32_t> begin(keys_.size() + 1);
  for (const Place& place : places_) ++begin[place.term + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<const Place*> sorted(places_.size());
  std::vector<std::uint32_t> filled(begin.begin(), begin.end() - 1);
  for (const Place& place : places_) sorted[filled[place.term]++] = &place;
  std::vector<TermOnPage> pages;
  std::vector<std::uint32_t> positions;
  for (const std::uint32_t term : order) {
    const std::span<const Place* const> places = std::span(sorted).subspan(begin[term], begin[term + 1] - begin[term]);
    const bool is_filter = IsFilterKey(keys_[term]);
    const bool has_positions = HasPositions(keys_[term]);
    pages.clear();
    positions.clear();
    positions.reserve(places.size());
    for (const Place* place : places) {
      const bool same_page = !pages.empty() && pages.back().page == place->page;
      if (!same_page) pages.push_back({place->page, 0, {}});
      TermOnPage& on_page = pages.back();
      on_page.weight = is_filter ? 1 : std::min(on_page.weight + place->weight, kMaxTermWeight);
      if (!has_positions) continue;
      positions.push_back(place->position);
      on_page.positions = {&positions.back() - on_page.positions.size(), on_page.positions.size() + 1};
    }
    if (const Status visited = visit(keys_[term], pages); !visited.ok()) return visited;
  }
  return {};
}

}  // namespace sohoa
