// SPDX-License-Identifier: Apache-2.0
//
// Dawg: a directed acyclic word graph over unichar ids, as it lies in a model file: a node is a
// run of edges, an edge names a letter, whether a word may end with it, and the node behind it.
// See SquishedDawg in src/dict/dawg.h of Tesseract 5.3.0.
//
// Immutable once parsed; safe from several threads.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

class Dawg {
 public:
  // In patterns of punctuation this letter stands for the word, in those of numbers for a digit.
  static constexpr int kPattern = 0;
  static constexpr int kNoEdge = -1;

  // `unichars`: size of the set it must have been made for. kCorruption: the bytes do not parse,
  // or edges lead out of it.
  static Result<Dawg> Parse(std::string_view bytes, int unichars);

  // The edge with this letter out of the first node, or out of the node behind `edge`; kNoEdge
  // where there is none.
  int First(int letter) const { return first_node_[static_cast<std::size_t>(letter)]; }
  int Next(int edge, int letter) const;
  bool EndsWord(int edge) const {
    return (edges_[static_cast<std::size_t>(edge)].letter & kEndsWord) != 0;
  }

  int edges() const { return static_cast<int>(edges_.size()); }

 private:
  static constexpr std::uint32_t kEndsWord = 1u << 31;
  static constexpr std::uint32_t kLastOfNode = 1u << 30;
  static constexpr std::uint32_t kLetter = kLastOfNode - 1;

  struct Edge {
    std::uint32_t node;    // index of the first edge of the node behind; 0: nothing follows
    std::uint32_t letter;  // with the two flags above
  };

  std::vector<Edge> edges_;
  std::vector<int> first_node_;  // by letter
};

}  // namespace sohoa
