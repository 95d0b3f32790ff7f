// SPDX-License-Identifier: Apache-2.0
//
// MetaStore: ordered keys with an atomic batch, on a disk, in RADOS or in memory.
//
// All methods are safe from several threads.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/result.h"

namespace sohoa {

// Writes that happen together or not at all, in order. Movable, not copyable: one that is being
// filled can be rolled back instead.
class MetaBatch {
 public:
  struct Operation {
    std::string key;
    std::optional<std::string> value;  // none = delete
    std::size_t before = kNone;        // the operation on the same key before this one
  };

  MetaBatch() = default;
  MetaBatch(MetaBatch&&) = default;
  MetaBatch& operator=(MetaBatch&&) = default;

  void Put(std::string key, std::string value) { Add(std::move(key), std::move(value)); }
  void Delete(std::string key) { Add(std::move(key), std::nullopt); }

  // What a key is set to by this batch (none = deleted); nullptr where it does not touch it.
  const std::optional<std::string>* Find(std::string_view key) const {
    const auto last = last_.find(key);
    return last == last_.end() ? nullptr : &operations_[last->second].value;
  }
  // Forgets all but the first `count` operations.
  void RollBackTo(std::size_t count) {
    while (operations_.size() > count) {
      const Operation& operation = operations_.back();
      if (operation.before == kNone) {
        last_.erase(operation.key);
      } else {
        // The entry's key is a view into an operation, so it is made anew.
        last_.erase(operation.key);
        last_.emplace(operations_[operation.before].key, operation.before);
      }
      bytes_ -= SizeOf(operation);
      operations_.pop_back();
    }
  }

  const std::deque<Operation>& operations() const { return operations_; }
  // What a key was set to, once all is written and the batch is of no more use.
  std::string TakeValue(std::size_t operation) { return std::move(*operations_[operation].value); }
  bool empty() const { return operations_.empty(); }
  std::uint64_t bytes() const { return bytes_; }  // of keys and values

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};

  static std::uint64_t SizeOf(const Operation& operation) {
    return operation.key.size() + (operation.value ? operation.value->size() : 0);
  }
  void Add(std::string key, std::optional<std::string> value) {
    const std::size_t number = operations_.size();
    operations_.push_back({std::move(key), std::move(value), kNone});
    Operation& added = operations_.back();
    const auto [last, is_new] = last_.emplace(added.key, number);
    if (!is_new) {
      added.before = last->second;
      last->second = number;
    }
    bytes_ += SizeOf(added);
  }

  std::deque<Operation> operations_;  // its elements stay where they are
  std::unordered_map<std::string_view, std::size_t> last_;
  std::uint64_t bytes_ = 0;
};

// What a store's disk has left. Both are 0 where no disk is behind it.
struct StoreRoom {
  std::uint64_t free_bytes = 0;
  // Kept free: writes are refused before they touch it.
  std::uint64_t reserve_bytes = 0;
  // An earlier write failed: nothing is written until the store is opened again.
  bool failed = false;
};

// Reads of one moment. Lives no longer than its store.
class MetaReader {
 public:
  virtual ~MetaReader() = default;
  // None where there is no such key.
  virtual Result<std::optional<std::string>> Get(std::string_view key) = 0;
  // Keys that begin with `prefix` and are >= `from` (when not empty), in byte order, until
  // `visit` returns false.
  virtual Status Scan(std::string_view prefix, std::string_view from,
                      const std::function<bool(std::string_view key, std::string_view value)>& visit) = 0;
};

class MetaStore : public MetaReader {
 public:
  // Synced to the disk when it returns ok. After any error the store takes no more writes
  // (kUnavailable) until it is opened again.
  virtual Status Write(const MetaBatch& batch) = 0;
  // Ok where a batch of so many bytes would be taken now, otherwise why not: kUnavailable
  // while the disk is nearly full, or for good after a failed write.
  virtual Status CheckRoom(std::uint64_t bytes) = 0;
  virtual std::unique_ptr<MetaReader> Snapshot() = 0;
  virtual StoreRoom Room() { return {}; }
};

}  // namespace sohoa
