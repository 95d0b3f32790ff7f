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

// The sums of products that inputs from -127 to 127 can give; flipped, from -128 to 126.
class SumRange {
 public:
  void Add(std::int8_t weight) {
    const int size = std::abs(int{weight});
    lowest_ -= size * (weight < 0 ? 128 : 127);
    highest_ += size * (weight < 0 ? 126 : 127);
  }
  bool Fits() const { return lowest_ >= kLowest && highest_ <= kHighest; }

 private:
  int lowest_ = 0;
  int highest_ = 0;
};

// Whether the products of both groups can be summed in 16 bits before they are widened.
bool FitTogether(const WeightGroup& one, const WeightGroup& other) {
  for (int output = 0; output < kBlockOutputs; ++output) {
    for (int half = 0; half < kGroupInputs; half += 2) {
      SumRange range;
      for (int i = half; i < half + 2; ++i) {
        range.Add(one.weights[output][i]);
        range.Add(other.weights[output][i]);
      }
      if (!range.Fits()) return false;
    }
  }
  return true;
}

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

// Sorts the groups so that those that fit together stand in pairs in front; gives their number.
int PairGroups(std::vector<WeightGroup>& groups, std::vector<std::int32_t>& offsets) {
  std::size_t paired = 0;
  std::size_t end = groups.size();
  const auto exchange = [&](std::size_t a, std::size_t b) {
    std::swap(groups[a], groups[b]);
    std::swap(offsets[a], offsets[b]);
  };
  while (paired + 1 < end) {
    std::size_t partner = paired + 1;
    while (partner < end && !FitTogether(groups[paired], groups[partner])) ++partner;
    if (partner == end) {
      exchange(paired, --end);  // it fits none of the others: to the back
      continue;
    }
    exchange(paired + 1, partner);
    paired += 2;
  }
  return static_cast<int>(paired / 2);
}

}  // namespace

std::vector<PackedMatrix::Source> InOrder(int outputs) {
  const int padded = (outputs + kBlockOutputs - 1) / kBlockOutputs * kBlockOutputs;
  std::vector<PackedMatrix::Source> order(static_cast<std::size_t>(padded));
  for (int i = 0; i < outputs; ++i) order[static_cast<std::size_t>(i)] = {0, i};
  return order;
}

PackedMatrix::PackedMatrix(const std::vector<FileMatrix>& matrices, const std::vector<Source>& order, int runs,
                           std::int32_t run_stride) {
  const int inputs = matrices.front().inputs;
  const int run = inputs / runs;
  const int run_groups = (run + kGroupInputs - 1) / kGroupInputs;
  const auto group_count = static_cast<std::size_t>(runs * run_groups);
  run_count_ = runs;
  run_groups_ = run_groups;
  run_stride_ = run_stride;
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
      block.offsets.push_back(group / run_groups * run_stride + group % run_groups * kGroupInputs);
    }
    row_bytes_ = block.offsets.back() + kGroupInputs;
    block.pair_count = PairGroups(block.groups, block.offsets);
    std::transform(block.groups.begin(), block.groups.end(), std::back_inserter(block.parted), Part);
  }
}

MatrixBlock PackedMatrix::Block(int block) const {
  const BlockData& data = blocks_[static_cast<std::size_t>(block)];
  MatrixBlock view;
  view.groups = data.groups.data();
  view.parted = data.parted.data();
  view.group_count = static_cast<int>(data.groups.size());
  view.used = data.used;
  view.pair_count = data.pair_count;
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
