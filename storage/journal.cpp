// SPDX-License-Identifier: Apache-2.0
#include "storage/journal.h"

#include "core/calendar.h"
#include "storage/key_layout.h"
#include "storage/staged_reader.h"

namespace sohoa {
namespace {

constexpr std::string_view kActor = "system";

Status Malformed(std::string_view what) {
  return Status(StatusCode::kCorruption, "read archive journal: " + std::string(what) +
                                             " is malformed; bring it back from a backup");
}

Result<std::uint64_t> LastEvent(const StagedReader& reader) {
  const Result<std::optional<std::string>> value = reader.Get(kLastEventKey);
  if (!value) return value.status();
  if (!*value) return std::uint64_t{0};
  const std::optional<std::uint64_t> last = ReadBigEndian64(**value);
  if (!last) return Malformed("the event counter");
  return *last;
}

Result<AuditHead> LastAudit(const StagedReader& reader) {
  const Result<std::optional<std::string>> value = reader.Get(kLastAuditKey);
  if (!value) return value.status();
  if (!*value) return AuditHead{};
  const std::optional<AuditHead> head = DecodeAuditHead(**value);
  if (!head) return Malformed("the audit head");
  return *head;
}

// Adds the record as the chain's next one.
Status StageLink(const StagedReader& reader, AuditRecord record, MetaBatch& batch) {
  const Result<AuditHead> head = LastAudit(reader);
  if (!head) return head.status();
  record.sequence = head->sequence + 1;
  record.previous = head->sha256;
  std::string encoded = EncodeAuditRecord(record);
  batch.Put(std::string(kLastAuditKey), EncodeAuditHead({record.sequence, Sha256::Of(encoded)}));
  batch.Put(AuditKey(record.sequence), std::move(encoded));
  return {};
}

}  // namespace

Result<std::uint64_t> NewestEvent(MetaReader& store) {
  const MetaBatch nothing;
  return LastEvent(StagedReader(store, nothing));
}

Status StageJournal(MetaReader& store, ArchiveEvent event, std::string_view content,
                    MetaBatch& batch) {
  const StagedReader reader(store, batch);
  const Result<std::uint64_t> last_event = LastEvent(reader);
  if (!last_event) return last_event.status();

  event.sequence = *last_event + 1;
  if (event.at_unix_ms == 0) event.at_unix_ms = NowUnixMs();
  AuditRecord record;
  record.at_unix_ms = event.at_unix_ms;
  record.actor = kActor;
  record.action = event.kind;
  record.object = event.subject.empty() ? event.dossier : event.dossier + "/" + event.subject;
  record.content = Sha256::Of(content);
  record.trace = event.trace;
  if (const Status linked = StageLink(reader, std::move(record), batch); !linked.ok()) return linked;

  batch.Put(EventKey(event.sequence), EncodeEvent(event));
  batch.Put(std::string(kLastEventKey), BigEndian64(event.sequence));
  return {};
}

Status StageAudit(MetaReader& store, const AuditEntry& entry, MetaBatch& batch) {
  AuditRecord record;
  record.at_unix_ms = NowUnixMs();
  record.actor = entry.actor;
  record.action = entry.action;
  record.object = entry.object;
  record.content = Sha256::Of(entry.content);
  record.purpose = entry.purpose;
  record.client = entry.client;
  return StageLink(StagedReader(store, batch), std::move(record), batch);
}

Result<std::vector<ArchiveEvent>> ReadEvents(MetaReader& store, std::uint64_t after,
                                             std::uint32_t limit) {
  std::vector<ArchiveEvent> events;
  bool malformed = false;
  if (limit == 0 || after == UINT64_MAX) return events;
  const Status scanned = store.Scan(
      kEventPrefix, EventKey(after + 1), [&](std::string_view, std::string_view value) {
        std::optional<ArchiveEvent> event = DecodeEvent(value);
        malformed = !event.has_value();
        if (event) events.push_back(std::move(*event));
        return !malformed && events.size() < limit;
      });
  if (!scanned.ok()) return scanned;
  if (malformed) return Malformed("an event");
  return events;
}

Result<std::vector<std::string>> CheckAuditChain(MetaReader& store) {
  std::vector<std::string> breaks;
  AuditHead end;  // of the chain as found so far
  const Status scanned =
      store.Scan(kAuditPrefix, "", [&](std::string_view key, std::string_view value) {
        const std::string number = std::to_string(end.sequence + 1);
        const std::optional<AuditRecord> record = DecodeAuditRecord(value);
        if (!record || key != AuditKey(record->sequence)) {
          breaks.push_back("record after " + std::to_string(end.sequence) + " is malformed");
        } else if (record->sequence != end.sequence + 1) {
          breaks.push_back("record " + number + " is missing");
        } else if (record->previous != end.sha256) {
          breaks.push_back("record " + number + " does not follow the one before it");
        }
        end = {record ? record->sequence : end.sequence + 1, Sha256::Of(value)};
        return true;
      });
  if (!scanned.ok()) return scanned;
  const Result<AuditHead> head = LastAudit(StagedReader(store, MetaBatch()));
  if (!head) return head.status();
  if (head->sequence != end.sequence) {
    breaks.push_back("the chain ends at " + std::to_string(end.sequence) + ", its head says " +
                     std::to_string(head->sequence));
  } else if (head->sha256 != end.sha256) {
    breaks.push_back("the last record is not the one its head names");
  }
  return breaks;
}

}  // namespace sohoa
