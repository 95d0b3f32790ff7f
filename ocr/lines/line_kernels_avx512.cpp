// SPDX-License-Identifier: Apache-2.0
//
// Compiled for AVX-512 with VNNI. No function from a header may be instantiated here: the linker
// might give this file's copy to callers that run on older processors.
#include "ocr/lines/line_kernels.h"

#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__)

#include <immintrin.h>

#include <utility>

#include "ocr/lines/row_walk.h"

#define SOHOA_ALWAYS __attribute__((always_inline))
#define SOHOA_INLINE inline SOHOA_ALWAYS

namespace sohoa {
namespace {

constexpr int kLanes = 16;  // 32-bit sums in a register
constexpr int kGroupsInVector = 16;
constexpr std::int32_t kRaise = 128;

// The instruction wants one factor unsigned: weights are raised by 128, two registers for all rows
// of a tile, rather than the inputs, one register for each row. What that adds is 128 times the
// sum of a row's inputs.
SOHOA_INLINE __m512i RaisedWeights(const void* weights) {
  return _mm512_xor_si512(_mm512_load_si512(weights), _mm512_set1_epi32(static_cast<int>(0x80808080U)));
}

SOHOA_INLINE std::int32_t FourInputs(const std::int8_t* inputs) {
  std::int32_t four;
  __builtin_memcpy(&four, inputs, sizeof(four));
  return four;
}

// The sum of each row's inputs, 64 at a time.
template <int... kRow>
SOHOA_INLINE void SumInputs(const MatrixBlock& block, const std::int8_t* const (&rows)[sizeof...(kRow)],
                            std::int32_t (&totals)[sizeof...(kRow)]) {
  const __m512i ones = _mm512_set1_epi8(1);
  __m512i sums[sizeof...(kRow)] = {(static_cast<void>(kRow), _mm512_setzero_si512())...};
  for (int run = 0; run < block.run_count; ++run) {
    for (int group = 0; group < block.run_groups; group += kGroupsInVector) {
      const std::ptrdiff_t offset = static_cast<std::ptrdiff_t>(run) * block.run_stride + group * kGroupInputs;
      const int left = block.run_groups - group;
      const auto there = static_cast<__mmask16>(left >= kGroupsInVector ? 0xffff : (1 << left) - 1);
      ((sums[kRow] = _mm512_dpbusd_epi32(sums[kRow], ones, _mm512_maskz_loadu_epi32(there, rows[kRow] + offset))), ...);
    }
  }
  ((totals[kRow] = _mm512_reduce_add_epi32(sums[kRow])), ...);
}

SOHOA_INLINE void StoreScaled(__m512i sums, const float* scales, float* results) {
  _mm512_storeu_ps(results, _mm512_mul_ps(_mm512_cvtepi32_ps(sums), _mm512_loadu_ps(scales)));
}

// The places of rows are constants from the start, not those of loops still to be unrolled:
// otherwise GCC 12 keeps all sums in memory.
template <int... kRow>
SOHOA_INLINE void MultiplyRows(const MatrixBlock& block, RowWalk& walk, ResultRows& results,
                               std::integer_sequence<int, kRow...>) {
  constexpr int kRows = sizeof...(kRow);
  const std::int8_t* rows[kRows];
  walk.Next(rows);
  std::int32_t totals[kRows];
  SumInputs<kRow...>(block, rows, totals);
  __m512i low[kRows];
  __m512i high[kRows];
  const __m512i low_bias = _mm512_loadu_si512(block.bias);
  const __m512i high_bias = _mm512_loadu_si512(block.bias + kLanes);
  ((low[kRow] = _mm512_sub_epi32(low_bias, _mm512_set1_epi32(kRaise * totals[kRow]))), ...);
  ((high[kRow] = _mm512_sub_epi32(high_bias, _mm512_set1_epi32(kRaise * totals[kRow]))), ...);
  for (int group = 0; group < block.group_count; ++group) {
    const __m512i low_weights = RaisedWeights(block.groups[group].weights[0]);
    const __m512i high_weights = RaisedWeights(block.groups[group].weights[kLanes]);
    const std::int32_t offset = block.offsets[group];
    const auto add = [&](__m512i& low_sum, __m512i& high_sum, const std::int8_t* row) SOHOA_ALWAYS {
      const __m512i inputs = _mm512_set1_epi32(FourInputs(row + offset));
      low_sum = _mm512_dpbusd_epi32(low_sum, low_weights, inputs);
      high_sum = _mm512_dpbusd_epi32(high_sum, high_weights, inputs);
    };
    (add(low[kRow], high[kRow], rows[kRow]), ...);
  }
  (StoreScaled(low[kRow], block.scales, results.first + kRow * results.stride), ...);
  (StoreScaled(high[kRow], block.scales + kLanes, results.first + kRow * results.stride + kLanes), ...);
  results.first += kRows * results.stride;
}

template <int kRows>
SOHOA_INLINE void MultiplyTile(const MatrixBlock& block, RowWalk& walk, ResultRows& results) {
  MultiplyRows(block, walk, results, std::make_integer_sequence<int, kRows>());
}

void Multiply(const MatrixBlock& block, const InputRows& rows, const ResultRows& to) {
  ResultRows results = to;
  RowWalk walk(rows);
  int left = rows.count;
  for (; left >= 12; left -= 12) MultiplyTile<12>(block, walk, results);
  if (left >= 8) {
    MultiplyTile<8>(block, walk, results);
    left -= 8;
  }
  if (left >= 4) {
    MultiplyTile<4>(block, walk, results);
    left -= 4;
  }
  if (left >= 2) {
    MultiplyTile<2>(block, walk, results);
    left -= 2;
  }
  if (left == 1) MultiplyTile<1>(block, walk, results);
}

}  // namespace

const LineKernelFunctions* Avx512VnniKernelFunctions() {
  // The activations are AVX2's: they wait for table loads, which wider registers do not hasten.
  static const LineKernelFunctions* avx2 = Avx2KernelFunctions();
  if (avx2 == nullptr) return nullptr;
  static const LineKernelFunctions functions{Multiply, avx2->lstm_step, avx2->activate, avx2->softmax};
  return &functions;
}

}  // namespace sohoa

#else

namespace sohoa {
const LineKernelFunctions* Avx512VnniKernelFunctions() { return nullptr; }
}  // namespace sohoa

#endif
