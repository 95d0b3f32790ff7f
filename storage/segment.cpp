// SPDX-License-Identifier: Apache-2.0
#include "storage/segment.h"

#include <algorithm>
#include <utility>

#include "storage/bit_packing.h"
#include "storage/index_terms.h"
#include "storage/key_layout.h"
#include "storage/posting_cursor.h"

namespace sohoa {
namespace {

// Goes through the entries of one block of the dictionary.
class DictionaryBlockReader {
 public:
  // False: the block is malformed.
  bool Open(std::string_view block) {
    rest_ = block;
    return Take(entry_.postings_at) && Take(entry_.positions_at) && Take(entry_.set_at);
  }
  bool AtEnd() const { return rest_.empty(); }
  bool Next() {
    entry_.postings_at += entry_.postings_bytes;
    entry_.positions_at += entry_.positions_bytes;
    entry_.set_at += entry_.set_bytes;
    entry_.postings_bytes = entry_.positions_bytes = entry_.set_bytes = 0;
    std::uint64_t shared = 0;
    std::uint64_t more = 0;
    if (!Take(shared) || !Take(more) || shared > key_.size() || more > rest_.size()) return false;
    key_.resize(shared);
    key_ += rest_.substr(0, more);
    rest_.remove_prefix(more);
    if (!Take32(entry_.pages) || entry_.pages == 0) return false;
    if (entry_.pages == 1) return TakeOnlyPage();
    if (!Take(entry_.postings_bytes) || (HasPositions(key_) && !Take(entry_.positions_bytes))) return false;
    return entry_.pages < kShortList || Take(entry_.set_bytes);
  }
  const std::string& key() const { return key_; }
  const TermEntry& entry() const { return entry_; }

 private:
  bool Take(std::uint64_t& number) {
    const std::optional<std::uint64_t> taken = TakeVarint(rest_);
    if (taken) number = *taken;
    return taken.has_value();
  }
  bool Take32(std::uint32_t& number) {
    const std::optional<std::uint32_t> taken = TakeVarint32(rest_);
    if (taken) number = *taken;
    return taken.has_value();
  }
  bool TakeOnlyPage() {
    entry_.positions.clear();
    if (!Take32(entry_.page) || !Take32(entry_.weight)) return false;
    if (!HasPositions(key_)) return true;
    return TakePositions(rest_, entry_.positions);
  }

  std::string_view rest_;
  std::string key_;
  TermEntry entry_;
};

}  // namespace

Status MalformedSegment() {
  return Status(StatusCode::kCorruption,
                "read search index: a segment is malformed; rebuild the index with `sohoa index rebuild`");
}

Result<std::shared_ptr<const Segment>> Segment::OfText(std::shared_ptr<const std::string> text) {
  auto segment = std::make_shared<Segment>();
  segment->text_ = std::move(text);
  std::string_view rest = *segment->text_;
  const std::optional<std::uint64_t> header_bytes = TakeVarint(rest);
  if (!header_bytes || *header_bytes > rest.size()) return MalformedSegment();
  const std::string_view header = rest.substr(0, *header_bytes);
  const auto sections = SegmentColumns::SectionBytes(header);
  if (!sections) return MalformedSegment();
  std::uint64_t at = segment->text_->size() - rest.size() + *header_bytes;
  for (std::size_t i = 0; i < kSegmentSections; ++i) {
    segment->section_at_[i] = at;
    if ((*sections)[i] > segment->text_->size() - at) return MalformedSegment();
    at += (*sections)[i];
  }
  const Status prepared = segment->Prepare(header, nullptr);
  if (!prepared.ok()) return prepared;
  return std::shared_ptr<const Segment>(std::move(segment));
}

Result<std::shared_ptr<const Segment>> Segment::Open(std::uint64_t id, const PieceReader& reader) {
  auto segment = std::make_shared<Segment>();
  segment->id_ = id;
  const Result<std::optional<std::string>> header = reader.moment.Get(SegmentHeaderKey(id));
  if (!header) return header.status();
  if (!*header) return MalformedSegment();
  const Status prepared = segment->Prepare(**header, &reader);
  if (!prepared.ok()) return prepared;
  return std::shared_ptr<const Segment>(std::move(segment));
}

Status Segment::Prepare(std::string_view header, const PieceReader* reader) {
  const auto sections = SegmentColumns::SectionBytes(header);
  if (!sections) return MalformedSegment();
  section_bytes_ = *sections;
  const auto whole = [&](SegmentSection section) -> Result<PinnedBytes> {
    const auto number = static_cast<std::size_t>(section);
    if (text_ != nullptr) return PinnedBytes{text_, std::string_view(*text_).substr(section_at_[number], section_bytes_[number])};
    Result<PinnedBytes> stored = ReadStored(section, 0, section_bytes_[number], *reader);
    if (stored) stored->bytes = stored->bytes.substr(0, section_bytes_[number]);
    return stored;
  };
  const Result<PinnedBytes> columns = whole(SegmentSection::kColumns);
  if (!columns) return columns.status();
  std::optional<SegmentColumns> decoded = SegmentColumns::Decode(header, columns->bytes);
  if (!decoded) return MalformedSegment();
  columns_ = std::move(*decoded);
  const Result<PinnedBytes> index = whole(SegmentSection::kDictionaryIndex);
  return index ? ReadDictionaryIndex(index->bytes) : index.status();
}

Status Segment::ReadDictionaryIndex(std::string_view index) {
  std::uint64_t at = 0;
  while (!index.empty()) {
    const std::optional<std::uint64_t> length = TakeVarint(index);
    if (!length || *length > index.size()) return MalformedSegment();
    first_key_at_.push_back(static_cast<std::uint32_t>(first_keys_.size()));
    first_keys_ += index.substr(0, *length);
    index.remove_prefix(*length);
    const std::optional<std::uint64_t> bytes = TakeVarint(index);
    if (!bytes) return MalformedSegment();
    block_at_.push_back(at);
    at += *bytes;
  }
  first_key_at_.push_back(static_cast<std::uint32_t>(first_keys_.size()));
  block_at_.push_back(at);
  if (at != section_bytes_[static_cast<std::size_t>(SegmentSection::kDictionary)]) return MalformedSegment();
  return {};
}

Result<std::shared_ptr<const std::string>> Segment::ReadPiece(SegmentSection section, std::uint32_t number,
                                                             const PieceReader& reader) const {
  const std::string key = SegmentPieceKey(id_, static_cast<std::uint8_t>(section), number);
  if (auto cached = reader.cache.Find(key)) return cached;
  Result<std::optional<std::string>> piece = reader.moment.Get(key);
  if (!piece) return piece.status();
  if (!*piece) return MalformedSegment();
  auto kept = std::make_shared<const std::string>(std::move(**piece));
  reader.cache.Put(key, kept, kept->size());
  return kept;
}

Result<PinnedBytes> Segment::ReadStored(SegmentSection section, std::uint64_t at, std::uint64_t bytes,
                                        const PieceReader& reader) const {
  const auto first = static_cast<std::uint32_t>(at / kSegmentPiece);
  const std::uint64_t within = at % kSegmentPiece;
  if (bytes == 0) return PinnedBytes{};
  if (within + bytes <= kSegmentPiece) {
    Result<std::shared_ptr<const std::string>> piece = ReadPiece(section, first, reader);
    if (!piece) return piece.status();
    if (within + bytes > (*piece)->size()) return MalformedSegment();
    const std::string_view part = std::string_view(**piece).substr(within);
    return PinnedBytes{std::move(*piece), part};
  }
  auto joined = std::make_shared<std::string>();
  joined->reserve(bytes);
  std::uint64_t skip = within;
  for (std::uint32_t number = first; joined->size() < bytes; ++number) {
    const Result<std::shared_ptr<const std::string>> piece = ReadPiece(section, number, reader);
    if (!piece) return piece.status();
    if ((*piece)->size() <= skip) return MalformedSegment();
    joined->append(**piece, skip, bytes - joined->size());
    skip = 0;
  }
  const std::string_view view = *joined;
  return PinnedBytes{std::move(joined), view};
}

Result<PinnedBytes> Segment::Read(SegmentSection section, std::uint64_t at, std::uint64_t bytes,
                                  const PieceReader& reader) const {
  Result<PinnedBytes> read = ReadOn(section, at, bytes, reader);
  if (read) read->bytes = read->bytes.substr(0, bytes);
  return read;
}

Result<PinnedBytes> Segment::ReadOn(SegmentSection section, std::uint64_t at, std::uint64_t bytes,
                                    const PieceReader& reader) const {
  const auto number = static_cast<std::size_t>(section);
  if (at > section_bytes_[number] || bytes > section_bytes_[number] - at) return MalformedSegment();
  if (text_ == nullptr) return ReadStored(section, at, bytes, reader);
  return PinnedBytes{text_, std::string_view(*text_).substr(section_at_[number] + at, section_bytes_[number] - at)};
}

Status Segment::ScanBlock(std::size_t block, const PieceReader& reader, const Visit& visit) const {
  const Result<PinnedBytes> bytes =
      Read(SegmentSection::kDictionary, block_at_[block], block_at_[block + 1] - block_at_[block], reader);
  if (!bytes) return bytes.status();
  DictionaryBlockReader entries;
  if (!entries.Open(bytes->bytes)) return MalformedSegment();
  while (!entries.AtEnd()) {
    if (!entries.Next()) return MalformedSegment();
    if (!visit(entries.key(), entries.entry())) return {};
  }
  return {};
}

std::size_t Segment::BlockOf(std::string_view key, std::size_t from) const {
  std::size_t low = from;
  std::size_t high = dictionary_blocks();
  for (std::size_t step = 1; low + step < high; step *= 2) {
    if (FirstKey(low + step) <= key) {
      low += step;
    } else {
      high = low + step;
    }
  }
  while (low + 1 < high) {
    const std::size_t middle = (low + high) / 2;
    (FirstKey(middle) <= key ? low : high) = middle;
  }
  return low;
}

Status Segment::ScanEach(std::span<const std::string> prefixes, const PieceReader& reader, const VisitOf& visit) const {
  const std::size_t blocks = dictionary_blocks();
  DictionaryBlockReader entries;
  PinnedBytes bytes;
  std::size_t open = blocks;  // the block that is gone through; none so far
  bool has_entry = false;
  // On to the next term, in the next block where this one is at its end.
  const auto advance = [&]() -> Status {
    has_entry = false;
    while (bytes.owner == nullptr || entries.AtEnd()) {
      if (bytes.owner != nullptr && ++open >= blocks) return {};
      Result<PinnedBytes> read = Read(SegmentSection::kDictionary, block_at_[open], block_at_[open + 1] - block_at_[open], reader);
      if (!read) return read.status();
      bytes = std::move(*read);
      entries = DictionaryBlockReader();
      if (!entries.Open(bytes.bytes)) return MalformedSegment();
    }
    has_entry = entries.Next();
    return has_entry ? Status() : MalformedSegment();
  };
  for (std::size_t number = 0; number < prefixes.size() && blocks > 0; ++number) {
    const std::string& prefix = prefixes[number];
    if (open == blocks && number > 0) return {};  // behind the last term
    const std::size_t begins = BlockOf(prefix, number == 0 ? 0 : open);
    if (number == 0 || begins > open) {
      open = begins;
      bytes = PinnedBytes();
      if (const Status advanced = advance(); !advanced.ok()) return advanced;
    }
    while (has_entry && (entries.key() < prefix || entries.key().starts_with(prefix))) {
      if (entries.key().starts_with(prefix)) visit(number, entries.key(), entries.entry());
      if (const Status advanced = advance(); !advanced.ok()) return advanced;
    }
  }
  return {};
}

Status Segment::Scan(std::string_view prefix, const PieceReader& reader, const Visit& visit) const {
  const std::size_t blocks = dictionary_blocks();
  bool more = true;
  for (std::size_t block = BlockOf(prefix); block < blocks && more; ++block) {
    const Status scanned = ScanBlock(block, reader, [&](std::string_view key, const TermEntry& entry) {
      if (key < prefix) return true;
      more = key.starts_with(prefix) && visit(key, entry);
      return more;
    });
    if (!scanned.ok()) return scanned;
  }
  return {};
}

Result<std::optional<TermEntry>> Segment::Find(std::string_view key, const PieceReader& reader) const {
  std::optional<TermEntry> found;
  const Status scanned = Scan(key, reader, [&](std::string_view there, const TermEntry& entry) {
    if (there == key) found = entry;
    return false;
  });
  if (!scanned.ok()) return scanned;
  return found;
}

// Sets of millions of pages are large, so that they are read piece by piece where these lie.
Status Segment::AddSet(const TermEntry& entry, const PieceReader& reader, PageBits& bits) const {
  std::uint64_t at = entry.set_at;
  const std::uint64_t end = at + entry.set_bytes;
  PinnedBytes part;
  Status status;
  const auto next = [&]() -> std::string_view {
    const std::uint64_t bytes = std::min(end - at, kSegmentPiece - at % kSegmentPiece);
    if (bytes == 0) return {};
    Result<PinnedBytes> read = Read(SegmentSection::kSets, at, bytes, reader);
    status = read.status();
    if (!read) return {};
    at += bytes;
    part = std::move(*read);
    return part.bytes;
  };
  const bool added = PageSet::AddStored(next, pages(), bits);
  if (!status.ok()) return status;
  return added ? Status() : MalformedSegment();
}

Result<PageSet> Segment::PagesOf(const TermEntry& entry, const PieceReader& reader) const {
  if (entry.set_bytes > 0) {
    PageBits bits(pages());
    if (const Status added = AddSet(entry, reader, bits); !added.ok()) return added;
    return PageSet::Of(std::move(bits));
  }
  Result<PostingCursor> cursor = PostingCursor::Open(*this, entry, reader);
  if (!cursor) return cursor.status();
  std::vector<std::uint32_t> pages;
  for (std::size_t block = 0; block < cursor->blocks(); ++block) {
    if (const Status loaded = cursor->LoadPages(block); !loaded.ok()) return loaded;
    pages.insert(pages.end(), cursor->pages().begin(), cursor->pages().end());
  }
  return PageSet::Of(std::move(pages));
}

Result<std::uint64_t> Segment::CountPagesIn(const TermEntry& entry, const PageSet& set, const PieceReader& reader) const {
  if (entry.set_bytes > 0) {
    PageBits bits(pages());
    if (const Status added = AddSet(entry, reader, bits); !added.ok()) return added;
    return set.CountCommon(bits);
  }
  if (!set.is_dense()) {
    const Result<PageSet> all = PagesOf(entry, reader);
    if (!all) return all.status();
    return all->CountCommon(set);
  }
  // A list is looked up as it is read: it need not be a set itself.
  Result<PostingCursor> cursor = PostingCursor::Open(*this, entry, reader);
  if (!cursor) return cursor.status();
  std::uint64_t count = 0;
  for (std::size_t block = 0; block < cursor->blocks(); ++block) {
    if (const Status loaded = cursor->LoadPages(block); !loaded.ok()) return loaded;
    for (const std::uint32_t page : cursor->pages()) count += set.Contains(page) ? 1 : 0;
  }
  return count;
}

Status Segment::AddPagesOf(const TermEntry& entry, const PieceReader& reader, PageBits& bits) const {
  if (entry.set_bytes > 0) return AddSet(entry, reader, bits);
  Result<PostingCursor> cursor = PostingCursor::Open(*this, entry, reader);
  return cursor ? cursor->AddAll(bits) : cursor.status();
}

Status Segment::AddPagesWith(std::string_view key, bool or_below, const PieceReader& reader, PageSet& pages) const {
  Status status;
  const Status scanned = Scan(key, reader, [&](std::string_view there, const TermEntry& entry) {
    if (!or_below && there != key) return false;
    const Result<PageSet> found = PagesOf(entry, reader);
    status = found.status();
    if (found) pages |= *found;
    return found.ok() && or_below;
  });
  return scanned.ok() ? status : scanned;
}

}  // namespace sohoa
