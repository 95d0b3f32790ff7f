// SPDX-License-Identifier: Apache-2.0
#include "storage/retention_records.h"

#include <utility>

#include "archive_records.pb.h"
#include "core/parse_message.h"
#include "storage/key_layout.h"
#include "storage/staged_reader.h"

namespace sohoa {
namespace {

Status MalformedRetention(std::string_view what) {
  return Status(StatusCode::kCorruption, "read archive: " + std::string(what) + " is malformed; bring the archive back from a backup");
}

void PutItem(const DisposalItem& item, archive_records::DisposalItem& message) {
  message.set_dossier(item.dossier);
  message.set_version(item.version);
  message.set_maintenance(item.maintenance);
  message.set_years(item.years);
  message.set_closed_on(item.closed_on);
  message.set_due_on(item.due_on);
}

DisposalItem ItemOf(const archive_records::DisposalItem& message) {
  return {message.dossier(), message.version(), message.maintenance(), message.years(), message.closed_on(), message.due_on()};
}

// All values below a prefix, behind a key, until there are `limit`.
template <typename Value>
Result<std::vector<Value>> ListBelow(MetaReader& store, std::string_view prefix, const std::string& after, std::uint32_t limit,
                                     std::optional<Value> (*decode)(std::string_view), std::string_view what) {
  std::vector<Value> values;
  bool malformed = false;
  if (limit == 0) return values;
  const Status scanned = store.Scan(prefix, after, [&](std::string_view key, std::string_view bytes) {
    if (key == after) return true;
    std::optional<Value> value = decode(bytes);
    malformed = !value.has_value();
    if (value) values.push_back(std::move(*value));
    return !malformed && values.size() < limit;
  });
  if (!scanned.ok()) return scanned;
  if (malformed) return MalformedRetention(what);
  return values;
}

}  // namespace

std::string EncodeRetention(const RetentionRecord& record) {
  archive_records::Retention message;
  message.set_maintenance(record.maintenance);
  message.set_years(record.years);
  message.set_closed_on(record.closed_on);
  message.set_reason(record.reason);
  message.set_by(record.by);
  message.set_at_unix_ms(record.at_unix_ms);
  for (const LegalHold& hold : record.holds) {
    archive_records::LegalHold& each = *message.add_holds();
    each.set_number(hold.number);
    each.set_reason(hold.reason);
    each.set_by(hold.by);
    each.set_since_unix_ms(hold.since_unix_ms);
  }
  message.set_last_hold(record.last_hold);
  return message.SerializeAsString();
}

std::optional<RetentionRecord> DecodeRetention(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::Retention>(bytes);
  if (!message) return std::nullopt;
  RetentionRecord record{message->maintenance(), message->years(), message->closed_on(), message->reason(),
                         message->by(), message->at_unix_ms(), {}, message->last_hold()};
  for (const archive_records::LegalHold& hold : message->holds()) {
    record.holds.push_back({hold.number(), hold.reason(), hold.by(), hold.since_unix_ms()});
  }
  return record;
}

std::string EncodeProposal(const DisposalProposal& proposal) {
  archive_records::DisposalProposal message;
  message.set_number(proposal.number);
  for (const DisposalItem& item : proposal.items) PutItem(item, *message.add_items());
  message.set_reason(proposal.reason);
  message.set_by(proposal.by);
  message.set_at_unix_ms(proposal.at_unix_ms);
  message.set_withdrawn_by(proposal.withdrawn_by);
  message.set_withdrawn_at_unix_ms(proposal.withdrawn_at_unix_ms);
  return message.SerializeAsString();
}

std::optional<DisposalProposal> DecodeProposal(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::DisposalProposal>(bytes);
  if (!message) return std::nullopt;
  DisposalProposal proposal{message->number(), {}, message->reason(), message->by(), message->at_unix_ms(),
                            message->withdrawn_by(), message->withdrawn_at_unix_ms()};
  for (const archive_records::DisposalItem& item : message->items()) proposal.items.push_back(ItemOf(item));
  return proposal;
}

std::string EncodeCertificate(const DisposalCertificate& certificate) {
  archive_records::DisposalCertificate message;
  PutItem(certificate.item, *message.mutable_item());
  message.set_procedure(certificate.procedure);
  message.set_agency(certificate.agency);
  message.set_documents(certificate.documents);
  message.set_pages(certificate.pages);
  message.set_blobs(certificate.blobs);
  message.set_bytes(certificate.bytes);
  message.set_contents_sha256(std::string(NameBytes(certificate.contents)));
  message.set_proposal(certificate.proposal);
  message.set_reason(certificate.reason);
  message.set_proposed_by(certificate.proposed_by);
  message.set_proposed_at_unix_ms(certificate.proposed_at_unix_ms);
  message.set_confirmed_by(certificate.confirmed_by);
  message.set_confirmed_at_unix_ms(certificate.confirmed_at_unix_ms);
  return message.SerializeAsString();
}

std::optional<DisposalCertificate> DecodeCertificate(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::DisposalCertificate>(bytes);
  if (!message) return std::nullopt;
  const std::optional<Sha256> contents = ReadNameBytes(message->contents_sha256());
  if (!contents) return std::nullopt;
  return DisposalCertificate{ItemOf(message->item()), message->procedure(), message->agency(), message->documents(), message->pages(),
                             message->blobs(), message->bytes(), *contents, message->proposal(), message->reason(),
                             message->proposed_by(), message->proposed_at_unix_ms(), message->confirmed_by(),
                             message->confirmed_at_unix_ms()};
}

KeyReader ReadFrom(MetaReader& store) {
  return [&store](std::string_view key) { return store.Get(key); };
}

KeyReader ReadFrom(MetaReader& store, const MetaBatch& batch) {
  return [reader = StagedReader(store, batch)](std::string_view key) { return reader.Get(key); };
}

Result<RetentionRecord> ReadRetention(const KeyReader& read, std::string_view code) {
  const Result<std::optional<std::string>> bytes = read(RetentionKey(code));
  if (!bytes) return bytes.status();
  if (!*bytes) return RetentionRecord();
  std::optional<RetentionRecord> record = DecodeRetention(**bytes);
  if (!record) return MalformedRetention("what was decided on keeping dossier " + std::string(code));
  return std::move(*record);
}

Result<DisposalProposal> ReadProposal(const KeyReader& read, std::uint64_t number) {
  const Result<std::optional<std::string>> bytes = read(ProposalKey(number));
  if (!bytes) return bytes.status();
  if (!*bytes) return Status(StatusCode::kNotFound, "read disposal " + std::to_string(number) + ": nobody proposed one of this number");
  std::optional<DisposalProposal> proposal = DecodeProposal(**bytes);
  if (!proposal) return MalformedRetention("disposal " + std::to_string(number));
  return std::move(*proposal);
}

Result<std::optional<DisposalCertificate>> ReadCertificate(const KeyReader& read, std::string_view code) {
  const Result<std::optional<std::string>> bytes = read(CertificateKey(code));
  if (!bytes) return bytes.status();
  if (!*bytes) return std::optional<DisposalCertificate>();
  std::optional<DisposalCertificate> certificate = DecodeCertificate(**bytes);
  if (!certificate) return MalformedRetention("the certificate of dossier " + std::string(code));
  return certificate;
}

Result<std::vector<DisposalProposal>> ListProposals(MetaReader& store, std::uint64_t after, std::uint32_t limit) {
  return ListBelow<DisposalProposal>(store, kProposalPrefix, ProposalKey(after), limit, &DecodeProposal, "a disposal");
}

Result<std::vector<DisposalCertificate>> ListCertificates(MetaReader& store, const std::string& after, std::uint32_t limit) {
  return ListBelow<DisposalCertificate>(store, kCertificatePrefix, after.empty() ? "" : CertificateKey(after), limit, &DecodeCertificate,
                                        "a certificate of disposal");
}

}  // namespace sohoa
