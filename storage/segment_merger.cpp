// SPDX-License-Identifier: Apache-2.0
#include "storage/segment_merger.h"

#include <algorithm>
#include <queue>
#include <string>
#include <utility>

#include "storage/index_terms.h"
#include "storage/key_layout.h"
#include "storage/posting_cursor.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kDead = ~std::uint32_t{0};

}  // namespace

SegmentMerger::SegmentMerger(std::span<const std::shared_ptr<const ViewSegment>> inputs, const PieceReader& reader,
                             const MergeProgress& progress)
    : reader_(reader), progress_(progress) {
  for (const auto& held : inputs) {
    Input& input = inputs_.emplace_back();
    input.held = held.get();
    const SegmentColumns& columns = held->segment->columns();
    blocks_ += held->segment->dictionary_blocks();
    input.new_page.reserve(columns.pages());
    for (std::uint32_t page = 0; page < columns.pages(); ++page) {
      const bool dead = held->dead.Contains(page);
      input.new_page.push_back(dead ? kDead : columns_.pages());
      if (!dead) columns_.Add(columns.PageAt(page));
    }
  }
}

// Goes on to the next term; `terms` is empty behind the last.
Status SegmentMerger::Advance(Input& input) {
  if (++input.term < input.terms.size()) return {};
  input.terms.clear();
  input.term = 0;
  const Segment& segment = *input.held->segment;
  if (input.next_block == segment.dictionary_blocks()) return {};
  if (progress_ && !progress_(done_, blocks_)) return Status(StatusCode::kCancelled, "merge segments of the index: cancelled");
  ++done_;
  return segment.ScanBlock(input.next_block++, reader_, [&](std::string_view key, const TermEntry& entry) {
    input.terms.emplace_back(key, entry);
    return true;
  });
}

Status SegmentMerger::AddTerm(Input& input, SegmentWriter& writer) {
  const TermEntry& entry = input.terms[input.term].second;
  if (entry.pages == 1) {
    if (entry.page >= input.new_page.size()) return MalformedSegment();
    const std::uint32_t page = input.new_page[entry.page];
    return page == kDead ? Status() : writer.AddPage(page, entry.weight, entry.positions);
  }
  Result<PostingCursor> cursor = PostingCursor::Open(*input.held->segment, entry, reader_);
  if (!cursor) return cursor.status();
  const bool has_positions = HasPositions(input.terms[input.term].first);
  for (std::size_t block = 0; block < cursor->blocks(); ++block) {
    if (const Status loaded = cursor->Load(block); !loaded.ok()) return loaded;
    if (has_positions) {
      if (const Status loaded = cursor->LoadPositions(); !loaded.ok()) return loaded;
    }
    for (std::size_t i = 0; i < cursor->pages().size(); ++i) {
      const std::uint32_t page = input.new_page[cursor->pages()[i]];
      if (page == kDead) continue;
      const std::span<const std::uint32_t> positions = has_positions ? cursor->Positions(i) : std::span<const std::uint32_t>();
      const Status added = writer.AddPage(page, cursor->weights()[i], positions);
      if (!added.ok()) return added;
    }
  }
  return {};
}

Result<std::string> SegmentMerger::MergeInto(SegmentOutput& output) {
  SegmentWriter writer(output, pages());
  // The inputs with the least term in front; of equal ones in order, which is that of their pages.
  const auto later = [&](std::size_t a, std::size_t b) {
    const int order = inputs_[a].terms[inputs_[a].term].first.compare(inputs_[b].terms[inputs_[b].term].first);
    return order != 0 ? order > 0 : a > b;
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> queue(later);
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (const Status begun = Advance(inputs_[i]); !begun.ok()) return begun;
    if (!inputs_[i].terms.empty()) queue.push(i);
  }
  std::string key;
  while (!queue.empty()) {
    key = inputs_[queue.top()].terms[inputs_[queue.top()].term].first;
    writer.BeginTerm(key);
    while (!queue.empty() && inputs_[queue.top()].terms[inputs_[queue.top()].term].first == key) {
      const std::size_t i = queue.top();
      queue.pop();
      if (const Status added = AddTerm(inputs_[i], writer); !added.ok()) return added;
      if (const Status advanced = Advance(inputs_[i]); !advanced.ok()) return advanced;
      if (!inputs_[i].terms.empty()) queue.push(i);
    }
    if (const Status ended = writer.EndTerm(); !ended.ok()) return ended;
  }
  return writer.Finish(columns_.columns());
}

Status StoredSegment::Put(SegmentSection section, std::string piece) {
  std::uint32_t& number = pieces_[static_cast<std::size_t>(section)];
  bytes_ += piece.size();
  batch_.Put(SegmentPieceKey(id_, static_cast<std::uint8_t>(section), number++), std::move(piece));
  if (batch_.bytes() < kBatchBytes) return {};
  const Status written = store_.Write(batch_);
  batch_ = MetaBatch();
  return written;
}

Status StoredSegment::Append(SegmentSection section, std::string_view bytes) {
  std::string& pending = pending_[static_cast<std::size_t>(section)];
  while (pending.size() + bytes.size() >= kSegmentPiece) {
    const std::size_t taken = kSegmentPiece - pending.size();
    pending += bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    if (const Status put = Put(section, std::exchange(pending, std::string())); !put.ok()) return put;
  }
  pending += bytes;
  return {};
}

Status StoredSegment::Flush(std::string header) {
  for (std::size_t i = 0; i < kSegmentSections; ++i) {
    if (pending_[i].empty()) continue;
    const Status put = Put(static_cast<SegmentSection>(i), std::exchange(pending_[i], std::string()));
    if (!put.ok()) return put;
  }
  bytes_ += header.size();
  batch_.Put(SegmentHeaderKey(id_), std::move(header));
  const Status written = store_.Write(batch_);
  batch_ = MetaBatch();
  return written;
}

}  // namespace sohoa
