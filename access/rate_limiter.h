// SPDX-License-Identifier: Apache-2.0
//
// RateLimiter: so many at once, and so many a second in the long run, for each of many names. Safe from several
// threads.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace sohoa {

class RateLimiter {
 public:
  // `burst` at once; one more each `refill_ms`.
  RateLimiter(double burst, double refill_ms) : burst_(burst), refill_ms_(refill_ms) {}

  // 0: taken; else milliseconds until there is one, and nothing was taken.
  std::int64_t Take(const std::string& name, std::int64_t now_ms);
  // One that was taken and turned out not to count.
  void GiveBack(const std::string& name);

 private:
  static constexpr std::size_t kMostNames = 10'000;

  struct Bucket {
    double left = 0;
    std::int64_t at_ms = 0;
  };
  void ForgetFull(std::int64_t now_ms);

  const double burst_;
  const double refill_ms_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace sohoa
