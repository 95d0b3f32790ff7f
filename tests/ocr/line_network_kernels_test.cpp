// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <random>
#include <utility>
#include <vector>

#include "ocr/lines/line_kernels.h"
#include "ocr/lines/network_tables.h"

namespace sohoa {
namespace {

std::uint64_t HashOf(const ActivationTable& table) {
  std::uint64_t hash = 14695981039346656037U;
  for (const TablePoint& point : table) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &point.value, sizeof(bits));
    hash = (hash ^ bits) * 1099511628211U;
  }
  return hash;
}

// Of values that were compared with Tesseract's own, all 4095 of each.
TEST(LineTablesTest, HoldTheValuesOfTesseract) {
  EXPECT_EQ(HashOf(TanhTable()), 13951666787865118747U);
  EXPECT_EQ(HashOf(LogisticTable()), 17071368417898278487U);
}

// The largest of several positions is found before the activation instead of after it.
TEST(LineTablesTest, NeverFallFromOnePointToTheNext) {
  for (const ActivationTable* table : {&TanhTable(), &LogisticTable()}) {
    for (int i = 0; i + 1 < kTablePoints; ++i) {
      const float next = static_cast<float>(i + 1) / kTablePointsPerUnit;
      EXPECT_LE(AtTable(*table, std::nextafter(next, 0.0F)), AtTable(*table, next));
    }
  }
}

// Weights of the sizes at which 16-bit sums would overflow, and rows in every number.
class LineKernelsTest : public testing::Test {
 protected:
  std::int8_t Draw(int spread) {
    const int value = static_cast<int>(random_() % 4 == 0 ? (random_() % 2 == 0 ? 127 : -127)
                                                          : static_cast<int>(random_() % 255) - 127);
    return static_cast<std::int8_t>(value * spread / 127);
  }

  FileMatrix DrawMatrix(int outputs, int inputs, int spread) {
    FileMatrix matrix;
    matrix.outputs = outputs;
    matrix.inputs = inputs;
    matrix.weights.resize(static_cast<std::size_t>(outputs) * static_cast<std::size_t>(inputs));
    for (auto& weight : matrix.weights) weight = Draw(spread);
    matrix.weights.front() = -128;  // no model has it, but a file can
    for (int i = 0; i < outputs; ++i) {
      matrix.biases.push_back(Draw(127) * 127 * (i % 3 == 0 ? 1000 : 1));
      matrix.scales.push_back(1e-4F * static_cast<float>(i + 1));
    }
    return matrix;
  }

  // Every kernel's products of all of the matrix with `rows` rows of `in`, against single ones.
  static void ExpectExactProducts(const FileMatrix& matrix, const std::vector<std::int8_t>& in, int rows,
                                  std::ptrdiff_t stride, bool positive = false) {
    const PackedMatrix packed({matrix}, InOrder(matrix.outputs), {.positive = positive});
    constexpr std::ptrdiff_t kApart = kBlockOutputs + 5;
    for (const LineKernel kernel : AvailableLineKernels()) {
      std::vector<float> results(static_cast<std::size_t>(rows * kApart));
      for (int output = 0; output < matrix.outputs; ++output) {
        if (output % kBlockOutputs == 0) {
          KernelFunctions(kernel).multiply(packed.Block(output / kBlockOutputs), {in.data(), stride, rows},
                                           {results.data(), kApart});
        }
        const std::int8_t* weights =
            matrix.weights.data() + static_cast<std::ptrdiff_t>(output) * matrix.inputs;
        for (int row = 0; row < rows; ++row) {
          std::int32_t sum = matrix.biases[static_cast<std::size_t>(output)];
          for (int i = 0; i < matrix.inputs; ++i) sum += weights[i] * in[static_cast<std::size_t>(row * stride + i)];
          const float expected = static_cast<float>(sum) * matrix.scales[static_cast<std::size_t>(output)];
          ASSERT_EQ(results[static_cast<std::size_t>(row * kApart + output % kBlockOutputs)], expected)
              << LineKernelName(kernel) << ", " << matrix.inputs << " inputs, row " << row << " of " << rows
              << ", output " << output << " of " << matrix.outputs;
        }
      }
    }
  }

  std::minstd_rand random_;
};

TEST_F(LineKernelsTest, MultiplyExactly) {
  for (const int spread : {127, 60, 30}) {
    for (const int inputs : {1, 2, 3, 4, 5, 7, 8, 9, 13, 64, 147}) {
      for (const int outputs : {1, 7, 8, 9, 16, 17, 31, 32, 45}) {
        const FileMatrix matrix = DrawMatrix(outputs, inputs, spread);
        for (int rows = 1; rows <= 20; rows += 1 + rows / 6) {
          const std::ptrdiff_t stride = inputs + 3;
          std::vector<std::int8_t> in(static_cast<std::size_t>(rows * stride + 64));
          for (auto& value : in) value = Draw(127);
          ExpectExactProducts(matrix, in, rows, stride);
        }
      }
    }
  }
}

// Whole tiles of inputs, some and a rest, and more than are gathered.
TEST_F(LineKernelsTest, MultiplyLongRowsExactly) {
  for (const int inputs : {63, 65, 192, 200, 576, 2100}) {
    const FileMatrix matrix = DrawMatrix(45, inputs, 127);
    for (const int rows : {1, 15, 16, 17, 31, 32, 33, 60}) {
      std::vector<std::int8_t> in(static_cast<std::size_t>(rows * inputs + 64));
      for (auto& value : in) value = Draw(127);
      ExpectExactProducts(matrix, in, rows, inputs);
    }
  }
}

TEST_F(LineKernelsTest, MultiplyInputsWithoutASignExactly) {
  for (const int spread : {127, 60, 20}) {
    for (const int inputs : {1, 4, 5, 8, 13, 16, 17, 33, 64, 147}) {
      for (const int outputs : {1, 8, 9, 16, 17, 24, 25, 32, 45}) {
        const FileMatrix matrix = DrawMatrix(outputs, inputs, spread);
        for (int rows = 1; rows <= 12; ++rows) {
          std::vector<std::int8_t> in(static_cast<std::size_t>(rows * inputs + 64));
          for (auto& value : in) value = static_cast<std::int8_t>(std::abs(Draw(127)));
          ExpectExactProducts(matrix, in, rows, inputs, true);
        }
      }
    }
  }
}

// Sums of products of one sign that fill 16 bits to the last value and beyond: 127 times 258 is
// 32766, and 4 groups have 8 weights each.
TEST_F(LineKernelsTest, MultiplyInputsWithoutASignExactlyWhereSumsAreLargest) {
  constexpr int kInputs = 70;
  constexpr int kOutputs = 37;
  constexpr int kRows = 7;
  for (const int size : {31, 32, 33, 64, 65, 127, 128}) {
    for (const int pattern : {0, 1, 2}) {
      FileMatrix matrix = DrawMatrix(kOutputs, kInputs, 127);
      for (int i = 0; i < kOutputs * kInputs; ++i) {
        const bool negative[] = {true, false, random_() % 2 == 0};
        matrix.weights[static_cast<std::size_t>(i)] =
            static_cast<std::int8_t>(negative[pattern] ? -size : std::min(size, 127));
      }
      const std::vector<std::int8_t> in(std::size_t{kRows} * kInputs + 64, std::int8_t{127});
      ExpectExactProducts(matrix, in, kRows, kInputs, true);
    }
  }
}

TEST_F(LineKernelsTest, MultiplyRowsThatComeInGroupsAsThoseInOne) {
  constexpr int kGroupStride = 1000;
  std::vector<std::int8_t> in(30 * kGroupStride + 64);
  for (auto& value : in) value = static_cast<std::int8_t>(std::abs(Draw(127)));
  for (const auto& [inputs, positive] : {std::pair(29, false), {29, true}, {128, false}, {128, true}}) {
    const PackedMatrix packed({DrawMatrix(32, inputs, 127)}, InOrder(32), {.positive = positive});
    for (const int in_group : {1, 2, 3, 5, 7, 30}) {
      constexpr int kRows = 30;
      std::vector<float> expected(std::size_t{kRows} * kBlockOutputs);
      for (int row = 0; row < kRows; ++row) {
        const std::int8_t* first = in.data() + row / in_group * kGroupStride + row % in_group * 17;
        PortableKernelFunctions().multiply(packed.Block(0), {first, 0, 1}, {expected.data() + row * kBlockOutputs});
      }
      for (const LineKernel kernel : AvailableLineKernels()) {
        std::vector<float> results(expected.size());
        KernelFunctions(kernel).multiply(packed.Block(0), {in.data(), 17, kRows, in_group, kGroupStride}, {results.data()});
        EXPECT_EQ(results, expected) << LineKernelName(kernel) << ", groups of " << in_group;
      }
    }
  }
}

// Weights and inputs of one size whose products all have one sign: the largest sums there are.
// Four weights of 64 fill 16 bits to the last value; with 65 they overflow.
TEST_F(LineKernelsTest, MultiplyExactlyWhereSumsAreLargest) {
  constexpr int kInputs = 70;
  constexpr int kOutputs = 37;
  constexpr int kRows = 7;
  for (const int size : {63, 64, 65, 127, 128}) {
    for (const int pattern : {0, 1, 2, 3, 4}) {
      FileMatrix matrix = DrawMatrix(kOutputs, kInputs, 127);
      std::vector<std::int8_t> in(std::size_t{kRows} * kInputs + 64);
      for (int i = 0; i < kInputs; ++i) {
        // All negative, all positive, by turns, by twos, at random; the inputs follow the weights.
        const bool negative[] = {true, false, i % 2 == 0, i % 4 < 2, random_() % 2 == 0};
        for (int output = 0; output < kOutputs; ++output) {
          matrix.weights[static_cast<std::size_t>(output * kInputs + i)] =
              static_cast<std::int8_t>(negative[pattern] ? -size : std::min(size, 127));
        }
        for (int row = 0; row < kRows; ++row) {
          const bool along = row % 2 == 0;
          in[static_cast<std::size_t>(row * kInputs + i)] = negative[pattern] == along ? -127 : 127;
        }
      }
      ExpectExactProducts(matrix, in, kRows, kInputs);
    }
  }
}

TEST_F(LineKernelsTest, StepAndActivateToTheSameBits) {
  constexpr int kRows = 200;
  std::vector<float> sums(std::size_t{kRows} * kBlockOutputs);
  for (auto& value : sums) {
    // Mostly where the functions bend, some far outside the tables, zeros of both signs.
    value = (static_cast<float>(random_() % 20001) - 10000.0F) / 1500.0F;
    if (random_() % 50 == 0) value *= 1e6F;
    if (random_() % 50 == 0) value *= 0.0F;
  }
  const LineKernelFunctions& portable = PortableKernelFunctions();
  for (const LineKernel kernel : AvailableLineKernels()) {
    SCOPED_TRACE(LineKernelName(kernel));
    const LineKernelFunctions& functions = KernelFunctions(kernel);
    std::vector<float> expected_state(std::size_t{kRows} * kBlockUnits, 0.25F);
    std::vector<float> state = expected_state;
    std::vector<std::int8_t> expected(sums.size());
    std::vector<std::int8_t> made(sums.size());
    for (int step = 0; step < 3; ++step) {
      portable.lstm_step(sums.data(), kRows, expected_state.data(), {expected.data(), kBlockUnits});
      functions.lstm_step(sums.data(), kRows, state.data(), {made.data(), kBlockUnits});
      EXPECT_EQ(state, expected_state);
      EXPECT_EQ(made, expected);
    }
    for (const Activation activation : {Activation::kLinear, Activation::kTanh, Activation::kLogistic,
                                        Activation::kPositiveClip, Activation::kSymmetricClip, Activation::kRelu}) {
      portable.activate(activation, sums.data(), kRows, {expected.data(), kBlockOutputs});
      functions.activate(activation, sums.data(), kRows, {made.data(), kBlockOutputs});
      EXPECT_EQ(made, expected) << static_cast<int>(activation);
    }
  }
}

TEST_F(LineKernelsTest, SpreadProbabilitiesToTheSameBits) {
  constexpr std::ptrdiff_t kStride = 56;
  const auto of_row = [](const std::vector<float>& values, int row, int count) {
    return std::vector<float>(values.begin() + row * kStride, values.begin() + row * kStride + count);
  };
  for (int count = 1; count < 50; ++count) {
    for (const int rows : {1, 2, 7, 8, 9, 19}) {
      std::vector<float> values(static_cast<std::size_t>(rows * kStride));
      for (auto& value : values) value = (static_cast<float>(random_() % 20001) - 10000.0F) / 300.0F;
      for (const LineKernel kernel : AvailableLineKernels()) {
        std::vector<float> together = values;
        KernelFunctions(kernel).softmax({together.data(), kStride}, rows, count);
        for (int row = 0; row < rows; ++row) {
          std::vector<float> alone = of_row(values, row, kStride);
          PortableKernelFunctions().softmax({alone.data()}, 1, count);
          alone.resize(static_cast<std::size_t>(count));
          ASSERT_EQ(of_row(together, row, count), alone)
              << LineKernelName(kernel) << ", " << count << " values, row " << row << " of " << rows;
        }
      }
    }
  }
}

}  // namespace
}  // namespace sohoa
