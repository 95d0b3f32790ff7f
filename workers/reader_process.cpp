// SPDX-License-Identifier: Apache-2.0
#include "workers/reader_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "workers/reader_protocol.h"

extern char** environ;

namespace sohoa {
namespace {

// The parent's environment with what the reader needs before its first instruction.
std::vector<std::string> ReaderEnvironment() {
  // ORC_CODE=backup: liborc must not write machine code, which a jail forbids.
  // VIPS_DISC_THRESHOLD: no picture is large enough for a temporary file, which a jail forbids too.
  // MALLOC_ARENA_MAX: each arena of glibc reserves 64 MB of the limited address space.
  static constexpr std::string_view kSet[] = {"OMP_THREAD_LIMIT=1", "ORC_CODE=backup",
                                              "MALLOC_ARENA_MAX=2", "VIPS_WARNING=0",
                                              "VIPS_DISC_THRESHOLD=1000g"};
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    bool replaced = false;
    for (const std::string_view set : kSet) {
      if (text.substr(0, text.find('=')) == set.substr(0, set.find('='))) replaced = true;
    }
    if (!replaced) result.emplace_back(text);
  }
  result.insert(result.end(), std::begin(kSet), std::end(kSet));
  return result;
}

class SpawnActions {
 public:
  SpawnActions() { posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

int Spawn(const std::string& executable, int socket, pid_t* pid) {
  SpawnActions actions;
  posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(actions.get(), 1, "/dev/null", O_WRONLY, 0);
#ifndef SOHOA_SANITIZED
  // Foreign libraries chat there, and may quote what a page says. A sanitizer's report is
  // wanted.
  posix_spawn_file_actions_addopen(actions.get(), 2, "/dev/null", O_WRONLY, 0);
#endif
  posix_spawn_file_actions_adddup2(actions.get(), socket, kReaderSocket);
  std::vector<std::string> environment = ReaderEnvironment();
  std::vector<char*> variables;
  for (std::string& entry : environment) variables.push_back(entry.data());
  variables.push_back(nullptr);
  std::string program = executable;
  char* arguments[] = {program.data(), nullptr};
  return posix_spawn(pid, executable.c_str(), actions.get(), nullptr, arguments,
                     variables.data());
}

}  // namespace

ReaderProcess::ReaderProcess(pid_t pid, OwnedDescriptor socket)
    : pid_(pid), socket_(std::move(socket)) {}

ReaderProcess::~ReaderProcess() { Finish(0); }

Result<std::unique_ptr<ReaderProcess>> ReaderProcess::Start(
    const std::filesystem::path& executable) {
  const std::string what = "start page reader " + executable.string() + ": ";
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
    return Status(StatusCode::kUnavailable, what + strerror(errno));
  }
  OwnedDescriptor ours(pair[0]);
  OwnedDescriptor theirs(pair[1]);
  if (theirs.get() == kReaderSocket) {
    // dup2 onto itself would leave close-on-exec set.
    const int moved = fcntl(theirs.get(), F_DUPFD_CLOEXEC, kReaderSocket + 1);
    if (moved < 0) return Status(StatusCode::kUnavailable, what + strerror(errno));
    theirs = OwnedDescriptor(moved);
  }
  pid_t pid = -1;
  const int error = Spawn(executable.string(), theirs.get(), &pid);
  if (error != 0) return Status(StatusCode::kUnavailable, what + strerror(error));
  return std::unique_ptr<ReaderProcess>(new ReaderProcess(pid, std::move(ours)));
}

ReaderProcess::End ReaderProcess::Finish(std::int64_t grace_ms) {
  End end;
  if (pid_ < 0) return end;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(grace_ms);
  for (;;) {
    const pid_t gone = waitpid(pid_, &end.wait_status, WNOHANG);
    if (gone == pid_ || (gone < 0 && errno != EINTR)) break;
    if (std::chrono::steady_clock::now() >= deadline) {
      kill(pid_, SIGKILL);
      end.killed = true;
      while (waitpid(pid_, &end.wait_status, 0) < 0 && errno == EINTR) {
      }
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  pid_ = -1;
  return end;
}

std::filesystem::path DefaultReaderExecutable() {
  if (const char* named = std::getenv("SOHOA_READER"); named != nullptr && *named != '\0') {
    return named;
  }
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  return self.parent_path() / "sohoa-reader";
}

}  // namespace sohoa
