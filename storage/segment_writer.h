// SPDX-License-Identifier: Apache-2.0
//
// SegmentWriter: makes a segment of terms that come in order, and their pages in order. Memory is
// that of the pages' columns and of one term's pages, not of the segment.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "storage/index_codec.h"
#include "storage/segment_format.h"

namespace sohoa {

class SegmentColumns;

// What a segment keeps of a page beside its terms.
struct SegmentPage {
  std::uint64_t ordinal = 0;
  std::uint32_t date_from = 0;
  std::uint32_t date_to = 0;
  std::array<std::string, kFacetNames.size()> facets;
};
SegmentPage SegmentPageOf(std::uint64_t ordinal, const IndexedPage& page);

// Where the bytes of a segment go.
class SegmentOutput {
 public:
  virtual ~SegmentOutput() = default;
  virtual Status Append(SegmentSection section, std::string_view bytes) = 0;
};

class SegmentWriter {
 public:
  // Of so many pages.
  SegmentWriter(SegmentOutput& output, std::uint32_t pages) : output_(output), pages_(pages) {}

  void BeginTerm(std::string_view key);
  // Pages and positions rise.
  Status AddPage(std::uint32_t page, std::uint32_t weight, std::span<const std::uint32_t> positions);
  // A term without pages is left out.
  Status EndTerm();
  // The header. Columns of all pages that there are.
  Result<std::string> Finish(const SegmentColumns& columns);

 private:
  struct BlockInfo {
    std::uint32_t last_page = 0;
    std::uint32_t postings_at = 0;
    std::uint32_t positions_at = 0;
    std::uint8_t max_weight = 0;
  };

  Status FlushBlock();
  // Of one page, whose first one is at `at` in positions_. Returns what is behind them.
  std::size_t PutPositions(std::size_t at, std::uint32_t count, std::string& out) const;
  Status EndShortList();
  Status EndLongList();
  void AddEntry(std::string_view tail);
  Status FlushDictionaryBlock();
  Status Append(SegmentSection section, std::string_view bytes);

  SegmentOutput& output_;
  const std::uint32_t pages_;
  std::array<std::uint64_t, kSegmentSections> written_{};

  // Of the term.
  std::string key_;
  std::vector<std::uint32_t> term_pages_;
  std::vector<std::uint8_t> term_weights_;
  std::vector<std::uint32_t> weights_;    // of the block that is being filled
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> positions_;  // the first one, then distances, of each page
  std::vector<std::uint32_t> packed_;
  std::vector<BlockInfo> blocks_;
  std::string postings_;
  std::string positions_bytes_;

  // Of the dictionary's block.
  std::string block_;
  std::string block_first_key_;
  std::string last_key_;
  std::string dictionary_index_;
};

// A segment in memory, as one value of a store.
class SegmentText : public SegmentOutput {
 public:
  Status Append(SegmentSection section, std::string_view bytes) override {
    sections_[static_cast<std::size_t>(section)] += bytes;
    return {};
  }
  // Bytes of the header, the header, then the sections in order.
  std::string Take(std::string_view header) const;

 private:
  SegmentSections sections_;
};


}  // namespace sohoa
