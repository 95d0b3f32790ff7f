// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <mutex>
#include <utility>

#include "storage/ordered_store.h"

namespace sohoa {
namespace {

using Table = std::map<std::string, std::string, std::less<>>;

Status ScanTable(const Table& table, std::string_view prefix, std::string_view from,
                 const std::function<bool(std::string_view, std::string_view)>& visit) {
  for (auto it = table.lower_bound(std::max(prefix, from)); it != table.end(); ++it) {
    if (!std::string_view(it->first).starts_with(prefix)) break;
    if (!visit(it->first, it->second)) break;
  }
  return {};
}

std::optional<std::string> Find(const Table& table, std::string_view key) {
  const auto it = table.find(key);
  if (it == table.end()) return std::nullopt;
  return it->second;
}

class MemorySnapshot : public MetaReader {
 public:
  explicit MemorySnapshot(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
  Result<std::optional<std::string>> Get(std::string_view key) override {
    return Find(*table_, key);
  }
  Status Scan(std::string_view prefix, std::string_view from,
              const std::function<bool(std::string_view, std::string_view)>& visit) override {
    return ScanTable(*table_, prefix, from, visit);
  }

 private:
  std::shared_ptr<const Table> table_;  // shared with the store until that writes again
};

// Copies the table on the first write after a snapshot, so that a reader of one moment never
// waits for a writer and a visitor may write.
class MemoryOrderedStore : public OrderedStore {
 public:
  Result<std::optional<std::string>> Get(std::string_view key) override {
    const std::scoped_lock lock(mutex_);
    return Find(*table_, key);
  }
  Status Scan(std::string_view prefix, std::string_view from,
              const std::function<bool(std::string_view, std::string_view)>& visit) override {
    return ScanTable(*Current(), prefix, from, visit);
  }
  Status Write(const MetaBatch& batch) override {
    const std::scoped_lock lock(mutex_);
    if (table_.use_count() > 1) table_ = std::make_shared<Table>(*table_);
    for (const MetaBatch::Operation& operation : batch.operations()) {
      if (operation.value) {
        (*table_)[operation.key] = *operation.value;
      } else {
        table_->erase(operation.key);
      }
    }
    return {};
  }
  Status WriteUnsynced(const MetaBatch& batch) override { return Write(batch); }
  Status Sync() override { return {}; }
  Status CheckRoom(std::uint64_t) override { return {}; }
  std::unique_ptr<MetaReader> Snapshot() override {
    return std::make_unique<MemorySnapshot>(Current());
  }

 private:
  std::shared_ptr<const Table> Current() {
    const std::scoped_lock lock(mutex_);
    return table_;
  }

  std::mutex mutex_;
  std::shared_ptr<Table> table_ = std::make_shared<Table>();
};

}  // namespace

std::unique_ptr<OrderedStore> NewMemoryOrderedStore() {
  return std::make_unique<MemoryOrderedStore>();
}

}  // namespace sohoa
