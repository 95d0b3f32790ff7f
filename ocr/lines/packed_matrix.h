// SPDX-License-Identifier: Apache-2.0
//
// PackedMatrix: the int8 weights of a layer in the order in which the kernels read them. Outputs
// come in blocks of 32, inputs in groups of 4; a block holds, group after group, the 4 weights
// of each of its outputs. What is missing from the last block or group is zero. Each group is
// there three times: as it is, parted into sizes and signs, and in the order of a row's inputs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ocr/lines/network_file.h"

namespace sohoa {

inline constexpr int kBlockOutputs = 32;
inline constexpr int kGroupInputs = 4;
inline constexpr int kTileGroups = 16;  // that an AMX tile of weights has

struct alignas(64) WeightGroup {
  std::int8_t weights[kBlockOutputs][kGroupInputs];
};

// The same group for kernels whose instruction wants one factor unsigned. A negative weight's sign
// goes to the input by flipping its bits, which makes -input - 1 of it and is cheaper than
// changing its sign; MatrixBlock::flipped_bias makes up for the 1. A vector register's worth of
// sizes stands beside its flips.
struct alignas(64) PartedGroup {
  struct Outputs {
    std::uint8_t sizes[8][kGroupInputs];
    std::uint8_t flips[8][kGroupInputs];  // 0xff where the weight is negative, otherwise 0
  };
  Outputs outputs[kBlockOutputs / 8];
};

// 32 outputs of a matrix. The pointers are into the PackedMatrix.
struct MatrixBlock {
  const WeightGroup* groups = nullptr;
  const PartedGroup* parted = nullptr;  // the same groups in the same order
  int group_count = 0;
  // All groups in the order of a row's inputs, and groups of zeros up to a multiple of kTileGroups.
  const WeightGroup* in_order = nullptr;
  int used = 0;  // how many of the 32 there are
  bool positive = false;  // inputs are from 0 to 127; kernels need no sign then
  // So many fours of groups come first, then so many twos, then the rest. Those of a set have small
  // weights: in each half group the products of all, of any inputs that there may be, flipped or
  // not, sum to a 16-bit number.
  int four_count = 0;
  int two_count = 0;
  const std::int32_t* offsets = nullptr;  // where each group's inputs begin, from the row's start
  // The inputs of all groups in the order of a row: so many groups side by side in each run.
  int run_count = 0;
  int run_groups = 0;
  std::int32_t run_stride = 0;
  const std::int32_t* bias = nullptr;     // 32
  // The bias and the sizes of each output's negative weights: for kernels that flip inputs.
  const std::int32_t* flipped_bias = nullptr;
  const float* scales = nullptr;  // 32
};

class PackedMatrix {
 public:
  // Where a matrix gets one of its outputs from; `matrix` < 0: there is none.
  struct Source {
    int matrix = -1;
    int output = 0;
  };

  PackedMatrix() = default;
  // What is known of a row of inputs.
  struct Inputs {
    int runs = 1;                 // so many of equal length ...
    std::int32_t run_stride = 0;  // ... begin so many bytes apart
    bool positive = false;        // 0 to 127 instead of -127 to 127
  };

  // `order` names the output at each place; its length is a multiple of kBlockOutputs. All
  // matrices have the same number of inputs, a multiple of `inputs.runs`.
  PackedMatrix(const std::vector<FileMatrix>& matrices, const std::vector<Source>& order, const Inputs& inputs);
  PackedMatrix(const std::vector<FileMatrix>& matrices, const std::vector<Source>& order)
      : PackedMatrix(matrices, order, Inputs()) {}

  int block_count() const { return static_cast<int>(blocks_.size()); }
  MatrixBlock Block(int block) const;
  // How many bytes after a row's start a kernel may read.
  int row_bytes() const { return row_bytes_; }

 private:
  struct BlockData {
    std::vector<WeightGroup> groups;
    std::vector<PartedGroup> parted;
    std::vector<WeightGroup> in_order;
    std::vector<std::int32_t> offsets;
    int used = 0;
    int four_count = 0;
    int two_count = 0;
    std::array<std::int32_t, kBlockOutputs> bias{};
    std::array<std::int32_t, kBlockOutputs> flipped_bias{};
    std::array<float, kBlockOutputs> scales{};
  };

  std::vector<BlockData> blocks_;
  int run_count_ = 0;
  int run_groups_ = 0;
  std::int32_t run_stride_ = 0;
  int row_bytes_ = 0;
  bool positive_ = false;
};

// The outputs of one matrix in their own order, filled up to whole blocks.
std::vector<PackedMatrix::Source> InOrder(int outputs);

}  // namespace sohoa
