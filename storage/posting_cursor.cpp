// SPDX-License-Identifier: Apache-2.0
#include "storage/posting_cursor.h"

#include <algorithm>
#include <utility>

#include "core/vector_clones.h"
#include "storage/bit_packing.h"

namespace sohoa {
namespace {

// Where positions of fewer than one in so many pages of a block are wanted, the rest stays packed.
constexpr std::size_t kFewOfBlock = 6;

SOHOA_VECTOR_CLONES std::uint64_t SumOf(const std::uint32_t* numbers, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += numbers[i];
  return sum;
}

SOHOA_VECTOR_CLONES void AddAtDistances(const std::uint32_t* distances, std::size_t count, std::uint64_t page, std::uint64_t* words) {
  for (std::size_t i = 0; i < count; ++i, ++page) {
    page += distances[i];
    words[page / PageBits::kPagesOfWord] |= std::uint64_t{1} << page % PageBits::kPagesOfWord;
  }
}

std::uint32_t Fixed32(std::string_view bytes) {
  std::uint32_t number = 0;
  for (int i = 3; i >= 0; --i) number = number << 8 | static_cast<std::uint8_t>(bytes[static_cast<std::size_t>(i)]);
  return number;
}

}  // namespace

bool TakePositions(std::string_view& bytes, std::vector<std::uint32_t>& positions) {
  const std::optional<std::uint64_t> first = TakeVarint(bytes);
  if (!first || *first > kMaxPosition) return false;
  std::uint64_t position = *first >> 1;
  positions.push_back(static_cast<std::uint32_t>(position));
  if ((*first & 1) == 0) return true;
  const std::optional<std::uint32_t> more = TakeVarint32(bytes);
  if (!more || *more >= bytes.size()) return false;
  for (std::uint32_t i = 0; i <= *more; ++i) {
    const std::optional<std::uint32_t> step = TakeVarint32(bytes);
    if (!step || (position += *step) > kMaxPosition) return false;
    positions.push_back(static_cast<std::uint32_t>(position));
  }
  return true;
}

PostingCursor PostingCursor::Of(std::span<const std::uint32_t> pages, std::span<const std::uint32_t> weights) {
  PostingCursor cursor(nullptr, TermEntry(), nullptr);
  cursor.own_pages_.assign(pages.begin(), pages.end());
  cursor.own_weights_.assign(weights.begin(), weights.end());
  for (std::size_t begin = 0; begin < pages.size(); begin += kPostingsBlock) {
    const std::size_t end = std::min(pages.size(), begin + kPostingsBlock);
    Block block;
    block.last_page = pages[end - 1];
    block.max_weight = *std::max_element(weights.begin() + static_cast<std::ptrdiff_t>(begin),
                                         weights.begin() + static_cast<std::ptrdiff_t>(end));
    cursor.blocks_.push_back(block);
  }
  return cursor;
}

Result<PostingCursor> PostingCursor::Open(const Segment& segment, const TermEntry& entry, const PieceReader& reader) {
  PostingCursor cursor(&segment, entry, &reader);
  const Status opened = entry.pages < kShortList ? cursor.OpenShort() : cursor.OpenLong();
  if (!opened.ok()) return opened;
  return cursor;
}

// One block, which is read at once.
Status PostingCursor::OpenShort() {
  if (entry_.pages == 1) {
    pages_ = {entry_.page};
    weights_ = {entry_.weight};
  } else {
    const Result<PinnedBytes> bytes =
        segment_->Read(SegmentSection::kPostings, entry_.postings_at, entry_.postings_bytes, *reader_);
    if (!bytes) return bytes.status();
    std::string_view rest = bytes->bytes;
    std::uint64_t page = 0;
    for (std::uint32_t i = 0; i < entry_.pages; ++i) {
      const std::optional<std::uint64_t> step = TakeVarint(rest);
      if (!step) return MalformedSegment();
      page += *step >> 1;
      std::optional<std::uint32_t> weight = kCommonWeight;
      if ((*step & 1) != 0) weight = TakeVarint32(rest);
      if (!weight) return MalformedSegment();
      pages_.push_back(static_cast<std::uint32_t>(page));
      weights_.push_back(*weight);
    }
  }
  if (pages_.back() >= segment_->pages() || !std::is_sorted(pages_.begin(), pages_.end())) return MalformedSegment();
  Block block;
  block.last_page = pages_.back();
  block.max_weight = *std::max_element(weights_.begin(), weights_.end());
  blocks_.push_back(block);
  pages_of_ = weights_of_ = 0;
  return {};
}

Status PostingCursor::OpenLong() {
  const std::size_t count = (entry_.pages + kPostingsBlock - 1) / kPostingsBlock;
  const std::size_t bytes = count * kBlockInfoBytes + sizeof(std::uint32_t);
  if (entry_.postings_bytes < bytes) return MalformedSegment();
  const Result<PinnedBytes> heads = segment_->Read(
      SegmentSection::kPostings, entry_.postings_at + entry_.postings_bytes - bytes, bytes, *reader_);
  if (!heads) return heads.status();
  heavy_bytes_ = Fixed32(std::string_view(heads->bytes).substr(bytes - sizeof(std::uint32_t)));
  if (heavy_bytes_ > entry_.postings_bytes - bytes) return MalformedSegment();
  blocks_end_ = entry_.postings_bytes - bytes - heavy_bytes_;
  blocks_.resize(count);
  std::string_view rest = heads->bytes;
  for (std::size_t i = 0; i < count; ++i, rest.remove_prefix(kBlockInfoBytes)) {
    Block& block = blocks_[i];
    block.last_page = Fixed32(rest);
    block.postings_at = Fixed32(rest.substr(4));
    block.positions_at = Fixed32(rest.substr(8));
    block.max_weight = static_cast<std::uint8_t>(rest[12]);
    const bool rises = i == 0 || (block.last_page > blocks_[i - 1].last_page && block.postings_at > blocks_[i - 1].postings_at);
    if (!rises || block.postings_at > blocks_end_ || block.last_page >= segment_->pages()) return MalformedSegment();
  }
  return {};
}

// Blocks lie one behind another, many of them in a piece.
Result<std::string_view> PostingCursor::ReadOn(SegmentSection section, std::uint64_t at, std::uint64_t bytes, ReadBytes& last) const {
  const std::size_t there = last.read.bytes.size();
  if (at < last.at || bytes > there || at - last.at > there - bytes) {
    Result<PinnedBytes> read = segment_->ReadOn(section, at, bytes, *reader_);
    if (!read) return read.status();
    last = {std::move(*read), at};
  }
  return last.read.bytes.substr(at - last.at);
}

void PostingCursor::LoadOwn(std::size_t block) {
  const auto begin = static_cast<std::ptrdiff_t>(block * kPostingsBlock);
  const auto end = static_cast<std::ptrdiff_t>(std::min(own_pages_.size(), (block + 1) * kPostingsBlock));
  pages_.assign(own_pages_.begin() + begin, own_pages_.begin() + end);
  weights_.assign(own_weights_.begin() + begin, own_weights_.begin() + end);
  pages_of_ = weights_of_ = block;
}

Status PostingCursor::TakeDistances(std::size_t block) {
  const Block& info = blocks_[block];
  const bool is_last = block + 1 == blocks_.size();
  const std::size_t count = is_last ? entry_.pages - block * kPostingsBlock : kPostingsBlock;
  const std::uint64_t end = is_last ? blocks_end_ : blocks_[block + 1].postings_at;
  Result<std::string_view> bytes =
      ReadOn(SegmentSection::kPostings, entry_.postings_at + info.postings_at, end - info.postings_at, postings_read_);
  if (!bytes) return bytes.status();
  pages_.resize(count);
  pages_of_ = weights_of_ = kNone;
  if (!TakePatched(*bytes, pages_)) return MalformedSegment();
  packed_weights_ = *bytes;
  return {};
}

Status PostingCursor::LoadPages(std::size_t block) {
  if (block == pages_of_) return {};
  if (segment_ == nullptr) return LoadOwn(block), Status();
  if (const Status taken = TakeDistances(block); !taken.ok()) return taken;
  std::uint64_t next = FirstPossible(block);
  for (std::uint32_t& page : pages_) {
    next += page;
    page = static_cast<std::uint32_t>(next++);
  }
  // They rise, so that none is behind the last.
  if (next != std::uint64_t{blocks_[block].last_page} + 1) return MalformedSegment();
  pages_of_ = block;
  return {};
}

Status PostingCursor::AddAll(PageBits& bits) {
  if (entry_.pages < kShortList) {
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
      if (const Status loaded = LoadPages(block); !loaded.ok()) return loaded;
      for (const std::uint32_t page : pages_) bits.Add(page);
    }
    return {};
  }
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    if (const Status taken = TakeDistances(block); !taken.ok()) return taken;
    const std::uint64_t first = FirstPossible(block);
    const std::uint64_t behind = SumOf(pages_.data(), pages_.size()) + first + pages_.size();
    if (behind != std::uint64_t{blocks_[block].last_page} + 1) return MalformedSegment();
    AddAtDistances(pages_.data(), pages_.size(), first, bits.all_words().data());
  }
  return {};
}

Status PostingCursor::LoadWeights() {
  if (weights_of_ == pages_of_) return {};
  weights_.resize(pages_.size());
  std::string_view packed = packed_weights_;
  if (!TakePatched(packed, weights_)) return MalformedSegment();
  for (std::uint32_t& weight : weights_) weight ^= kCommonWeight;
  weights_of_ = pages_of_;
  return {};
}

Status PostingCursor::Load(std::size_t block) {
  const Status loaded = LoadPages(block);
  return loaded.ok() ? LoadWeights() : loaded;
}

Result<HeavyPostings> PostingCursor::ReadHeavy() {
  if (heavy_bytes_ > 0) {
    const Result<PinnedBytes> bytes =
        segment_->Read(SegmentSection::kPostings, entry_.postings_at + blocks_end_, heavy_bytes_, *reader_);
    if (!bytes) return bytes.status();
    std::optional<HeavyPostings> heavy = ReadHeavyPostings(bytes->bytes, segment_->pages());
    if (!heavy) return MalformedSegment();
    return std::move(*heavy);
  }
  HeavyPostings all;
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    if (const Status loaded = Load(block); !loaded.ok()) return loaded;
    all.pages.insert(all.pages.end(), pages_.begin(), pages_.end());
    all.weights.insert(all.weights.end(), weights_.begin(), weights_.end());
  }
  return all;
}

std::size_t PostingCursor::BlockOf(std::uint32_t page, std::size_t from) const {
  // In steps that grow, for it is near as a rule.
  std::size_t step = 1;
  while (from + step < blocks_.size() && blocks_[from + step].last_page < page) {
    from += step;
    step *= 2;
  }
  const auto begin = blocks_.begin() + static_cast<std::ptrdiff_t>(from);
  const auto end = blocks_.begin() + static_cast<std::ptrdiff_t>(std::min(blocks_.size(), from + step + 1));
  const auto found = std::partition_point(begin, end, [&](const Block& block) { return block.last_page < page; });
  return static_cast<std::size_t>(found - blocks_.begin());
}

std::span<const std::uint32_t> PostingCursor::Positions(std::size_t index) {
  const std::uint32_t begin = positions_begin_[index];
  const std::uint32_t count = positions_begin_[index + 1] - begin;
  if (!packed_) return std::span<const std::uint32_t>(positions_).subspan(begin, count);
  positions_.resize(count);
  packed_positions_.Read(begin, positions_);
  for (std::uint32_t i = 1; i < count; ++i) positions_[i] += positions_[i - 1];
  return std::span<const std::uint32_t>(positions_);
}

Result<std::string_view> PostingCursor::ReadPositions() {
  const std::uint64_t begin = entry_.pages < kShortList ? 0 : blocks_[pages_of_].positions_at;
  const bool is_last = pages_of_ + 1 == blocks_.size();
  const std::uint64_t end = is_last ? entry_.positions_bytes : blocks_[pages_of_ + 1].positions_at;
  if (end < begin) return MalformedSegment();
  Result<std::string_view> bytes = ReadOn(SegmentSection::kPositions, entry_.positions_at + begin, end - begin, positions_read_);
  if (bytes) *bytes = bytes->substr(0, end - begin);
  return bytes;
}

Status PostingCursor::LoadPositions(std::size_t wanted) {
  if (positions_of_ == pages_of_) return {};
  positions_of_ = pages_of_;
  packed_ = false;
  if (entry_.pages == 1) {
    positions_ = entry_.positions;
    positions_begin_ = {0, static_cast<std::uint32_t>(positions_.size())};
    return {};
  }
  const Result<std::string_view> bytes = ReadPositions();
  if (!bytes) return bytes.status();
  if (entry_.pages < kShortList) return LoadShortPositions(*bytes);
  return OpenLongPositions(*bytes, wanted * kFewOfBlock > pages_.size());
}

Status PostingCursor::LoadShortPositions(std::string_view bytes) {
  positions_.clear();
  positions_begin_.assign(1, 0);
  for (std::size_t page = 0; page < pages_.size(); ++page) {
    if (!TakePositions(bytes, positions_)) return MalformedSegment();
    positions_begin_.push_back(static_cast<std::uint32_t>(positions_.size()));
  }
  return {};
}

Status PostingCursor::OpenLongPositions(std::string_view bytes, bool all) {
  positions_begin_.assign(pages_.size() + 1, 0);
  if (!TakePatched(bytes, std::span(positions_begin_).subspan(1))) return MalformedSegment();
  std::uint64_t total = 0;
  for (std::size_t i = 1; i < positions_begin_.size(); ++i) {
    total += std::uint64_t{positions_begin_[i]} + 1;
    positions_begin_[i] = static_cast<std::uint32_t>(total);
  }
  // A position takes a bit at least, but for a block of first words.
  if (total > bytes.size() * 8 + pages_.size()) return MalformedSegment();
  if (!all) {
    std::optional<PatchedNumbers> packed = PatchedNumbers::Open(bytes, total);
    if (!packed) return MalformedSegment();
    packed_positions_ = std::move(*packed);
    packed_ = true;
    return {};
  }
  positions_.resize(total);
  if (!TakePatched(bytes, positions_)) return MalformedSegment();
  for (std::size_t page = 0; page < pages_.size(); ++page) {
    for (std::uint32_t i = positions_begin_[page] + 1; i < positions_begin_[page + 1]; ++i) positions_[i] += positions_[i - 1];
  }
  return {};
}

}  // namespace sohoa
