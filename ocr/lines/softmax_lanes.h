// SPDX-License-Identifier: Apache-2.0
//
// The softmax of the kernels, in one source: in vectors as wide as what it is compiled for has
// them; as no additions change their order the bits stay the same. Internal to each file that
// includes it, so that no two of them share code.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ocr/lines/line_kernels.h"

namespace sohoa {
namespace {

#if defined(__AVX2__)
constexpr int kSoftmaxLanes = 8;
#else
constexpr int kSoftmaxLanes = 4;
#endif
using Floats = float __attribute__((vector_size(kSoftmaxLanes * sizeof(float))));
using Bits = std::uint32_t __attribute__((vector_size(kSoftmaxLanes * sizeof(float))));

// Below this e^x is kept at e^-86, so that no probability is zero; Tesseract's limit.
constexpr float kLeastExponent = -86.0F;

inline __attribute__((always_inline)) Floats LoadFloats(const float* from) {
  Floats floats;
  __builtin_memcpy(&floats, from, sizeof(floats));
  return floats;
}

inline __attribute__((always_inline)) void StoreFloats(float* to, Floats floats) {
  __builtin_memcpy(to, &floats, sizeof(floats));
}

// e^x for x from -86 to 0, to about one part in 10^7: 2^n times a polynomial on half a binary
// order to either side (after Cephes' expf).
inline __attribute__((always_inline)) Floats Exponential(Floats x) {
  constexpr float kRounder = 12582912.0F;  // 1.5 * 2^23: adding it leaves the nearest integer
  const Floats shifted = x * 1.44269504F + kRounder;
  const Floats n = shifted - kRounder;
  const Floats rest = (x - n * 0.693359375F) - n * -2.12194440e-4F;
  Floats p = 1.9875691500e-4F * rest + 1.3981999507e-3F;
  p = p * rest + 8.3334519073e-3F;
  p = p * rest + 4.1665795894e-2F;
  p = p * rest + 1.6666665459e-1F;
  p = p * rest + 5.0000001201e-1F;
  p = p * (rest * rest) + (rest + 1.0F);
  const Bits exponent = __builtin_bit_cast(Bits, shifted) - __builtin_bit_cast(std::uint32_t, kRounder);
  return __builtin_bit_cast(Floats, __builtin_bit_cast(Bits, p) + (exponent << 23));
}

inline __attribute__((always_inline)) Floats Larger(Floats a, Floats b) { return a > b ? a : b; }

// e to the power of each value less the largest of them.
inline __attribute__((always_inline)) void RaiseRow(float* values, int count, int padded) {
  for (int i = count; i < padded; ++i) values[i] = values[0];
  Floats largest = LoadFloats(values);
  for (int i = kSoftmaxLanes; i < padded; i += kSoftmaxLanes) largest = Larger(LoadFloats(values + i), largest);
  float top = largest[0];
  for (int lane = 1; lane < kSoftmaxLanes; ++lane) top = largest[lane] > top ? largest[lane] : top;
  for (int i = 0; i < padded; i += kSoftmaxLanes) {
    const Floats x = Larger(LoadFloats(values + i) - top, Floats{} + kLeastExponent);
    StoreFloats(values + i, Exponential(x < 0.0F ? x : Floats{}));
  }
}

// Rows whose sums are found together: each addition waits for the one before in its row.
constexpr int kSoftmaxRows = 8;

template <int kRows>
inline __attribute__((always_inline)) void SoftmaxOfRows(float* values, std::ptrdiff_t stride, int count) {
  const int padded = (count + kSoftmaxLanes - 1) / kSoftmaxLanes * kSoftmaxLanes;
  for (int row = 0; row < kRows; ++row) RaiseRow(values + row * stride, count, padded);
  // One after the other, as Tesseract adds them up: other orders are some 10^-6 away.
  float totals[kRows] = {};
  for (int i = 0; i < count; ++i) {
    for (int row = 0; row < kRows; ++row) totals[row] += values[row * stride + i];
  }
  for (int row = 0; row < kRows; ++row) {
    float* of_row = values + row * stride;
    for (int i = 0; i < padded; i += kSoftmaxLanes) StoreFloats(of_row + i, LoadFloats(of_row + i) / totals[row]);
  }
}

// See LineKernelFunctions::softmax.
void SoftmaxInLanes(const ResultRows& values, int rows, int count) {
  float* first = values.first;
  for (; rows >= kSoftmaxRows; rows -= kSoftmaxRows, first += kSoftmaxRows * values.stride) {
    SoftmaxOfRows<kSoftmaxRows>(first, values.stride, count);
  }
  for (; rows > 0; --rows, first += values.stride) SoftmaxOfRows<1>(first, values.stride, count);
}

}  // namespace
}  // namespace sohoa
