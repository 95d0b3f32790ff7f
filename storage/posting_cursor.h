// SPDX-License-Identifier: Apache-2.0
//
// PostingCursor: the pages of one term in one segment, in blocks, with weights and positions.
// What a block weighs at most is known before it is read.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/bit_packing.h"
#include "storage/heavy_postings.h"
#include "storage/segment.h"

namespace sohoa {

// Appends the positions of one page of a short list. False: malformed.
bool TakePositions(std::string_view& bytes, std::vector<std::uint32_t>& positions);

class PostingCursor {
 public:
  // `segment` and `reader` must outlive it.
  static Result<PostingCursor> Open(const Segment& segment, const TermEntry& entry, const PieceReader& reader);
  // Of pages that were found in another way; no positions.
  static PostingCursor Of(std::span<const std::uint32_t> pages, std::span<const std::uint32_t> weights);

  // Of a list without them, all of its pages. Reads blocks then.
  Result<HeavyPostings> ReadHeavy();

  std::size_t blocks() const { return blocks_.size(); }
  std::uint32_t last_page(std::size_t block) const { return blocks_[block].last_page; }
  std::uint32_t max_weight(std::size_t block) const { return blocks_[block].max_weight; }

  // The first from `from` on that ends at `page` or behind it.
  std::size_t BlockOf(std::uint32_t page, std::size_t from = 0) const;
  // Reads a block, unless it is the one that was read last.
  Status Load(std::size_t block);
  // The same, without weights; then these.
  Status LoadPages(std::size_t block);
  Status LoadWeights();
  // Adds the pages of all blocks to `bits`, which has those of the segment; none is read then. Of a term.
  Status AddAll(PageBits& bits);
  bool IsLoaded(std::size_t block) const { return block == pages_of_; }
  std::span<const std::uint32_t> pages() const { return pages_; }
  std::span<const std::uint32_t> weights() const { return weights_; }
  // Reads the positions of the block that was read last. `wanted`: of about so many of its pages they
  // are asked for, which is all that decides how they are read.
  Status LoadPositions(std::size_t wanted = 1);
  // Of the page at `index` of the block whose positions were read; until the next call.
  std::span<const std::uint32_t> Positions(std::size_t index);

 private:
  struct Block {
    std::uint32_t last_page = 0;
    std::uint32_t postings_at = 0;
    std::uint32_t positions_at = 0;
    std::uint32_t max_weight = 0;
  };
  // Of a section: what came with what was read last.
  struct ReadBytes {
    PinnedBytes read;
    std::uint64_t at = 0;
  };
  static constexpr std::size_t kNone = ~std::size_t{0};

  PostingCursor(const Segment* segment, const TermEntry& entry, const PieceReader* reader)
      : segment_(segment), reader_(reader), entry_(entry) {}
  Status OpenShort();
  Status OpenLong();
  // From `at` on in the section; at least so many bytes.
  Result<std::string_view> ReadOn(SegmentSection section, std::uint64_t at, std::uint64_t bytes, ReadBytes& last) const;
  // Leaves the distances of the block's pages, each less one, in the place of pages.
  Status TakeDistances(std::size_t block);
  // Of a block that begins behind the one before.
  std::uint64_t FirstPossible(std::size_t block) const { return block == 0 ? 0 : std::uint64_t{blocks_[block - 1].last_page} + 1; }
  void LoadOwn(std::size_t block);
  Status LoadShortPositions(std::string_view bytes);
  Status OpenLongPositions(std::string_view bytes, bool all);
  // The bytes of the block's positions.
  Result<std::string_view> ReadPositions();

  const Segment* segment_ = nullptr;
  const PieceReader* reader_ = nullptr;
  TermEntry entry_;
  std::vector<Block> blocks_;
  std::uint64_t blocks_end_ = 0;  // in the list; heavy postings follow
  std::uint64_t heavy_bytes_ = 0;
  ReadBytes postings_read_;
  ReadBytes positions_read_;
  std::size_t pages_of_ = kNone;    // the block whose pages are there
  std::size_t weights_of_ = kNone;  // likewise
  std::vector<std::uint32_t> pages_;
  std::vector<std::uint32_t> weights_;
  std::string_view packed_weights_;  // of the block whose pages are there
  std::size_t positions_of_ = kNone;  // the block whose positions are there
  std::vector<std::uint32_t> positions_begin_;  // of each page, and the end
  std::vector<std::uint32_t> positions_;        // of the block, or of the page where it is packed
  bool packed_ = false;
  PatchedNumbers packed_positions_;  // of the block of a long list
  std::vector<std::uint32_t> own_pages_;  // of one that was found in another way
  std::vector<std::uint32_t> own_weights_;
};

}  // namespace sohoa
