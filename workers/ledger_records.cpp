// SPDX-License-Identifier: Apache-2.0
#include "workers/ledger_records.h"

#include "core/parse_message.h"
#include "core/record_codec.h"
#include "ledger.pb.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

std::string HashBytes(const Sha256& hash) {
  return hash == Sha256{} ? std::string() : std::string(NameBytes(hash));
}

bool TakeHash(const std::string& bytes, Sha256& hash) {
  if (bytes.empty()) return true;
  const std::optional<Sha256> read = ReadNameBytes(bytes);
  if (read) hash = *read;
  return read.has_value();
}

Status DamagedRecord(const char* what) {
  return Status(StatusCode::kCorruption, std::string("read ledger: a ") + what + " record is damaged; restore from a backup");
}

}  // namespace

void CountDossier(const LedgerDossier& record, LedgerCounts& counts, std::uint64_t by) {
  if (record.version > 0) counts.dossiers_committed += by;
  if (record.version == 0 && record.generation == 0) counts.dossiers_open += by;
  if (record.generation != record.visible_generation && !record.stuck) counts.dossiers_processing += by;
}

std::string LedgerDossierKey(std::string_view code) { return std::string(kLedgerDossierPrefix) + EscapedString(code); }
std::string LedgerBatchPrefix(std::string_view code) { return std::string(kLedgerBatchPrefix) + EscapedString(code); }
std::string LedgerBatchKey(std::string_view code, std::string_view batch) {
  return LedgerBatchPrefix(code) + EscapedString(batch);
}
std::string LedgerOriginalPrefix(std::string_view code, std::string_view batch) {
  return "l/o/" + EscapedString(code) + EscapedString(batch);
}
std::string LedgerOriginalKey(std::string_view code, std::string_view batch, std::uint32_t place) {
  return LedgerOriginalPrefix(code, batch) + BigEndian32(place);
}
std::string LedgerPageKey(std::string_view page_id) { return std::string(kLedgerPagePrefix) + std::string(page_id); }
std::string LedgerEditPrefix(std::string_view code) { return std::string(kLedgerEditPrefix) + EscapedString(code); }
std::string LedgerEditKey(std::string_view code, std::uint32_t number) { return LedgerEditPrefix(code) + BigEndian32(number); }
std::string ActiveKey(std::string_view code) { return std::string(kActivePrefix) + std::string(code); }
std::string ReadyKey(std::string_view job) { return std::string(kReadyPrefix) + std::string(job); }
std::string LeaseKey(std::string_view job) { return std::string(kLeasePrefix) + std::string(job); }
std::string QuarantineKey(std::string_view page_id) { return std::string(kQuarantinePrefix) + std::string(page_id); }

std::string DossierJobName(std::string_view code) { return "=" + std::string(code); }
bool IsDossierJob(std::string_view job) { return job.starts_with('='); }
std::string DossierOfJob(std::string_view job) { return std::string(job.substr(1)); }

std::string EncodeRecord(const LedgerDossier& record) {
  ledger::Dossier out;
  out.set_code(record.head.code);
  out.set_procedure(record.head.procedure);
  out.set_agency(record.head.agency);
  out.set_applicant(record.head.applicant);
  out.set_batches(record.batches);
  out.set_generation(record.generation);
  out.set_visible_generation(record.visible_generation);
  out.set_version(record.version);
  out.set_stuck(record.stuck);
  out.set_pending_since_unix_ms(record.pending_since_unix_ms);
  return out.SerializeAsString();
}

Result<LedgerDossier> DecodeLedgerDossier(std::string_view bytes) {
  ledger::Dossier in;
  if (!ParseMessage(bytes, in)) return DamagedRecord("dossier");
  return LedgerDossier{{in.code(), in.procedure(), in.agency(), in.applicant()},
                       in.batches(), in.generation(), in.visible_generation(), in.version(), in.stuck(),
                       in.pending_since_unix_ms()};
}

std::string EncodeRecord(const LedgerBatch& record) {
  ledger::Batch out;
  out.set_id(record.id);
  out.set_order(record.order);
  out.set_lane(static_cast<std::uint32_t>(record.lane));
  out.set_sealed(record.sealed);
  out.set_deadline_unix_ms(record.deadline_unix_ms);
  out.set_sealed_unix_ms(record.sealed_unix_ms);
  out.set_sealed_edits(record.sealed_edits);
  return out.SerializeAsString();
}

Result<LedgerBatch> DecodeLedgerBatch(std::string_view bytes) {
  ledger::Batch in;
  if (!ParseMessage(bytes, in) || in.lane() > static_cast<std::uint32_t>(Lane::kBacklog)) return DamagedRecord("batch");
  return LedgerBatch{in.id(), in.order(), static_cast<Lane>(in.lane()), in.sealed(), in.deadline_unix_ms(), in.sealed_unix_ms(), in.sealed_edits()};
}

std::string EncodeRecord(const LedgerOriginal& record) {
  ledger::Original out;
  out.set_name(record.name);
  out.set_sha256(HashBytes(record.sha256));
  out.set_size(record.size);
  out.set_ledger_sequence(record.ledger_sequence);
  for (const std::string& id : record.page_ids) out.add_page_ids(id);
  out.set_quarantined(record.quarantined);
  return out.SerializeAsString();
}

Result<LedgerOriginal> DecodeLedgerOriginal(std::string_view bytes) {
  ledger::Original in;
  LedgerOriginal record;
  if (!ParseMessage(bytes, in) || !TakeHash(in.sha256(), record.sha256)) return DamagedRecord("original");
  record.name = in.name();
  record.size = in.size();
  record.ledger_sequence = in.ledger_sequence();
  record.page_ids.assign(in.page_ids().begin(), in.page_ids().end());
  record.quarantined = in.quarantined();
  return record;
}

std::string EncodeRecord(const LedgerPage& record) {
  ledger::Page out;
  out.set_source(EncodePageSource(record.source));
  out.set_name(record.name);
  out.set_state(static_cast<std::uint32_t>(record.state));
  out.set_attempts(record.attempts);
  out.set_deaths(record.deaths);
  out.set_record(HashBytes(record.record));
  out.set_layer(HashBytes(record.layer));
  out.set_blank(record.blank);
  out.set_stage(record.stage);
  out.set_code(static_cast<std::uint32_t>(record.reason.code()));
  out.set_message(record.reason.message());
  out.set_at_unix_ms(record.at_unix_ms);
  out.set_same_bytes(record.same_bytes);
  out.set_filed_in(record.filed_in);
  out.set_received_unix_ms(record.received_unix_ms);
  out.set_released(record.released);
  if (record.rotation) out.set_quarter_turns(static_cast<std::uint32_t>(1 + *record.rotation / 90));
  return out.SerializeAsString();
}

Result<LedgerPage> DecodeLedgerPage(std::string_view bytes) {
  ledger::Page in;
  LedgerPage record;
  if (!ParseMessage(bytes, in) || in.state() > static_cast<std::uint32_t>(PageState::kRejected) ||
      in.code() > static_cast<std::uint32_t>(kLastStatusCode) || !TakeHash(in.record(), record.record) ||
      !TakeHash(in.layer(), record.layer)) {
    return DamagedRecord("page");
  }
  Result<PageSource> source = DecodePageSource(in.source());
  if (!source) return DamagedRecord("page");
  record.source = std::move(*source);
  record.name = in.name();
  record.state = static_cast<PageState>(in.state());
  record.attempts = in.attempts();
  record.deaths = in.deaths();
  record.blank = in.blank();
  record.stage = in.stage();
  record.reason = Status(static_cast<StatusCode>(in.code()), in.message());
  record.at_unix_ms = in.at_unix_ms();
  record.same_bytes = in.same_bytes();
  record.filed_in = in.filed_in();
  record.received_unix_ms = in.received_unix_ms();
  record.released = in.released();
  if (in.quarter_turns() > 4) return DamagedRecord("page");
  if (in.quarter_turns() > 0) record.rotation = static_cast<int>(in.quarter_turns() - 1) * 90;
  return record;
}

std::string EncodeRecord(const LedgerLease& record) {
  ledger::Lease out;
  out.set_worker(record.worker);
  out.set_fence(record.fence);
  out.set_generation(record.generation);
  return out.SerializeAsString();
}

Result<LedgerLease> DecodeLedgerLease(std::string_view bytes) {
  ledger::Lease in;
  if (!ParseMessage(bytes, in)) return DamagedRecord("lease");
  return LedgerLease{in.worker(), in.fence(), in.generation()};
}

std::string EncodeRecord(const LedgerCounts& record) {
  ledger::Counts out;
  out.set_pages_received(record.pages_received);
  out.set_pages_done(record.pages_done);
  out.set_pages_quarantined(record.pages_quarantined);
  out.set_dossiers_open(record.dossiers_open);
  out.set_dossiers_processing(record.dossiers_processing);
  out.set_dossiers_committed(record.dossiers_committed);
  out.set_lease_expiries(record.lease_expiries);
  return out.SerializeAsString();
}

Result<LedgerCounts> DecodeLedgerCounts(std::string_view bytes) {
  ledger::Counts in;
  if (!ParseMessage(bytes, in)) return DamagedRecord("count");
  return LedgerCounts{in.pages_received(),      in.pages_done(),         in.pages_quarantined(), in.dossiers_open(),
                      in.dossiers_processing(), in.dossiers_committed(), in.lease_expiries()};
}

}  // namespace sohoa
