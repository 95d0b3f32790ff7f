// SPDX-License-Identifier: Apache-2.0
//
// How a segment of the search index lies in its sections. A segment is immutable: pages numbered
// from 0, the terms that stand on them, and for each term its pages.
//
// Dictionary: blocks of about kDictionaryBlock bytes, keys in byte order. A block begins with the
// places (varints) of its first term's postings, positions and set; an entry is
//   bytes shared with the key before, bytes that follow, these bytes, number of pages, and
//   for one page:  page, weight, positions where the term has any
//   for more:      bytes of postings, of positions where the term has any, and of the set (0 = none)
//                  where it has kShortList pages; all varints.
// Postings of fewer than kShortList pages: for each (distance to the page before << 1 | weight is
//   not 2), and then that weight. Of more: blocks of 128, distances to the page before less one,
//   then weights xor 2 (so that common ones take no bits), both as PackPatched has them; behind them
//   the heavy postings (heavy_postings.h), for each block its last page, where its postings and
//   positions begin (32 bits each) and largest weight (8), and the bytes of heavy postings (32).
// Positions of short lists, for each page: the first one << 1 | there are more; and then how many
//   more, less one, and their distances. Of longer ones, for each block: counts, less one, and
//   positions (the first one, then distances), both as PackPatched has them.
// Sets: of terms on more than one page in kDenseShare, as PageSet encodes them.
// Columns: see segment_columns.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

inline constexpr std::size_t kPostingsBlock = 128;
inline constexpr std::uint32_t kShortList = 32;
// There a set of bits takes no more room than a list of page numbers, and is read many times faster.
inline constexpr std::uint32_t kDenseShare = 16;
inline constexpr std::size_t kDictionaryBlock = 512;
inline constexpr std::size_t kBlockInfoBytes = 13;
// Weight of a word of running text, and of what has no weight.
inline constexpr std::uint32_t kCommonWeight = 2;
// No text is as long, so that a damaged count asks for no memory.
inline constexpr std::uint32_t kMaxPosition = 1u << 30;

enum class SegmentSection : std::uint8_t {
  kPostings = 0,
  kPositions = 1,
  kSets = 2,
  kDictionary = 3,
  kDictionaryIndex = 4,  // for each block: bytes of its first key, the key, bytes of the block
  kColumns = 5,
};
inline constexpr std::size_t kSegmentSections = 6;

// A term of a dictionary.
struct TermEntry {
  std::uint32_t pages = 0;
  std::uint64_t postings_at = 0;
  std::uint64_t postings_bytes = 0;
  std::uint64_t positions_at = 0;
  std::uint64_t positions_bytes = 0;
  std::uint64_t set_at = 0;
  std::uint64_t set_bytes = 0;  // 0: there is none
  // Of a term on one page.
  std::uint32_t page = 0;
  std::uint32_t weight = 0;
  std::vector<std::uint32_t> positions;
};

// Where a segment lies as one value: its encoded header and sections.
using SegmentSections = std::array<std::string, kSegmentSections>;

}  // namespace sohoa
