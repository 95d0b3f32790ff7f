// SPDX-License-Identifier: Apache-2.0
#include "storage/index_codec.h"

#include <algorithm>
#include <iterator>
#include <utility>

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

void PutPage(const IndexedPage& page, archive_records::IndexedPage& message) {
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
}

// Its strings are the page's then.
std::optional<IndexedPage> TakePage(archive_records::IndexedPage& message) {
  if (message.type_review() > static_cast<std::uint32_t>(ReviewState::kUnreadable)) return std::nullopt;
  IndexedPage page;
  page.dossier = std::move(*message.mutable_dossier());
  page.version = message.version();
  page.document = std::move(*message.mutable_document());
  page.page_id = std::move(*message.mutable_page_id());
  page.page = message.page();
  page.type = {std::move(*message.mutable_type_code()), std::move(*message.mutable_type_label()), message.type_confidence(),
               static_cast<ReviewState>(message.type_review())};
  page.agency = std::move(*message.mutable_agency());
  page.date_from = message.date_from();
  page.date_to = message.date_to();
  page.completeness = std::move(*message.mutable_completeness());
  page.filter_values.assign(std::make_move_iterator(message.mutable_filter_values()->begin()),
                            std::make_move_iterator(message.mutable_filter_values()->end()));
  return page;
}

void PutWords(const PageWords& words, archive_records::PageWords& message) {
  message.set_text(words.text);
  message.set_places(EncodeWordPlaces(words));
  for (const IndexedField& field : words.fields) {
    archive_records::IndexedField* out = message.add_fields();
    out->set_code(field.code);
    out->set_value(field.value);
    PutBoxes(field.boxes, out->mutable_boxes());
  }
}

std::optional<PageWords> TakeWords(archive_records::PageWords& message) {
  PageWords words;
  words.text = std::move(*message.mutable_text());
  if (message.places().empty()) {
    words.begins.assign(message.begins().begin(), message.begins().end());
    words.boxes = TakeBoxes(message.boxes());
  } else if (!DecodeWordPlaces(message.places(), words)) {
    return std::nullopt;
  }
  for (archive_records::IndexedField& field : *message.mutable_fields()) {
    words.fields.push_back({std::move(*field.mutable_code()), std::move(*field.mutable_value()), TakeBoxes(field.boxes())});
  }
  const bool in_order = std::is_sorted(words.begins.begin(), words.begins.end());
  const bool in_text = words.begins.empty() || words.begins.back() <= words.text.size();
  if (!in_order || !in_text || words.begins.size() != words.boxes.size()) return std::nullopt;
  return words;
}

}  // namespace

std::string EncodeIndexEntry(const IndexEntry& entry) {
  archive_records::IndexEntry message;
  PutPage(entry.page, *message.mutable_page());
  PutWords(entry.words, *message.mutable_words());
  return message.SerializeAsString();
}

std::optional<IndexEntry> DecodeIndexEntry(std::string_view bytes) {
  auto message = ParseMessage<archive_records::IndexEntry>(bytes);
  if (!message || !message->has_page() || !message->has_words()) return std::nullopt;
  std::optional<IndexedPage> page = TakePage(*message->mutable_page());
  std::optional<PageWords> words = TakeWords(*message->mutable_words());
  if (!page || !words) return std::nullopt;
  return IndexEntry{std::move(*page), std::move(*words)};
}

std::string EncodeIndexedPage(const IndexedPage& page) {
  archive_records::IndexedPage message;
  PutPage(page, message);
  return message.SerializeAsString();
}

std::optional<IndexedPage> DecodeIndexedPage(std::string_view bytes) {
  auto message = ParseMessage<archive_records::IndexedPage>(bytes);
  return message ? TakePage(*message) : std::nullopt;
}

std::string EncodePageWords(const PageWords& words) {
  archive_records::PageWords message;
  PutWords(words, message);
  return message.SerializeAsString();
}

std::optional<PageWords> DecodePageWords(std::string_view bytes) {
  auto message = ParseMessage<archive_records::PageWords>(bytes);
  return message ? TakeWords(*message) : std::nullopt;
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
