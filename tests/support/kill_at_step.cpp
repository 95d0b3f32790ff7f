// SPDX-License-Identifier: Apache-2.0
//
// A library to be preloaded: kills its process before the N-th step ($KILL_AT_STEP, from 1) that it
// takes on files under $KILL_UNDER: a write to a log of the store, a sync, a renaming, a removal.
// With $KILL_ARMED steps count only once that file is there. Beside sohoa-power-cut.so, behind this
// one in LD_PRELOAD, the kill is a power cut. What the process starts is left alone.
#include <dlfcn.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

template <typename Function>
Function Next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

const char* under = nullptr;
const char* armed = nullptr;
long at = 0;

// The environment stays for as long as the process, though children do not get it.
__attribute__((constructor)) void ReadSettings() {
  under = std::getenv("KILL_UNDER");
  armed = std::getenv("KILL_ARMED");
  if (const char* step = std::getenv("KILL_AT_STEP")) at = std::atol(step);
  unsetenv("LD_PRELOAD");
}

bool IsUnder(std::string_view path) { return under != nullptr && path.starts_with(under); }

void Step() {
  static std::atomic<long> steps = 0;
  if (armed != nullptr && access(armed, F_OK) != 0) return;
  if (++steps == at) kill(getpid(), SIGKILL);
}

void StepOf(int fd, bool logs_only) {
  char link[32];
  char path[PATH_MAX];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path);
  if (length <= 0) return;
  const std::string_view name(path, static_cast<std::size_t>(length));
  if (IsUnder(name) && (!logs_only || name.ends_with(".log"))) Step();
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto next = Next<ssize_t (*)(int, const void*, size_t)>("write");
  if (fd > STDERR_FILENO) StepOf(fd, true);
  return next(fd, bytes, size);
}

int fsync(int fd) {
  static const auto next = Next<int (*)(int)>("fsync");
  StepOf(fd, false);
  return next(fd);
}

int fdatasync(int fd) {
  static const auto next = Next<int (*)(int)>("fdatasync");
  StepOf(fd, false);
  return next(fd);
}

int rename(const char* from, const char* to) {
  static const auto next = Next<int (*)(const char*, const char*)>("rename");
  if (IsUnder(to)) Step();
  return next(from, to);
}

int unlink(const char* path) {
  static const auto next = Next<int (*)(const char*)>("unlink");
  if (IsUnder(path)) Step();
  return next(path);
}

}  // extern "C"
