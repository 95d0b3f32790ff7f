// SPDX-License-Identifier: Apache-2.0
//
// Compiled for AMX, whose tiles multiply 16 rows of 64 int8 in one instruction, and for AVX-512. No
// function from a header may be instantiated here: the linker might give this file's copy to
// callers that run on older processors.
#include "ocr/lines/line_kernels.h"

#if defined(__AMX_INT8__) && defined(__AMX_TILE__) && defined(__AVX512BW__) && defined(__AVX512VL__)

#include <immintrin.h>

#include "ocr/lines/row_walk.h"

#define SOHOA_INLINE inline __attribute__((always_inline))

namespace sohoa {
namespace {

constexpr int kTileRows = 16;
constexpr int kTileBytes = 64;
constexpr int kLanes = 16;                // 32-bit sums in a row of a tile
constexpr int kMostRows = 2 * kTileRows;  // that go through together
// The longest rows of inputs that are gathered. Matrices with longer ones are left to VNNI, and
// those that do not fill a tile, which it multiplies faster.
constexpr int kMostBytes = 2048;

// What LDTILECFG reads: eight tiles of the greatest size.
struct alignas(64) TileShapes {
  std::uint8_t palette = 1;
  std::uint8_t start_row = 0;
  std::uint8_t reserved[14] = {};
  std::uint16_t row_bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};
static_assert(sizeof(TileShapes) == 64);

// Where tiles of inputs lie: each run of a row has whole tiles, side by side.
struct TileInputs {
  const std::int8_t* first;
  std::ptrdiff_t stride;  // from row to row
  int runs;
  int run_tiles;
  std::ptrdiff_t run_stride;
};

struct alignas(64) GatheredRows {
  std::int8_t bytes[kMostRows * (kMostBytes + kTileBytes)];
};

struct alignas(64) TileSums {
  std::int32_t low[kMostRows][kLanes];
  std::int32_t high[kMostRows][kLanes];
};

// Rows whose inputs lie in pieces, or by groups, one after the other without gaps. What is left of
// the last tile meets weights that are 0.
SOHOA_INLINE void GatherRow(const MatrixBlock& block, const std::int8_t* row, std::int8_t* to) {
  const int bytes = block.run_groups * kGroupInputs;
  for (int run = 0; run < block.run_count; ++run, row += block.run_stride, to += bytes) {
    for (int at = 0; at < bytes; at += kTileBytes) {
      const int left = bytes - at;
      const __mmask64 there = left >= kTileBytes ? ~__mmask64{0} : (__mmask64{1} << left) - 1;
      _mm512_storeu_si512(to + at, _mm512_maskz_loadu_epi8(there, row + at));
    }
  }
}

// Tiles 0 to 3 are sums (first rows low and high outputs, second rows likewise), 4 and 5 inputs,
// 6 and 7 weights.
template <bool kTwo>
SOHOA_INLINE void MultiplyTiles(const WeightGroup* groups, const TileInputs& inputs,
                                TileSums& sums) {
  // GCC 12 does not know that loading a tile reads memory.
  asm volatile("" ::: "memory");
  _tile_zero(0);
  _tile_zero(1);
  if (kTwo) {
    _tile_zero(2);
    _tile_zero(3);
  }
  for (int run = 0; run < inputs.runs; ++run) {
    const std::int8_t* in = inputs.first + run * inputs.run_stride;
    for (int tile = 0; tile < inputs.run_tiles; ++tile, in += kTileBytes, groups += kTileGroups) {
      _tile_loadd(6, groups->weights[0], sizeof(WeightGroup));
      _tile_loadd(7, groups->weights[kLanes], sizeof(WeightGroup));
      _tile_loadd(4, in, inputs.stride);
      _tile_dpbssd(0, 4, 6);
      _tile_dpbssd(1, 4, 7);
      if (kTwo) {
        _tile_loadd(5, in + kTileRows * inputs.stride, inputs.stride);
        _tile_dpbssd(2, 5, 6);
        _tile_dpbssd(3, 5, 7);
      }
    }
  }
  _tile_stored(0, sums.low, sizeof(sums.low[0]));
  _tile_stored(1, sums.high, sizeof(sums.high[0]));
  if (kTwo) {
    _tile_stored(2, sums.low[kTileRows], sizeof(sums.low[0]));
    _tile_stored(3, sums.high[kTileRows], sizeof(sums.high[0]));
  }
}

SOHOA_INLINE void StoreScaled(const std::int32_t* sums, const std::int32_t* bias,
                              const float* scales, float* results) {
  const __m512i whole = _mm512_add_epi32(_mm512_load_si512(sums), _mm512_loadu_si512(bias));
  _mm512_storeu_ps(results, _mm512_mul_ps(_mm512_cvtepi32_ps(whole), _mm512_loadu_ps(scales)));
}

// `count` rows, kMostRows at most.
SOHOA_INLINE void MultiplyRows(const MatrixBlock& block, const TileInputs& inputs, int count,
                               ResultRows& results) {
  TileSums sums;
  if (count > kTileRows) {
    MultiplyTiles<true>(block.in_order, inputs, sums);
  } else {
    MultiplyTiles<false>(block.in_order, inputs, sums);
  }
  for (int row = 0; row < count; ++row, results.first += results.stride) {
    StoreScaled(sums.low[row], block.bias, block.scales, results.first);
    StoreScaled(sums.high[row], block.bias + kLanes, block.scales + kLanes, results.first + kLanes);
  }
}

void MultiplyGathered(const MatrixBlock& block, RowWalk& walk, int count, ResultRows& results) {
  GatheredRows rows;
  const int tiles = (block.group_count * kGroupInputs + kTileBytes - 1) / kTileBytes;
  const TileInputs inputs{rows.bytes, tiles * kTileBytes, 1, tiles, 0};
  for (int left = count; left > 0; left -= kMostRows) {
    const int now = left < kMostRows ? left : kMostRows;
    for (int row = 0; row < now; ++row)
      GatherRow(block, walk.Next(), rows.bytes + row * inputs.stride);
    MultiplyRows(block, inputs, now, results);
  }
}

// How far apart all rows are; 0 where that differs.
SOHOA_INLINE std::ptrdiff_t OneStride(const InputRows& rows) {
  if (rows.in_group >= rows.count) return rows.stride;
  return rows.in_group == 1 ? rows.group_stride : 0;
}

// What of the rows can be loaded from where it lies: whole tiles, rows at one distance.
SOHOA_INLINE void MultiplyInPlace(const MatrixBlock& block, InputRows& rows, ResultRows& results) {
  const int run_bytes = block.run_groups * kGroupInputs;
  const std::ptrdiff_t stride = OneStride(rows);
  if (stride == 0 || run_bytes % kTileBytes != 0) return;
  while (rows.count >= kTileRows) {
    const int now = rows.count >= kMostRows ? kMostRows : kTileRows;
    MultiplyRows(block,
                 {rows.first, stride, block.run_count, run_bytes / kTileBytes, block.run_stride},
                 now, results);
    rows.first += now * stride;
    rows.count -= now;
  }
}

void Multiply(const MatrixBlock& block, const InputRows& rows, const ResultRows& to) {
  const int bytes = block.group_count * kGroupInputs;
  if (bytes < kTileBytes || bytes > kMostBytes)
    return Avx512VnniKernelFunctions()->multiply(block, rows, to);
  static constexpr TileShapes kShapes;
  _tile_loadconfig(&kShapes);
  InputRows left = rows;
  ResultRows results = to;
  MultiplyInPlace(block, left, results);
  RowWalk walk(left);
  MultiplyGathered(block, walk, left.count, results);
  // Empty tiles need not be saved when threads change.
  _tile_release();
}

}  // namespace

const LineKernelFunctions* AmxKernelFunctions() {
  static const LineKernelFunctions* vnni = Avx512VnniKernelFunctions();
  if (vnni == nullptr) return nullptr;
  static const LineKernelFunctions functions{Multiply, vnni->lstm_step, vnni->activate,
                                             vnni->softmax};
  return &functions;
}

}  // namespace sohoa

#else

namespace sohoa {
const LineKernelFunctions* AmxKernelFunctions() { return nullptr; }
}  // namespace sohoa

#endif
