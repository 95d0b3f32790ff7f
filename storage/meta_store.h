// SPDX-License-Identifier: Apache-2.0
//
// MetaStore: ordered keys with an atomic batch. A batch is limited to one dossier and
// rebuildable hints, for that is what a distributed engine can give as well.
//
// All methods are safe from several threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

// Writes that happen together or not at all, in order.
class MetaBatch {
 public:
  struct Operation {
    std::string key;
    std::optional<std::string> value;  // none = delete
  };
  void Put(std::string key, std::string value) { operations_.push_back({std::move(key), std::move(value)}); }
  void Delete(std::string key) { operations_.push_back({std::move(key), std::nullopt}); }
  const std::vector<Operation>& operations() const { return operations_; }
  bool empty() const { return operations_.empty(); }

 private:
  std::vector<Operation> operations_;
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
  virtual std::unique_ptr<MetaReader> Snapshot() = 0;
};

}  // namespace sohoa
