// SPDX-License-Identifier: Apache-2.0
//
// Compiled for AVX-512 with VNNI. No function from a header may be instantiated here: the linker
// might give this file's copy to callers that run on older processors.
#include "ocr/lines/line_kernels.h"

#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__)

#include <immintrin.h>

#include "ocr/lines/row_walk.h"

#define SOHOA_INLINE inline __attribute__((always_inline))

namespace sohoa {
namespace {

constexpr int kLanes = 16;  // 32-bit sums in a register
constexpr int kTileRows = 8;

// 4 inputs for each lane, raised by 128 because the instruction wants them unsigned; the bias
// takes that back.
SOHOA_INLINE __m512i RaisedInputs(const std::int8_t* inputs) {
  std::uint32_t four;
  __builtin_memcpy(&four, inputs, sizeof(four));
  return _mm512_set1_epi32(static_cast<int>(four ^ 0x80808080U));
}

SOHOA_INLINE void StoreScaled(__m512i sums, const float* scales, float* results) {
  _mm512_storeu_ps(results, _mm512_mul_ps(_mm512_cvtepi32_ps(sums), _mm512_loadu_ps(scales)));
}

template <int kRows>
SOHOA_INLINE void MultiplyTile(const MatrixBlock& block, RowWalk& walk, const ResultRows& results) {
  const std::int8_t* rows[kRows];
  walk.Next(rows);
  __m512i low[kRows];
  __m512i high[kRows];
  for (int row = 0; row < kRows; ++row) {
    low[row] = _mm512_loadu_si512(block.raised_bias);
    high[row] = _mm512_loadu_si512(block.raised_bias + kLanes);
  }
  for (int group = 0; group < block.group_count; ++group) {
    const __m512i low_weights = _mm512_load_si512(block.groups[group].weights[0]);
    const __m512i high_weights = _mm512_load_si512(block.groups[group].weights[kLanes]);
    for (int row = 0; row < kRows; ++row) {
      const __m512i inputs = RaisedInputs(rows[row] + block.offsets[group]);
      low[row] = _mm512_dpbusd_epi32(low[row], inputs, low_weights);
      high[row] = _mm512_dpbusd_epi32(high[row], inputs, high_weights);
    }
  }
  for (int row = 0; row < kRows; ++row) {
    StoreScaled(low[row], block.scales, results.first + row * results.stride);
    StoreScaled(high[row], block.scales + kLanes, results.first + row * results.stride + kLanes);
  }
}

void Multiply(const MatrixBlock& block, const InputRows& rows, const ResultRows& to) {
  ResultRows results = to;
  RowWalk walk(rows);
  int row = 0;
  for (; row + kTileRows <= rows.count; row += kTileRows) {
    MultiplyTile<kTileRows>(block, walk, results);
    results.first += kTileRows * results.stride;
  }
  for (; row < rows.count; ++row) {
    MultiplyTile<1>(block, walk, results);
    results.first += results.stride;
  }
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
