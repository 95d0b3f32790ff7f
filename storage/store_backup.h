// SPDX-License-Identifier: Apache-2.0
//
// StoreBackups: numbered copies of one store in a folder, on another disk where possible. Each is
// whole by itself; files that did not change are shared between them, so that a further copy
// writes only what is new.
//
// One object a folder at a time. OrderedStore::BackUpTo() adds one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/ordered_store.h"

namespace sohoa {

struct StoreBackup {
  std::uint32_t number = 0;
  std::uint64_t bytes = 0;  // of all its files, shared ones too
};

class StoreBackups {
 public:
  // For reading only; nothing is written, so it may be on a medium that takes no writes.
  static Result<std::unique_ptr<StoreBackups>> Open(const std::string& folder);
  virtual ~StoreBackups() = default;

  virtual std::vector<StoreBackup> List() = 0;
  // Reads every file again and compares its check sum. kCorruption, kNotFound.
  virtual Status Check(std::uint32_t number) = 0;
  // Writes the copy as a store into `folder`, which must be empty or not there.
  virtual Status Restore(std::uint32_t number, const std::string& folder) = 0;
  // The copy where it is, for reading; `options.folder` is not used.
  virtual Result<std::unique_ptr<OrderedStore>> OpenCopy(std::uint32_t number, const RocksStoreOptions& options) = 0;
};

// Removes the copies that are not among `keep`, and what cancelled ones left.
Status KeepStoreBackups(const std::string& folder, const std::vector<std::uint32_t>& keep);

}  // namespace sohoa
