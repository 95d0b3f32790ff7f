// SPDX-License-Identifier: Apache-2.0
//
// The tables behind tanh and the logistic function of line networks: 4096 points, 256 to the
// unit, joined by straight lines, in single precision. They hold the values of Tesseract 5.3.0
// (src/lstm/functions.cpp, which a script generates), because an activation that differs in
// its last bit can tip a letter.
#pragma once

#include <array>
#include <cstdint>

namespace sohoa {

// Where a straight line begins, and how far it rises until the next point.
struct TablePoint {
  float value;
  float rise;
};

inline constexpr int kTablePoints = 4096;
inline constexpr float kTablePointsPerUnit = 256.0F;
// From the last point on the function is 1.
inline constexpr float kTableEnd = static_cast<float>(kTablePoints - 1);

using ActivationTable = std::array<TablePoint, kTablePoints>;

// Both are made at the first call and live as long as the process.
const ActivationTable& TanhTable();
const ActivationTable& LogisticTable();

// The function at `x` >= 0; the vector kernels compute the same, operation by operation.
inline float AtTable(const ActivationTable& table, float x) {
  float scaled = x * kTablePointsPerUnit;
  scaled = scaled < kTableEnd ? scaled : kTableEnd;
  const auto index = static_cast<std::int32_t>(scaled);
  const TablePoint& point = table[static_cast<std::size_t>(index)];
  return point.value + point.rise * (scaled - static_cast<float>(index));
}

}  // namespace sohoa
