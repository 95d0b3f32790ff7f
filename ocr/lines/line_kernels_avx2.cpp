// SPDX-License-Identifier: Apache-2.0
//
// Compiled for AVX2. No function from a header may be instantiated here: the linker might give
// this file's copy to callers that run on older processors.
#include "ocr/lines/line_kernels.h"

#if defined(__AVX2__)

#include <immintrin.h>

#include "ocr/lines/avx2_products.h"
#include "ocr/lines/network_tables.h"
#include "ocr/lines/softmax_lanes.h"

namespace sohoa {
namespace {

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

// Rows whose output gates are kept between the halves of a step.
constexpr int kStepRows = 64;

// New states of up to kStepRows rows, and their output gates.
SOHOA_INLINE void StepStates(const float* gates, int rows, float* state, float* output_gates) {
  const TablePoint* tanh = Points(TanhTable());
  const TablePoint* logistic = Points(LogisticTable());
  const __m256 largest = _mm256_set1_ps(100.0F);
  const __m256 smallest = _mm256_set1_ps(-100.0F);
  for (int row = 0; row < rows; ++row, gates += kBlockOutputs, state += kBlockUnits, output_gates += kBlockUnits) {
    const __m256 candidate = Tanh(tanh, _mm256_loadu_ps(gates));
    const __m256 input = Logistic(logistic, _mm256_loadu_ps(gates + kBlockUnits));
    const __m256 forget = Logistic(logistic, _mm256_loadu_ps(gates + 2 * kBlockUnits));
    _mm256_store_ps(output_gates, Logistic(logistic, _mm256_loadu_ps(gates + 3 * kBlockUnits)));
    __m256 next = _mm256_mul_ps(_mm256_loadu_ps(state), forget);
    next = _mm256_add_ps(next, _mm256_mul_ps(candidate, input));
    next = _mm256_max_ps(_mm256_min_ps(next, largest), smallest);
    _mm256_storeu_ps(state, next);
  }
}

// In two passes, for the second table look-up of a row waits for the first: so the processor has
// those of several rows at hand meanwhile.
void LstmStep(const float* gates, int rows, float* state, const OutputRows& outputs) {
  const TablePoint* tanh = Points(TanhTable());
  alignas(32) float output_gates[kStepRows * kBlockUnits];
  std::int8_t* out = outputs.first;
  for (int first = 0; first < rows; first += kStepRows) {
    const int count = rows - first < kStepRows ? rows - first : kStepRows;
    StepStates(gates, count, state, output_gates);
    for (int row = 0; row < count; ++row, state += kBlockUnits, out += outputs.stride) {
      const __m256 gate = _mm256_load_ps(output_gates + row * kBlockUnits);
      Store8(out, ToSteps(_mm256_mul_ps(Tanh(tanh, _mm256_loadu_ps(state)), gate)));
    }
    gates += count * kBlockOutputs;
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
  static constexpr LineKernelFunctions functions{MultiplyWithAvx2, LstmStep, Activate, SoftmaxInLanes};
  return &functions;
}

}  // namespace sohoa

#else

namespace sohoa {
const LineKernelFunctions* Avx2KernelFunctions() { return nullptr; }
}  // namespace sohoa

#endif
