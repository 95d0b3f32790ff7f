// SPDX-License-Identifier: Apache-2.0
//
// What line networks spend their time on, written once for each set of instructions. All give
// the same bits: products are exact integers, and what is left is single additions and
// multiplications of floats in one order, never fused (the files are compiled without
// contraction).
#pragma once

#include <climits>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ocr/lines/line_network.h"
#include "ocr/lines/packed_matrix.h"

namespace sohoa {

// Hidden units of an LSTM that are computed together: a block of its matrix holds the candidate,
// input, forget and output gates of 8 units, one after the other.
inline constexpr int kBlockUnits = 8;

// Rows of int8 inputs, each `stride` bytes after the one before; a kernel reads the matrix's
// row_bytes() of each. They may come in groups, such as columns of an image: after `in_group`
// rows the next group's first lies `group_stride` bytes after this one's.
struct InputRows {
  const std::int8_t* first = nullptr;
  std::ptrdiff_t stride = 0;
  int count = 0;
  int in_group = INT_MAX;
  std::ptrdiff_t group_stride = 0;
};

// Rows of int8 that a kernel writes.
struct OutputRows {
  std::int8_t* first = nullptr;
  std::ptrdiff_t stride = 0;
};

// Rows of floats that a kernel writes; `stride` floats apart.
struct ResultRows {
  float* first = nullptr;
  std::ptrdiff_t stride = kBlockOutputs;
};

struct LineKernelFunctions {
  // results: rows.count x 32, the products scaled to what they stand for; of the block's unused
  // outputs they may be anything.
  void (*multiply)(const MatrixBlock& block, const InputRows& rows, const ResultRows& results);
  // One step of 8 units for `rows` lines. gates: rows x 32, as multiply() leaves them; state:
  // rows x 8, changed; outputs: 8 bytes a row.
  void (*lstm_step)(const float* gates, int rows, float* state, const OutputRows& outputs);
  // rows x 32 sums become int8, 127 standing for 1; 32 bytes a row. Not for kSoftmax.
  void (*activate)(Activation activation, const float* sums, int rows, const OutputRows& outputs);
  // The `count` values of each row become probabilities; up to the next multiple of 8, what comes
  // after them is overwritten.
  void (*softmax)(const ResultRows& values, int rows, int count);
};

// A kernel that this processor has, otherwise the portable one.
const LineKernelFunctions& KernelFunctions(LineKernel kernel);

const LineKernelFunctions& PortableKernelFunctions();
// Only to be called where the processor has the instructions; null where they were not built.
const LineKernelFunctions* Avx2KernelFunctions();
const LineKernelFunctions* Avx512VnniKernelFunctions();
// And where the system lets the process use tiles.
const LineKernelFunctions* AmxKernelFunctions();

}  // namespace sohoa
