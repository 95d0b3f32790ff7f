// SPDX-License-Identifier: Apache-2.0
#include "storage/segment_writer.h"

#include <algorithm>
#include <utility>

#include "storage/bit_packing.h"
#include "storage/heavy_postings.h"
#include "storage/index_terms.h"
#include "storage/page_set.h"
#include "storage/segment_columns.h"

namespace sohoa {
namespace {

void PutFixed32(std::uint32_t number, std::string& out) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift);
}

}  // namespace

SegmentPage SegmentPageOf(std::uint64_t ordinal, const IndexedPage& page) {
  SegmentPage made{ordinal, page.date_from, page.date_to, {}};
  const auto facets = FacetsOf(page);
  for (std::size_t i = 0; i < facets.size(); ++i) made.facets[i] = facets[i].second;
  return made;
}

Status SegmentWriter::Append(SegmentSection section, std::string_view bytes) {
  written_[static_cast<std::size_t>(section)] += bytes.size();
  return bytes.empty() ? Status() : output_.Append(section, bytes);
}

void SegmentWriter::BeginTerm(std::string_view key) {
  key_ = key;
  term_pages_.clear();
  term_weights_.clear();
  weights_.clear();
  counts_.clear();
  positions_.clear();
  blocks_.clear();
  postings_.clear();
  positions_bytes_.clear();
}

Status SegmentWriter::AddPage(std::uint32_t page, std::uint32_t weight, std::span<const std::uint32_t> positions) {
  if (weights_.size() == kPostingsBlock) {
    if (const Status flushed = FlushBlock(); !flushed.ok()) return flushed;
  }
  term_pages_.push_back(page);
  term_weights_.push_back(static_cast<std::uint8_t>(weight));
  weights_.push_back(weight);
  counts_.push_back(static_cast<std::uint32_t>(positions.size()));
  std::uint32_t before = 0;
  for (const std::uint32_t position : positions) {
    positions_.push_back(position - before);
    before = position;
  }
  return {};
}

Status SegmentWriter::FlushBlock() {
  const std::size_t begin = term_pages_.size() - weights_.size();
  BlockInfo info;
  info.last_page = term_pages_.back();
  info.postings_at = static_cast<std::uint32_t>(postings_.size());
  info.positions_at = static_cast<std::uint32_t>(positions_bytes_.size());
  info.max_weight = static_cast<std::uint8_t>(*std::max_element(weights_.begin(), weights_.end()));
  blocks_.push_back(info);
  packed_.resize(weights_.size());
  for (std::size_t i = 0; i < packed_.size(); ++i) {
    const std::size_t at = begin + i;
    packed_[i] = at == 0 ? term_pages_[0] : term_pages_[at] - term_pages_[at - 1] - 1;
  }
  PackPatched(packed_, postings_);
  for (std::size_t i = 0; i < packed_.size(); ++i) packed_[i] = weights_[i] ^ kCommonWeight;
  PackPatched(packed_, postings_);
  if (HasPositions(key_)) {
    // A word stands somewhere on each of its pages.
    for (std::size_t i = 0; i < packed_.size(); ++i) packed_[i] = counts_[i] - 1;
    PackPatched(packed_, positions_bytes_);
    PackPatched(positions_, positions_bytes_);
  }
  weights_.clear();
  counts_.clear();
  positions_.clear();
  return {};
}

std::size_t SegmentWriter::PutPositions(std::size_t at, std::uint32_t count, std::string& out) const {
  PutVarint(static_cast<std::uint64_t>(positions_[at]) << 1 | (count > 1 ? 1 : 0), out);
  if (count > 1) PutVarint(count - 2, out);
  for (std::uint32_t i = 1; i < count; ++i) PutVarint(positions_[at + i], out);
  return at + count;
}

// The first block is still as it came in.
Status SegmentWriter::EndShortList() {
  std::uint32_t before = 0;
  std::size_t position = 0;
  for (std::size_t i = 0; i < term_pages_.size(); ++i) {
    const bool common = weights_[i] == kCommonWeight;
    PutVarint((static_cast<std::uint64_t>(term_pages_[i] - before) << 1) | (common ? 0 : 1), postings_);
    if (!common) PutVarint(weights_[i], postings_);
    before = term_pages_[i];
    if (!HasPositions(key_)) continue;
    position = PutPositions(position, counts_[i], positions_bytes_);
  }
  return {};
}

Status SegmentWriter::EndLongList() {
  if (!weights_.empty()) {
    if (const Status flushed = FlushBlock(); !flushed.ok()) return flushed;
  }
  const std::size_t blocks_end = postings_.size();
  if (term_pages_.size() >= kHeavyList) PutHeavyPostings(term_pages_, term_weights_, postings_);
  const std::size_t heavy_bytes = postings_.size() - blocks_end;
  for (const BlockInfo& info : blocks_) {
    PutFixed32(info.last_page, postings_);
    PutFixed32(info.postings_at, postings_);
    PutFixed32(info.positions_at, postings_);
    postings_ += static_cast<char>(info.max_weight);
  }
  PutFixed32(static_cast<std::uint32_t>(heavy_bytes), postings_);
  return {};
}

Status SegmentWriter::EndTerm() {
  if (term_pages_.empty()) return {};
  // Filled first, for the block's head says where its first term lies.
  if (block_.size() >= kDictionaryBlock) {
    if (const Status flushed = FlushDictionaryBlock(); !flushed.ok()) return flushed;
  }
  if (block_.empty()) {
    block_first_key_ = key_;
    last_key_.clear();
    for (const SegmentSection section : {SegmentSection::kPostings, SegmentSection::kPositions, SegmentSection::kSets}) {
      PutVarint(written_[static_cast<std::size_t>(section)], block_);
    }
  }
  std::string tail;
  PutVarint(term_pages_.size(), tail);
  if (term_pages_.size() == 1) {
    PutVarint(term_pages_[0], tail);
    PutVarint(weights_[0], tail);
    if (HasPositions(key_)) PutPositions(0, counts_[0], tail);
    AddEntry(tail);
    return {};
  }
  const Status ended = term_pages_.size() < kShortList ? EndShortList() : EndLongList();
  if (!ended.ok()) return ended;
  std::string set;
  if (static_cast<std::uint64_t>(term_pages_.size()) * kDenseShare > pages_ && term_pages_.size() >= kShortList) {
    set = PageSet::Encode(term_pages_);
  }
  PutVarint(postings_.size(), tail);
  if (HasPositions(key_)) PutVarint(positions_bytes_.size(), tail);
  if (term_pages_.size() >= kShortList) PutVarint(set.size(), tail);
  AddEntry(tail);
  if (const Status status = Append(SegmentSection::kPostings, postings_); !status.ok()) return status;
  if (const Status status = Append(SegmentSection::kPositions, positions_bytes_); !status.ok()) return status;
  return Append(SegmentSection::kSets, set);
}

void SegmentWriter::AddEntry(std::string_view tail) {
  const auto differ = std::mismatch(last_key_.begin(), last_key_.end(), key_.begin(), key_.end());
  const auto shared = static_cast<std::size_t>(differ.first - last_key_.begin());
  PutVarint(shared, block_);
  PutVarint(key_.size() - shared, block_);
  block_.append(key_, shared);
  block_ += tail;
  last_key_ = key_;
}

Status SegmentWriter::FlushDictionaryBlock() {
  PutVarint(block_first_key_.size(), dictionary_index_);
  dictionary_index_ += block_first_key_;
  PutVarint(block_.size(), dictionary_index_);
  const Status appended = Append(SegmentSection::kDictionary, block_);
  block_.clear();
  return appended;
}

Result<std::string> SegmentWriter::Finish(const SegmentColumns& columns) {
  if (!block_.empty()) {
    if (const Status flushed = FlushDictionaryBlock(); !flushed.ok()) return flushed;
  }
  if (const Status status = Append(SegmentSection::kDictionaryIndex, dictionary_index_); !status.ok()) return status;
  if (const Status status = Append(SegmentSection::kColumns, columns.Encode()); !status.ok()) return status;
  return columns.EncodeHeader(written_);
}

std::string SegmentText::Take(std::string_view header) const {
  std::string bytes;
  PutVarint(header.size(), bytes);
  bytes += header;
  for (const std::string& section : sections_) bytes += section;
  return bytes;
}

}  // namespace sohoa
