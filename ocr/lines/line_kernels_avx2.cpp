// SPDX-License-Identifier: Apache-2.0
//
// Compiled for AVX2. No function from a header may be instantiated here: the linker might give
// this file's copy to callers that run on older processors.
#include "ocr/lines/line_kernels.h"

#if defined(__AVX2__)

#include <immintrin.h>

#include "ocr/lines/network_tables.h"
#include "ocr/lines/softmax_lanes.h"

#define SOHOA_INLINE inline __attribute__((always_inline))

namespace sohoa {
namespace {

// ---- products ----

constexpr int kLanes = 8;  // 32-bit sums in a register
constexpr int kTileRows = 8;

struct Weights {
  __m256i value;
  __m256i magnitude;
};

SOHOA_INLINE Weights LoadWeights(const WeightGroup& group, int first) {
  const __m256i value = _mm256_load_si256(reinterpret_cast<const __m256i*>(group.weights[first]));
  return {value, _mm256_abs_epi8(value)};
}

// Products of 4 inputs with 8 outputs' weights, summed by twos. The instruction wants one factor
// unsigned, so the weights' signs move to the inputs; 2 * 127 * 127 fits 16 bits.
SOHOA_INLINE __m256i Products(const std::int8_t* inputs, const Weights& weights) {
  std::int32_t four;
  __builtin_memcpy(&four, inputs, sizeof(four));
  return _mm256_maddubs_epi16(weights.magnitude, _mm256_sign_epi8(_mm256_set1_epi32(four), weights.value));
}

// kRows rows times 8 of the block's outputs; the sums stay in registers from the first group to
// the last.
template <int kRows>
SOHOA_INLINE void MultiplyTile(const MatrixBlock& block, int first, const std::int8_t* rows,
                               std::ptrdiff_t stride, float* results) {
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i sums[kRows];
  const __m256i bias = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block.bias + first));
  for (int row = 0; row < kRows; ++row) sums[row] = bias;
  int group = 0;
  for (; group < 2 * block.pair_count; group += 2) {
    const Weights one = LoadWeights(block.groups[group], first);
    const Weights other = LoadWeights(block.groups[group + 1], first);
    const std::int8_t* in = rows + block.offsets[group];
    const std::int8_t* other_in = rows + block.offsets[group + 1];
    for (int row = 0; row < kRows; ++row, in += stride, other_in += stride) {
      const __m256i both = _mm256_add_epi16(Products(in, one), Products(other_in, other));
      sums[row] = _mm256_add_epi32(sums[row], _mm256_madd_epi16(both, ones));
    }
  }
  for (; group < block.group_count; ++group) {
    const Weights weights = LoadWeights(block.groups[group], first);
    const std::int8_t* in = rows + block.offsets[group];
    for (int row = 0; row < kRows; ++row, in += stride) {
      sums[row] = _mm256_add_epi32(sums[row], _mm256_madd_epi16(Products(in, weights), ones));
    }
  }
  const __m256 scales = _mm256_loadu_ps(block.scales + first);
  for (int row = 0; row < kRows; ++row) {
    _mm256_storeu_ps(results + row * kBlockOutputs + first, _mm256_mul_ps(_mm256_cvtepi32_ps(sums[row]), scales));
  }
}

template <int kRows>
void MultiplyRows(const MatrixBlock& block, const std::int8_t* rows, std::ptrdiff_t stride, float* results) {
  for (int first = 0; first < block.used; first += kLanes) {
    MultiplyTile<kRows>(block, first, rows, stride, results);
  }
}

void Multiply(const MatrixBlock& block, const InputRows& rows, float* results) {
  const std::int8_t* in = rows.first;
  int left = rows.count;
  for (; left >= kTileRows; left -= kTileRows) {
    MultiplyRows<kTileRows>(block, in, rows.stride, results);
    in += kTileRows * rows.stride;
    results += kTileRows * kBlockOutputs;
  }
  if (left >= 4) {
    MultiplyRows<4>(block, in, rows.stride, results);
    in += 4 * rows.stride;
    results += 4 * kBlockOutputs;
    left -= 4;
  }
  if (left >= 2) {
    MultiplyRows<2>(block, in, rows.stride, results);
    in += 2 * rows.stride;
    results += 2 * kBlockOutputs;
    left -= 2;
  }
  if (left == 1) MultiplyRows<1>(block, in, rows.stride, results);
}

// ---- activations ----

SOHOA_INLINE __m256 SignBits() { return _mm256_set1_ps(-0.0F); }
SOHOA_INLINE __m256 Magnitude(__m256 x) { return _mm256_andnot_ps(SignBits(), x); }

// The points at two indices, each with its rise; the indices are halves of one number.
SOHOA_INLINE __m128 LoadPoints(const TablePoint* table, std::int64_t indices) {
  const auto both = static_cast<std::uint64_t>(indices);
  const __m128d low = _mm_load_sd(reinterpret_cast<const double*>(table + (both & 0xffffffffU)));
  return _mm_castpd_ps(_mm_loadh_pd(low, reinterpret_cast<const double*>(table + (both >> 32))));
}

SOHOA_INLINE __m256 Join(__m128 low, __m128 high) {
  return _mm256_insertf128_ps(_mm256_castps128_ps256(low), high, 1);
}

// AtTable() of 8. Loads one by one are faster than a gather on processors that have no more
// than AVX2.
SOHOA_INLINE __m256 Lookup(const TablePoint* table, __m256 x) {
  const __m256 scaled =
      _mm256_min_ps(_mm256_mul_ps(x, _mm256_set1_ps(kTablePointsPerUnit)), _mm256_set1_ps(kTableEnd));
  const __m256i index = _mm256_cvttps_epi32(scaled);
  const __m128i low = _mm256_castsi256_si128(index);
  const __m128i high = _mm256_extracti128_si256(index, 1);
  const __m256 even =
      Join(LoadPoints(table, _mm_cvtsi128_si64(low)), LoadPoints(table, _mm_cvtsi128_si64(high)));
  const __m256 odd =
      Join(LoadPoints(table, _mm_extract_epi64(low, 1)), LoadPoints(table, _mm_extract_epi64(high, 1)));
  const __m256 value = _mm256_shuffle_ps(even, odd, 0x88);
  const __m256 rise = _mm256_shuffle_ps(even, odd, 0xdd);
  const __m256 rest = _mm256_sub_ps(scaled, _mm256_cvtepi32_ps(index));
  return _mm256_add_ps(value, _mm256_mul_ps(rise, rest));
}

SOHOA_INLINE __m256 Tanh(const TablePoint* table, __m256 x) {
  return _mm256_xor_ps(Lookup(table, Magnitude(x)), _mm256_and_ps(SignBits(), x));
}

SOHOA_INLINE __m256 Logistic(const TablePoint* table, __m256 x) {
  const __m256 value = Lookup(table, Magnitude(x));
  return _mm256_blendv_ps(value, _mm256_sub_ps(_mm256_set1_ps(1.0F), value), x);
}

// 8 values as 32-bit integers, 127 standing for 1, halves away from zero.
SOHOA_INLINE __m256i ToSteps(__m256 value) {
  const __m256 scaled = _mm256_max_ps(
      _mm256_min_ps(_mm256_mul_ps(value, _mm256_set1_ps(127.0F)), _mm256_set1_ps(127.0F)), _mm256_set1_ps(-127.0F));
  const __m256 half = _mm256_or_ps(_mm256_and_ps(scaled, SignBits()), _mm256_set1_ps(0.5F));
  return _mm256_cvttps_epi32(_mm256_add_ps(scaled, half));
}

SOHOA_INLINE void Store8(std::int8_t* to, __m256i steps) {
  const __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(steps), _mm256_extracti128_si256(steps, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packs_epi16(words, words));
}

SOHOA_INLINE const TablePoint* Points(const ActivationTable& table) {
  return reinterpret_cast<const TablePoint*>(&table);
}

void LstmStep(const float* gates, int rows, float* state, const OutputRows& outputs) {
  const TablePoint* tanh = Points(TanhTable());
  const TablePoint* logistic = Points(LogisticTable());
  const __m256 largest = _mm256_set1_ps(100.0F);
  const __m256 smallest = _mm256_set1_ps(-100.0F);
  std::int8_t* out = outputs.first;
  for (int row = 0; row < rows; ++row, gates += kBlockOutputs, state += kBlockUnits, out += outputs.stride) {
    const __m256 candidate = Tanh(tanh, _mm256_loadu_ps(gates));
    const __m256 input = Logistic(logistic, _mm256_loadu_ps(gates + kBlockUnits));
    const __m256 forget = Logistic(logistic, _mm256_loadu_ps(gates + 2 * kBlockUnits));
    const __m256 output = Logistic(logistic, _mm256_loadu_ps(gates + 3 * kBlockUnits));
    __m256 next = _mm256_mul_ps(_mm256_loadu_ps(state), forget);
    next = _mm256_add_ps(next, _mm256_mul_ps(candidate, input));
    next = _mm256_max_ps(_mm256_min_ps(next, largest), smallest);
    _mm256_storeu_ps(state, next);
    Store8(out, ToSteps(_mm256_mul_ps(Tanh(tanh, next), output)));
  }
}

template <typename Function>
SOHOA_INLINE void ActivateWith(Function function, const float* sums, int rows, const OutputRows& outputs) {
  std::int8_t* out = outputs.first;
  for (int row = 0; row < rows; ++row, sums += kBlockOutputs, out += outputs.stride) {
    for (int i = 0; i < kBlockOutputs; i += kLanes) Store8(out + i, ToSteps(function(_mm256_loadu_ps(sums + i))));
  }
}

void Activate(Activation activation, const float* sums, int rows, const OutputRows& outputs) {
  const TablePoint* tanh = Points(TanhTable());
  const TablePoint* logistic = Points(LogisticTable());
  switch (activation) {
    case Activation::kTanh:
      return ActivateWith([tanh](__m256 x) { return Tanh(tanh, x); }, sums, rows, outputs);
    case Activation::kLogistic:
      return ActivateWith([logistic](__m256 x) { return Logistic(logistic, x); }, sums, rows, outputs);
    case Activation::kPositiveClip:
    case Activation::kRelu:
      return ActivateWith([](__m256 x) { return _mm256_max_ps(x, _mm256_setzero_ps()); }, sums, rows,
                          outputs);
    default:
      return ActivateWith([](__m256 x) { return x; }, sums, rows, outputs);
  }
}

}  // namespace

const LineKernelFunctions* Avx2KernelFunctions() {
  static constexpr LineKernelFunctions functions{Multiply, LstmStep, Activate, SoftmaxInLanes};
  return &functions;
}

}  // namespace sohoa

#else

namespace sohoa {
const LineKernelFunctions* Avx2KernelFunctions() { return nullptr; }
}  // namespace sohoa

#endif
