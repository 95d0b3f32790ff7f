// SPDX-License-Identifier: Apache-2.0
//
// ReadyQueue: which job is next. Lanes take turns by weight (counter 8, workflow 3, backlog
// 1), so that the last is never starved; within a lane, agencies take turns, so that one
// agency's hundred thousand pages do not hold up another's one; within an agency, first come,
// first served.
//
// In memory only: it is rebuilt from the ledger. One thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "workers/desk_client.h"

namespace sohoa {

struct ReadyJob {
  std::string job;
  std::string service;  // "page" "dossier"
  std::string agency;
  Lane lane = Lane::kCounter;
  std::int64_t since_ms = 0;       // became ready, MonotonicMs()
  std::int64_t not_before_ms = 0;  // back-off after a failure
  bool alone = false;  // its workers died: only for a worker that does nothing else
};

class ReadyQueue {
 public:
  // Once a job; a second Add of the same one is ignored.
  void Add(ReadyJob job);
  // The next job of one of `services`, or none. `idle`: whoever asks has no other job.
  std::optional<ReadyJob> Take(const std::vector<std::string>& services, std::int64_t now_ms, bool idle = true);
  // How many jobs wait for a worker of their own.
  std::size_t alone() const { return alone_; }
  bool Contains(const std::string& job) const { return jobs_.contains(job); }
  std::uint64_t size(Lane lane) const;
  // Of the oldest waiting job; 0 where none waits.
  std::int64_t OldestAgeMs(Lane lane, std::int64_t now_ms) const;

 private:
  static constexpr std::size_t kLanes = 3;
  struct LaneQueue {
    std::map<std::string, std::deque<ReadyJob>> agencies;
    std::string last_agency;
    int turn = 0;  // smooth weighted round robin
  };
  std::optional<ReadyJob> TakeFrom(LaneQueue& lane, const std::vector<std::string>& services, std::int64_t now_ms, bool idle);

  std::array<LaneQueue, kLanes> lanes_;
  std::set<std::string> jobs_;
  std::size_t alone_ = 0;
};

}  // namespace sohoa
