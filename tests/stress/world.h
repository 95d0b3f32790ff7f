// SPDX-License-Identifier: Apache-2.0
//
// World: a whole installation under test: an archive on a small disk, `sohoa serve` on it,
// workers over every kind of link, desks and a watcher. Whoever ends is started again, as a
// service manager would; nothing else is mended.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "stress/dossier_plan.h"
#include "stress/frame_proxy.h"
#include "stress/host_keys.h"
#include "stress/processes.h"

namespace sohoa {

struct WorldOptions {
  std::string folder;  // everything is in it
  std::string sohoa;   // the program
  std::string self;    // this program, for desks and the watcher
  std::string null_reader;
  std::string power_cut;  // library that loses what was not synced; empty = none
  PlanRules rules;
  std::uint32_t desks = 5;
  std::uint32_t workers = 6;
  std::uint32_t reader_timeout_s = 4;
  std::uint64_t disk_bytes = 0;     // of a tmpfs for the archive; 0 = a plain folder
  bool namespaces = false;          // two workers behind a cable of their own
  std::uint32_t most_dossiers = 0;  // of a desk
};

enum class Role : std::uint8_t { kCoordinator, kWorker, kDesk, kWatcher };

struct Member {
  Role role = Role::kWorker;
  std::string name;
  ProcessCommand command;
  pid_t pid = 0;
  std::int64_t start_at_ms = 0;  // when it is not running
  std::uint32_t starts = 0;
  bool wanted = true;  // false: it is not started again
};

class World {
 public:
  explicit World(WorldOptions options);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Reaps who ended and starts who is wanted; call it often.
  void Tend();

  std::vector<Member>& members() { return members_; }
  std::vector<Member*> Running(Role role);
  Member* AddWorker();
  std::vector<pid_t> Readers() const;

  // 0 = as large as it was.
  bool ResizeDisk(std::uint64_t bytes);
  std::uint64_t DiskUsed() const;
  bool has_disk() const { return disk_mounted_; }
  // The far end of the cable.
  bool SetCable(bool up);
  bool has_cable() const { return cable_; }
  FrameProxy& proxy() { return *proxy_; }
  HostKeys& keys() { return *keys_; }

  const std::string& endpoint() const { return endpoint_; }
  std::string archive() const { return options_.folder + "/archive"; }
  std::string desk_logs() const { return options_.folder + "/desks"; }
  std::string watcher_log() const { return options_.folder + "/watcher.log"; }
  const WorldOptions& options() const { return options_; }

  // Desks hand in nothing new and end when all of theirs is visible.
  void TellDesksToFinish();
  void TellWatcherToStop();
  bool DesksFinished();
  // Ends all of them in good order, the coordinator last; true when they did in time.
  bool Stop(std::int64_t patience_ms);

 private:
  void MakeFolders();
  void MountDisk();
  void LayCable();
  void WriteConfigurations();
  std::string ConfigOf(const std::string& host) const { return options_.folder + "/" + host + ".toml"; }
  void AddMembers();
  void AddRules(std::vector<std::string>& words) const;
  Member NewWorker(const std::string& host, const std::string& endpoint);
  Member NewClient(Role role, const std::string& name, const std::vector<std::string>& words);
  bool EndAll(Role role, std::int64_t patience_ms);

  WorldOptions options_;
  std::string endpoint_;        // ipc, straight
  std::string bad_endpoint_;    // ipc, through the proxy
  std::string local_endpoint_;  // tcp on the loopback
  std::string cable_endpoint_;  // tcp, from the namespace
  std::uint16_t http_port_ = 0;
  bool disk_mounted_ = false;
  bool cable_ = false;
  std::string space_;  // name of the network namespace
  std::uint32_t worker_number_ = 0;
  std::unique_ptr<HostKeys> keys_;
  std::unique_ptr<FrameProxy> proxy_;
  std::vector<Member> members_;
};

}  // namespace sohoa
