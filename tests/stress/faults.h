// SPDX-License-Identifier: Apache-2.0
//
// Faults: breaks something every second or so, by chance, and mends it later. Every fault is
// of a kind that happens to an office: a process dies or hangs, a cable is pulled, a line is
// slow, the disk is full, somebody sends rubbish.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "stress/action_log.h"
#include "stress/world.h"

namespace sohoa {

struct FaultOptions {
  std::uint64_t seed = 0;
  std::int64_t least_pause_ms = 400;
  std::int64_t most_pause_ms = 1'600;
  std::vector<std::string> only;  // kinds; empty = all
  std::uint32_t most = 0;         // 0 = as many as there is time for
};

class Faults {
 public:
  Faults(World& world, const FaultOptions& options, const std::string& log);
  ~Faults();
  Faults(const Faults&) = delete;
  Faults& operator=(const Faults&) = delete;

  // Does what is due; call it often.
  void Tend();
  // Mends all and breaks nothing more.
  void Heal();

  const std::map<std::string, std::uint32_t>& counts() const { return counts_; }
  std::uint32_t total() const;
  // All that were to come are over and mended.
  bool Spent() const;
  // How often the coordinator did not take writes again by itself after its disk was full.
  std::uint32_t stuck_after_full_disk() const { return stuck_; }

 private:
  struct Kind {
    std::string name;
    std::uint32_t weight = 1;
    std::function<bool()> strike;  // false: not possible now
  };
  struct Mending {
    std::int64_t at_ms = 0;
    std::function<void()> mend;
  };

  void AddKinds();
  void Strike();
  void Later(std::int64_t ms, std::function<void()> mend) { mendings_.push_back({MonotonicMs() + ms, std::move(mend)}); }
  std::int64_t Between(std::uint32_t least, std::uint32_t most) { return least + random_.Below(most - least + 1); }

  bool Kill(std::vector<pid_t> among);
  bool StopFor(std::vector<pid_t> among, std::int64_t ms);
  std::vector<pid_t> Pids(Role role);
  std::vector<pid_t> WorkerPids();
  std::vector<pid_t> BusyWorkers();
  bool WorseWeather(const LinkWeather& weather, std::int64_t ms);
  bool Ghost(int readers_signal);
  bool PullCable();
  bool FillDisk();
  void CheckWritable();
  bool Drain();
  bool OrderWorker();
  bool RevokeKey();
  bool ResizePool();
  bool SendRubbish();

  World& world_;
  const FaultOptions options_;
  PlanRandom random_;
  ActionLog log_;
  std::vector<Kind> kinds_;
  std::vector<Mending> mendings_;
  std::set<pid_t> ghosts_;
  std::map<std::string, std::uint32_t> counts_;
  LinkWeather fair_;
  std::int64_t next_ms_ = 0;
  std::int64_t last_ms_ = 0;  // something was broken or mended
  bool disk_small_ = false;
  bool cable_pulled_ = false;
  bool key_revoked_ = false;
  bool healed_ = false;
  std::atomic<bool> restart_needed_{false};
  std::uint32_t stuck_ = 0;
  std::vector<std::jthread> talks_;
};

}  // namespace sohoa
