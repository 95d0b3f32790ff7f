// SPDX-License-Identifier: Apache-2.0
#include "workers/process_memory.h"

#include <fstream>
#include <string>

#include <malloc.h>
#include <unistd.h>

namespace sohoa {

void KeepFreedBuffers() {
  constexpr int kKept = 4 << 20;
  // Once one is set, the C library no longer moves the others by itself.
  mallopt(M_MMAP_THRESHOLD, kKept);
  mallopt(M_TRIM_THRESHOLD, kKept);
}

std::uint64_t ResidentBytes(pid_t process) {
  if (process <= 0) return 0;
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  if (!(file >> total >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace sohoa
