// SPDX-License-Identifier: Apache-2.0
//
// The softmax of the kernels, in one source: the compiler makes vectors of it for whatever it
// compiles for, and as no additions change their order the bits stay the same. Internal to each
// file that includes it, so that no two of them share code.
#pragma once

#include <cstdint>

namespace sohoa {
namespace {

constexpr int kSoftmaxLanes = 8;
// Below this e^x is kept at e^-86, so that no probability is zero; Tesseract's limit.
constexpr float kLeastExponent = -86.0F;

// e^x for x from -86 to 0, to about one part in 10^7: 2^n times a polynomial on half a binary
// order to either side (after Cephes' expf).
inline __attribute__((always_inline)) float Exponential(float x) {
  constexpr float kRounder = 12582912.0F;  // 1.5 * 2^23: adding it leaves the nearest integer
  const float shifted = x * 1.44269504F + kRounder;
  const float n = shifted - kRounder;
  const float rest = (x - n * 0.693359375F) - n * -2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * rest + 1.3981999507e-3F;
  p = p * rest + 8.3334519073e-3F;
  p = p * rest + 4.1665795894e-2F;
  p = p * rest + 1.6666665459e-1F;
  p = p * rest + 5.0000001201e-1F;
  p = p * (rest * rest) + (rest + 1.0F);
  const std::uint32_t exponent =
      __builtin_bit_cast(std::uint32_t, shifted) - __builtin_bit_cast(std::uint32_t, kRounder);
  return __builtin_bit_cast(float, __builtin_bit_cast(std::uint32_t, p) + (exponent << 23));
}

inline __attribute__((always_inline)) float Larger(float a, float b) { return a > b ? a : b; }

// See LineKernelFunctions::softmax.
void SoftmaxInLanes(float* values, int count, float* probabilities) {
  const int padded = (count + kSoftmaxLanes - 1) / kSoftmaxLanes * kSoftmaxLanes;
  for (int i = count; i < padded; ++i) values[i] = values[0];
  float largest[kSoftmaxLanes];
  for (int lane = 0; lane < kSoftmaxLanes; ++lane) largest[lane] = values[lane];
  for (int i = kSoftmaxLanes; i < padded; i += kSoftmaxLanes) {
    for (int lane = 0; lane < kSoftmaxLanes; ++lane) largest[lane] = Larger(values[i + lane], largest[lane]);
  }
  float top = largest[0];
  for (int lane = 1; lane < kSoftmaxLanes; ++lane) top = Larger(largest[lane], top);
  for (int i = 0; i < padded; ++i) {
    const float x = Larger(values[i] - top, kLeastExponent);
    values[i] = Exponential(x < 0.0F ? x : 0.0F);
  }
  // One after the other, as Tesseract adds them up: other orders are some 10^-6 away.
  float total = 0;
  for (int i = 0; i < count; ++i) total += values[i];
  for (int i = 0; i < padded; ++i) probabilities[i] = values[i] / total;
}

}  // namespace
}  // namespace sohoa
