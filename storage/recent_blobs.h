// SPDX-License-Identifier: Apache-2.0
//
// RecentBlobs: bytes of blobs that were stored a moment ago, for those that read them next: the
// worker that a page goes to, the ledger that looks at its record. Bounded; what is not in it is
// read from the store.
//
// Any thread may call it.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/sha256.h"

namespace sohoa {

class RecentBlobs {
 public:
  explicit RecentBlobs(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  // Not kept where there is no room: what came first is read first, so it stays, unless nobody
  // read it for some seconds.
  void Put(const Sha256& name, std::string bytes);
  // Null where it is not there.
  std::shared_ptr<const std::string> Find(const Sha256& name);
  void Forget(const Sha256& name);

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Sha256 name;
    std::shared_ptr<const std::string> bytes;
    Clock::time_point since;
  };
  void Remove(std::list<Entry>::iterator entry);
  void RemoveOlderThan(Clock::time_point moment);

  const std::size_t most_bytes_;
  std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::list<Entry> entries_;  // oldest first
  std::map<Sha256, std::list<Entry>::iterator> by_name_;
};

}  // namespace sohoa
