// SPDX-License-Identifier: Apache-2.0
#include "storage/index_codec.h"

#include <algorithm>

#include "archive_records.pb.h"
#include "core/parse_message.h"
#include "storage/word_places.h"

namespace sohoa {
namespace {

template <typename Boxes>
void PutBoxes(const std::vector<PageBox>& boxes, Boxes* out) {
  for (const PageBox& box : boxes) {
    for (const std::uint32_t side : box) out->Add(side);
  }
}

template <typename Boxes>
std::vector<PageBox> TakeBoxes(const Boxes& sides) {
  std::vector<PageBox> boxes;
  for (int i = 0; i + 3 < sides.size(); i += 4) {
    boxes.push_back({sides[i], sides[i + 1], sides[i + 2], sides[i + 3]});
  }
  return boxes;
}

}  // namespace

std::string EncodeIndexedPage(const IndexedPage& page) {
  archive_records::IndexedPage message;
  message.set_dossier(page.dossier);
  message.set_version(page.version);
  message.set_document(page.document);
  message.set_page_id(page.page_id);
  message.set_page(page.page);
  message.set_type_code(page.type.code);
  message.set_type_label(page.type.label);
  message.set_type_confidence(page.type.confidence);
  message.set_type_review(static_cast<std::uint32_t>(page.type.review));
  message.set_agency(page.agency);
  message.set_date_from(page.date_from);
  message.set_date_to(page.date_to);
  message.set_completeness(page.completeness);
  for (const std::string& value : page.filter_values) message.add_filter_values(value);
  return message.SerializeAsString();
}

std::optional<IndexedPage> DecodeIndexedPage(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::IndexedPage>(bytes);
  if (!message || message->type_review() > static_cast<std::uint32_t>(ReviewState::kUnreadable)) {
    return std::nullopt;
  }
  IndexedPage page;
  page.dossier = message->dossier();
  page.version = message->version();
  page.document = message->document();
  page.page_id = message->page_id();
  page.page = message->page();
  page.type = {message->type_code(), message->type_label(), message->type_confidence(),
               static_cast<ReviewState>(message->type_review())};
  page.agency = message->agency();
  page.date_from = message->date_from();
  page.date_to = message->date_to();
  page.completeness = message->completeness();
  page.filter_values.assign(message->filter_values().begin(), message->filter_values().end());
  return page;
}

std::string EncodePageWords(const PageWords& words) {
  archive_records::PageWords message;
  message.set_text(words.text);
  message.set_places(EncodeWordPlaces(words));
  for (const IndexedField& field : words.fields) {
    archive_records::IndexedField* out = message.add_fields();
    out->set_code(field.code);
    out->set_value(field.value);
    PutBoxes(field.boxes, out->mutable_boxes());
  }
  return message.SerializeAsString();
}

std::optional<PageWords> DecodePageWords(std::string_view bytes) {
  auto message = ParseMessage<archive_records::PageWords>(bytes);
  if (!message) return std::nullopt;
  PageWords words;
  words.text = std::move(*message->mutable_text());
  if (message->places().empty()) {
    words.begins.assign(message->begins().begin(), message->begins().end());
    words.boxes = TakeBoxes(message->boxes());
  } else if (!DecodeWordPlaces(message->places(), words)) {
    return std::nullopt;
  }
  for (const archive_records::IndexedField& field : message->fields()) {
    words.fields.push_back({field.code(), field.value(), TakeBoxes(field.boxes())});
  }
  const bool in_order = std::is_sorted(words.begins.begin(), words.begins.end());
  const bool in_text = words.begins.empty() || words.begins.back() <= words.text.size();
  if (!in_order || !in_text || words.begins.size() != words.boxes.size()) return std::nullopt;
  return words;
}

std::string EncodeIndexedDossier(const IndexedDossierEntry& entry) {
  archive_records::IndexedDossier message;
  message.set_version(entry.version);
  message.mutable_ordinals()->Add(entry.ordinals.begin(), entry.ordinals.end());
  for (const std::string& id : entry.page_ids) message.add_page_ids(id);
  return message.SerializeAsString();
}

std::optional<IndexedDossierEntry> DecodeIndexedDossier(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::IndexedDossier>(bytes);
  if (!message || message->ordinals_size() != message->page_ids_size()) return std::nullopt;
  IndexedDossierEntry entry;
  entry.version = message->version();
  entry.ordinals.assign(message->ordinals().begin(), message->ordinals().end());
  entry.page_ids.assign(message->page_ids().begin(), message->page_ids().end());
  return entry;
}

std::string EncodeIndexStatistics(const IndexStatistics& statistics) {
  archive_records::Statistics message;
  message.set_next_ordinal(statistics.next_ordinal);
  message.set_pages(statistics.pages);
  message.set_removals(statistics.removals);
  return message.SerializeAsString();
}

std::optional<IndexStatistics> DecodeIndexStatistics(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::Statistics>(bytes);
  if (!message) return std::nullopt;
  return IndexStatistics{message->next_ordinal(), message->pages(), message->removals()};
}

std::string EncodeIndexManifest(const IndexManifest& manifest) {
  archive_records::IndexManifest message;
  message.set_generation(manifest.generation);
  message.set_next_segment(manifest.next_segment);
  message.set_folded_until(manifest.folded_until);
  for (const SegmentEntry& segment : manifest.segments) {
    archive_records::IndexSegment* out = message.add_segments();
    out->set_id(segment.id);
    out->set_first_ordinal(segment.first_ordinal);
    out->set_end_ordinal(segment.end_ordinal);
    out->set_pages(segment.pages);
    out->set_bytes(segment.bytes);
  }
  return message.SerializeAsString();
}

std::optional<IndexManifest> DecodeIndexManifest(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::IndexManifest>(bytes);
  if (!message) return std::nullopt;
  IndexManifest manifest{message->generation(), message->next_segment(), message->folded_until(), {}};
  for (const archive_records::IndexSegment& segment : message->segments()) {
    manifest.segments.push_back(
        {segment.id(), segment.first_ordinal(), segment.end_ordinal(), segment.pages(), segment.bytes()});
  }
  return manifest;
}

std::string EncodeOrdinals(const std::vector<std::uint64_t>& ordinals) {
  archive_records::Ordinals message;
  message.mutable_ordinals()->Add(ordinals.begin(), ordinals.end());
  return message.SerializeAsString();
}

std::optional<std::vector<std::uint64_t>> DecodeOrdinals(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::Ordinals>(bytes);
  if (!message) return std::nullopt;
  return std::vector<std::uint64_t>(message->ordinals().begin(), message->ordinals().end());
}

std::array<std::pair<std::string_view, std::string>, kFacetNames.size()> FacetsOf(const IndexedPage& page) {
  return {{{kFacetNames[0], page.type.code},
           {kFacetNames[1], page.agency},
           {kFacetNames[2], std::string(ReviewStateName(page.type.review))},
           {kFacetNames[3], page.completeness}}};
}

}  // namespace sohoa
