// SPDX-License-Identifier: Apache-2.0
//
// Segment: an immutable part of the search index, open for reading. Its dictionary's index and its
// columns are in memory; all else is read in pieces, which a cache keeps.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/meta_store.h"
#include "storage/page_set.h"
#include "storage/recent_values.h"
#include "storage/segment_columns.h"
#include "storage/segment_format.h"

namespace sohoa {

// Sections of stored segments are cut into values of so many bytes.
inline constexpr std::size_t kSegmentPiece = 32u << 10;

// Bytes that stay where they are for as long as this lives.
struct PinnedBytes {
  std::shared_ptr<const std::string> owner;
  std::string_view bytes;
};

// Pieces of segments that were read lately. Segments never change and their numbers are never used
// again, so that a piece is right for ever.
using PieceCache = RecentValues<std::string>;

// How a query or a merge reads pieces: at one moment of the store. Both must outlive it.
struct PieceReader {
  MetaReader& moment;
  PieceCache& cache;
};

Status MalformedSegment();

class Segment {
 public:
  using Visit = std::function<bool(std::string_view key, const TermEntry& entry)>;

  // A segment in one value, as SegmentText makes it.
  static Result<std::shared_ptr<const Segment>> OfText(std::shared_ptr<const std::string> text);
  static Result<std::shared_ptr<const Segment>> Open(std::uint64_t id, const PieceReader& reader);

  std::uint64_t id() const { return id_; }  // 0 of a segment in one value
  std::uint32_t pages() const { return columns_.pages(); }
  const SegmentColumns& columns() const { return columns_; }

  Result<std::optional<TermEntry>> Find(std::string_view key, const PieceReader& reader) const;
  // Terms that begin with `prefix`, in byte order, until `visit` returns false.
  Status Scan(std::string_view prefix, const PieceReader& reader, const Visit& visit) const;
  // The same for several prefixes at once, which rise and of which none begins with another: a block
  // of the dictionary is gone through once for all that stand in it. `visit` gets the prefix's number.
  using VisitOf = std::function<void(std::size_t prefix, std::string_view key, const TermEntry& entry)>;
  Status ScanEach(std::span<const std::string> prefixes, const PieceReader& reader, const VisitOf& visit) const;
  // The pages of a term.
  Result<PageSet> PagesOf(const TermEntry& entry, const PieceReader& reader) const;
  // How many of them are in `set`.
  Result<std::uint64_t> CountPagesIn(const TermEntry& entry, const PageSet& set, const PieceReader& reader) const;
  // Adds the pages of the term with that key to `pages`, or of all whose keys begin with it.
  Status AddPagesWith(std::string_view key, bool or_below, const PieceReader& reader, PageSet& pages) const;
  // Adds the pages of a term to `bits`, which has pages() of them; cheaper for many terms.
  Status AddPagesOf(const TermEntry& entry, const PieceReader& reader, PageBits& bits) const;
  // kCorruption where the section is shorter. ReadOn gives what else of the section comes with it.
  Result<PinnedBytes> Read(SegmentSection section, std::uint64_t at, std::uint64_t bytes, const PieceReader& reader) const;
  Result<PinnedBytes> ReadOn(SegmentSection section, std::uint64_t at, std::uint64_t bytes, const PieceReader& reader) const;

  // The terms one after another; for merging. `block` is that of the dictionary.
  std::size_t dictionary_blocks() const { return block_at_.empty() ? 0 : block_at_.size() - 1; }
  Status ScanBlock(std::size_t block, const PieceReader& reader, const Visit& visit) const;

 private:
  // The last block of the dictionary that begins at or before the key; `from` where none behind it
  // does. Looked for near `from` first.
  std::size_t BlockOf(std::string_view key, std::size_t from = 0) const;
  Status AddSet(const TermEntry& entry, const PieceReader& reader, PageBits& bits) const;
  Status Prepare(std::string_view header, const PieceReader* reader);
  Status ReadDictionaryIndex(std::string_view index);
  Result<PinnedBytes> ReadStored(SegmentSection section, std::uint64_t at, std::uint64_t bytes, const PieceReader& reader) const;
  Result<std::shared_ptr<const std::string>> ReadPiece(SegmentSection section, std::uint32_t number, const PieceReader& reader) const;
  std::string_view FirstKey(std::size_t block) const {
    return std::string_view(first_keys_).substr(first_key_at_[block], first_key_at_[block + 1] - first_key_at_[block]);
  }

  std::uint64_t id_ = 0;
  std::shared_ptr<const std::string> text_;  // of a segment in one value
  std::array<std::uint64_t, kSegmentSections> section_at_{};  // in the text
  std::array<std::uint64_t, kSegmentSections> section_bytes_{};
  SegmentColumns columns_;
  std::string first_keys_;
  std::vector<std::uint32_t> first_key_at_;  // one more than there are blocks
  std::vector<std::uint64_t> block_at_;      // likewise
};

}  // namespace sohoa
