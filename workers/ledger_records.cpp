// SPDX-License-Identifier: Apache-2.0
#include "workers/ledger_records.h"

#include <cstring>

#include "core/record_codec.h"
#include "ledger.pb.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

namespace pb = ledger;

template <typename Message>
std::string Bytes(const Message& message) {
  std::string out;
  message.SerializeToString(&out);
  return out;
}

template <typename Message>
bool Parse(std::string_view bytes, Message& message) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

Status Damaged(std::string_view what) {
  return Status(StatusCode::kCorruption, "read ledger: the record of a " + std::string(what) +
                                             " is damaged; restore the archive from its backup");
}

std::string HashBytes(const Sha256& hash) { return std::string(NameBytes(hash)); }

bool ReadHash(const std::string& bytes, Sha256& hash) {
  if (bytes.size() != hash.bytes.size()) return false;
  std::memcpy(hash.bytes.data(), bytes.data(), bytes.size());
  return true;
}

bool ReadLane(std::uint32_t number, Lane& lane) {
  lane = static_cast<Lane>(number);
  return number <= static_cast<std::uint32_t>(Lane::kBacklog);
}

std::string Key(std::string_view kind, std::string_view rest) {
  std::string key(kLedgerPrefix);
  key += kind;
  key += rest;
  return key;
}

}  // namespace

BatchState* DossierLedger::Batch(std::string_view id) {
  for (BatchState& batch : batches) {
    if (batch.id == id) return &batch;
  }
  return nullptr;
}

DossierState DossierLedger::State() const {
  bool open = false;
  for (const BatchState& batch : batches) {
    if (batch.sealed && !batch.visible) return DossierState::kProcessing;
    if (!batch.sealed) open = true;
  }
  return open || version == 0 ? DossierState::kOpen : DossierState::kCommitted;
}

std::string EncodeRecord(const LedgerCounters& record) {
  pb::Counters out;
  out.set_epoch(record.epoch);
  out.set_sequence(record.sequence);
  out.set_pages_received(record.pages_received);
  out.set_pages_done(record.pages_done);
  out.set_pages_quarantined(record.pages_quarantined);
  out.set_dossiers_open(record.dossiers_open);
  out.set_dossiers_processing(record.dossiers_processing);
  out.set_dossiers_committed(record.dossiers_committed);
  out.set_lease_expiries(record.lease_expiries);
  return Bytes(out);
}

Result<LedgerCounters> DecodeCounters(std::string_view bytes) {
  pb::Counters in;
  if (!Parse(bytes, in)) return Damaged("counter");
  return LedgerCounters{in.epoch(),
                        in.sequence(),
                        in.pages_received(),
                        in.pages_done(),
                        in.pages_quarantined(),
                        in.dossiers_open(),
                        in.dossiers_processing(),
                        in.dossiers_committed(),
                        in.lease_expiries()};
}

std::string EncodeRecord(const DossierLedger& record) {
  pb::Dossier out;
  out.set_code(record.head.code);
  out.set_procedure(record.head.procedure);
  out.set_agency(record.head.agency);
  out.set_applicant(record.head.applicant);
  for (const BatchState& batch : record.batches) {
    pb::Batch* to = out.add_batches();
    to->set_id(batch.id);
    to->set_order(batch.order);
    to->set_lane(static_cast<std::uint32_t>(batch.lane));
    to->set_sealed(batch.sealed);
    to->set_visible(batch.visible);
    to->set_pending(batch.pending);
    to->set_done(batch.done);
    to->set_quarantined(batch.quarantined);
  }
  out.set_version(record.version);
  out.set_revision(record.revision);
  out.set_committed_revision(record.committed_revision);
  out.set_job(record.job);
  return Bytes(out);
}

Result<DossierLedger> DecodeDossierLedger(std::string_view bytes) {
  pb::Dossier in;
  if (!Parse(bytes, in)) return Damaged("dossier");
  DossierLedger record;
  record.head = {in.code(), in.procedure(), in.agency(), in.applicant()};
  for (const pb::Batch& from : in.batches()) {
    BatchState batch{from.id(),      from.order(),   Lane::kCounter, from.sealed(),
                     from.visible(), from.pending(), from.done(),    from.quarantined()};
    if (!ReadLane(from.lane(), batch.lane)) return Damaged("dossier");
    record.batches.push_back(std::move(batch));
  }
  record.version = in.version();
  record.revision = in.revision();
  record.committed_revision = in.committed_revision();
  record.job = in.job();
  return record;
}

std::string EncodeRecord(const OriginalEntry& record) {
  pb::OriginalEntry out;
  out.set_original(EncodeOriginal(record.original));
  out.set_broken(record.broken);
  out.set_equal_bytes(record.equal_bytes);
  return Bytes(out);
}

Result<OriginalEntry> DecodeOriginalEntry(std::string_view bytes) {
  pb::OriginalEntry in;
  if (!Parse(bytes, in)) return Damaged("original");
  Result<Original> original = DecodeOriginal(in.original());
  if (!original) return original.status();
  return OriginalEntry{std::move(*original), in.broken(), in.equal_bytes()};
}

std::string EncodeRecord(const PageState& record) {
  pb::Page out;
  out.set_id(record.id);
  out.set_source(EncodePageSource(record.source));
  out.set_standing(static_cast<std::uint32_t>(record.standing));
  out.set_record(HashBytes(record.record));
  out.set_layer(HashBytes(record.layer));
  out.set_blank(record.blank);
  return Bytes(out);
}

Result<PageState> DecodePageState(std::string_view bytes) {
  pb::Page in;
  PageState record;
  if (!Parse(bytes, in) || !ReadHash(in.record(), record.record) || !ReadHash(in.layer(), record.layer) ||
      in.standing() > static_cast<std::uint32_t>(PageStanding::kQuarantined)) {
    return Damaged("page");
  }
  Result<PageSource> source = DecodePageSource(in.source());
  if (!source) return source.status();
  record.id = in.id();
  record.source = std::move(*source);
  record.standing = static_cast<PageStanding>(in.standing());
  record.blank = in.blank();
  return record;
}

std::string EncodeRecord(const JobState& record) {
  pb::Job out;
  out.set_service(record.service);
  out.set_dossier(record.dossier);
  out.set_page(record.page);
  out.set_lane(static_cast<std::uint32_t>(record.lane));
  out.set_agency(record.agency);
  out.set_attempts(record.attempts);
  out.set_deaths(record.deaths);
  out.set_fence(record.fence);
  out.set_worker(record.worker);
  out.set_boot(record.boot);
  out.set_delay_ms(record.delay_ms);
  out.set_created_unix_ms(record.created_unix_ms);
  return Bytes(out);
}

Result<JobState> DecodeJobState(std::string_view bytes) {
  pb::Job in;
  JobState record;
  if (!Parse(bytes, in) || !ReadLane(in.lane(), record.lane)) return Damaged("job");
  record.service = in.service();
  record.dossier = in.dossier();
  record.page = in.page();
  record.agency = in.agency();
  record.attempts = in.attempts();
  record.deaths = in.deaths();
  record.fence = in.fence();
  record.worker = in.worker();
  record.boot = in.boot();
  record.delay_ms = in.delay_ms();
  record.created_unix_ms = in.created_unix_ms();
  return record;
}

std::string EncodeRecord(const DossierPlan& record) {
  pb::Plan out;
  out.set_version(record.version);
  out.set_revision(record.revision);
  for (const std::string& batch : record.batches) out.add_batches(batch);
  for (const PlanPage& page : record.pages) {
    pb::PlanPage* to = out.add_pages();
    to->set_id(page.id);
    to->set_source(EncodePageSource(page.source));
    to->set_record(HashBytes(page.record));
    to->set_layer(HashBytes(page.layer));
    to->set_blank(page.blank);
  }
  for (const QuarantinedPage& page : record.quarantined) out.add_quarantined(EncodeQuarantinedPage(page));
  for (const Original& original : record.originals) out.add_originals(EncodeOriginal(original));
  return Bytes(out);
}

Result<DossierPlan> DecodePlan(std::string_view bytes) {
  pb::Plan in;
  if (!Parse(bytes, in)) return Damaged("plan");
  DossierPlan record;
  record.version = in.version();
  record.revision = in.revision();
  record.batches.assign(in.batches().begin(), in.batches().end());
  for (const pb::PlanPage& from : in.pages()) {
    PlanPage page;
    Result<PageSource> source = DecodePageSource(from.source());
    if (!source) return source.status();
    if (!ReadHash(from.record(), page.record) || !ReadHash(from.layer(), page.layer)) return Damaged("plan");
    page.id = from.id();
    page.source = std::move(*source);
    page.blank = from.blank();
    record.pages.push_back(std::move(page));
  }
  for (const std::string& from : in.quarantined()) {
    Result<QuarantinedPage> page = DecodeQuarantinedPage(from);
    if (!page) return page.status();
    record.quarantined.push_back(std::move(*page));
  }
  for (const std::string& from : in.originals()) {
    Result<Original> original = DecodeOriginal(from);
    if (!original) return original.status();
    record.originals.push_back(std::move(*original));
  }
  return record;
}

std::string CountersKey() { return Key("c", ""); }
std::string LedgerDossierKey(std::string_view code) { return Key("d/", code); }

std::string LedgerOriginalsPrefix(std::string_view code) { return Key("o/", EscapedString(code)); }

std::string LedgerOriginalKey(std::string_view code, std::uint64_t batch_order, std::uint32_t place) {
  return LedgerOriginalsPrefix(code) + BigEndian64(batch_order) + BigEndian32(place);
}

std::string LedgerPagesPrefix(std::string_view code) { return Key("p/", EscapedString(code)); }

std::string LedgerPageKey(std::string_view code, std::uint64_t batch_order, std::uint32_t place,
                          std::uint32_t index) {
  return LedgerPagesPrefix(code) + BigEndian64(batch_order) + BigEndian32(place) + BigEndian32(index);
}

std::string LedgerPageIdKey(std::string_view page_id) { return Key("i/", page_id); }
std::string LedgerJobsPrefix() { return Key("j/", ""); }
std::string LedgerJobKey(std::string_view job) { return Key("j/", job); }
std::string LedgerPlanKey(std::string_view job) { return Key("n/", job); }
std::string LedgerQuarantinePrefix() { return Key("q/", ""); }
std::string LedgerQuarantineKey(std::string_view page_id) { return Key("q/", page_id); }
std::string LedgerBlobPrefix(const Sha256& blob) { return Key("f/", NameBytes(blob)); }

std::string LedgerBlobKey(const Sha256& blob, std::string_view code) {
  return LedgerBlobPrefix(blob) + std::string(code);
}

std::string PageJobId(std::string_view page_id) { return "page/" + std::string(page_id); }

std::string DossierJobId(std::string_view code, std::uint32_t version) {
  return "dossier/" + std::string(code) + "/" + std::to_string(version);
}

}  // namespace sohoa
