// SPDX-License-Identifier: Apache-2.0
//
// ReadyQueue: which job is next.
//
// Lanes: counter before workflow before backlog, so that a citizen's page waits for one page
// of others at most. A lane that was passed over for a while takes part by weight (counter 8,
// workflow 3, backlog 1) until those above it are empty, so that none is starved. Within a
// lane, agencies take turns, so that one agency's hundred thousand pages do not hold up
// another's one. Within an agency, the earliest due comes first: a job's legal deadline, or a
// time after it was received where there is none.
//
// In memory only: it is rebuilt from the ledger. Every operation is logarithmic in the jobs
// that wait, but for Visit. One thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "workers/desk_client.h"

namespace sohoa {

struct ReadyJob {
  std::string job;
  std::string service;  // "page" "dossier"
  std::string agency;
  Lane lane = Lane::kCounter;
  std::int64_t since_unix_ms = 0;     // received
  std::int64_t deadline_unix_ms = 0;  // legal deadline; 0 = none
  std::int64_t not_before_ms = 0;     // back-off after a failure, MonotonicMs()
  bool alone = false;  // its workers died: only for a worker that does nothing else
};

// When a job is due: its deadline, or a lane's usual time after it was received.
std::int64_t DueUnixMs(const ReadyJob& job);

class ReadyQueue {
 public:
  // Once a job; a second Add of the same one is ignored.
  void Add(ReadyJob job);
  // The next job of one of `services`, or none. `idle`: whoever asks has no other job.
  std::optional<ReadyJob> Take(const std::vector<std::string>& services, std::int64_t now_ms, bool idle = true);
  // How many jobs wait for a worker of their own.
  std::size_t alone() const { return alone_.size(); }
  bool Contains(const std::string& job) const { return jobs_.contains(job); }
  std::uint64_t size(Lane lane) const { return ages_[static_cast<std::size_t>(lane)].size(); }
  // Of the oldest waiting job; 0 where none waits.
  std::int64_t OldestAgeMs(Lane lane, std::int64_t now_unix_ms) const;
  void Visit(const std::function<void(const ReadyJob&)>& visit) const;

 private:
  static constexpr std::size_t kLanes = 3;
  using Order = std::pair<std::int64_t, std::uint64_t>;  // due, then first come
  struct ServiceQueue {
    std::map<std::string, std::map<Order, ReadyJob>> agencies;
    std::string last_agency;
    std::int64_t passed_ms = -1;  // passed over by a higher lane since; -1 = it was not
  };
  struct LaneQueue {
    std::map<std::string, ServiceQueue> services;
    int turn = 0;                 // smooth weighted round robin
  };

  void Hasten(const ReadyJob& job);
  void Insert(ReadyJob job);
  void Promote(std::int64_t now_ms);
  // Those of a lane that have a job for who offers `services`; dossiers first.
  static std::vector<ServiceQueue*> Served(LaneQueue& lane, const std::vector<std::string>& services);
  std::optional<std::size_t> ChooseLane(const std::vector<std::string>& services, std::int64_t now_ms);
  std::optional<ReadyJob> TakeAlone(const std::vector<std::string>& services);
  static ReadyJob TakeFrom(ServiceQueue& queue);
  void Forget(const ReadyJob& job);

  std::array<LaneQueue, kLanes> lanes_;
  std::array<std::multiset<std::int64_t>, kLanes> ages_;  // since when each job waits
  std::multimap<std::int64_t, ReadyJob> held_back_;       // by the time it may be taken
  std::map<Order, ReadyJob> alone_;
  std::unordered_set<std::string> jobs_;
  std::uint64_t number_ = 0;
};

}  // namespace sohoa
