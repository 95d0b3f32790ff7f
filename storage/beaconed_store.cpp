// SPDX-License-Identifier: Apache-2.0
#include "storage/beaconed_store.h"

#include <utility>

#include "core/calendar.h"
#include "storage/archive_codec.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

// What a batch says of how far the archive has come; false where it says nothing.
bool MarkOf(const MetaBatch& batch, BeaconMark& mark) {
  bool found = false;
  for (const MetaBatch::Operation& operation : batch.operations()) {
    if (!operation.value) continue;
    if (operation.key == kLedgerSequenceKey) {
      mark.ledger = ReadBigEndian64(*operation.value).value_or(0);
    } else if (operation.key == kLedgerEpochKey) {
      mark.epoch = ReadBigEndian64(*operation.value).value_or(0);
    } else if (operation.key == kLastAuditKey) {
      const AuditHead head = DecodeAuditHead(*operation.value).value_or(AuditHead{});
      mark.audit = head.sequence;
      mark.audit_sha256 = head.sha256;
    } else {
      continue;
    }
    found = true;
  }
  return found;
}

class BeaconedStore : public OrderedStore {
 public:
  BeaconedStore(std::unique_ptr<OrderedStore> store, std::unique_ptr<BeaconWriter> beacon)
      : store_(std::move(store)), beacon_(std::move(beacon)) {}

  Result<std::optional<std::string>> Get(std::string_view key) override { return store_->Get(key); }
  Status Scan(std::string_view prefix, std::string_view from,
              const std::function<bool(std::string_view, std::string_view)>& visit) override {
    return store_->Scan(prefix, from, visit);
  }
  std::unique_ptr<MetaReader> Snapshot() override { return store_->Snapshot(); }
  Status Write(const MetaBatch& batch) override {
    const Status status = store_->Write(batch);
    BeaconMark mark;
    if (status.ok() && MarkOf(batch, mark)) {
      mark.at_unix_ms = NowUnixMs();
      beacon_->Note(mark);
    }
    return status;
  }
  // Not durable, so not for the beacon: what follows it durably brings its own marks.
  Status WriteUnsynced(const MetaBatch& batch) override { return store_->WriteUnsynced(batch); }
  Status Sync() override { return store_->Sync(); }
  Status CheckRoom(std::uint64_t bytes) override { return store_->CheckRoom(bytes); }
  StoreRoom Room() override { return store_->Room(); }
  Status Health() override { return store_->Health(); }
  Status Reclaim() override { return store_->Reclaim(); }
  Result<std::uint32_t> BackUpTo(const std::string& folder, const std::function<bool(std::uint64_t)>& progress) override {
    return store_->BackUpTo(folder, progress);
  }
  Status CheckpointTo(const std::string& folder) override { return store_->CheckpointTo(folder); }
  std::vector<std::string> TableFiles() override { return store_->TableFiles(); }
  Status CheckTableFile(const std::string& name, std::uint64_t& bytes) override { return store_->CheckTableFile(name, bytes); }

 private:
  std::unique_ptr<OrderedStore> store_;
  std::unique_ptr<BeaconWriter> beacon_;
};

}  // namespace

std::unique_ptr<OrderedStore> NewBeaconedStore(std::unique_ptr<OrderedStore> store, std::unique_ptr<BeaconWriter> beacon) {
  return std::make_unique<BeaconedStore>(std::move(store), std::move(beacon));
}

}  // namespace sohoa
