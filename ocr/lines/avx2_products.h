// SPDX-License-Identifier: Apache-2.0
//
// The products of the AVX2 kernel. Only for files that are compiled for AVX2, and internal to
// each, so that none of it can be called on an older processor.
//
// An instruction multiplies 4 inputs with 8 outputs' weights and sums by twos to 16 bits, one
// factor being unsigned. The groups of a set fit 16 bits together and are widened once.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "ocr/lines/line_kernels.h"
#include "ocr/lines/row_walk.h"

#define SOHOA_INLINE inline __attribute__((always_inline))

namespace sohoa {
namespace {

constexpr int kLanes = 8;  // 32-bit sums in a register

SOHOA_INLINE __m256i LoadFour(const std::int8_t* inputs) {
  std::int32_t four;
  __builtin_memcpy(&four, inputs, sizeof(four));
  return _mm256_set1_epi32(four);
}

SOHOA_INLINE __m256i LoadVector(const void* from) { return _mm256_load_si256(static_cast<const __m256i*>(from)); }

// Sums of kRows rows with kVectors x 8 outputs.
template <int kRows, int kVectors>
struct Tile {
  const std::int8_t* rows[kRows];
  __m256i sums[kRows][kVectors];

  SOHOA_INLINE void Begin(const std::int32_t* bias) {
    for (int vector = 0; vector < kVectors; ++vector) {
      const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bias + vector * kLanes));
      for (int row = 0; row < kRows; ++row) sums[row][vector] = first;
    }
  }

  SOHOA_INLINE void Widen(__m256i products, int row, int vector) {
    sums[row][vector] = _mm256_add_epi32(sums[row][vector], _mm256_madd_epi16(products, _mm256_set1_epi16(1)));
  }

  SOHOA_INLINE void Store(const float* scales, const ResultRows& results, int first_vector) const {
    for (int vector = 0; vector < kVectors; ++vector) {
      const int output = (first_vector + vector) * kLanes;
      const __m256 scale = _mm256_loadu_ps(scales + output);
      for (int row = 0; row < kRows; ++row) {
        _mm256_storeu_ps(results.first + row * results.stride + output,
                         _mm256_mul_ps(_mm256_cvtepi32_ps(sums[row][vector]), scale));
      }
    }
  }
};

// ---- inputs of either sign ----

constexpr int kSignedRows = 3;

// Each register of weights serves all rows, each one of inputs all outputs; the compiler keeps
// some sums in memory for that, which costs less than loading the others more often.
template <int kGroups, int kRows, int kVectors>
SOHOA_INLINE void AddSigned(const PartedGroup* groups, const std::int32_t* offsets, Tile<kRows, kVectors>& tile) {
  __m256i inputs[kRows][kGroups];
  for (int row = 0; row < kRows; ++row) {
    for (int group = 0; group < kGroups; ++group) inputs[row][group] = LoadFour(tile.rows[row] + offsets[group]);
  }
  for (int vector = 0; vector < kVectors; ++vector) {
    __m256i products[kRows];
    for (int group = 0; group < kGroups; ++group) {
      const PartedGroup::Outputs& weights = groups[group].outputs[vector];
      const __m256i sizes = LoadVector(weights.sizes);
      const __m256i flips = LoadVector(weights.flips);
      for (int row = 0; row < kRows; ++row) {
        const __m256i twos = _mm256_maddubs_epi16(sizes, _mm256_xor_si256(inputs[row][group], flips));
        products[row] = group == 0 ? twos : _mm256_add_epi16(products[row], twos);
      }
    }
    for (int row = 0; row < kRows; ++row) tile.Widen(products[row], row, vector);
  }
}

template <int kRows, int kVectors>
SOHOA_INLINE void SignedTile(const MatrixBlock& block, RowWalk& walk, ResultRows& results) {
  Tile<kRows, kVectors> tile;
  walk.Next(tile.rows);
  tile.Begin(block.flipped_bias);
  int group = 0;
  for (; group < 2 * block.two_count; group += 2) AddSigned<2>(block.parted + group, block.offsets + group, tile);
  for (; group < block.group_count; ++group) AddSigned<1>(block.parted + group, block.offsets + group, tile);
  tile.Store(block.scales, results, 0);
  results.first += kRows * results.stride;
}

template <int kVectors>
void MultiplySigned(const MatrixBlock& block, const InputRows& rows, ResultRows results) {
  RowWalk walk(rows);
  int left = rows.count;
  for (; left >= kSignedRows; left -= kSignedRows) SignedTile<kSignedRows, kVectors>(block, walk, results);
  if (left == 2) SignedTile<2, kVectors>(block, walk, results);
  if (left == 1) SignedTile<1, kVectors>(block, walk, results);
}

// ---- inputs of 0 to 127 ----

constexpr int kPositiveRows = 5;
constexpr int kPositiveVectors = 2;

// Here the inputs are the unsigned factor. All weights of a set are at hand, as are all sums.
template <int kGroups, int kRows, int kVectors>
SOHOA_INLINE void AddPositive(const WeightGroup* groups, const std::int32_t* offsets, int first_vector,
                              Tile<kRows, kVectors>& tile) {
  __m256i weights[kVectors][kGroups];
  for (int vector = 0; vector < kVectors; ++vector) {
    for (int group = 0; group < kGroups; ++group) {
      weights[vector][group] = LoadVector(groups[group].weights[(first_vector + vector) * kLanes]);
    }
  }
  for (int row = 0; row < kRows; ++row) {
    __m256i products[kVectors];
    for (int group = 0; group < kGroups; ++group) {
      const __m256i inputs = LoadFour(tile.rows[row] + offsets[group]);
      for (int vector = 0; vector < kVectors; ++vector) {
        const __m256i twos = _mm256_maddubs_epi16(inputs, weights[vector][group]);
        products[vector] = group == 0 ? twos : _mm256_add_epi16(products[vector], twos);
      }
    }
    for (int vector = 0; vector < kVectors; ++vector) tile.Widen(products[vector], row, vector);
  }
}

template <int kRows, int kVectors>
SOHOA_INLINE void PositiveTile(const MatrixBlock& block, const std::int8_t* const (&rows)[kRows],
                               const ResultRows& results, int first_vector) {
  Tile<kRows, kVectors> tile;
  for (int row = 0; row < kRows; ++row) tile.rows[row] = rows[row];
  tile.Begin(block.bias + first_vector * kLanes);
  const WeightGroup* groups = block.groups;
  const std::int32_t* offsets = block.offsets;
  const WeightGroup* const fours_end = groups + 4 * block.four_count;
  const WeightGroup* const twos_end = fours_end + 2 * block.two_count;
  const WeightGroup* const end = groups + block.group_count;
  for (; groups < fours_end; groups += 4, offsets += 4) AddPositive<4>(groups, offsets, first_vector, tile);
  for (; groups < twos_end; groups += 2, offsets += 2) AddPositive<2>(groups, offsets, first_vector, tile);
  for (; groups < end; ++groups, ++offsets) AddPositive<1>(groups, offsets, first_vector, tile);
  tile.Store(block.scales, results, first_vector);
}

template <int kRows>
SOHOA_INLINE void PositiveRows(const MatrixBlock& block, RowWalk& walk, ResultRows& results) {
  const std::int8_t* rows[kRows];
  walk.Next(rows);
  const int vectors = (block.used + kLanes - 1) / kLanes;
  int vector = 0;
  for (; vector + kPositiveVectors <= vectors; vector += kPositiveVectors) {
    PositiveTile<kRows, kPositiveVectors>(block, rows, results, vector);
  }
  if (vector < vectors) PositiveTile<kRows, 1>(block, rows, results, vector);
  results.first += kRows * results.stride;
}

void MultiplyPositive(const MatrixBlock& block, const InputRows& rows, ResultRows results) {
  RowWalk walk(rows);
  int left = rows.count;
  for (; left >= kPositiveRows; left -= kPositiveRows) PositiveRows<kPositiveRows>(block, walk, results);
  if (left >= 3) {
    PositiveRows<3>(block, walk, results);
    left -= 3;
  }
  for (; left > 0; --left) PositiveRows<1>(block, walk, results);
}

// See LineKernelFunctions::multiply.
void MultiplyWithAvx2(const MatrixBlock& block, const InputRows& rows, const ResultRows& results) {
  if (block.positive) return MultiplyPositive(block, rows, results);
  if (block.used > 3 * kLanes) return MultiplySigned<4>(block, rows, results);
  if (block.used > 2 * kLanes) return MultiplySigned<3>(block, rows, results);
  MultiplySigned<2>(block, rows, results);
}

}  // namespace
}  // namespace sohoa
