// SPDX-License-Identifier: Apache-2.0
#include "storage/merkle_tree.h"

#include <string>

namespace sohoa {
namespace {

void Hash(Sha256Hasher& hasher, const Sha256& part) {
  hasher.Update({reinterpret_cast<const char*>(part.bytes.data()), part.bytes.size()});
}

Sha256 Parent(const Sha256& left, const Sha256& right) {
  Sha256Hasher hasher;
  hasher.Update(std::string_view("\x01", 1));
  Hash(hasher, left);
  Hash(hasher, right);
  return hasher.Finish();
}

}  // namespace

void MerkleTree::Add(std::string_view leaf) {
  Sha256Hasher hasher;
  hasher.Update(std::string_view("\0", 1));
  hasher.Update(leaf);
  Sha256 node = hasher.Finish();
  // Adding one carries as in binary: equal subtrees become one of twice the size.
  for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    node = Parent(subtrees_.back(), node);
    subtrees_.pop_back();
  }
  subtrees_.push_back(node);
  ++size_;
}

Sha256 MerkleTree::Root() const {
  if (subtrees_.empty()) return Sha256::Of("");
  Sha256 root = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left) root = Parent(*left, root);
  return root;
}

}  // namespace sohoa
