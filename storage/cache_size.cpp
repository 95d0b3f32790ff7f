// SPDX-License-Identifier: Apache-2.0
#include "storage/cache_size.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace sohoa {
namespace {

constexpr std::uint64_t kShareOfMemory = 8;
constexpr std::uint64_t kMost = 8ull << 30;
// Of three parts; the rest is the store's.
constexpr std::uint64_t kPartsOfPieces = 2;

constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();

std::uint64_t MemoryOfMachine() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long bytes = sysconf(_SC_PAGESIZE);
  return pages > 0 && bytes > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(bytes) : kUnknown;
}

// The least limit of the group and those above it. A group without one says "max".
std::uint64_t MemoryOfGroup() {
  std::string path;
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    if (line.starts_with("0::/")) path = line.substr(3);
  }
  std::uint64_t least = kUnknown;
  while (!path.empty()) {
    std::uint64_t limit = 0;
    if (std::ifstream("/sys/fs/cgroup" + path + "/memory.max") >> limit) least = std::min(least, limit);
    path.resize(path.find_last_of('/'));
  }
  return least;
}

}  // namespace

CacheSizes ChooseCacheSizes(std::uint64_t bytes) {
  if (bytes == 0) {
    const std::uint64_t memory = std::min(MemoryOfMachine(), MemoryOfGroup());
    bytes = memory == kUnknown ? 0 : std::min(memory / kShareOfMemory, kMost);
  }
  const std::uint64_t pieces = bytes / 3 * kPartsOfPieces;
  return {std::max(bytes - pieces, kSmallStoreCache), std::max(pieces, kSmallPieceCache)};
}

}  // namespace sohoa
