// SPDX-License-Identifier: Apache-2.0
#include "access/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace sohoa {

std::int64_t RateLimiter::Take(const std::string& name, std::int64_t now_ms) {
  const std::scoped_lock lock(mutex_);
  if (buckets_.size() >= kMostNames && !buckets_.contains(name)) ForgetFull(now_ms);
  Bucket& bucket = buckets_.try_emplace(name, Bucket{burst_, now_ms}).first->second;
  bucket.left = std::min(burst_, bucket.left + static_cast<double>(now_ms - bucket.at_ms) / refill_ms_);
  bucket.at_ms = now_ms;
  if (bucket.left < 1) return std::max<std::int64_t>(1, std::llround((1 - bucket.left) * refill_ms_));
  bucket.left -= 1;
  return 0;
}

void RateLimiter::GiveBack(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  const auto bucket = buckets_.find(name);
  if (bucket != buckets_.end()) bucket->second.left = std::min(burst_, bucket->second.left + 1);
}

// Names that have all of their burst again are as if they had never asked. Where none has, the one that has most left goes.
void RateLimiter::ForgetFull(std::int64_t now_ms) {
  const auto left = [&](const Bucket& bucket) { return bucket.left + static_cast<double>(now_ms - bucket.at_ms) / refill_ms_; };
  std::erase_if(buckets_, [&](const auto& entry) { return left(entry.second) >= burst_; });
  if (buckets_.size() < kMostNames) return;
  buckets_.erase(std::max_element(buckets_.begin(), buckets_.end(), [&](const auto& one, const auto& other) { return left(one.second) < left(other.second); }));
}

}  // namespace sohoa
