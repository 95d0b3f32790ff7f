// SPDX-License-Identifier: Apache-2.0
//
// How much memory an archive keeps what is read often in: pieces of the search index, and blocks of
// the store beneath it.
#pragma once

#include <cstdint>

namespace sohoa {

// A store that is asked little; and the search index beside it.
inline constexpr std::uint64_t kSmallStoreCache = 32u << 20;
inline constexpr std::uint64_t kSmallPieceCache = 64u << 20;

struct CacheSizes {
  std::uint64_t store = kSmallStoreCache;
  std::uint64_t pieces = kSmallPieceCache;
};

// Shares out so many bytes. 0: an eighth of what the machine has, or this process's control group may
// use (memory.max of the kernel's cgroup v2), but 8 GiB at most. Never less than the small ones.
CacheSizes ChooseCacheSizes(std::uint64_t bytes);

}  // namespace sohoa
