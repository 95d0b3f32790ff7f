// SPDX-License-Identifier: Apache-2.0
#include "stress/world.h"

#include <arpa/inet.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace sohoa {
namespace {

// Two ports that nobody has now.
std::vector<std::uint16_t> FreePorts(int count) {
  std::vector<std::uint16_t> ports;
  std::vector<int> sockets;
  for (int i = 0; i < count; ++i) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 && getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
      ports.push_back(ntohs(address.sin_port));
    }
    sockets.push_back(fd);
  }
  for (const int fd : sockets) close(fd);
  return ports;
}

// Names of keys and configurations.
constexpr const char* kCoordinatorHost = "coordinator";
constexpr const char* kNearHost = "near";  // workers by tcp:// on the loopback
constexpr const char* kFarHost = "far";    // workers behind the cable

bool RunTool(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

}  // namespace

World::World(WorldOptions options) : options_(std::move(options)) {
  MakeFolders();
  if (options_.disk_bytes > 0) MountDisk();
  const std::vector<std::uint16_t> ports = FreePorts(2);
  http_port_ = ports[0];
  endpoint_ = "ipc://" + options_.folder + "/run/straight";
  bad_endpoint_ = "ipc://" + options_.folder + "/run/bad";
  local_endpoint_ = "tcp://127.0.0.1:" + std::to_string(ports[1]);
  if (options_.namespaces) LayCable();
  WriteConfigurations();
  proxy_ = std::make_unique<FrameProxy>(bad_endpoint_, endpoint_, options_.rules.seed);
  AddMembers();
}

World::~World() {
  for (Member& member : members_) {
    if (member.pid > 0) kill(member.pid, SIGKILL);
  }
  for (const ProcessFacts& facts : Descendants()) kill(facts.pid, SIGKILL);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  ReapAll();
  proxy_.reset();
  if (cable_) RunTool("ip netns del " + space_);
  if (disk_mounted_) umount2(archive().c_str(), MNT_DETACH);
}

void World::MakeFolders() {
  for (const char* part : {"archive", "desks", "keys", "run", "tmp", "log", "state"})
    std::filesystem::create_directories(options_.folder + "/" + part);
}

void World::MountDisk() {
  const std::string size = "size=" + std::to_string(options_.disk_bytes);
  disk_mounted_ = mount("sohoa-stress", archive().c_str(), "tmpfs", 0, size.c_str()) == 0;
  if (!disk_mounted_) std::printf("!! no disk of our own (not root?): FULL DISKS ARE NOT TRIED\n");
}

bool World::ResizeDisk(std::uint64_t bytes) {
  const std::string size = "size=" + std::to_string(bytes == 0 ? options_.disk_bytes : bytes);
  return disk_mounted_ && mount("sohoa-stress", archive().c_str(), "tmpfs", MS_REMOUNT, size.c_str()) == 0;
}

std::uint64_t World::DiskUsed() const {
  struct statvfs disk {};
  if (statvfs(archive().c_str(), &disk) != 0) return 0;
  return static_cast<std::uint64_t>(disk.f_blocks - disk.f_bfree) * disk.f_frsize;
}

// Whoever comes by tcp:// shows a key of its own, by the loopback too.
void World::WriteConfigurations() {
  keys_ = std::make_unique<HostKeys>(options_.folder + "/keys");
  const std::string reader = "[reader]\nmemory_mb = 600\ntimeout_s = " + std::to_string(options_.reader_timeout_s) + "\n";
  for (const char* host : {kNearHost, kFarHost}) std::ofstream(ConfigOf(host)) << reader << keys_->Admit(PeerRole::kWorker, host);
  for (std::uint32_t desk = 1; desk < options_.desks; desk += 2) keys_->Admit(PeerRole::kDesk, "desk-" + std::to_string(desk));
  std::string listen = "\"" + endpoint_ + "\", \"" + local_endpoint_ + "\"";
  if (cable_) listen += ", \"" + cable_endpoint_ + "\"";
  std::ofstream(ConfigOf(kCoordinatorHost)) << "archive = \"" << archive() << "\"\n[serve]\nhttp = \"127.0.0.1:" << http_port_
                                            << "\"\nworkers = 1\nlisten = [" << listen << "]\n"
                                            << reader << keys_->CoordinatorSection();
}

// A namespace without a default route, so that nobody else answers when the cable is cut.
void World::LayCable() {
  const std::string number = std::to_string(getpid() % 10'000);
  space_ = "sohoa" + number;
  const std::string near = "sn" + number;
  const std::string far = "sf" + number;
  const std::string net = "10.213." + std::to_string(getpid() % 250) + ".";
  cable_ = RunTool("ip netns add " + space_) && RunTool("ip link add " + near + " type veth peer name " + far) &&
           RunTool("ip link set " + far + " netns " + space_) && RunTool("ip addr add " + net + "1/24 dev " + near) &&
           RunTool("ip link set " + near + " up") && RunTool("ip netns exec " + space_ + " ip addr add " + net + "2/24 dev " + far);
  cable_endpoint_ = "tcp://" + net + "1:5570";
  if (!cable_ || !SetCable(true)) {
    RunTool("ip netns del " + space_);
    cable_ = false;
    std::printf("!! no network namespaces (not root?): CUTS ARE MADE IN THE PROXY ONLY\n");
  }
}

bool World::SetCable(bool up) {
  if (!cable_) return false;
  return RunTool("ip netns exec " + space_ + " ip link set sf" + std::to_string(getpid() % 10'000) + (up ? " up" : " down"));
}

Member World::NewClient(Role role, const std::string& name, const std::vector<std::string>& words) {
  Member member;
  member.role = role;
  member.name = name;
  member.command.words = words;
  member.command.output = options_.folder + "/log/" + name + ".txt";
  member.command.environment = {{"SOHOA_READER", options_.null_reader},
                                {"TMPDIR", options_.folder + "/tmp"},
                                {"XDG_RUNTIME_DIR", options_.folder + "/run"},
                                {"XDG_STATE_HOME", options_.folder + "/state"}};
  return member;
}

Member World::NewWorker(const std::string& host, const std::string& endpoint) {
  std::vector<std::string> words;
  if (host == kFarHost) words = {"/usr/sbin/ip", "netns", "exec", space_};
  words.insert(words.end(), {options_.sohoa, "--quiet", "--config", ConfigOf(host), "worker", "--connect", endpoint});
  return NewClient(Role::kWorker, "worker-" + std::to_string(++worker_number_), words);
}

void World::AddRules(std::vector<std::string>& words) const {
  const PlanRules& rules = options_.rules;
  words.insert(words.end(), {"--seed", std::to_string(rules.seed), "--hostile", std::to_string(rules.hostile_percent), "--slow",
                             std::to_string(rules.slow_ms), "--most-pages", std::to_string(rules.most_pages)});
}

void World::AddMembers() {
  Member coordinator = NewClient(Role::kCoordinator, "coordinator",
                                 {options_.sohoa, "--quiet", "--config", ConfigOf(kCoordinatorHost), "serve"});
  if (!options_.power_cut.empty()) {
    coordinator.command.environment["LD_PRELOAD"] = options_.power_cut;
    coordinator.command.environment["POWER_CUT_UNDER"] = archive();
  }
  members_.push_back(std::move(coordinator));
  for (std::uint32_t i = 0; i < options_.workers; ++i) AddWorker();
  const std::string stop = options_.folder + "/desks-finish";
  for (std::uint32_t desk = 0; desk < options_.desks; ++desk) {
    const std::string name = "desk-" + std::to_string(desk);
    std::vector<std::string> words = {options_.self, "desk", "--log", desk_logs() + "/" + name + ".log", "--stop-file", stop,
                                      "--desk", std::to_string(desk), "--dossiers", std::to_string(options_.most_dossiers)};
    // Every other desk has a good line, and a key.
    if (desk % 2 == 0) {
      words.insert(words.end(), {"--endpoint", bad_endpoint_});
    } else {
      words.insert(words.end(), {"--endpoint", local_endpoint_, "--key", keys_->FileOf(name), "--server-key", keys_->server_key()});
    }
    AddRules(words);
    members_.push_back(NewClient(Role::kDesk, name, words));
  }
  std::vector<std::string> words = {options_.self, "watch", "--endpoint", endpoint_, "--log", watcher_log(), "--stop-file",
                                    options_.folder + "/watcher-stop", "--desk-logs", desk_logs(), "--http", std::to_string(http_port_)};
  AddRules(words);
  members_.push_back(NewClient(Role::kWatcher, "watcher", words));
}

Member* World::AddWorker() {
  const std::uint32_t kind = worker_number_ % 4;
  if (kind == 1) {
    members_.push_back(NewWorker(kNearHost, local_endpoint_));
  } else if (kind == 3 && cable_) {
    members_.push_back(NewWorker(kFarHost, cable_endpoint_));
  } else {
    members_.push_back(NewWorker(kCoordinatorHost, kind == 0 ? endpoint_ : bad_endpoint_));
  }
  return &members_.back();
}

void World::Tend() {
  const std::vector<pid_t> ended = ReapAll();
  const std::int64_t now = MonotonicMs();
  for (Member& member : members_) {
    if (member.pid > 0 && std::find(ended.begin(), ended.end(), member.pid) != ended.end()) {
      member.pid = 0;
      member.start_at_ms = now + (member.role == Role::kCoordinator ? 100 : 300);
      if (member.role == Role::kDesk && std::filesystem::exists(options_.folder + "/desks-finish") &&
          std::filesystem::exists(desk_logs() + "/" + member.name + ".log.finished")) {
        member.wanted = false;
      }
    }
    if (member.pid > 0 || !member.wanted || now < member.start_at_ms) continue;
    member.pid = StartProcess(member.command);
    ++member.starts;
  }
  std::erase_if(members_, [](const Member& member) { return !member.wanted && member.pid <= 0 && member.role == Role::kWorker; });
}

std::vector<Member*> World::Running(Role role) {
  std::vector<Member*> running;
  for (Member& member : members_) {
    if (member.role == role && member.pid > 0) running.push_back(&member);
  }
  return running;
}

std::vector<pid_t> World::Readers() const {
  std::vector<pid_t> readers;
  for (const ProcessFacts& facts : Descendants()) {
    if (facts.name.starts_with("sohoa-null-read") && facts.state != 'Z') readers.push_back(facts.pid);
  }
  return readers;
}

void World::TellDesksToFinish() { std::ofstream(options_.folder + "/desks-finish") << "\n"; }
void World::TellWatcherToStop() { std::ofstream(options_.folder + "/watcher-stop") << "\n"; }

bool World::DesksFinished() {
  return std::none_of(members_.begin(), members_.end(), [](const Member& member) { return member.role == Role::kDesk && member.wanted; });
}

bool World::EndAll(Role role, std::int64_t patience_ms) {
  for (Member& member : members_) {
    if (member.role != role) continue;
    member.wanted = false;
    if (member.pid > 0) kill(member.pid, SIGTERM);
  }
  const std::int64_t end = MonotonicMs() + patience_ms;
  while (!Running(role).empty() && MonotonicMs() < end) {
    Tend();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return Running(role).empty();
}

bool World::Stop(std::int64_t patience_ms) {
  bool ended = true;
  for (const Role role : {Role::kWatcher, Role::kDesk, Role::kWorker, Role::kCoordinator}) ended = EndAll(role, patience_ms) && ended;
  return ended;
}

}  // namespace sohoa
