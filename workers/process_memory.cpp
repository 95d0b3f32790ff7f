// SPDX-License-Identifier: Apache-2.0
#include "workers/process_memory.h"

#include <fstream>
#include <string>

#include <unistd.h>

namespace sohoa {

std::uint64_t ResidentBytes(pid_t process) {
  if (process <= 0) return 0;
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  if (!(file >> total >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace sohoa
