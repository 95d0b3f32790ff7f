// SPDX-License-Identifier: Apache-2.0
#include "workers/ledger_history.h"

#include "storage/key_layout.h"
#include "workers/ledger_records.h"

namespace sohoa {
namespace {

// A history of so many writes takes two years at a thousand a second, and of so many restarts
// seven at one an hour; the epoch has half of a fence and of an upload's number for itself.
constexpr std::uint64_t kSequenceGap = std::uint64_t{1} << 36;
constexpr std::uint64_t kEpochGap = std::uint64_t{1} << 16;

Status Raise(Archive& archive, std::string_view key, std::uint64_t gap, MetaBatch& batch) {
  const Result<std::optional<std::string>> value = archive.meta().Get(key);
  if (!value) return value.status();
  const std::optional<std::uint64_t> number = *value ? ReadBigEndian64(**value) : std::uint64_t{0};
  if (!number) return Status(StatusCode::kCorruption, "read ledger: a counter is damaged; restore another backup");
  batch.Put(std::string(key), BigEndian64(*number + gap));
  return {};
}

}  // namespace

Status StageNewLedgerHistory(Archive& archive, MetaBatch& batch) {
  const Status status = Raise(archive, kEpochKey, kEpochGap, batch);
  return status.ok() ? Raise(archive, kSequenceKey, kSequenceGap, batch) : status;
}

}  // namespace sohoa
