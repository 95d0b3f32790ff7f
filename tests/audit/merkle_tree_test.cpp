// SPDX-License-Identifier: Apache-2.0
#include "storage/merkle_tree.h"

#include <gtest/gtest.h>

#include <string>

namespace sohoa {
namespace {

// The leaves and roots of the examples that implementations of Certificate Transparency test each other with.
const std::string kLeaves[] = {std::string(),
                               std::string(1, '\x00'),
                               std::string("\x10"),
                               std::string("\x20\x21"),
                               std::string("\x30\x31"),
                               std::string("\x40\x41\x42\x43"),
                               std::string("\x50\x51\x52\x53\x54\x55\x56\x57"),
                               std::string("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f")};

std::string RootOfFirst(std::size_t count) {
  MerkleTree tree;
  for (std::size_t i = 0; i < count; ++i) tree.Add(kLeaves[i]);
  return tree.Root().Hex();
}

TEST(MerkleTree, HasTheRootsOfRfc6962) {
  EXPECT_EQ(RootOfFirst(0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(RootOfFirst(1), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(RootOfFirst(2), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  EXPECT_EQ(RootOfFirst(3), "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
  EXPECT_EQ(RootOfFirst(7), "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c");
  EXPECT_EQ(RootOfFirst(8), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

}  // namespace
}  // namespace sohoa
