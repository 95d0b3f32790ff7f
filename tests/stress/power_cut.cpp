// SPDX-License-Identifier: Apache-2.0
//
// A library to be preloaded: makes of a killed process a power cut. What is written to logs of
// the store (*.log under $POWER_CUT_UNDER) stays in this process until it is synced, so that
// SIGKILL loses exactly what was not. Without it the kernel would keep all of it, and a program
// that never syncs would pass.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>

namespace {

template <typename Function>
Function Next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

// Never destroyed: files are written until the very end.
std::mutex& Mutex() {
  static auto* const mutex = new std::mutex;
  return *mutex;
}
std::map<int, std::string>& Unsynced() {
  static auto* const unsynced = new std::map<int, std::string>;
  return *unsynced;
}

bool IsLog(const char* path, int flags) {
  const char* under = std::getenv("POWER_CUT_UNDER");
  const std::size_t length = std::strlen(path);
  return under != nullptr && (flags & O_ACCMODE) != O_RDONLY && std::strncmp(path, under, std::strlen(under)) == 0 && length > 4 &&
         std::strcmp(path + length - 4, ".log") == 0;
}

void Note(int fd, const char* path, int flags) {
  if (fd < 0 || !IsLog(path, flags)) return;
  const std::lock_guard lock(Mutex());
  Unsynced()[fd].clear();
}

// Gives the system what it was not given yet.
bool Release(int fd) {
  static const auto next = Next<ssize_t (*)(int, const void*, size_t)>("write");
  const std::lock_guard lock(Mutex());
  const auto found = Unsynced().find(fd);
  if (found == Unsynced().end()) return true;
  std::string& bytes = found->second;
  while (!bytes.empty()) {
    const ssize_t written = next(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.erase(0, static_cast<std::size_t>(written));
  }
  return true;
}

int Open(const char* name, const char* path, int flags, mode_t mode) {
  const int fd = Next<int (*)(const char*, int, ...)>(name)(path, flags, mode);
  Note(fd, path, flags);
  return fd;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = static_cast<mode_t>((flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, int) : 0);
  va_end(more);
  return Open("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = static_cast<mode_t>((flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, int) : 0);
  va_end(more);
  return Open("open64", path, flags, mode);
}

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto next = Next<ssize_t (*)(int, const void*, size_t)>("write");
  {
    const std::lock_guard lock(Mutex());
    const auto found = Unsynced().find(fd);
    if (found != Unsynced().end()) {
      found->second.append(static_cast<const char*>(bytes), size);
      return static_cast<ssize_t>(size);
    }
  }
  return next(fd, bytes, size);
}

int fsync(int fd) {
  static const auto next = Next<int (*)(int)>("fsync");
  return Release(fd) ? next(fd) : -1;
}

int fdatasync(int fd) {
  static const auto next = Next<int (*)(int)>("fdatasync");
  return Release(fd) ? next(fd) : -1;
}

// A log that is closed is not safe yet either; but its end would not be known here.
int close(int fd) {
  static const auto next = Next<int (*)(int)>("close");
  Release(fd);
  {
    const std::lock_guard lock(Mutex());
    Unsynced().erase(fd);
  }
  return next(fd);
}

}  // extern "C"
