// SPDX-License-Identifier: Apache-2.0
#include "workers/ready_queue.h"

#include <algorithm>

namespace sohoa {
namespace {

constexpr std::array<int, 3> kWeights = {8, 3, 1};

bool Serves(const std::vector<std::string>& services, const std::string& service) {
  return std::find(services.begin(), services.end(), service) != services.end();
}

}  // namespace

void ReadyQueue::Add(ReadyJob job) {
  if (!jobs_.insert(job.job).second) return;
  if (job.alone) ++alone_;
  LaneQueue& lane = lanes_[static_cast<std::size_t>(job.lane)];
  std::deque<ReadyJob>& waiting = lane.agencies[job.agency];
  // A dossier whose pages are done has waited already: it goes before pages of others.
  if (job.service == "dossier") {
    waiting.push_front(std::move(job));
  } else {
    waiting.push_back(std::move(job));
  }
}

std::optional<ReadyJob> ReadyQueue::TakeFrom(LaneQueue& lane, const std::vector<std::string>& services, std::int64_t now_ms,
                                             bool idle) {
  // Agencies in order, beginning behind the one that was served last.
  auto agency = lane.agencies.upper_bound(lane.last_agency);
  for (std::size_t i = 0; i < lane.agencies.size(); ++i, ++agency) {
    if (agency == lane.agencies.end()) agency = lane.agencies.begin();
    std::deque<ReadyJob>& waiting = agency->second;
    const auto found = std::find_if(waiting.begin(), waiting.end(), [&](const ReadyJob& job) {
      return job.not_before_ms <= now_ms && (idle || !job.alone) && Serves(services, job.service);
    });
    if (found == waiting.end()) continue;
    ReadyJob job = std::move(*found);
    waiting.erase(found);
    lane.last_agency = agency->first;
    if (waiting.empty()) lane.agencies.erase(agency);
    jobs_.erase(job.job);
    if (job.alone) --alone_;
    return job;
  }
  return std::nullopt;
}

std::optional<ReadyJob> ReadyQueue::Take(const std::vector<std::string>& services, std::int64_t now_ms, bool idle) {
  std::array<bool, kLanes> tried{};
  int weights = 0;
  for (std::size_t i = 0; i < kLanes; ++i) {
    if (lanes_[i].agencies.empty()) continue;
    lanes_[i].turn += kWeights[i];
    weights += kWeights[i];
  }
  for (std::size_t round = 0; round < kLanes; ++round) {
    std::size_t best = kLanes;
    for (std::size_t i = 0; i < kLanes; ++i) {
      if (tried[i] || lanes_[i].agencies.empty()) continue;
      if (best == kLanes || lanes_[i].turn > lanes_[best].turn) best = i;
    }
    if (best == kLanes) return std::nullopt;
    tried[best] = true;
    std::optional<ReadyJob> job = TakeFrom(lanes_[best], services, now_ms, idle);
    if (!job) continue;
    lanes_[best].turn -= weights;
    return job;
  }
  return std::nullopt;
}

std::uint64_t ReadyQueue::size(Lane lane) const {
  std::uint64_t count = 0;
  for (const auto& [agency, waiting] : lanes_[static_cast<std::size_t>(lane)].agencies) count += waiting.size();
  return count;
}

std::int64_t ReadyQueue::OldestAgeMs(Lane lane, std::int64_t now_ms) const {
  std::int64_t oldest = now_ms;
  for (const auto& [agency, waiting] : lanes_[static_cast<std::size_t>(lane)].agencies) {
    for (const ReadyJob& job : waiting) oldest = std::min(oldest, job.since_ms);
  }
  return now_ms - oldest;
}

}  // namespace sohoa
