// SPDX-License-Identifier: Apache-2.0
//
// SegmentMerger: one segment out of several that follow one another, without their dead pages.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/index_view.h"
#include "storage/segment_columns.h"
#include "storage/segment_writer.h"

namespace sohoa {

// Blocks of dictionaries done and in all; false cancels.
using MergeProgress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

class SegmentMerger {
 public:
  // All must outlive it.
  SegmentMerger(std::span<const std::shared_ptr<const ViewSegment>> inputs, const PieceReader& reader,
                const MergeProgress& progress);

  // Pages that are left.
  std::uint32_t pages() const { return columns_.pages(); }
  // The header of what was written. kCancelled.
  Result<std::string> MergeInto(SegmentOutput& output);

 private:
  // The terms of one input, one after another.
  struct Input {
    const ViewSegment* held = nullptr;
    std::vector<std::uint32_t> new_page;  // kDead where it is gone
    std::size_t next_block = 0;
    std::vector<std::pair<std::string, TermEntry>> terms;  // of a block
    std::size_t term = 0;
  };

  Status Advance(Input& input);
  Status AddTerm(Input& input, SegmentWriter& writer);

  const PieceReader& reader_;
  const MergeProgress& progress_;
  std::vector<Input> inputs_;
  SegmentColumnsBuilder columns_;
  std::uint64_t blocks_ = 0;
  std::uint64_t done_ = 0;
};

// Writes the sections of a segment into a store, in pieces, and what is left at Flush.
class StoredSegment : public SegmentOutput {
 public:
  StoredSegment(MetaStore& store, std::uint64_t id) : store_(store), id_(id) {}
  Status Append(SegmentSection section, std::string_view bytes) override;
  Status Flush(std::string header);
  std::uint64_t bytes() const { return bytes_; }

 private:
  static constexpr std::uint64_t kBatchBytes = 2u << 20;

  Status Put(SegmentSection section, std::string piece);

  MetaStore& store_;
  const std::uint64_t id_;
  SegmentSections pending_;
  std::array<std::uint32_t, kSegmentSections> pieces_{};
  MetaBatch batch_;
  std::uint64_t bytes_ = 0;
};

}  // namespace sohoa
