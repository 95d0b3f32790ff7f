// SPDX-License-Identifier: Apache-2.0
//
// Columns, each packed and led by a byte for its bits: ordinals as distances less one, the first
// day, days from that to the last, one number of a value for each facet. The first ordinal, as a
// varint, is in front of all.
#include "storage/segment_columns.h"

#include <algorithm>
#include <map>

#include "archive_records.pb.h"
#include "core/parse_message.h"
#include "storage/bit_packing.h"
#include "storage/segment_writer.h"

namespace sohoa {
namespace {

constexpr std::size_t kMaxValues = 65536;
// Facets of documents, and of dossiers; the year stands behind the facets that have names.
constexpr std::size_t kYear = kFacetNames.size();
constexpr std::array<std::size_t, 3> kOfDocument = {0, 2, kYear};
constexpr std::array<std::size_t, 2> kOfDossier = {1, 3};
constexpr std::array<std::span<const std::size_t>, 2> kGroups = {kOfDocument, kOfDossier};
constexpr std::uint32_t kDaysOfYear = 10'000;  // yyyymmdd / this is the year

std::uint16_t YearOf(std::uint32_t from, std::uint32_t to) {
  const std::uint32_t year = from / kDaysOfYear;
  return year == to / kDaysOfYear && year < kDaysOfYear ? static_cast<std::uint16_t>(year) : std::uint16_t{0};
}

void PutColumn(std::span<const std::uint32_t> column, std::string& out) {
  const unsigned bits = BitsFor(column);
  out += static_cast<char>(bits);
  PackBits(column, bits, out);
}

bool TakeColumn(std::string_view& bytes, std::size_t count, std::vector<std::uint32_t>& column) {
  if (bytes.empty()) return false;
  const auto bits = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  column.resize(count);
  if (!UnpackBits(bytes, bits, column)) return false;
  bytes.remove_prefix(PackedBytes(count, bits));
  return true;
}

}  // namespace

void SegmentColumns::AddFacets(const FacetTuple& all) {
  for (std::size_t number = 0; number < groups_.size(); ++number) {
    FacetTuple tuple{};
    for (const std::size_t facet : kGroups[number]) tuple[facet] = all[facet];
    groups_[number].Add(tuple);
  }
}

void SegmentColumnsBuilder::Add(const SegmentPage& page) {
  if (columns_.ordinals_.empty()) columns_.first_ordinal_ = page.ordinal;
  columns_.ordinals_.push_back(static_cast<std::uint32_t>(page.ordinal - columns_.first_ordinal_));
  columns_.days_.Add({page.date_from, page.date_to});
  FacetTuple facets{};
  facets[kYear] = YearOf(page.date_from, page.date_to);
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    std::vector<std::string>& values = columns_.values_[i];
    // Beyond what a number can name, values are not told apart in facets; filters have all.
    const bool full = values.size() + 1 >= kMaxValues && !numbers_[i].contains(page.facets[i]);
    const auto next = static_cast<std::uint16_t>(values.size());
    const auto [value, is_new] = numbers_[i].emplace(full ? std::string() : page.facets[i], next);
    if (is_new) values.push_back(value->first);
    facets[i] = value->second;
  }
  columns_.AddFacets(facets);
}

std::string SegmentColumns::Encode() const {
  std::string bytes;
  PutVarint(first_ordinal_, bytes);
  std::vector<std::uint32_t> column(ordinals_.size());
  for (std::size_t i = 1; i < column.size(); ++i) column[i] = ordinals_[i] - ordinals_[i - 1] - 1;
  PutColumn(column, bytes);
  const auto put = [&](const auto& value_of) {
    for (std::uint32_t page = 0; page < pages(); ++page) column[page] = value_of(page);
    PutColumn(column, bytes);
  };
  put([&](std::uint32_t page) { return days_.from(page); });
  put([&](std::uint32_t page) { return days_.to(page) - days_.from(page); });
  for (std::size_t facet = 0; facet < kFacetNames.size(); ++facet) {
    put([&](std::uint32_t page) { return FacetOf(page, facet); });
  }
  return bytes;
}

std::string SegmentColumns::EncodeHeader(const std::array<std::uint64_t, kSegmentSections>& section_bytes) const {
  archive_records::SegmentHeader message;
  message.set_pages(pages());
  for (const std::uint64_t bytes : section_bytes) message.add_section_bytes(bytes);
  for (const auto& values : values_) {
    archive_records::FacetValues* out = message.add_facets();
    for (const std::string& value : values) out->add_values(value);
  }
  return message.SerializeAsString();
}

std::optional<std::array<std::uint64_t, kSegmentSections>> SegmentColumns::SectionBytes(std::string_view header) {
  const auto message = ParseMessage<archive_records::SegmentHeader>(header);
  if (!message || message->section_bytes_size() != static_cast<int>(kSegmentSections)) return std::nullopt;
  std::array<std::uint64_t, kSegmentSections> bytes{};
  std::copy(message->section_bytes().begin(), message->section_bytes().end(), bytes.begin());
  return bytes;
}

std::optional<SegmentColumns> SegmentColumns::Decode(std::string_view header, std::string_view bytes) {
  const auto message = ParseMessage<archive_records::SegmentHeader>(header);
  if (!message || message->facets_size() != static_cast<int>(kFacetNames.size())) return std::nullopt;
  // Bounded by the bytes that must be there, for a page takes some bit of a column. Where every
  // page is alike it takes none; such segments are small.
  if (message->pages() > bytes.size() * 8 + 1'000'000) return std::nullopt;
  SegmentColumns columns;
  const std::optional<std::uint64_t> first = TakeVarint(bytes);
  if (!first) return std::nullopt;
  columns.first_ordinal_ = *first;
  const std::size_t count = message->pages();
  std::vector<std::uint32_t> first_days;
  std::vector<std::uint32_t> more_days;
  if (!TakeColumn(bytes, count, columns.ordinals_) || !TakeColumn(bytes, count, first_days) || !TakeColumn(bytes, count, more_days)) {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < count; ++i) columns.ordinals_[i] += columns.ordinals_[i - 1] + 1;
  std::array<std::vector<std::uint32_t>, kFacetNames.size()> numbers;
  for (std::size_t i = 0; i < kFacetNames.size(); ++i) {
    const auto& values = message->facets(static_cast<int>(i)).values();
    columns.values_[i].assign(values.begin(), values.end());
    if (!TakeColumn(bytes, count, numbers[i])) return std::nullopt;
    const bool known = std::all_of(numbers[i].begin(), numbers[i].end(),
                                   [&](std::uint32_t number) { return number < columns.values_[i].size() && number < kMaxValues; });
    if (!known) return std::nullopt;
  }
  columns.days_.Reserve(count);
  for (std::uint32_t page = 0; page < count; ++page) {
    const DaySpan days = {first_days[page], first_days[page] + more_days[page]};
    columns.days_.Add(days);
    FacetTuple facets{};
    facets[kYear] = YearOf(days.from, days.to);
    for (std::size_t i = 0; i < numbers.size(); ++i) facets[i] = static_cast<std::uint16_t>(numbers[i][page]);
    columns.AddFacets(facets);
  }
  return columns;
}

std::optional<std::uint32_t> SegmentColumns::PageOf(std::uint64_t ordinal) const {
  if (ordinal < first_ordinal_ || ordinal - first_ordinal_ > 0xffffffffu) return std::nullopt;
  const auto wanted = static_cast<std::uint32_t>(ordinal - first_ordinal_);
  const auto found = std::lower_bound(ordinals_.begin(), ordinals_.end(), wanted);
  if (found == ordinals_.end() || *found != wanted) return std::nullopt;
  return static_cast<std::uint32_t>(found - ordinals_.begin());
}

SegmentPage SegmentColumns::PageAt(std::uint32_t page) const {
  SegmentPage made{OrdinalOf(page), days_.from(page), days_.to(page), {}};
  for (std::size_t i = 0; i < made.facets.size(); ++i) made.facets[i] = values_[i][FacetOf(page, i)];
  return made;
}

std::uint16_t SegmentColumns::FacetOf(std::uint32_t page, std::size_t facet) const {
  const bool of_document = std::find(kGroups[0].begin(), kGroups[0].end(), facet) != kGroups[0].end();
  return groups_[of_document ? 0 : 1].TupleOf(page)[facet];
}

SegmentColumns::FacetCounts SegmentColumns::CountFacets(const PageSet& pages) const {
  FacetCounts made;
  for (std::size_t facet = 0; facet < values_.size(); ++facet) made.of_value[facet].resize(values_[facet].size());
  const std::array<std::vector<std::uint32_t>, 2> counts_of = FacetGroup::CountBoth(groups_[0], groups_[1], pages);
  for (std::size_t number = 0; number < groups_.size(); ++number) {
    const FacetGroup& group = groups_[number];
    const std::vector<std::uint32_t>& counts = counts_of[number];
    for (std::size_t tuple = 0; tuple < counts.size(); ++tuple) {
      if (counts[tuple] == 0) continue;
      for (const std::size_t facet : kGroups[number]) {
        const std::uint16_t value = group.tuples()[tuple][facet];
        if (facet != kYear) made.of_value[facet][value] += counts[tuple];
        if (facet == kYear && value != 0) made.of_year[value] += counts[tuple];
      }
    }
  }
  return made;
}

}  // namespace sohoa
