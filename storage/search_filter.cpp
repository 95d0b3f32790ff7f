// SPDX-License-Identifier: Apache-2.0
#include "storage/search_filter.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/completeness.h"
#include "core/document.h"
#include "core/vietnamese.h"
#include "storage/index_entry.h"
#include "storage/index_terms.h"
#include "storage/issue_date.h"

namespace sohoa {
namespace {

constexpr std::size_t kMaxFields = 16;
constexpr std::uint32_t kLastDay = 99'999'999;

Result<DaySpan> ParseDate(const std::string& text, const char* name) {
  if (const std::optional<DaySpan> span = ParseDaySpan(text)) return *span;
  return Status(StatusCode::kInvalidArgument,
                std::string("read query: '") + name + "' must be a date such as 2018-10-04");
}

// Whether `name` gives `value` for one of the states up to `last`.
template <typename State>
bool IsStateName(std::string_view (*name)(State), State last, const std::string& value) {
  for (unsigned state = 0; state <= static_cast<unsigned>(last); ++state) {
    if (name(static_cast<State>(state)) == value) return true;
  }
  return false;
}

Status CheckStates(const SearchQuery& query) {
  if (!query.review.empty() && !IsStateName(&ReviewStateName, ReviewState::kUnreadable, query.review)) {
    return Status(StatusCode::kInvalidArgument, "read query: 'review' is auto_accepted, needs_review, confirmed, corrected or unreadable");
  }
  if (!query.completeness.empty() && !IsStateName(&CompletenessStateName, CompletenessState::kNeedsLook, query.completeness)) {
    return Status(StatusCode::kInvalidArgument, "read query: 'completeness' is unchecked, complete, incomplete or needs_look");
  }
  return {};
}

std::string FacetValue(std::string_view name, std::string_view value) { return std::string(name) + "=" + std::string(value); }

}  // namespace

Result<SearchFilter> SearchFilter::Parse(const SearchQuery& query) {
  if (const Status checked = CheckStates(query); !checked.ok()) return checked;
  SearchFilter filter;
  const std::array<std::pair<std::string_view, std::string>, 3> facets = {{{"type", ToNfc(query.type)}, {"review", query.review}, {"completeness", query.completeness}}};
  for (const auto& [name, value] : facets) {
    if (!value.empty()) filter.facets_.push_back(FacetValue(name, value));
  }
  filter.agency_ = query.agency;
  if (!query.from.empty()) {
    const Result<DaySpan> span = ParseDate(query.from, "from");
    if (!span) return span.status();
    filter.from_ = span->from;
  }
  if (!query.to.empty()) {
    const Result<DaySpan> span = ParseDate(query.to, "to");
    if (!span) return span.status();
    filter.to_ = span->to;
  }
  if (query.fields.size() > kMaxFields) {
    return Status(StatusCode::kInvalidArgument, "read query: more than 16 fields");
  }
  for (const auto& [code, value] : query.fields) {
    filter.fields_.push_back(code + "=" + FilterValue(value));
  }
  return filter;
}

bool SearchFilter::empty() const {
  return facets_.empty() && agency_.empty() && from_ == 0 && to_ == 0 && fields_.empty();
}

bool SearchFilter::Passes(const IndexedPage& page) const {
  const auto own = FacetsOf(page);
  const bool has_facets = std::all_of(facets_.begin(), facets_.end(), [&](const std::string& facet) {
    return std::any_of(own.begin(), own.end(), [&](const auto& named) { return FacetValue(named.first, named.second) == facet; });
  });
  if (!has_facets) return false;
  if (!agency_.empty() && page.agency != agency_ && !page.agency.starts_with(agency_ + ".")) {
    return false;
  }
  if ((from_ != 0 || to_ != 0) && page.date_from == 0) return false;
  if (from_ != 0 && page.date_to < from_) return false;
  if (to_ != 0 && page.date_from > to_) return false;
  return std::all_of(fields_.begin(), fields_.end(), [&](const std::string& field) {
    return std::find(page.filter_values.begin(), page.filter_values.end(), field) !=
           page.filter_values.end();
  });
}

Status SearchFilter::Keep(const Segment& segment, const PieceReader& reader, PageSet& pages) const {
  std::vector<std::string> values = fields_;
  values.insert(values.end(), facets_.begin(), facets_.end());
  for (const std::string& value : values) {
    PageSet with;
    if (const Status found = segment.AddPagesWith(FilterKey(value), /*or_below=*/false, reader, with); !found.ok()) return found;
    pages &= with;
  }
  if (!agency_.empty()) {
    PageSet with;
    Status found = segment.AddPagesWith(FilterKey("agency=" + agency_), false, reader, with);
    if (found.ok()) found = segment.AddPagesWith(FilterKey("agency=" + agency_ + "."), true, reader, with);
    if (!found.ok()) return found;
    pages &= with;
  }
  if (from_ != 0 || to_ != 0) segment.columns().days().Keep({from_, to_ != 0 ? to_ : kLastDay}, pages);
  return {};
}

}  // namespace sohoa
