// SPDX-License-Identifier: Apache-2.0
#include "imaging/bit_image.h"

#include <algorithm>
#include <bit>
#include <cstring>

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

// Calls use(word, mask) for the words of a row that hold pixels [begin, end), and which they are.
template <typename Use>
void ForWordsOfRun(int begin, int end, const Use& use) {
  for (int x = begin; x < end;) {
    const int stop = std::min(end, (x / 32 + 1) * 32);
    const std::uint32_t from = ~std::uint32_t{0} >> (x % 32);
    const std::uint32_t beyond = stop % 32 == 0 ? 0 : ~std::uint32_t{0} >> (stop % 32);
    use(x / 32, from & ~beyond);
    x = stop;
  }
}

// Every other bit of a word, from the highest on, in its lower half.
std::uint32_t EveryOther(std::uint32_t word) {
  word = word >> 1 & 0x55555555;
  word = (word | word >> 1) & 0x33333333;
  word = (word | word >> 2) & 0x0f0f0f0f;
  word = (word | word >> 4) & 0x00ff00ff;
  return (word | word >> 8) & 0x0000ffff;
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
    if (const int rest = image.width % 32; rest != 0) spread.back() &= ~(~std::uint32_t{0} >> rest);
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

bool AnyInk(const std::vector<std::uint32_t>& row) {
  return std::any_of(row.begin(), row.end(), [](std::uint32_t word) { return word != 0; });
}

// Each pixel with the one `step` to its right; beyond the last word are `outside`.
void AndWithShifted(std::vector<std::uint32_t>& row, int step, std::uint32_t outside) {
  const std::size_t words = static_cast<std::size_t>(step / 32);
  const int bits = step % 32;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::uint32_t here = i + words < row.size() ? row[i + words] : outside;
    const std::uint32_t next = i + words + 1 < row.size() ? row[i + words + 1] : outside;
    row[i] &= bits == 0 ? here : here << bits | next >> (32 - bits);
  }
}

// Leaves the pixels where `length` pixels of ink and more begin; false where there are none,
// which most rows show after a step or two.
bool KeepRunStarts(std::vector<std::uint32_t>& row, int length) {
  for (int reach = 1; AnyInk(row);) {
    if (reach >= length) return true;
    const int step = std::min(reach, length - reach);
    AndWithShifted(row, step, 0);
    reach += step;
  }
  return false;
}

// The whole runs again, from where they begin.
void GrowRuns(std::vector<std::uint32_t>& row, int length) {
  InDoublingSteps(length, [&row](int step) {
    const std::size_t words = static_cast<std::size_t>(step / 32);
    const int bits = step % 32;
    for (std::size_t i = row.size(); i-- > words;) {
      const std::uint32_t here = row[i - words];
      const std::uint32_t before = bits != 0 && i > words ? row[i - words - 1] << (32 - bits) : 0;
      row[i] |= here >> bits | before;
    }
  });
}

}  // namespace

void BitImage::SetRun(int y, int begin, int end) {
  ForWordsOfRun(begin, end, [row = Row(y)](int word, std::uint32_t mask) { row[word] |= mask; });
}

void BitImage::ClearRun(int y, int begin, int end) {
  ForWordsOfRun(begin, end, [row = Row(y)](int word, std::uint32_t mask) { row[word] &= ~mask; });
}

void BitImage::Invert(const Box& box) {
  for (int y = box.top; y < box.bottom; ++y) {
    ForWordsOfRun(box.left, box.right, [row = Row(y)](int word, std::uint32_t mask) { row[word] ^= mask; });
  }
}

BitImage Cropped(const BitImage& image, const Box& box) {
  BitImage part(box.width(), box.height());
  const int first = box.left / 32;
  const int shift = box.left % 32;
  const std::uint32_t last_mask = part.width % 32 == 0 ? ~std::uint32_t{0} : ~(~std::uint32_t{0} >> (part.width % 32));
  for (int y = 0; y < part.height; ++y) {
    const std::uint32_t* from = image.Row(box.top + y) + first;
    std::uint32_t* to = part.Row(y);
    for (int i = 0; i < part.words_per_row; ++i) {
      const bool more = shift != 0 && first + i + 1 < image.words_per_row;
      to[i] = from[i] << shift | (more ? from[i + 1] >> (32 - shift) : 0);
    }
    to[part.words_per_row - 1] &= last_mask;
  }
  return part;
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
    for (std::size_t i = 0; i < joined.size(); ++i) joined[i] = row[i] | above[i] | below[i];
    if (!KeepRunStarts(joined, length)) continue;
    GrowRuns(joined, length);
    std::copy(joined.begin(), joined.end(), found.Row(y));
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

BitImage Thickened(const BitImage& image) {
  BitImage thick = image;
  SpreadAside(thick);
  for (int y = 0; y < image.height; ++y) {
    std::uint32_t* row = thick.Row(y);
    if (y + 1 < image.height) {
      const std::uint32_t* below = thick.Row(y + 1);
      for (int i = 0; i < image.words_per_row; ++i) row[i] |= below[i];
    }
  }
  OrWithRowAbove(thick, 1);
  return thick;
}

BitImage Closed(const BitImage& image, int width, int height) {
  BitImage closed = image;
  InDoublingSteps(height, [&closed](int step) { OrWithRowAbove(closed, step); });
  InDoublingSteps(height, [&closed](int step) {
    // What is outside ends no ink.
    for (int y = 0; y + step < closed.height; ++y) {
      std::uint32_t* row = closed.Row(y);
      const std::uint32_t* below = closed.Row(y + step);
      for (int i = 0; i < closed.words_per_row; ++i) row[i] &= below[i];
    }
  });
  std::vector<std::uint32_t> row(static_cast<std::size_t>(closed.words_per_row));
  const std::uint32_t outside = closed.width % 32 == 0 ? 0 : ~std::uint32_t{0} >> (closed.width % 32);
  for (int y = 0; y < closed.height; ++y) {
    std::copy_n(closed.Row(y), row.size(), row.begin());
    if (!AnyInk(row)) continue;
    GrowRuns(row, width);
    row.back() |= outside;
    InDoublingSteps(width, [&row](int step) { AndWithShifted(row, step, ~std::uint32_t{0}); });
    row.back() &= ~outside;
    std::copy(row.begin(), row.end(), closed.Row(y));
  }
  return closed;
}

std::int64_t CountInk(const BitImage& image, const Box& box) {
  const Box inside = Intersection(box, {0, 0, image.width, image.height});
  std::int64_t count = 0;
  for (int y = inside.top; y < inside.bottom; ++y) {
    ForWordsOfRun(inside.left, inside.right, [&count, row = image.Row(y)](int word, std::uint32_t mask) {
      count += std::popcount(row[word] & mask);
    });
  }
  return count;
}

}  // namespace sohoa
