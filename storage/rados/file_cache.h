// SPDX-License-Identifier: Apache-2.0
//
// FileCache: pieces of files that do not change, in memory, those that were read last; what lies in RADOS costs a
// question to an OSD, where on a disk of our own the system would have it in memory.
//
// Safe from several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/result.h"

namespace sohoa {

class FileCache {
 public:
  static constexpr std::size_t kPieceBytes = 64u << 10;  // the last one of a file is shorter

  explicit FileCache(std::uint64_t most_bytes) : most_bytes_(most_bytes) {}

  // Piece `number` of the file `file`; by `read` where it is not here. Two who ask at once may both read it.
  Result<std::shared_ptr<const std::string>> Get(std::uint64_t file, std::uint64_t number, const std::function<Result<std::string>()>& read);

 private:
  using Key = std::pair<std::uint64_t, std::uint64_t>;
  struct Entry {
    Key key;
    std::shared_ptr<const std::string> bytes;
  };

  const std::uint64_t most_bytes_;
  std::mutex mutex_;
  std::uint64_t bytes_ = 0;
  std::list<Entry> entries_;  // the one read last in front
  std::map<Key, std::list<Entry>::iterator> by_key_;
};

}  // namespace sohoa
