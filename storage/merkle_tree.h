// SPDX-License-Identifier: Apache-2.0
//
// The root of a Merkle tree over byte strings in their order, as in RFC 6962, 2.1: leaves are hashed behind a byte 0,
// nodes behind a byte 1, and an uneven rest stands to the right. Memory grows with the logarithm of the leaves.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/sha256.h"

namespace sohoa {

class MerkleTree {
 public:
  void Add(std::string_view leaf);
  std::uint64_t size() const { return size_; }
  // Of what was added; SHA-256 of nothing where nothing was.
  Sha256 Root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Sha256> subtrees_;  // full ones, the largest first: a one in the binary `size_` each
};

}  // namespace sohoa
