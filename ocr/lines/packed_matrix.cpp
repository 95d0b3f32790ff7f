// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/packed_matrix.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace sohoa {
namespace {

// What a 16-bit lane holds.
constexpr int kLowest = -32768;
constexpr int kHighest = 32767;

// The sums of the products of some groups in each half group of each output.
class SumRanges {
 public:
  explicit SumRanges(bool positive) : positive_(positive) {}

  // False, and nothing added, where a sum might not fit 16 bits any more.
  bool Add(const WeightGroup& group) {
    SumRanges with = *this;
    for (int output = 0; output < kBlockOutputs; ++output) {
      for (int i = 0; i < kGroupInputs; ++i) {
        Range& range = with.ranges_[output][i / 2];
        with.Widen(group.weights[output][i], range);
        if (range.lowest < kLowest || range.highest > kHighest) return false;
      }
    }
    *this = with;
    return true;
  }

 private:
  struct Range {
    int lowest = 0;
    int highest = 0;
  };

  // Inputs from -127 to 127; flipped, from -128 to 126.
  void Widen(int weight, Range& range) const {
    const int size = std::abs(weight);
    if (positive_) {
      (weight < 0 ? range.lowest : range.highest) += weight * 127;
    } else {
      range.lowest -= size * (weight < 0 ? 128 : 127);
      range.highest += size * (weight < 0 ? 126 : 127);
    }
  }

  bool positive_;
  Range ranges_[kBlockOutputs][kGroupInputs / 2];
};

PartedGroup Part(const WeightGroup& group) {
  PartedGroup parted;
  for (int output = 0; output < kBlockOutputs; ++output) {
    PartedGroup::Outputs& to = parted.outputs[output / 8];
    for (int i = 0; i < kGroupInputs; ++i) {
      const int weight = group.weights[output][i];
      to.sizes[output % 8][i] = static_cast<std::uint8_t>(std::abs(weight));
      to.flips[output % 8][i] = weight < 0 ? 0xff : 0;
    }
  }
  return parted;
}

// Brings groups that fit together to the front of those from `begin` on, in sets of `size`; gives
// the number of sets.
int MakeSets(std::size_t size, bool positive, std::size_t begin, std::vector<WeightGroup>& groups,
             std::vector<std::int32_t>& offsets) {
  // Far enough to find a partner where there are some; near enough for the largest matrices.
  constexpr std::size_t kFarthest = 256;
  const auto exchange = [&](std::size_t a, std::size_t b) {
    std::swap(groups[a], groups[b]);
    std::swap(offsets[a], offsets[b]);
  };
  int sets = 0;
  std::size_t end = groups.size();
  while (begin + size <= end) {
    SumRanges sums(positive);
    std::size_t found = sums.Add(groups[begin]) ? 1 : 0;
    for (std::size_t at = begin + 1; at < std::min(end, begin + kFarthest) && found > 0 && found < size; ++at) {
      if (sums.Add(groups[at])) exchange(begin + found++, at);
    }
    if (found == size) {
      begin += size;
      ++sets;
    } else {
      exchange(begin, --end);  // it fits too few of the others: to the back
    }
  }
  return sets;
}

}  // namespace

std::vector<PackedMatrix::Source> InOrder(int outputs) {
  const int padded = (outputs + kBlockOutputs - 1) / kBlockOutputs * kBlockOutputs;
  std::vector<PackedMatrix::Source> order(static_cast<std::size_t>(padded));
  for (int i = 0; i < outputs; ++i) order[static_cast<std::size_t>(i)] = {0, i};
  return order;
}

PackedMatrix::PackedMatrix(const std::vector<FileMatrix>& matrices, const std::vector<Source>& order,
                           const Inputs& layout)
    : positive_(layout.positive) {
  const int inputs = matrices.front().inputs;
  const int run = inputs / layout.runs;
  const int run_groups = (run + kGroupInputs - 1) / kGroupInputs;
  const auto group_count = static_cast<std::size_t>(layout.runs * run_groups);
  run_count_ = layout.runs;
  run_groups_ = run_groups;
  run_stride_ = layout.run_stride;
  blocks_.resize(order.size() / kBlockOutputs);
  for (std::size_t at = 0; at < order.size(); ++at) {
    const Source& source = order[at];
    BlockData& block = blocks_[at / kBlockOutputs];
    const std::size_t place = at % kBlockOutputs;
    block.groups.resize(group_count);
    if (source.matrix < 0) continue;
    block.used = static_cast<int>(place) + 1;
    const FileMatrix& matrix = matrices[static_cast<std::size_t>(source.matrix)];
    const std::int8_t* weights =
        matrix.weights.data() + static_cast<std::size_t>(source.output) * static_cast<std::size_t>(inputs);
    int negative = 0;
    for (int i = 0; i < inputs; ++i) {
      const int in_run = i % run;
      const int group = i / run * run_groups + in_run / kGroupInputs;
      block.groups[static_cast<std::size_t>(group)].weights[place][in_run % kGroupInputs] = weights[i];
      negative += std::min<int>(weights[i], 0);
    }
    block.bias[place] = matrix.biases[static_cast<std::size_t>(source.output)];
    block.flipped_bias[place] = block.bias[place] - negative;
    block.scales[place] = matrix.scales[static_cast<std::size_t>(source.output)];
  }
  for (BlockData& block : blocks_) {
    for (int group = 0; group < static_cast<int>(group_count); ++group) {
      block.offsets.push_back(group / run_groups * layout.run_stride + group % run_groups * kGroupInputs);
    }
    row_bytes_ = block.offsets.back() + kGroupInputs;
    block.in_order = block.groups;
    block.in_order.resize((group_count + kTileGroups - 1) / kTileGroups * kTileGroups);
    // Both signs fill 16 bits twice as fast: fours are hardly found.
    if (positive_) block.four_count = MakeSets(4, positive_, 0, block.groups, block.offsets);
    block.two_count = MakeSets(2, positive_, static_cast<std::size_t>(4 * block.four_count), block.groups, block.offsets);
    std::transform(block.groups.begin(), block.groups.end(), std::back_inserter(block.parted), Part);
  }
}

MatrixBlock PackedMatrix::Block(int block) const {
  const BlockData& data = blocks_[static_cast<std::size_t>(block)];
  MatrixBlock view;
  view.groups = data.groups.data();
  view.parted = data.parted.data();
  view.in_order = data.in_order.data();
  view.group_count = static_cast<int>(data.groups.size());
  view.used = data.used;
  view.positive = positive_;
  view.four_count = data.four_count;
  view.two_count = data.two_count;
  view.offsets = data.offsets.data();
  view.run_count = run_count_;
  view.run_groups = run_groups_;
  view.run_stride = run_stride_;
  view.bias = data.bias.data();
  view.flipped_bias = data.flipped_bias.data();
  view.scales = data.scales.data();
  return view;
}

}  // namespace sohoa
