// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/dawg.h"

#include <bit>
#include <string>

#include "ocr/lines/damaged_model.h"
#include "ocr/lines/little_endian_reader.h"

namespace sohoa {
namespace {

constexpr std::int16_t kMagic = 42;
constexpr int kFlagBits = 3;  // last of its node, backward, end of a word
constexpr std::uint64_t kLastFlag = 1;
constexpr std::uint64_t kBackwardFlag = 2;
constexpr std::uint64_t kEndFlag = 4;

Status DamagedWordGraph(const char* what) { return DamagedModel("read word graph of the line model", what); }

}  // namespace

Result<Dawg> Dawg::Parse(std::string_view bytes, int unichars) {
  LittleEndianReader reader(bytes);
  std::int16_t magic = 0;
  std::int32_t size = 0;
  std::int32_t count = 0;
  if (!reader.Read(magic) || !reader.Read(size) || !reader.Read(count))
    return DamagedWordGraph("it is too short");
  if (magic != kMagic) return DamagedWordGraph("it is not a word graph");
  if (size != unichars || size < 1) return DamagedWordGraph("it does not fit the unicharset");
  if (count < 1 || reader.left() != static_cast<std::size_t>(count) * sizeof(std::uint64_t)) {
    return DamagedWordGraph("its edges do not fill it");
  }

  // One letter more than the set has, for "no letter", must fit.
  const int letter_bits = std::bit_width(static_cast<std::uint32_t>(size));
  const std::uint64_t letter_mask = (std::uint64_t{1} << letter_bits) - 1;
  Dawg dawg;
  dawg.edges_.reserve(static_cast<std::size_t>(count));
  std::uint64_t packed = 0;
  while (reader.Read(packed)) {
    const std::uint64_t node = packed >> (letter_bits + kFlagBits);
    const std::uint64_t flags = packed >> letter_bits;
    if (node >= static_cast<std::uint64_t>(count)) return DamagedWordGraph("an edge leads out of it");
    if ((flags & kBackwardFlag) != 0) return DamagedWordGraph("an edge leads backward");
    auto letter = static_cast<std::uint32_t>(packed & letter_mask);
    if ((flags & kLastFlag) != 0) letter |= kLastOfNode;
    if ((flags & kEndFlag) != 0) letter |= kEndsWord;
    dawg.edges_.push_back({static_cast<std::uint32_t>(node), letter});
  }
  // With this every walk along a node's edges ends inside.
  if ((dawg.edges_.back().letter & kLastOfNode) == 0) return DamagedWordGraph("its last node does not end");

  dawg.first_node_.assign(static_cast<std::size_t>(letter_mask) + 1, kNoEdge);
  for (std::size_t edge = 0;; ++edge) {
    int& first = dawg.first_node_[dawg.edges_[edge].letter & kLetter];
    if (first == kNoEdge) first = static_cast<int>(edge);
    if ((dawg.edges_[edge].letter & kLastOfNode) != 0) break;
  }
  return dawg;
}

int Dawg::Next(int edge, int letter) const {
  std::uint32_t candidate = edges_[static_cast<std::size_t>(edge)].node;
  if (candidate == 0) return kNoEdge;  // the first node has nothing before it
  const auto wanted = static_cast<std::uint32_t>(letter);
  for (;; ++candidate) {
    const std::uint32_t found = edges_[candidate].letter;
    if ((found & kLetter) == wanted) return static_cast<int>(candidate);
    if ((found & kLastOfNode) != 0) return kNoEdge;
  }
}

}  // namespace sohoa
