// SPDX-License-Identifier: Apache-2.0
//
// A disk that changed a bit behind everybody's back.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace sohoa {

// Flips a bit in each file of large values in `store` that has `bytes`. Gives the number of those files.
inline int FlipAByteOf(const std::string& bytes, const std::filesystem::path& store) {
  int flipped = 0;
  for (const auto& entry : std::filesystem::directory_iterator(store)) {
    if (entry.path().extension() != ".blob") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string there((std::istreambuf_iterator<char>(in)), {});
    const std::size_t at = there.find(bytes);
    if (at == std::string::npos) continue;
    std::fstream out(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(static_cast<std::streamoff>(at));
    out.put(static_cast<char>(there[at] ^ 1));
    ++flipped;
  }
  return flipped;
}

}  // namespace sohoa
