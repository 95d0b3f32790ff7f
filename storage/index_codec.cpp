// SPDX-License-Identifier: Apache-2.0
#include "storage/index_codec.h"

#include <algorithm>

#include "archive_records.pb.h"
#include "core/parse_message.h"

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

// Base 128, low group first, as Protocol Buffers have it: postings are read by the hundred
// thousand, and are kept free of tags for that.
void PutVarint(std::uint32_t number, std::string& out) {
  while (number >= 0x80) {
    out += static_cast<char>(number | 0x80);
    number >>= 7;
  }
  out += static_cast<char>(number);
}

std::optional<std::uint32_t> TakeVarint(std::string_view& bytes) {
  std::uint32_t number = 0;
  for (int shift = 0; shift < 35 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
  return std::nullopt;
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
  message.set_tokens(page.tokens);
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
  page.tokens = message->tokens();
  page.filter_values.assign(message->filter_values().begin(), message->filter_values().end());
  return page;
}

std::string EncodePageWords(const PageWords& words) {
  archive_records::PageWords message;
  message.set_text(words.text);
  message.mutable_begins()->Add(words.begins.begin(), words.begins.end());
  PutBoxes(words.boxes, message.mutable_boxes());
  for (const IndexedField& field : words.fields) {
    archive_records::IndexedField* out = message.add_fields();
    out->set_code(field.code);
    out->set_value(field.value);
    PutBoxes(field.boxes, out->mutable_boxes());
  }
  return message.SerializeAsString();
}

std::optional<PageWords> DecodePageWords(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::PageWords>(bytes);
  if (!message) return std::nullopt;
  PageWords words;
  words.text = message->text();
  words.begins.assign(message->begins().begin(), message->begins().end());
  words.boxes = TakeBoxes(message->boxes());
  for (const archive_records::IndexedField& field : message->fields()) {
    words.fields.push_back({field.code(), field.value(), TakeBoxes(field.boxes())});
  }
  const bool in_order = std::is_sorted(words.begins.begin(), words.begins.end());
  if (!in_order || words.begins.size() != words.boxes.size()) return std::nullopt;
  return words;
}

std::string EncodePageTerms(const std::vector<std::string>& terms) {
  archive_records::PageTerms message;
  for (const std::string& term : terms) message.add_terms(term);
  return message.SerializeAsString();
}

std::optional<std::vector<std::string>> DecodePageTerms(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::PageTerms>(bytes);
  if (!message) return std::nullopt;
  return std::vector<std::string>(message->terms().begin(), message->terms().end());
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
  message.set_tokens(statistics.tokens);
  return message.SerializeAsString();
}

std::optional<IndexStatistics> DecodeIndexStatistics(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::Statistics>(bytes);
  if (!message) return std::nullopt;
  return IndexStatistics{message->next_ordinal(), message->pages(), message->tokens()};
}

std::string EncodePosting(const Posting& posting) {
  std::string bytes;
  for (const auto& [exact, occurrences] : posting) {
    PutVarint(static_cast<std::uint32_t>(exact.size()), bytes);
    bytes += exact;
    PutVarint(static_cast<std::uint32_t>(occurrences.size()), bytes);
    std::uint32_t before = 0;
    for (const Occurrence& occurrence : occurrences) {
      PutVarint(((occurrence.position - before) << 3) | static_cast<std::uint32_t>(occurrence.place),
                bytes);
      before = occurrence.position;
    }
  }
  return bytes;
}

std::optional<Posting> DecodePosting(std::string_view bytes) {
  Posting posting;
  while (!bytes.empty()) {
    const std::optional<std::uint32_t> length = TakeVarint(bytes);
    if (!length || *length > bytes.size()) return std::nullopt;
    std::vector<Occurrence>& occurrences = posting[std::string(bytes.substr(0, *length))];
    bytes.remove_prefix(*length);
    const std::optional<std::uint32_t> count = TakeVarint(bytes);
    if (!count || *count > bytes.size()) return std::nullopt;
    std::uint32_t position = 0;
    for (std::uint32_t i = 0; i < *count; ++i) {
      const std::optional<std::uint32_t> number = TakeVarint(bytes);
      if (!number || (*number & 7) > static_cast<std::uint32_t>(TermPlace::kField)) {
        return std::nullopt;
      }
      position += *number >> 3;
      occurrences.push_back({position, static_cast<TermPlace>(*number & 7)});
    }
  }
  return posting;
}

}  // namespace sohoa
