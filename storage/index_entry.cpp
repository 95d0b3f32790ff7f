// SPDX-License-Identifier: Apache-2.0
#include "storage/index_entry.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/completeness.h"
#include "core/vietnamese.h"
#include "storage/document_secrecy.h"
#include "storage/index_terms.h"
#include "storage/issue_date.h"

namespace sohoa {
namespace {

// Longer values are whole paragraphs, which the page's text holds anyway.
constexpr std::size_t kMaxFieldBytes = 2000;
constexpr std::size_t kMostAlternatives = 2;
constexpr double kLeastConfidence = 0.01;

std::uint32_t ToFraction(double value) {
  return static_cast<std::uint32_t>(std::lround(std::clamp(value, 0.0, 1.0) * 65535));
}

PageBox ToPageBox(const Polygon& polygon) {
  PageBox box{65535, 65535, 0, 0};
  for (const Point& point : polygon) {
    box[0] = std::min(box[0], ToFraction(point.x));
    box[1] = std::min(box[1], ToFraction(point.y));
    box[2] = std::max(box[2], ToFraction(point.x));
    box[3] = std::max(box[3], ToFraction(point.y));
  }
  return box;
}

// What the reader thinks a word may be instead, where that is not out of the question.
void TakeAlternatives(const Word& word, const PageGeometry& geometry, PageWords& words) {
  std::size_t taken = 0;
  for (const WordAlternative& other : word.alternatives) {
    if (taken == kMostAlternatives || other.confidence < kLeastConfidence) return;
    words.fields.push_back({std::string(kAlternatives), ToNfc(other.text), {ToPageBox(geometry.ToPolygon(word.box))}});
    ++taken;
  }
}

void TakeLine(const Line& line, const PageGeometry& geometry, PageWords& words) {
  bool first = true;
  for (const Word& word : line.words) {
    if (word.ink != InkKind::kPrint || word.text.empty()) continue;
    if (!first) words.text += ' ';
    first = false;
    words.begins.push_back(static_cast<std::uint32_t>(words.text.size()));
    words.boxes.push_back(ToPageBox(geometry.ToPolygon(word.box)));
    words.text += ToNfc(word.text);
    TakeAlternatives(word, geometry, words);
  }
  if (!first) words.text += '\n';
}

PageWords TakeWords(const PageRecord& record) {
  PageWords words;
  for (const Block& block : record.text.blocks) {
    for (const Line& line : block.lines) TakeLine(line, record.geometry, words);
  }
  return words;
}

IndexedField ToIndexedField(const FieldValue& field, std::uint32_t page) {
  IndexedField indexed{field.code, ToNfc(field.value), {}};
  if (!field.normalized.empty() && field.normalized != field.value) {
    indexed.value += '\n' + ToNfc(field.normalized);
  }
  if (const auto day = DayMonthYear(field.normalized)) indexed.value += '\n' + *day;
  for (const FieldLocation& location : field.locations) {
    if (location.page == page && !location.polygon.empty()) {
      indexed.boxes.push_back(ToPageBox(location.polygon));
    }
  }
  return indexed;
}

// The document that holds a page, and which of its pages is the first that can be found.
struct PageHome {
  const Document* document = nullptr;
  std::uint32_t first_page = 0;
};

class EntryBuilder {
 public:
  explicit EntryBuilder(const IndexedDossier& dossier);
  std::vector<IndexEntry> Build() const;

 private:
  PageHome HomeOf(std::uint32_t page) const;
  IndexEntry BuildEntry(const DossierPage& page, const PageRecord& record, bool first) const;
  void AddFields(const PageHome& home, bool first_of_dossier, IndexEntry& entry) const;
  static void AddDegree(const FieldValue& field, IndexedPage& page);
  static void AddFilters(const Document& document, IndexedPage& page);

  const IndexedDossier& dossier_;
  std::set<std::uint32_t> findable_;
};

EntryBuilder::EntryBuilder(const IndexedDossier& dossier) : dossier_(dossier) {
  for (const DossierPage& page : dossier.dossier.pages) {
    if (!page.blank) findable_.insert(page.page);
  }
}

PageHome EntryBuilder::HomeOf(std::uint32_t page) const {
  for (const Document& document : dossier_.dossier.documents) {
    if (std::find(document.pages.begin(), document.pages.end(), page) == document.pages.end()) {
      continue;
    }
    for (const std::uint32_t candidate : document.pages) {
      if (findable_.contains(candidate)) return {&document, candidate};
    }
  }
  return {};
}

// Of a field that is empty, or whose value is too long to be one: it stays hidden as DegreeOf() has it.
void EntryBuilder::AddDegree(const FieldValue& field, IndexedPage& page) {
  const std::string_view text = DegreeText(field);
  const bool has_filter = (!field.value.empty() && field.value.size() <= kMaxFieldBytes) || text.empty();
  if (!has_filter) page.filter_values.push_back(std::string(kSecrecyField) + "=" + (text.size() <= kMaxFieldBytes ? FilterValue(text) : "?"));
}

void EntryBuilder::AddFilters(const Document& document, IndexedPage& page) {
  for (const FieldValue& field : document.fields) {
    for (const std::string& value : {field.value, field.normalized}) {
      if (value.empty() || value.size() > kMaxFieldBytes) continue;
      std::string filter = field.code + "=" + FilterValue(value);
      if (std::find(page.filter_values.begin(), page.filter_values.end(), filter) ==
          page.filter_values.end()) {
        page.filter_values.push_back(std::move(filter));
      }
    }
    if (field.code == kSecrecyField) AddDegree(field, page);
    if (field.code != "issued_date") continue;
    if (const std::optional<DaySpan> span = ParseDaySpan(field.normalized)) {
      page.date_from = span->from;
      page.date_to = span->to;
    }
  }
}

// A field whose place is not known, or cannot be found, is found on the document's first page.
void EntryBuilder::AddFields(const PageHome& home, bool first_of_dossier, IndexEntry& entry) const {
  const std::uint32_t page = entry.page.page;
  if (home.document != nullptr) {
    for (const FieldValue& field : home.document->fields) {
      if (field.value.empty() || field.value.size() > kMaxFieldBytes) continue;
      std::uint32_t stands_on = field.locations.empty() ? 0 : field.locations.front().page;
      if (!findable_.contains(stands_on)) stands_on = home.first_page;
      if (stands_on == page) entry.words.fields.push_back(ToIndexedField(field, page));
    }
    if (home.first_page == page) {
      const DocumentType& type = home.document->type;
      entry.words.fields.push_back({"type", ToNfc(type.label + "\n" + type.code), {}});
    }
  }
  if (first_of_dossier) {
    const DossierHead& head = dossier_.dossier.head;
    entry.words.fields.push_back({"dossier", head.code, {}});
    if (!head.applicant.empty()) {
      entry.words.fields.push_back({"applicant", ToNfc(head.applicant), {}});
    }
  }
}

IndexEntry EntryBuilder::BuildEntry(const DossierPage& page, const PageRecord& record,
                                    bool first) const {
  const PageHome home = HomeOf(page.page);
  IndexEntry entry;
  entry.page.dossier = dossier_.dossier.head.code;
  entry.page.version = dossier_.dossier.version;
  entry.page.page_id = page.id;
  entry.page.page = page.page;
  entry.page.agency = dossier_.dossier.head.agency;
  entry.page.completeness = CompletenessStateName(dossier_.dossier.completeness.state);
  if (home.document != nullptr) {
    entry.page.document = home.document->id;
    entry.page.type = home.document->type;
    AddFilters(*home.document, entry.page);
  }
  entry.words = TakeWords(record);
  AddFields(home, first, entry);
  return entry;
}

std::vector<IndexEntry> EntryBuilder::Build() const {
  std::vector<IndexEntry> entries;
  for (std::size_t i = 0; i < dossier_.pages.size(); ++i) {
    const DossierPage& page = dossier_.dossier.pages[i];
    if (page.blank) continue;
    entries.push_back(BuildEntry(page, dossier_.pages[i], entries.empty()));
  }
  return entries;
}

}  // namespace

std::vector<IndexEntry> BuildIndexEntries(const IndexedDossier& dossier) {
  return EntryBuilder(dossier).Build();
}

std::string FilterValue(std::string_view text) {
  std::string value;
  bool space = false;
  for (const char c : FoldedKey(text)) {
    const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_space) {
      if (space && !value.empty()) value += ' ';
      value += c;
    }
    space = is_space;
  }
  return value;
}

}  // namespace sohoa
