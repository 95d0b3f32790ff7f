// SPDX-License-Identifier: Apache-2.0
//
// Damaged files out of sound ones. Equal seed and number give equal bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sohoa {

struct BaseFile {
  std::string name;
  std::string bytes;
};

struct MutatedFile {
  std::string name;  // of the file it was, and its number
  std::string bytes;
};

// Number `number` of those that come of `bases`, which must not be empty: bits are turned, bytes
// set to what overflows, numbers written in digits grow, parts are cut out, doubled, or taken from
// another file, and the end is cut off; one of these or several.
MutatedFile Mutate(const std::vector<BaseFile>& bases, std::uint64_t seed, std::uint64_t number);

}  // namespace sohoa
