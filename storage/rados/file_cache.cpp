// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/file_cache.h"

namespace sohoa {

Result<std::shared_ptr<const std::string>> FileCache::Get(std::uint64_t file, std::uint64_t number,
                                                           const std::function<Result<std::string>()>& read) {
  const Key key{file, number};
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      entries_.splice(entries_.begin(), entries_, found->second);
      return entries_.front().bytes;
    }
  }
  Result<std::string> bytes = read();
  if (!bytes) return bytes.status();
  auto piece = std::make_shared<const std::string>(std::move(*bytes));
  const std::scoped_lock lock(mutex_);
  if (by_key_.contains(key)) return piece;
  entries_.push_front({key, piece});
  by_key_.emplace(key, entries_.begin());
  bytes_ += piece->size();
  while (bytes_ > most_bytes_ && entries_.size() > 1) {
    bytes_ -= entries_.back().bytes->size();
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
  return piece;
}

}  // namespace sohoa
