// SPDX-License-Identifier: Apache-2.0
#include "int8_peak.h"

#if defined(__x86_64__)

#include <immintrin.h>

namespace sohoa {
namespace {

constexpr int kRounds = 1 << 16;
constexpr int kSums = 16;  // enough to hide how long a product takes


__attribute__((target("avx512f,avx512vnni"), noinline)) std::int32_t Avx512Vnni() {
  __m512i sums[kSums];
  for (__m512i& sum : sums) sum = _mm512_setzero_si512();
  __m512i left = _mm512_set1_epi32(0x01020304);
  __m512i right = _mm512_set1_epi32(0x04030201);
  for (int i = 0; i < kRounds; ++i) {
    asm volatile("" : "+v"(left), "+v"(right));
#pragma GCC unroll 16
    for (int k = 0; k < kSums; ++k) sums[k] = _mm512_dpbusd_epi32(sums[k], left, right);
  }
  for (int k = 1; k < kSums; ++k) sums[0] = _mm512_add_epi32(sums[0], sums[k]);
  return _mm_cvtsi128_si32(_mm512_castsi512_si128(sums[0]));
}

__attribute__((target("avx2"), noinline)) std::int32_t Avx2() {
  constexpr int kHalf = kSums / 2;  // there are 16 registers, and a product takes one more
  __m256i sums[kHalf];
  for (__m256i& sum : sums) sum = _mm256_setzero_si256();
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i left = _mm256_set1_epi32(0x01020304);
  __m256i right = _mm256_set1_epi32(0x04030201);
  for (int i = 0; i < kRounds; ++i) {
#pragma GCC unroll 8
    for (int k = 0; k < kHalf; ++k) {
      asm volatile("" : "+x"(left), "+x"(right));
      sums[k] = _mm256_add_epi32(sums[k], _mm256_madd_epi16(_mm256_maddubs_epi16(left, right), ones));
    }
  }
  for (int k = 1; k < kHalf; ++k) sums[0] = _mm256_add_epi32(sums[0], sums[k]);
  return _mm256_extract_epi32(sums[0], 0);
}

}  // namespace

Int8Peak PeakOf(LineKernel kernel) {
  switch (kernel) {
    case LineKernel::kAvx512Vnni:
      return {Avx512Vnni, 64.0 * kSums * kRounds};
    case LineKernel::kAvx2:
      return {Avx2, 32.0 * (kSums / 2) * kRounds};
    default:
      return {};
  }
}

}  // namespace sohoa

#else

namespace sohoa {
Int8Peak PeakOf(LineKernel) { return {}; }
}  // namespace sohoa

#endif
