// SPDX-License-Identifier: Apache-2.0
#include "stress/faults.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <numeric>

#include <nlohmann/json.hpp>

#include "workers/desk_client.h"
#include "workers/protocol.h"

namespace sohoa {
namespace {

// A worker that is stopped for longer than this comes back as a ghost: its leases are others'.
constexpr std::uint32_t kPastLivenessMs = 8'000;
// What a worker that was woken has to say is said by then.
constexpr std::int64_t kAfterMs = 3'000;

// It may have ended meanwhile, and its number be a stranger's.
bool IsOurs(pid_t pid) {
  const std::vector<ProcessFacts> ours = Descendants();
  return std::any_of(ours.begin(), ours.end(), [pid](const ProcessFacts& facts) { return facts.pid == pid; });
}

void SignalOurs(pid_t pid, int signal) {
  if (IsOurs(pid)) kill(pid, signal);
}

}  // namespace

Faults::Faults(World& world, const FaultOptions& options, const std::string& log)
    : world_(world), options_(options), random_(options.seed ^ 0xFA17), log_(log) {
  fair_.double_percent = 1;
  fair_.delay_percent = 2;
  fair_.delay_ms = 40;
  world_.proxy().SetWeather(fair_);
  AddKinds();
  if (!options_.only.empty()) {
    std::erase_if(kinds_, [this](const Kind& kind) {
      return std::find(options_.only.begin(), options_.only.end(), kind.name) == options_.only.end();
    });
    for (Kind& kind : kinds_) kind.weight = std::max(1u, kind.weight);
  }
  next_ms_ = MonotonicMs() + 2'000;
}

Faults::~Faults() = default;

void Faults::AddKinds() {
  const auto weather = [this](double doubled, double delayed, std::uint32_t delay_ms, std::uint64_t speed, bool up, bool down) {
    return WorseWeather({doubled, delayed, delay_ms, speed, up, down}, Between(500, 6'000));
  };
  kinds_ = {
      {"kill coordinator", 7, [this] { return Kill(Pids(Role::kCoordinator)); }},
      {"stop coordinator", 4, [this] { return StopFor(Pids(Role::kCoordinator), Between(200, 4'000)); }},
      {"kill worker", 12, [this] { return Kill(WorkerPids()); }},
      {"stop worker", 7, [this] { return StopFor(WorkerPids(), Between(200, kPastLivenessMs)); }},
      {"ghost worker", 4, [this] { return Ghost(random_.Percent(50) ? SIGKILL : 0); }},
      // Where the ghost is believed, a good page is called broken. Drawn only when it is asked for: a
      // worker that is woken early by another fault would be right to say so.
      {"ghost with crashed readers", 0, [this] { return Ghost(SIGSEGV); }},
      {"kill reader", 16, [this] { return Kill(world_.Readers()); }},
      {"stop reader", 7, [this] { return StopFor(world_.Readers(), Between(200, 3'000)); }},
      {"kill desk", 10, [this] { return Kill(Pids(Role::kDesk)); }},
      {"stop desk", 4, [this] { return StopFor(Pids(Role::kDesk), Between(200, 7'000)); }},
      {"double and reorder", 6, [weather] { return weather(30, 40, 400, 0, false, false); }},
      {"slow line", 4, [weather] { return weather(1, 2, 40, 60'000, false, false); }},
      {"cut line", 4, [weather] { return weather(0, 0, 0, 0, true, true); }},
      {"cut line one way", 4,
       [this, weather] { return random_.Percent(50) ? weather(0, 0, 0, 0, true, false) : weather(0, 0, 0, 0, false, true); }},
      {"pull cable", 5, [this] { return PullCable(); }},
      {"full disk", 3, [this] { return FillDisk(); }},
      {"drain worker", 3, [this] { return Drain(); }},
      {"order worker", 3, [this] { return OrderWorker(); }},
      {"revoke key", 4, [this] { return RevokeKey(); }},
      {"join or leave", 4, [this] { return ResizePool(); }},
      {"rubbish", 3, [this] { return SendRubbish(); }},
  };
}

void Faults::Tend() {
  const std::int64_t now = MonotonicMs();
  if (restart_needed_.exchange(false)) {
    ++stuck_;
    Kill(Pids(Role::kCoordinator));
  }
  for (std::size_t i = 0; i < mendings_.size();) {
    if (mendings_[i].at_ms > now) {
      ++i;
      continue;
    }
    const std::function<void()> mend = std::move(mendings_[i].mend);
    mendings_.erase(mendings_.begin() + static_cast<std::ptrdiff_t>(i));
    mend();
    last_ms_ = MonotonicMs();
  }
  if (healed_ || now < next_ms_ || kinds_.empty() || (options_.most > 0 && total() >= options_.most)) return;
  next_ms_ =
      now + options_.least_pause_ms + random_.Below(static_cast<std::uint32_t>(options_.most_pause_ms - options_.least_pause_ms + 1));
  Strike();
}

void Faults::Strike() {
  const std::uint32_t all =
      std::accumulate(kinds_.begin(), kinds_.end(), 0u, [](std::uint32_t sum, const Kind& kind) { return sum + kind.weight; });
  std::uint32_t drawn = random_.Below(all);
  for (const Kind& kind : kinds_) {
    if (drawn >= kind.weight) {
      drawn -= kind.weight;
      continue;
    }
    if (!kind.strike()) return;
    ++counts_[kind.name];
    last_ms_ = MonotonicMs();
    log_.Add({0, "fault", "ok", "-", "-", 0, kind.name});
    return;
  }
}

void Faults::Heal() {
  healed_ = true;
  while (!mendings_.empty()) {
    const std::function<void()> mend = std::move(mendings_.back().mend);
    mendings_.pop_back();
    mend();
  }
  talks_.clear();
  world_.proxy().SetWeather(LinkWeather());
}

bool Faults::Spent() const {
  return options_.most > 0 && total() >= options_.most && mendings_.empty() && MonotonicMs() > last_ms_ + kAfterMs;
}

std::uint32_t Faults::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), 0u, [](std::uint32_t sum, const auto& count) { return sum + count.second; });
}

std::vector<pid_t> Faults::Pids(Role role) {
  std::vector<pid_t> pids;
  for (const Member* member : world_.Running(role)) pids.push_back(member->pid);
  return pids;
}

// Those that `sohoa serve` keeps too.
std::vector<pid_t> Faults::WorkerPids() {
  std::vector<pid_t> pids = Pids(Role::kWorker);
  for (const pid_t coordinator : Pids(Role::kCoordinator)) {
    for (const ProcessFacts& facts : DescendantsOf(coordinator)) {
      if (facts.name == "sohoa" && facts.state != 'Z') pids.push_back(facts.pid);
    }
  }
  return pids;
}

// Those that hold a job, as the coordinator says; their ids end with their process and a number.
std::vector<pid_t> Faults::BusyWorkers() {
  std::vector<pid_t> busy;
  const Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(world_.endpoint(), 300);
  const Result<std::string> status = desk ? (*desk)->Call("status", "{}", 300) : Result<std::string>(desk.status());
  const auto known = nlohmann::json::parse(status ? *status : "{}", nullptr, false).value("workers", nlohmann::json::array());
  for (const auto& worker : known) {
    if (worker.value("leases", 0) == 0) continue;
    for (const pid_t pid : Pids(Role::kWorker)) {
      if (worker.value("id", "").ends_with("-" + std::to_string(pid) + "-1")) busy.push_back(pid);
    }
  }
  return busy;
}

bool Faults::Kill(std::vector<pid_t> among) {
  if (among.empty()) return false;
  return kill(among[random_.Below(static_cast<std::uint32_t>(among.size()))], SIGKILL) == 0;
}

bool Faults::StopFor(std::vector<pid_t> among, std::int64_t ms) {
  if (among.empty()) return false;
  const pid_t pid = among[random_.Below(static_cast<std::uint32_t>(among.size()))];
  if (kill(pid, SIGSTOP) != 0) return false;
  Later(ms, [pid] { SignalOurs(pid, SIGCONT); });
  return true;
}

// A worker sleeps until others have its pages, and wakes up: what it says of them then must
// count for nothing. `readers_signal` ends what its readers are at; 0 lets them finish.
bool Faults::Ghost(int readers_signal) {
  if (ghosts_.size() >= Pids(Role::kWorker).size() / 2) return false;
  std::vector<pid_t> workers = BusyWorkers();
  std::erase_if(workers, [this](pid_t pid) { return ghosts_.contains(pid); });
  if (workers.empty()) return false;
  const pid_t worker = workers[random_.Below(static_cast<std::uint32_t>(workers.size()))];
  if (kill(worker, SIGSTOP) != 0) return false;
  ghosts_.insert(worker);
  if (readers_signal != 0) {
    for (const ProcessFacts& facts : DescendantsOf(worker)) kill(facts.pid, readers_signal);
  }
  Later(kPastLivenessMs, [this, worker] {
    ghosts_.erase(worker);
    SignalOurs(worker, SIGCONT);
  });
  return true;
}

bool Faults::WorseWeather(const LinkWeather& weather, std::int64_t ms) {
  world_.proxy().SetWeather(weather);
  Later(ms, [this] { world_.proxy().SetWeather(fair_); });
  return true;
}

bool Faults::PullCable() {
  if (cable_pulled_ || !world_.SetCable(false)) return false;
  cable_pulled_ = true;
  Later(Between(1'000, 9'000), [this] {
    world_.SetCable(true);
    cable_pulled_ = false;
  });
  return true;
}

// Less room than the store keeps in reserve, and sometimes next to none.
bool Faults::FillDisk() {
  if (disk_small_ || !world_.has_disk()) return false;
  const std::uint64_t room = random_.Percent(70) ? 40ull << 20 : 2ull << 20;
  if (!world_.ResizeDisk(world_.DiskUsed() + room)) return false;
  disk_small_ = true;
  Later(Between(2'000, 6'000), [this] {
    world_.ResizeDisk(0);
    disk_small_ = false;
    CheckWritable();
  });
  return true;
}

// Takes writes again by itself soon after there is room, or an operator has to start it again.
void Faults::CheckWritable() {
  talks_.emplace_back([this](std::stop_token stop) {
    for (int i = 0; i < 12 && !stop.stop_requested(); ++i) {
      const Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(world_.endpoint(), 5'000);
      if (desk && (*desk)->OpenBatch({"probe-" + std::to_string(i), "", "", ""}, "b" + std::to_string(MonotonicMs()), Lane::kBacklog).ok())
        return;
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    if (!stop.stop_requested()) restart_needed_ = true;
  });
}

bool Faults::Drain() {
  const std::vector<pid_t> workers = Pids(Role::kWorker);
  return !workers.empty() && kill(workers[random_.Below(static_cast<std::uint32_t>(workers.size()))], SIGTERM) == 0;
}

// An operator lets one of those that are connected rest, or end.
bool Faults::OrderWorker() {
  const WorkerOrder order = random_.Percent(60) ? WorkerOrder::kPause : WorkerOrder::kEnd;
  talks_.emplace_back([endpoint = world_.endpoint(), order, drawn = random_.Next(), rest = Between(500, 5'000)](std::stop_token stop) {
    const Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(endpoint, 5'000);
    if (!desk) return;
    const Result<std::string> status = (*desk)->Call("status", "{}", 5'000);
    const auto known = nlohmann::json::parse(status ? *status : "{}", nullptr, false).value("workers", nlohmann::json::array());
    if (known.empty()) return;
    const std::string id = known[drawn % known.size()].value("id", "");
    if (!(*desk)->OrderWorker(id, order).ok() || order == WorkerOrder::kEnd) return;
    for (const std::int64_t end = MonotonicMs() + rest; MonotonicMs() < end && !stop.stop_requested();)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    // Whoever lets a worker rest lets it work again: until it is heard, or the worker is gone.
    for (int i = 0; i < 100; ++i) {
      const Status resumed = (*desk)->OrderWorker(id, WorkerOrder::kWork);
      if (resumed.ok() || (i > 40 && resumed.code() == StatusCode::kNotFound)) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
  });
  return true;
}

// Whoever has it is cut off in the middle of what it does, and comes back.
bool Faults::RevokeKey() {
  HostKeys& keys = world_.keys();
  if (keys.admitted().empty() || key_revoked_) return false;
  const AllowedPeer peer = keys.admitted()[random_.Below(static_cast<std::uint32_t>(keys.admitted().size()))];
  if (!keys.Revoke(peer)) return false;
  key_revoked_ = true;
  Later(Between(500, 5'000), [this, peer] {
    world_.keys().Allow(peer);
    key_revoked_ = false;
  });
  return true;
}

bool Faults::ResizePool() {
  const std::vector<Member*> workers = world_.Running(Role::kWorker);
  if (workers.size() < world_.options().workers + 2 && random_.Percent(50)) return world_.AddWorker() != nullptr;
  if (workers.size() <= world_.options().workers / 2) return false;
  Member* leaving = workers[random_.Below(static_cast<std::uint32_t>(workers.size()))];
  leaving->wanted = false;
  kill(leaving->pid, random_.Percent(50) ? SIGTERM : SIGKILL);
  world_.AddWorker();
  return true;
}

// Frames of every command with bodies of nothing, and bytes that are no frame.
bool Faults::SendRubbish() {
  talks_.emplace_back([endpoint = world_.endpoint(), seed = random_.Next()](std::stop_token stop) {
    PlanRandom random(seed);
    const Result<std::unique_ptr<ClientSocket>> socket = ClientSocket::Connect(endpoint);
    for (int i = 0; socket && i < 300 && !stop.stop_requested(); ++i) {
      std::string body(random.Below(200), '\0');
      for (char& byte : body) byte = static_cast<char>(random.Next());
      std::string bytes = random.Percent(70) ? EncodeFrame(static_cast<Command>(random.Below(0x60)), random.Next(), body) : body;
      if (!bytes.empty() && random.Percent(30)) bytes[random.Below(static_cast<std::uint32_t>(bytes.size()))] ^= 1;
      (*socket)->Send(bytes);
      (*socket)->Receive(5, nullptr);
    }
  });
  return true;
}

}  // namespace sohoa
