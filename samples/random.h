// SPDX-License-Identifier: Apache-2.0
//
// Random numbers that are the same on every machine (SplitMix64, Steele et al. 2014).
#pragma once

#include <cstdint>

namespace sohoa {

class SampleRandom {
 public:
  explicit SampleRandom(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  // 0 <= result < bound; bound > 0.
  int Below(int bound) { return static_cast<int>(Next() % static_cast<std::uint64_t>(bound)); }
  // -1 < result < 1, in steps of 2^-20, so that arithmetic on it rounds alike everywhere.
  double Signed() {
    return static_cast<double>(static_cast<std::int64_t>(Next() >> 43) - (1 << 20)) / (1 << 20);
  }
  // About normal, deviation 256: the sum of eight bytes; no library function involved.
  int Bell() {
    const std::uint64_t bits = Next();
    int sum = -8 * 255 / 2;
    for (int i = 0; i < 8; ++i) sum += static_cast<int>(bits >> (8 * i) & 255);
    return sum * 256 / 209;
  }

 private:
  std::uint64_t state_;
};

}  // namespace sohoa
