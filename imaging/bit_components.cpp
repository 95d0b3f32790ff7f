// SPDX-License-Identifier: Apache-2.0
//
// Connected components by runs: each row's runs of ink are joined with those of the row above
// that they touch (Rosenfeld and Pfaltz, Sequential operations in digital picture processing,
// 1966, with labels as sets that are merged).
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "imaging/bit_image.h"

namespace sohoa {
namespace {

// Pixels [begin, end) of a row.
struct Run {
  int begin;
  int end;
  std::uint32_t label;
};

void FindRuns(const BitImage& image, int y, std::vector<Run>& runs) {
  runs.clear();
  const std::uint32_t* row = image.Row(y);
  bool open = false;
  for (int i = 0; i < image.words_per_row; ++i) {
    std::uint32_t word = row[i];
    if (word == 0 && !open) continue;
    for (int at = 0; at < 32;) {
      // Bits shifted in from the right are 0; from the left nothing comes.
      const int same = open ? std::countl_one(word) : std::countl_zero(word);
      at += same;
      if (at >= 32) break;
      word <<= same;
      if (open) {
        runs.back().end = 32 * i + at;
      } else {
        runs.push_back({32 * i + at, image.width, 0});
      }
      open = !open;
    }
  }
}

class LabelSets {
 public:
  std::uint32_t Add(const Box& box) {
    boxes_.push_back(box);
    parents_.push_back(static_cast<std::uint32_t>(parents_.size()));
    return parents_.back();
  }

  void Grow(std::uint32_t label, const Box& box) {
    Box& whole = boxes_[label];
    whole = {std::min(whole.left, box.left), whole.top, std::max(whole.right, box.right), box.bottom};
  }

  // The label of both from now on.
  std::uint32_t Merge(std::uint32_t a, std::uint32_t b) {
    a = Find(a);
    b = Find(b);
    if (a == b) return a;
    const auto [kept, gone] = std::minmax(a, b);
    parents_[gone] = kept;
    boxes_[kept] = Union(boxes_[kept], boxes_[gone]);
    return kept;
  }

  std::uint32_t Find(std::uint32_t label) {
    while (parents_[label] != label) {
      parents_[label] = parents_[parents_[label]];
      label = parents_[label];
    }
    return label;
  }

  std::vector<Box> Boxes() const {
    std::vector<Box> boxes;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      if (parents_[i] == i) boxes.push_back(boxes_[i]);
    }
    return boxes;
  }

 private:
  std::vector<Box> boxes_;
  std::vector<std::uint32_t> parents_;
};

}  // namespace

std::vector<Box> ConnectedComponents(const BitImage& image, Neighbours neighbours) {
  // Runs that meet at a corner only touch where eight neighbours count.
  const int reach = neighbours == Neighbours::kEight ? 1 : 0;
  LabelSets labels;
  std::vector<Run> above;
  std::vector<Run> runs;
  for (int y = 0; y < image.height; ++y) {
    FindRuns(image, y, runs);
    std::size_t first = 0;
    for (Run& run : runs) {
      const Box box{run.begin, y, run.end, y + 1};
      while (first < above.size() && above[first].end + reach <= run.begin) ++first;
      bool labelled = false;
      for (std::size_t i = first; i < above.size() && above[i].begin < run.end + reach; ++i) {
        run.label = labelled ? labels.Merge(run.label, above[i].label) : labels.Find(above[i].label);
        labelled = true;
      }
      if (labelled) {
        labels.Grow(run.label, box);
      } else {
        run.label = labels.Add(box);
      }
    }
    above.swap(runs);
  }
  return labels.Boxes();
}

}  // namespace sohoa
