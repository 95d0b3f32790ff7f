// SPDX-License-Identifier: Apache-2.0
#include "storage/index_view.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "storage/key_layout.h"

namespace sohoa {
namespace {

// Shorter lists are counted as fast as they are looked up.
constexpr std::uint32_t kPagesForCount = 64;
constexpr std::size_t kMostCounts = 16'384;

template <typename Value>
Result<Value> ReadKept(MetaReader& moment, std::string_view key, std::optional<Value> (*decode)(std::string_view)) {
  const Result<std::optional<std::string>> bytes = moment.Get(key);
  if (!bytes) return bytes.status();
  if (!*bytes) return Value();
  std::optional<Value> value = decode(**bytes);
  if (!value) return MalformedSegment();
  return std::move(*value);
}

// Makes a view of one moment out of an older or newer one, or none.
class ViewBuilder {
 public:
  ViewBuilder(MetaReader& moment, PieceCache& cache, const IndexView* before)
      : moment_(moment), reader_{moment, cache}, before_(before) {}

  Result<std::shared_ptr<const IndexView>> Build(const IndexStatistics& statistics, const IndexManifest& manifest);

 private:
  bool FollowsBefore() const {
    return before_ != nullptr && before_->manifest.generation == view_->manifest.generation &&
           before_->statistics.next_ordinal <= view_->statistics.next_ordinal &&
           before_->statistics.removals <= view_->statistics.removals;
  }
  Status OpenSegments();
  Status ReadTail(std::uint64_t from);
  Status ReadDead(std::uint64_t from);
  std::shared_ptr<const Segment> OpenBefore(std::uint64_t id) const;
  void Add(std::shared_ptr<const Segment> segment, std::uint64_t bytes);
  void Bury(std::uint64_t ordinal);

  MetaReader& moment_;
  const PieceReader reader_;
  const IndexView* before_;
  std::shared_ptr<IndexView> view_ = std::make_shared<IndexView>();
};

void ViewBuilder::Add(std::shared_ptr<const Segment> segment, std::uint64_t bytes) {
  auto added = std::make_shared<ViewSegment>();
  const SegmentColumns& columns = segment->columns();
  added->first_ordinal = columns.OrdinalOf(0);
  added->end_ordinal = columns.OrdinalOf(columns.pages() - 1) + 1;
  added->bytes = bytes;
  added->segment = std::move(segment);
  view_->segments.push_back(std::move(added));
}

std::shared_ptr<const Segment> ViewBuilder::OpenBefore(std::uint64_t id) const {
  if (before_ == nullptr) return nullptr;
  for (std::size_t i = 0; i < before_->tail_begin; ++i) {
    if (before_->segments[i]->segment->id() == id) return before_->segments[i]->segment;
  }
  return nullptr;
}

Status ViewBuilder::OpenSegments() {
  for (const SegmentEntry& entry : view_->manifest.segments) {
    std::shared_ptr<const Segment> segment = OpenBefore(entry.id);
    if (segment == nullptr) {
      Result<std::shared_ptr<const Segment>> opened = Segment::Open(entry.id, reader_);
      if (!opened) return opened.status();
      segment = std::move(*opened);
    }
    if (segment->pages() == 0) return MalformedSegment();
    Add(std::move(segment), entry.bytes);
  }
  view_->tail_begin = view_->segments.size();
  return {};
}

Status ViewBuilder::ReadTail(std::uint64_t from) {
  Status status;
  const Status scanned = moment_.Scan(kTailPrefix, TailKey(from), [&](std::string_view, std::string_view value) {
    Result<std::shared_ptr<const Segment>> segment = Segment::OfText(std::make_shared<const std::string>(value));
    if (!segment) {
      status = segment.status();
    } else if ((*segment)->pages() > 0) {
      Add(std::move(*segment), value.size());
    }
    return status.ok();
  });
  return scanned.ok() ? status : scanned;
}

void ViewBuilder::Bury(std::uint64_t ordinal) {
  for (auto& held : view_->segments) {
    if (ordinal < held->first_ordinal || ordinal >= held->end_ordinal) continue;
    const std::optional<std::uint32_t> page = held->segment->columns().PageOf(ordinal);
    if (!page) return;
    auto changed = std::make_shared<ViewSegment>(*held);
    changed->dead |= PageSet::Of(std::vector<std::uint32_t>{*page});
    held = std::move(changed);
    return;
  }
}

Status ViewBuilder::ReadDead(std::uint64_t from) {
  Status status;
  const Status scanned = moment_.Scan(kDeadPrefix, DeadKey(from), [&](std::string_view, std::string_view value) {
    const std::optional<std::vector<std::uint64_t>> ordinals = DecodeOrdinals(value);
    if (!ordinals) status = MalformedSegment();
    if (ordinals) {
      for (const std::uint64_t ordinal : *ordinals) Bury(ordinal);
    }
    return status.ok();
  });
  return scanned.ok() ? status : scanned;
}

Result<std::shared_ptr<const IndexView>> ViewBuilder::Build(const IndexStatistics& statistics, const IndexManifest& manifest) {
  view_->statistics = statistics;
  view_->manifest = manifest;
  std::uint64_t tail_from = manifest.folded_until;
  std::uint64_t dead_from = 0;
  if (FollowsBefore()) {
    view_->segments = before_->segments;
    view_->tail_begin = before_->tail_begin;
    tail_from = std::max(tail_from, before_->statistics.next_ordinal);
    dead_from = before_->statistics.removals;
  } else if (const Status opened = OpenSegments(); !opened.ok()) {
    return opened;
  }
  if (const Status tail = ReadTail(tail_from); !tail.ok()) return tail;
  if (const Status dead = ReadDead(dead_from); !dead.ok()) return dead;
  return std::shared_ptr<const IndexView>(view_);
}

}  // namespace

std::optional<std::uint64_t> LiveCounts::Find(const TermEntry& entry) const {
  if (entry.pages < kPagesForCount) return std::nullopt;  // of one page: its place is that of the next term's postings
  const std::scoped_lock lock(mutex_);
  const auto found = counts_.find(entry.postings_at);
  return found == counts_.end() ? std::nullopt : std::optional(found->second);
}

void LiveCounts::Keep(const TermEntry& entry, std::uint64_t pages) {
  if (entry.pages < kPagesForCount) return;
  const std::scoped_lock lock(mutex_);
  if (counts_.size() >= kMostCounts) counts_.clear();
  counts_[entry.postings_at] = pages;
}

Result<std::uint64_t> LivePages(const ViewSegment& held, const TermEntry& entry, const PieceReader& reader) {
  if (held.dead.empty()) return std::uint64_t{entry.pages};
  if (const std::optional<std::uint64_t> known = held.live.Find(entry)) return *known;
  const Result<std::uint64_t> gone = held.segment->CountPagesIn(entry, held.dead, reader);
  if (!gone) return gone.status();
  const std::uint64_t live = entry.pages - *gone;
  held.live.Keep(entry, live);
  return live;
}

const ViewSegment* IndexView::Holding(std::uint64_t ordinal) const {
  for (const auto& held : segments) {
    if (ordinal >= held->first_ordinal && ordinal < held->end_ordinal) return held.get();
  }
  return nullptr;
}

Result<IndexStatistics> ReadIndexStatistics(MetaReader& moment) {
  return ReadKept<IndexStatistics>(moment, kIndexStatisticsKey, &DecodeIndexStatistics);
}

Result<IndexManifest> ReadIndexManifest(MetaReader& moment) {
  return ReadKept<IndexManifest>(moment, kIndexManifestKey, &DecodeIndexManifest);
}

Result<std::shared_ptr<const IndexView>> IndexViews::At(MetaReader& moment) {
  const Result<IndexStatistics> statistics = ReadIndexStatistics(moment);
  if (!statistics) return statistics.status();
  const Result<IndexManifest> manifest = ReadIndexManifest(moment);
  if (!manifest) return manifest.status();
  std::shared_ptr<const IndexView> before;
  {
    const std::scoped_lock lock(mutex_);
    before = current_;
  }
  const auto same = [&](const IndexView& view) {
    return view.manifest.generation == manifest->generation && view.statistics.next_ordinal == statistics->next_ordinal &&
           view.statistics.removals == statistics->removals;
  };
  if (before != nullptr && same(*before)) return before;
  Result<std::shared_ptr<const IndexView>> view =
      ViewBuilder(moment, cache_, before.get()).Build(*statistics, *manifest);
  if (!view) return view;
  const std::scoped_lock lock(mutex_);
  // A search of an older moment does not take the place of a newer one.
  const bool newer = current_ == nullptr || manifest->generation > current_->manifest.generation ||
                     (manifest->generation == current_->manifest.generation &&
                      statistics->next_ordinal + statistics->removals >=
                          current_->statistics.next_ordinal + current_->statistics.removals);
  if (newer) current_ = *view;
  return view;
}

Result<std::shared_ptr<const Vocabulary>> IndexViews::VocabularyOf(const std::shared_ptr<const Segment>& segment, const PieceReader& reader,
                                                                   const std::function<bool()>& goes_on) {
  std::shared_ptr<Words> words;
  {
    const std::scoped_lock lock(vocabularies_mutex_);
    const auto [kept, is_new] = vocabularies_.try_emplace(segment);
    if (is_new) kept->second = std::make_shared<Words>();
    words = kept->second;
    if (words->known != nullptr) return words->known;
    std::erase_if(vocabularies_, [](const auto& other) { return other.first.expired(); });
  }
  const std::scoped_lock learning(words->learning);
  {
    const std::scoped_lock lock(vocabularies_mutex_);
    if (words->known != nullptr) return words->known;
  }
  Result<std::shared_ptr<const Vocabulary>> learnt = Vocabulary::Of(*segment, reader, goes_on);
  const std::scoped_lock lock(vocabularies_mutex_);
  if (learnt) words->known = *learnt;
  words->failed = !learnt && learnt.status().code() != StatusCode::kCancelled;
  return learnt;
}

bool IndexViews::KnowsWords(const IndexView& view) {
  const std::scoped_lock lock(vocabularies_mutex_);
  return std::all_of(view.segments.begin(), view.segments.end(), [&](const auto& held) {
    if (held->segment->pages() < kPagesForVocabulary) return true;
    const auto words = vocabularies_.find(held->segment);
    return words != vocabularies_.end() && (words->second->known != nullptr || words->second->failed);
  });
}

void IndexViews::LearnWords(const IndexView& view, const PieceReader& reader, const std::function<bool()>& goes_on) {
  for (const auto& held : view.segments) {
    if (held->segment->pages() < kPagesForVocabulary) continue;
    const auto learnt = VocabularyOf(held->segment, reader, goes_on);
    if (!learnt && learnt.status().code() == StatusCode::kCancelled) return;
  }
}

}  // namespace sohoa
