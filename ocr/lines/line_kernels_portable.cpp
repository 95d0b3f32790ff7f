// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "ocr/lines/line_kernels.h"
#include "ocr/lines/network_tables.h"
#include "ocr/lines/row_walk.h"
#include "ocr/lines/softmax_lanes.h"

namespace sohoa {
namespace {

constexpr float kLargestState = 100.0F;

std::int8_t ToInt8(float value) {
  const float scaled = std::clamp(value * 127.0F, -127.0F, 127.0F);
  // Half a step away from zero, then cut off.
  return static_cast<std::int8_t>(static_cast<int>(scaled + std::copysign(0.5F, scaled)));
}

constexpr int kTileRows = 8;

// The weights of one input after the other, so that the compiler can make vectors of outputs.
struct SpreadGroup {
  std::int16_t weights[kGroupInputs][kBlockOutputs];
};

void Spread(const WeightGroup& group, SpreadGroup& spread) {
  for (int output = 0; output < kBlockOutputs; ++output) {
    for (int i = 0; i < kGroupInputs; ++i) spread.weights[i][output] = group.weights[output][i];
  }
}

void Accumulate(const SpreadGroup& group, const std::int8_t* inputs, std::int32_t* sums) {
  for (int i = 0; i < kGroupInputs; ++i) {
    const std::int16_t input = inputs[i];
    for (int output = 0; output < kBlockOutputs; ++output) sums[output] += group.weights[i][output] * input;
  }
}

void Multiply(const MatrixBlock& block, const InputRows& rows, const ResultRows& results) {
  RowWalk walk(rows);
  for (int first = 0; first < rows.count; first += kTileRows) {
    const int count = std::min(kTileRows, rows.count - first);
    const std::int8_t* in[kTileRows];
    for (int row = 0; row < count; ++row) in[row] = walk.Next();
    std::int32_t sums[kTileRows][kBlockOutputs];
    for (int row = 0; row < count; ++row) std::copy(block.bias, block.bias + kBlockOutputs, sums[row]);
    for (int group = 0; group < block.group_count; ++group) {
      SpreadGroup spread;
      Spread(block.groups[group], spread);
      for (int row = 0; row < count; ++row) Accumulate(spread, in[row] + block.offsets[group], sums[row]);
    }
    for (int row = 0; row < count; ++row) {
      float* to = results.first + (first + row) * results.stride;
      for (int i = 0; i < kBlockOutputs; ++i) to[i] = static_cast<float>(sums[row][i]) * block.scales[i];
    }
  }
}

float Tanh(const ActivationTable& table, float x) { return x < 0 ? -AtTable(table, -x) : AtTable(table, x); }

float Logistic(const ActivationTable& table, float x) {
  return x < 0 ? 1.0F - AtTable(table, -x) : AtTable(table, x);
}

void LstmStep(const float* gates, int rows, float* state, const OutputRows& outputs) {
  const ActivationTable& tanh = TanhTable();
  const ActivationTable& logistic = LogisticTable();
  for (int row = 0; row < rows; ++row, gates += kBlockOutputs, state += kBlockUnits) {
    std::int8_t* out = outputs.first + row * outputs.stride;
    for (int unit = 0; unit < kBlockUnits; ++unit) {
      const float candidate = Tanh(tanh, gates[unit]);
      const float input = Logistic(logistic, gates[kBlockUnits + unit]);
      const float forget = Logistic(logistic, gates[2 * kBlockUnits + unit]);
      const float output = Logistic(logistic, gates[3 * kBlockUnits + unit]);
      float next = state[unit] * forget;
      next += candidate * input;
      next = std::clamp(next, -kLargestState, kLargestState);
      state[unit] = next;
      out[unit] = ToInt8(Tanh(tanh, next) * output);
    }
  }
}

float ActivateOne(Activation activation, float sum) {
  switch (activation) {
    case Activation::kTanh:
      return Tanh(TanhTable(), sum);
    case Activation::kLogistic:
      return Logistic(LogisticTable(), sum);
    case Activation::kPositiveClip:
    case Activation::kRelu:  // above 1 both become 127
      return std::clamp(sum, 0.0F, 1.0F);
    default:
      return std::clamp(sum, -1.0F, 1.0F);
  }
}

void Activate(Activation activation, const float* sums, int rows, const OutputRows& outputs) {
  for (int row = 0; row < rows; ++row, sums += kBlockOutputs) {
    std::int8_t* out = outputs.first + row * outputs.stride;
    for (int i = 0; i < kBlockOutputs; ++i) out[i] = ToInt8(ActivateOne(activation, sums[i]));
  }
}

}  // namespace

const LineKernelFunctions& PortableKernelFunctions() {
  static constexpr LineKernelFunctions functions{Multiply, LstmStep, Activate, SoftmaxInLanes};
  return functions;
}

}  // namespace sohoa
