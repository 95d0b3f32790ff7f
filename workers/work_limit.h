// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace sohoa {

// How much of one kind is in hand at once, over several queues and threads. Any thread may call
// it; must outlive its places.
class WorkLimit {
 public:
  explicit WorkLimit(std::uint32_t most) : most_(most) {}

  // Taken until it is destroyed; null where all are.
  std::shared_ptr<void> Take() {
    if (taken_.fetch_add(1) < most_) return {this, [](WorkLimit* limit) { --limit->taken_; }};
    --taken_;
    return nullptr;
  }

 private:
  const std::uint32_t most_;
  std::atomic<std::uint32_t> taken_{0};
};

}  // namespace sohoa
