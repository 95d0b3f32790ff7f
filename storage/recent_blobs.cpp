// SPDX-License-Identifier: Apache-2.0
#include "storage/recent_blobs.h"

#include <utility>

namespace sohoa {
namespace {

// Who waits for longer has to make room, and nobody stays for longer than the second.
constexpr std::chrono::seconds kStays{5};
constexpr std::chrono::seconds kStaysAtMost{60};

}  // namespace

void RecentBlobs::Put(const Sha256& name, std::string bytes) {
  const std::size_t size = bytes.size();
  const Clock::time_point now = Clock::now();
  const std::lock_guard lock(mutex_);
  RemoveOlderThan(now - (bytes_ + size > most_bytes_ ? kStays : kStaysAtMost));
  if (bytes_ + size > most_bytes_ || by_name_.contains(name)) return;
  entries_.push_back({name, std::make_shared<const std::string>(std::move(bytes)), now});
  by_name_[name] = std::prev(entries_.end());
  bytes_ += size;
}

std::shared_ptr<const std::string> RecentBlobs::Find(const Sha256& name) {
  const std::lock_guard lock(mutex_);
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second->bytes;
}

void RecentBlobs::Forget(const Sha256& name) {
  const std::lock_guard lock(mutex_);
  const auto found = by_name_.find(name);
  if (found != by_name_.end()) Remove(found->second);
}

void RecentBlobs::Remove(std::list<Entry>::iterator entry) {
  bytes_ -= entry->bytes->size();
  by_name_.erase(entry->name);
  entries_.erase(entry);
}

void RecentBlobs::RemoveOlderThan(Clock::time_point moment) {
  while (!entries_.empty() && entries_.front().since < moment) Remove(entries_.begin());
}

}  // namespace sohoa
