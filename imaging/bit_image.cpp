// SPDX-License-Identifier: Apache-2.0
#include "imaging/bit_image.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <leptonica/allheaders.h>

namespace sohoa {
namespace {

static_assert(std::endian::native == std::endian::little, "the leftmost of eight pixels is the lowest byte");

// Of eight pixels those at or below the threshold (eight times in `thresholds`), as bits, the
// leftmost the highest: a comparison of bytes within one word, its eight answers gathered by a
// multiplication.
std::uint32_t DarkOfEight(const std::uint8_t* pixels, std::uint64_t thresholds) {
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  std::uint64_t x = 0;
  std::memcpy(&x, pixels, sizeof x);
  const std::uint64_t low = (thresholds | kHigh) - (x & ~kHigh);
  const std::uint64_t dark = ((thresholds & ~x) | (~(thresholds ^ x) & low)) & kHigh;
  return static_cast<std::uint32_t>(((dark >> 7) * 0x8040201008040201) >> 56);
}

// Every other bit of a word, from the highest on, in its lower half.
std::uint32_t EveryOther(std::uint32_t word) {
  word = word >> 1 & 0x55555555;
  word = (word | word >> 1) & 0x33333333;
  word = (word | word >> 2) & 0x0f0f0f0f;
  word = (word | word >> 4) & 0x00ff00ff;
  return (word | word >> 8) & 0x0000ffff;
}

// Bits [begin, end) of a row's run that holds `word`, which is all ones.
struct Run {
  int begin;
  int end;
};
Run RunThrough(const std::uint32_t* row, int words, int word) {
  int first = word;
  while (first > 0 && row[first - 1] == ~0u) --first;
  int last = word;
  while (last + 1 < words && row[last + 1] == ~0u) ++last;
  const int before = first > 0 ? std::countr_one(row[first - 1]) : 0;
  const int after = last + 1 < words ? std::countl_one(row[last + 1]) : 0;
  return {first * 32 - before, (last + 1) * 32 + after};
}

void SpreadAside(BitImage& image) {
  std::vector<std::uint32_t> spread(static_cast<std::size_t>(image.words_per_row));
  for (int y = 0; y < image.height; ++y) {
    std::uint32_t* row = image.Row(y);
    for (int i = 0; i < image.words_per_row; ++i) {
      const std::uint32_t left = i > 0 ? row[i - 1] << 31 : 0;
      const std::uint32_t right = i + 1 < image.words_per_row ? row[i + 1] >> 31 : 0;
      spread[static_cast<std::size_t>(i)] = row[i] | row[i] >> 1 | left | row[i] << 1 | right;
    }
    std::copy(spread.begin(), spread.end(), row);
  }
}

// Each row with the one `step` rows below it (outside: 0), from the top.
template <typename Operation>
void WithRowBelow(BitImage& image, int step, Operation operation) {
  for (int y = 0; y < image.height; ++y) {
    std::uint32_t* row = image.Row(y);
    if (y + step >= image.height) {
      for (int i = 0; i < image.words_per_row; ++i) row[i] = operation(row[i], 0u);
      continue;
    }
    const std::uint32_t* below = image.Row(y + step);
    for (int i = 0; i < image.words_per_row; ++i) row[i] = operation(row[i], below[i]);
  }
}

// The same with the row above, from the bottom.
void OrWithRowAbove(BitImage& image, int step) {
  for (int y = image.height - 1; y >= step; --y) {
    std::uint32_t* row = image.Row(y);
    const std::uint32_t* above = image.Row(y - step);
    for (int i = 0; i < image.words_per_row; ++i) row[i] |= above[i];
  }
}

// Steps that together make a reach of `length` pixels out of 1, each at most what is there.
template <typename Apply>
void InDoublingSteps(int length, Apply apply) {
  for (int reach = 1; reach < length;) {
    const int step = std::min(reach, length - reach);
    apply(step);
    reach += step;
  }
}

}  // namespace

void BitImage::SetRun(int y, int begin, int end) {
  std::uint32_t* row = Row(y);
  for (int x = begin; x < end;) {
    const int stop = std::min(end, (x / 32 + 1) * 32);
    const std::uint32_t from = ~0u >> (x % 32);
    const std::uint32_t beyond = stop % 32 == 0 ? 0 : ~0u >> (stop % 32);
    row[x / 32] |= from & ~beyond;
    x = stop;
  }
}

BitImage Halved(const BitImage& image) {
  BitImage half(std::max(1, image.width / 2), std::max(1, image.height / 2));
  for (int y = 0; y < half.height; ++y) {
    const std::uint32_t* upper = image.Row(2 * y);
    const std::uint32_t* lower = image.Row(std::min(2 * y + 1, image.height - 1));
    std::uint32_t* to = half.Row(y);
    for (int i = 0; i < image.words_per_row && i / 2 < half.words_per_row; ++i) {
      const std::uint32_t either = upper[i] | lower[i];
      const std::uint32_t both = upper[i] & lower[i];
      // Each pair of columns in the higher of its bits: two in a column, two beside each other
      // in a row, or one in each column.
      const std::uint32_t two = (both | both << 1) | (either & either << 1);
      to[i / 2] |= EveryOther(two) << (i % 2 == 0 ? 16 : 0);
    }
    if (half.width % 32 != 0) half.Row(y)[half.words_per_row - 1] &= ~0u << (32 - half.width % 32);
  }
  return half;
}

BitImage DarkPixels(const std::uint8_t* pixels, std::size_t stride, int width, int height, int threshold) {
  BitImage bits(width, height);
  const std::uint64_t eight = static_cast<std::uint64_t>(std::clamp(threshold, 0, 255)) * 0x0101010101010101;
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = pixels + stride * static_cast<std::size_t>(y);
    std::uint32_t* words = bits.Row(y);
    int x = 0;
    for (; x + 32 <= width; x += 32) {
      *words++ = DarkOfEight(row + x, eight) << 24 | DarkOfEight(row + x + 8, eight) << 16 |
                 DarkOfEight(row + x + 16, eight) << 8 | DarkOfEight(row + x + 24, eight);
    }
    for (; x < width; ++x) {
      if (row[x] <= threshold) bits.SetRun(y, x, x + 1);
    }
  }
  return bits;
}

BitImage LongAlongRows(const BitImage& image, int length) {
  BitImage found(image.width, image.height);
  std::vector<std::uint32_t> joined(static_cast<std::size_t>(image.words_per_row));
  for (int y = 0; y < image.height; ++y) {
    const std::uint32_t* row = image.Row(y);
    const std::uint32_t* above = image.Row(std::max(0, y - 1));
    const std::uint32_t* below = image.Row(std::min(image.height - 1, y + 1));
    for (int i = 0; i < image.words_per_row; ++i) joined[static_cast<std::size_t>(i)] = row[i] | above[i] | below[i];
    // A run of 63 pixels and more has a word to itself; shorter ones are asked for pixel by pixel.
    if (length >= 63) {
      for (int i = 0; i < image.words_per_row; ++i) {
        if (joined[static_cast<std::size_t>(i)] != ~0u) continue;
        const Run run = RunThrough(joined.data(), image.words_per_row, i);
        if (run.end - run.begin >= length) found.SetRun(y, run.begin, run.end);
        i = run.end / 32;
      }
      continue;
    }
    int begin = 0;
    for (int x = 0; x <= image.width; ++x) {
      const bool ink = x < image.width && (joined[static_cast<std::size_t>(x / 32)] >> (31 - x % 32) & 1) != 0;
      if (ink) continue;
      if (x - begin >= length) found.SetRun(y, begin, x);
      begin = x + 1;
    }
  }
  return found;
}

BitImage LongAlongColumns(const BitImage& image, int length) {
  BitImage found = image;
  SpreadAside(found);
  InDoublingSteps(length, [&found](int step) {
    WithRowBelow(found, step, [](std::uint32_t row, std::uint32_t below) { return row & below; });
  });
  InDoublingSteps(length, [&found](int step) { OrWithRowAbove(found, step); });
  return found;
}

std::vector<Box> ConnectedComponents(const BitImage& image) {
  std::vector<Box> boxes;
  PIX* pix = pixCreate(image.width, image.height, 1);
  if (pix == nullptr) return boxes;
  std::memcpy(pixGetData(pix), image.words.data(), image.words.size() * sizeof(std::uint32_t));
  BOXA* found = pixConnCompBB(pix, 8);
  pixDestroy(&pix);
  if (found == nullptr) return boxes;
  const l_int32 count = boxaGetCount(found);
  boxes.reserve(static_cast<std::size_t>(count));
  for (l_int32 i = 0; i < count; ++i) {
    l_int32 x = 0, y = 0, width = 0, height = 0;
    boxaGetBoxGeometry(found, i, &x, &y, &width, &height);
    boxes.push_back({x, y, x + width, y + height});
  }
  boxaDestroy(&found);
  return boxes;
}

}  // namespace sohoa
