// SPDX-License-Identifier: Apache-2.0
#include "workers/supervisor.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/log.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

constexpr std::int64_t kLookMs = 50;
constexpr std::int64_t kFirstPauseMs = 200;
constexpr std::int64_t kLongestPauseMs = 30'000;
// A process that ran for so long did not die of its start.
constexpr std::int64_t kHealthyMs = 30'000;

struct Slot {
  pid_t process = 0;
  std::int64_t started_ms = 0;
  std::int64_t pause_ms = 0;
  std::int64_t start_at_ms = 0;
  std::uint32_t restarts = 0;
  std::string last_end;
};

std::string EndOf(int status) {
  if (WIFEXITED(status)) return "exit code " + std::to_string(WEXITSTATUS(status));
  return "signal " + std::to_string(WTERMSIG(status));
}

pid_t Spawn(const std::vector<std::string>& command) {
  std::vector<std::string> words = command;
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t process = fork();
  if (process != 0) return process;
  // It is killed when the thread that forked it ends, so the supervisor's own thread forks.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  // Ctrl-C in a terminal reaches the whole group: the supervisor stops its workers itself.
  setpgid(0, 0);
  execv(argv[0], argv.data());
  _exit(127);
}

class SupervisorImpl : public Supervisor {
 public:
  explicit SupervisorImpl(SupervisorOptions options)
      : options_(std::move(options)), slots_(options_.count), thread_([this](std::stop_token stop) { Run(stop); }) {}

  ~SupervisorImpl() override {
    thread_.request_stop();
    changed_.notify_all();
    thread_.join();
  }

  std::vector<pid_t> processes() override {
    const std::lock_guard lock(mutex_);
    std::vector<pid_t> running;
    for (const Slot& slot : slots_) {
      if (slot.process > 0) running.push_back(slot.process);
    }
    return running;
  }

  std::uint32_t restarts() override {
    const std::lock_guard lock(mutex_);
    return restarts_;
  }

  std::vector<SupervisedProcess> Describe() override {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = MonotonicMs();
    std::vector<SupervisedProcess> all;
    for (const Slot& slot : slots_) {
      const bool runs = slot.process > 0;
      all.push_back({std::max<pid_t>(slot.process, 0), slot.restarts, runs ? 0 : std::max<std::int64_t>(0, slot.start_at_ms - now), slot.last_end});
    }
    return all;
  }

 private:
  void Run(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      const std::int64_t now = MonotonicMs();
      for (Slot& slot : slots_) Look(slot, now);
      changed_.wait_for(lock, stop, std::chrono::milliseconds(kLookMs), [] { return false; });
    }
    Stop();
  }

  void Look(Slot& slot, std::int64_t now) {
    int ended = 0;
    if (slot.process > 0 && waitpid(slot.process, &ended, WNOHANG) == slot.process) {
      Log(LogLevel::kWarning, "worker process ended, starting another",
          {{"pid", slot.process},
           {"exit", WIFEXITED(ended) ? WEXITSTATUS(ended) : 0},
           {"signal", WIFSIGNALED(ended) ? WTERMSIG(ended) : 0}});
      slot.process = 0;
      slot.last_end = EndOf(ended);
      ++slot.restarts;
      ++restarts_;
      const bool healthy = now - slot.started_ms > kHealthyMs;
      slot.pause_ms = healthy ? kFirstPauseMs : std::clamp(slot.pause_ms * 2, kFirstPauseMs, kLongestPauseMs);
      slot.start_at_ms = now + slot.pause_ms;
    }
    if (slot.process <= 0 && now >= slot.start_at_ms) {
      slot.process = Spawn(options_.command);
      slot.started_ms = now;
      if (slot.process < 0) slot.start_at_ms = now + kLongestPauseMs;
    }
  }

  void Stop() {
    for (const Slot& slot : slots_) {
      if (slot.process > 0) kill(slot.process, SIGTERM);
    }
    const std::int64_t deadline = MonotonicMs() + options_.stop_timeout_ms;
    for (Slot& slot : slots_) {
      while (slot.process > 0 && waitpid(slot.process, nullptr, WNOHANG) == 0) {
        if (MonotonicMs() > deadline) kill(slot.process, SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(kLookMs));
      }
      slot.process = 0;
    }
  }

  const SupervisorOptions options_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<Slot> slots_;
  std::uint32_t restarts_ = 0;
  std::jthread thread_;
};

}  // namespace

Result<std::unique_ptr<Supervisor>> Supervisor::Start(SupervisorOptions options) {
  if (options.command.empty() || access(options.command.front().c_str(), X_OK) != 0) {
    return Status(StatusCode::kUnavailable, "start workers: " + (options.command.empty() ? std::string("no command") : options.command.front()) + " is not a program");
  }
  return std::unique_ptr<Supervisor>(std::make_unique<SupervisorImpl>(std::move(options)));
}

}  // namespace sohoa
