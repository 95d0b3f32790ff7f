// SPDX-License-Identifier: Apache-2.0
#include "storage/archive_codec.h"

#include "archive_records.pb.h"
#include "core/parse_message.h"
#include "storage/key_layout.h"

namespace sohoa {
std::string EncodeEvent(const ArchiveEvent& event) {
  archive_records::Event message;
  message.set_sequence(event.sequence);
  message.set_at_unix_ms(event.at_unix_ms);
  message.set_kind(event.kind);
  message.set_dossier(event.dossier);
  message.set_subject(event.subject);
  message.set_detail(event.detail);
  message.set_trace(event.trace);
  return message.SerializeAsString();
}

std::optional<ArchiveEvent> DecodeEvent(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::Event>(bytes);
  if (!message) return std::nullopt;
  return ArchiveEvent{message->sequence(), message->at_unix_ms(), message->kind(),
                      message->dossier(),  message->subject(),    message->detail(),
                      message->trace()};
}

std::string EncodeAuditRecord(const AuditRecord& record) {
  archive_records::AuditRecord message;
  message.set_sequence(record.sequence);
  message.set_at_unix_ms(record.at_unix_ms);
  message.set_actor(record.actor);
  message.set_action(record.action);
  message.set_object(record.object);
  message.set_content_sha256(std::string(NameBytes(record.content)));
  message.set_previous_sha256(std::string(NameBytes(record.previous)));
  message.set_trace(record.trace);
  message.set_purpose(record.purpose);
  message.set_client(record.client);
  return message.SerializeAsString();
}

std::optional<AuditRecord> DecodeAuditRecord(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::AuditRecord>(bytes);
  if (!message) return std::nullopt;
  const std::optional<Sha256> content = ReadNameBytes(message->content_sha256());
  const std::optional<Sha256> previous = ReadNameBytes(message->previous_sha256());
  if (!content || !previous) return std::nullopt;
  return AuditRecord{message->sequence(), message->at_unix_ms(), message->actor(),
                     message->action(),   message->object(),     *content,
                     *previous,           message->trace(), message->purpose(), message->client()};
}

std::string EncodeAuditHead(const AuditHead& head) {
  archive_records::AuditHead message;
  message.set_sequence(head.sequence);
  message.set_sha256(std::string(NameBytes(head.sha256)));
  return message.SerializeAsString();
}

std::optional<AuditHead> DecodeAuditHead(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::AuditHead>(bytes);
  if (!message) return std::nullopt;
  const std::optional<Sha256> sha256 = ReadNameBytes(message->sha256());
  if (!sha256) return std::nullopt;
  return AuditHead{message->sequence(), *sha256};
}

std::string EncodeSummary(const DossierSummary& summary) {
  archive_records::Summary message;
  message.set_code(summary.code);
  message.set_version(summary.version);
  message.set_committed_unix_ms(summary.committed_unix_ms);
  message.set_documents(summary.documents);
  message.set_pages(summary.pages);
  return message.SerializeAsString();
}

std::optional<DossierSummary> DecodeSummary(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::Summary>(bytes);
  if (!message || message->version() == 0) return std::nullopt;
  return DossierSummary{message->code(), message->version(), message->committed_unix_ms(),
                        message->documents(), message->pages()};
}

std::string EncodePlace(const ArchivePlace& place) {
  archive_records::Place message;
  message.set_dossier(place.dossier);
  message.set_version(place.version);
  message.set_position(place.position);
  return message.SerializeAsString();
}

std::optional<ArchivePlace> DecodePlace(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::Place>(bytes);
  if (!message || message->version() == 0) return std::nullopt;
  return ArchivePlace{message->dossier(), message->version(), message->position()};
}

std::string EncodeReference(const BlobReference& reference) {
  archive_records::Reference message;
  message.set_what(reference.what);
  message.set_object(reference.object);
  return message.SerializeAsString();
}

std::optional<BlobReference> DecodeReference(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::Reference>(bytes);
  if (!message) return std::nullopt;
  return BlobReference{message->what(), message->object()};
}

}  // namespace sohoa
