// SPDX-License-Identifier: Apache-2.0
#include "scanners/folder_watch.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace sohoa {
namespace {

void Drain(int fd) {
  std::array<char, 4096> buffer;
  while (fd >= 0 && read(fd, buffer.data(), buffer.size()) > 0) {
  }
}

}  // namespace

FolderWatch::FolderWatch(const std::string& folder)
    : inotify_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  // A finished copy closes its file; a careful program renames it into place.
  if (inotify_ >= 0) inotify_add_watch(inotify_, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO);
}

FolderWatch::~FolderWatch() {
  if (inotify_ >= 0) close(inotify_);
  if (wake_ >= 0) close(wake_);
}

void FolderWatch::Wait(std::chrono::milliseconds at_most) {
  // Without descriptors to wait on it is a short sleep, and the caller looks at its flag.
  constexpr std::int64_t kBlindMs = 100;
  const std::int64_t limit = wake_ >= 0 ? at_most.count() : std::min(at_most.count(), kBlindMs);
  std::array<pollfd, 2> waits = {pollfd{wake_, POLLIN, 0}, pollfd{inotify_, POLLIN, 0}};
  poll(waits.data(), waits.size(), static_cast<int>(std::clamp<std::int64_t>(limit, 1, 60'000)));
  Drain(inotify_);
  Drain(wake_);
}

void FolderWatch::Wake() {
  const std::uint64_t one = 1;
  // Fails only when it is already awake.
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
}

}  // namespace sohoa
