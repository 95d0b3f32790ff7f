// SPDX-License-Identifier: Apache-2.0
#include "workers/ready_queue.h"

#include <algorithm>

namespace sohoa {
namespace {

constexpr std::array<int, 3> kWeights = {8, 3, 1};
// A lane that was passed over for so long takes part by weight.
constexpr std::int64_t kPatienceMs = 10'000;
// Due after it was received, where no deadline is known: a citizen waits; a working day; a
// month.
constexpr std::array<std::int64_t, 3> kUsualMs = {15ll * 60 * 1000, 8ll * 3600 * 1000, 30ll * 24 * 3600 * 1000};
constexpr std::string_view kDossierService = "dossier";

bool Serves(const std::vector<std::string>& services, const std::string& service) {
  return std::find(services.begin(), services.end(), service) != services.end();
}

}  // namespace

std::int64_t DueUnixMs(const ReadyJob& job) {
  return job.deadline_unix_ms != 0 ? job.deadline_unix_ms : job.since_unix_ms + kUsualMs[static_cast<std::size_t>(job.lane)];
}

void ReadyQueue::Add(ReadyJob job) {
  if (!jobs_.insert(job.job).second) return Hasten(job);
  ages_[static_cast<std::size_t>(job.lane)].insert(job.since_unix_ms);
  if (job.not_before_ms > 0) {
    const std::int64_t time = job.not_before_ms;
    held_back_.emplace(time, std::move(job));
  } else {
    Insert(std::move(job));
  }
}

// One that is held back waits no longer than what is asked for now.
void ReadyQueue::Hasten(const ReadyJob& job) {
  const auto held = std::find_if(held_back_.begin(), held_back_.end(), [&](const auto& entry) { return entry.second.job == job.job; });
  if (held == held_back_.end() || (job.not_before_ms > 0 && job.not_before_ms >= held->first)) return;
  ReadyJob own = std::move(held->second);
  held_back_.erase(held);
  own.not_before_ms = job.not_before_ms;
  if (own.not_before_ms > 0) held_back_.emplace(own.not_before_ms, std::move(own));
  else Insert(std::move(own));
}

void ReadyQueue::Insert(ReadyJob job) {
  const Order order{DueUnixMs(job), ++number_};
  if (job.alone) {
    alone_.emplace(order, std::move(job));
    return;
  }
  ServiceQueue& queue = lanes_[static_cast<std::size_t>(job.lane)].services[job.service];
  std::map<Order, ReadyJob>& agency = queue.agencies[job.agency];
  agency.emplace(order, std::move(job));
}

void ReadyQueue::Promote(std::int64_t now_ms) {
  while (!held_back_.empty() && held_back_.begin()->first <= now_ms) {
    Insert(std::move(held_back_.begin()->second));
    held_back_.erase(held_back_.begin());
  }
}

void ReadyQueue::Forget(const ReadyJob& job) {
  jobs_.erase(job.job);
  std::multiset<std::int64_t>& ages = ages_[static_cast<std::size_t>(job.lane)];
  ages.erase(ages.find(job.since_unix_ms));
}

std::vector<ReadyQueue::ServiceQueue*> ReadyQueue::Served(LaneQueue& lane, const std::vector<std::string>& services) {
  std::vector<ServiceQueue*> served;
  for (auto& [service, queue] : lane.services) {
    if (queue.agencies.empty() || !Serves(services, service)) continue;
    // A dossier whose pages are done has waited already: it goes before pages.
    served.insert(service == kDossierService ? served.begin() : served.end(), &queue);
  }
  return served;
}

std::optional<std::size_t> ReadyQueue::ChooseLane(const std::vector<std::string>& services, std::int64_t now_ms) {
  std::vector<std::size_t> taking_part;
  int weights = 0;
  for (std::size_t i = 0; i < kLanes; ++i) {
    const std::vector<ServiceQueue*> queues = Served(lanes_[i], services);
    if (queues.empty()) continue;
    bool patient = !taking_part.empty();
    for (ServiceQueue* queue : queues) {
      if (taking_part.empty()) queue->passed_ms = -1;
      if (!taking_part.empty() && queue->passed_ms < 0) queue->passed_ms = now_ms;
      patient = patient && now_ms - queue->passed_ms < kPatienceMs;
    }
    if (patient) continue;
    taking_part.push_back(i);
    weights += kWeights[i];
  }
  if (taking_part.empty()) return std::nullopt;
  std::size_t best = taking_part.front();
  for (const std::size_t i : taking_part) {
    lanes_[i].turn += kWeights[i];
    if (lanes_[i].turn > lanes_[best].turn) best = i;
  }
  // A lane alone owes nobody a turn.
  lanes_[best].turn = taking_part.size() == 1 ? 0 : lanes_[best].turn - weights;
  return best;
}

ReadyJob ReadyQueue::TakeFrom(ServiceQueue& queue) {
  // Agencies in order, beginning behind the one that was served last.
  auto agency = queue.agencies.upper_bound(queue.last_agency);
  if (agency == queue.agencies.end()) agency = queue.agencies.begin();
  ReadyJob job = std::move(agency->second.begin()->second);
  agency->second.erase(agency->second.begin());
  queue.last_agency = agency->first;
  if (agency->second.empty()) queue.agencies.erase(agency);
  return job;
}

std::optional<ReadyJob> ReadyQueue::TakeAlone(const std::vector<std::string>& services) {
  const auto found = std::find_if(alone_.begin(), alone_.end(), [&services](const auto& job) { return Serves(services, job.second.service); });
  if (found == alone_.end()) return std::nullopt;
  ReadyJob job = std::move(found->second);
  alone_.erase(found);
  return job;
}

std::optional<ReadyJob> ReadyQueue::Take(const std::vector<std::string>& services, std::int64_t now_ms, bool idle) {
  Promote(now_ms);
  std::optional<ReadyJob> job;
  if (idle) job = TakeAlone(services);
  if (!job) {
    const std::optional<std::size_t> lane = ChooseLane(services, now_ms);
    if (lane) job = TakeFrom(*Served(lanes_[*lane], services).front());
  }
  if (job) Forget(*job);
  return job;
}

std::int64_t ReadyQueue::OldestAgeMs(Lane lane, std::int64_t now_unix_ms) const {
  const std::multiset<std::int64_t>& ages = ages_[static_cast<std::size_t>(lane)];
  return ages.empty() ? 0 : std::max<std::int64_t>(0, now_unix_ms - *ages.begin());
}

void ReadyQueue::Visit(const std::function<void(const ReadyJob&)>& visit) const {
  for (const auto& [order, job] : alone_) visit(job);
  for (const auto& [time, job] : held_back_) visit(job);
  for (const LaneQueue& lane : lanes_) {
    for (const auto& [service, queue] : lane.services) {
      for (const auto& [agency, jobs] : queue.agencies) {
        for (const auto& [order, job] : jobs) visit(job);
      }
    }
  }
}

}  // namespace sohoa
