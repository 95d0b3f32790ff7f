// SPDX-License-Identifier: Apache-2.0
#include "storage/audit_root.h"

#include <optional>

#include "core/base64.h"
#include "core/calendar.h"
#include "storage/archive_codec.h"
#include "storage/journal.h"
#include "storage/key_layout.h"
#include "storage/merkle_tree.h"

namespace sohoa {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

}  // namespace

std::string FormatAuditRoot(const AuditRoot& root) {
  return "sohoa-audit-root 1\narchive: " + root.archive + "\nday: " + root.day + "\nfirst: " + std::to_string(root.first) +
         "\nlast: " + std::to_string(root.last) + "\nhead: " + root.head.Hex() + "\nmerkle: " + root.merkle.Hex() + "\n";
}

Result<AuditRoot> RootOfDay(MetaReader& store, std::string_view day, std::int64_t now_unix_ms) {
  const std::string operation = "make the audit root of " + std::string(day) + ": ";
  const std::optional<std::int64_t> end = day.size() == 10 ? ParseVietnamTime(day) : std::nullopt;
  if (!end) return Status(StatusCode::kInvalidArgument, operation + "a day is written 2026-11-27");
  if (now_unix_ms < *end) return Status(StatusCode::kInvalidArgument, operation + "the day has not ended");
  const Result<std::vector<std::string>> breaks = CheckAuditChain(store);
  if (!breaks) return breaks.status();
  if (!breaks->empty()) {
    return Status(StatusCode::kCorruption, operation + "the audit chain does not hold together (" + breaks->front() + "); find out why with sohoa verify");
  }
  AuditRoot root;
  root.day = day;
  std::uint64_t before = 0;  // the last record of the days before
  Status scanned = store.Scan(kAuditPrefix, "", [&](std::string_view, std::string_view value) {
    const std::optional<AuditRecord> record = DecodeAuditRecord(value);
    if (!record) return false;
    if (record->at_unix_ms < *end - kDayMs) before = record->sequence;
    if (record->at_unix_ms < *end) {
      root.last = record->sequence;
      root.head = Sha256::Of(value);
    }
    return true;
  });
  if (!scanned.ok()) return scanned;
  root.first = before + 1;
  MerkleTree tree;
  scanned = VisitAuditRecords(store, root.first, root.last, [&tree](std::string_view record) {
    tree.Add(record);
    return true;
  });
  if (!scanned.ok()) return scanned;
  root.merkle = tree.Root();
  const Result<std::optional<std::string>> identity = store.Get(kIdentityKey);
  if (!identity) return identity.status();
  root.archive = identity->value_or(std::string());
  return root;
}

Status VisitAuditRecords(MetaReader& store, std::uint64_t first, std::uint64_t last,
                         const std::function<bool(std::string_view record)>& visit) {
  if (first > last) return {};
  return store.Scan(kAuditPrefix, AuditKey(first), [&](std::string_view key, std::string_view value) {
    return key <= AuditKey(last) && visit(value);
  });
}

std::string AuditRecordLine(std::string_view record) { return EncodeBase64(record) + "\n"; }

}  // namespace sohoa
