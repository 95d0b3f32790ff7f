// SPDX-License-Identifier: Apache-2.0
#include "storage/index_keeper.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "storage/key_layout.h"
#include "storage/tail_segment.h"

namespace sohoa {
namespace {

// What was staged is written soon after, and commits come in groups.
constexpr std::chrono::milliseconds kSettling(100);
// One page in so many dead: the segment is written anew.
constexpr std::uint64_t kDeadShare = 8;
// Of a tail that became long, this many times as much as is usually merged becomes one segment, so that memory has a bound.
constexpr std::uint64_t kMostOfTail = 8;
// A single one is enough: no segment has so many pages.
constexpr std::uint64_t kAnyDead = std::uint64_t{1} << 32;

}  // namespace

IndexKeeper::~IndexKeeper() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool IndexKeeper::Stopping() const {
  const std::scoped_lock lock(mutex_);
  return stopping_ || cancelled_;
}

void IndexKeeper::Describe(std::uint64_t& done, std::uint64_t& total, Status& last) const {
  const std::scoped_lock lock(mutex_);
  done = done_;
  total = total_;
  last = last_;
}

void IndexKeeper::Wake() {
  if (!options_.in_background) return;
  {
    const std::scoped_lock lock(mutex_);
    woken_ = true;
    if (!started_) {
      started_ = true;
      thread_ = std::thread([this] { Run(); });
    }
  }
  changed_.notify_all();
}

void IndexKeeper::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return woken_ || stopping_; });
    if (changed_.wait_for(lock, kSettling, [this] { return stopping_; })) return;
    woken_ = false;
    lock.unlock();
    const Status settled = Settle([](std::uint64_t, std::uint64_t) { return true; });
    LearnWords();
    lock.lock();
    if (stopping_) return;
    if (settled.code() != StatusCode::kCancelled) last_ = settled;
  }
}

// A search that needs words that could not be learnt says why.
void IndexKeeper::LearnWords() {
  const std::unique_ptr<MetaReader> moment = store_.Snapshot();
  const Result<std::shared_ptr<const IndexView>> view = views_.At(*moment);
  if (view) views_.LearnWords(**view, {*moment, views_.cache()}, [this] { return !Stopping(); });
}

Status IndexKeeper::WhileIdle(const std::function<Status()>& work) {
  {
    const std::scoped_lock lock(mutex_);
    cancelled_ = true;
  }
  const std::scoped_lock merging(merging_);
  {
    const std::scoped_lock lock(mutex_);
    cancelled_ = false;
  }
  return work();
}

unsigned IndexKeeper::TierOf(const ViewSegment& held) const {
  unsigned tier = 0;
  for (std::uint64_t pages = held.segment->pages(); pages > options_.tail_pages; pages /= options_.merge_factor) ++tier;
  return tier;
}

// The first long enough row of segments no larger than that tier.
std::optional<IndexKeeper::Plan> IndexKeeper::DueRun(const IndexView& view, std::size_t begin, unsigned tier) const {
  Plan run{begin, begin};
  for (std::size_t i = begin; i <= view.tail_begin; ++i) {
    if (i < view.tail_begin && TierOf(*view.segments[i]) <= tier) {
      run.end = i + 1;
      continue;
    }
    if (run.end >= run.begin + options_.merge_factor) return run;
    run.begin = run.end = i + 1;
  }
  return std::nullopt;
}

bool IndexKeeper::IsTailDue(const IndexView& view) const {
  std::uint64_t tail_pages = 0;
  for (std::size_t i = view.tail_begin; i < view.segments.size(); ++i) tail_pages += view.segments[i]->segment->pages();
  return tail_pages >= options_.tail_pages || view.segments.size() - view.tail_begin >= options_.tail_dossiers;
}

void IndexKeeper::WakeIfBehind(const IndexView& view) {
  if (IsTailDue(view) || !views_.KnowsWords(view)) Wake();
}

IndexKeeper::Plan IndexKeeper::TailPlan(const IndexView& view) const {
  Plan plan{view.tail_begin, view.tail_begin};
  std::uint64_t pages = 0;
  while (plan.end < view.segments.size() && pages < kMostOfTail * options_.tail_pages) pages += view.segments[plan.end++]->segment->pages();
  return plan;
}

std::optional<IndexKeeper::Plan> IndexKeeper::Due(const IndexView& view, std::uint64_t from, std::uint64_t dead_share) const {
  const bool dead_tail = dead_share == kAnyDead && std::any_of(view.segments.begin() + static_cast<std::ptrdiff_t>(view.tail_begin), view.segments.end(),
                                                               [](const auto& held) { return held->dead.size() > 0; });
  if (dead_tail || IsTailDue(view)) return TailPlan(view);
  std::size_t begin = 0;
  while (begin < view.tail_begin && view.segments[begin]->first_ordinal < from) ++begin;
  unsigned highest = 0;
  for (std::size_t i = begin; i < view.tail_begin; ++i) {
    const ViewSegment& held = *view.segments[i];
    if (held.dead.size() * dead_share > held.segment->pages()) return Plan{i, i + 1};
    highest = std::max(highest, TierOf(held));
  }
  for (unsigned tier = 0; tier <= highest; ++tier) {
    if (const std::optional<Plan> run = DueRun(view, begin, tier)) return run;
  }
  return std::nullopt;
}

Status IndexKeeper::Settle(const MergeProgress& progress) {
  return Merge(progress, [this](const MergeProgress& watched) { return MergeDue(0, kDeadShare, watched); });
}

Status IndexKeeper::Purge(const MergeProgress& progress) {
  return Merge(progress, [this](const MergeProgress& watched) { return MergeDue(0, kAnyDead, watched); });
}

Status IndexKeeper::Compact(const MergeProgress& progress) {
  return Merge(progress, [this](const MergeProgress& watched) -> Status {
    const std::unique_ptr<MetaReader> moment = store_.Snapshot();
    const Result<std::shared_ptr<const IndexView>> view = views_.At(*moment);
    if (!view) return view.status();
    if ((*view)->segments.empty()) return {};
    return MergeOne(**view, {0, (*view)->segments.size()}, *moment, kDeadShare, watched);
  });
}

Status IndexKeeper::Merge(const MergeProgress& progress, const std::function<Status(const MergeProgress&)>& merge) {
  const std::scoped_lock merging(merging_);
  if (!swept_) {
    if (const Status swept = RemoveUnnamed(); !swept.ok()) return swept;
    swept_ = true;
  }
  const auto watched = [&](std::uint64_t done, std::uint64_t total) {
    {
      const std::scoped_lock lock(mutex_);
      done_ = done;
      total_ = total;
      if (stopping_ || cancelled_) return false;
    }
    return !progress || progress(done, total);
  };
  const Status status = merge(watched);
  const std::scoped_lock lock(mutex_);
  done_ = total_ = 0;
  return status;
}

Status IndexKeeper::MergeDue(std::uint64_t from, std::uint64_t dead_share, const MergeProgress& progress) {
  while (!Stopping()) {
    const std::unique_ptr<MetaReader> moment = store_.Snapshot();
    const Result<std::shared_ptr<const IndexView>> view = views_.At(*moment);
    if (!view) return view.status();
    const std::optional<Plan> plan = Due(**view, from, dead_share);
    if (!plan) return {};
    if (const Status merged = MergeOne(**view, *plan, *moment, dead_share, progress); !merged.ok()) return merged;
  }
  return {};
}

Status IndexKeeper::MergeOne(const IndexView& view, const Plan& plan, MetaReader& moment, std::uint64_t dead_share, const MergeProgress& progress) {
  const std::uint64_t end = view.segments[plan.end - 1]->end_ordinal;
  Status behind;
  auto look_at = std::chrono::steady_clock::now() + options_.look_behind;
  const auto looking_behind = [&](std::uint64_t done, std::uint64_t total) {
    if (!progress(done, total)) return false;
    // Nothing lies behind the tail.
    if (plan.end > view.tail_begin || std::chrono::steady_clock::now() < look_at) return true;
    behind = MergeDue(end, dead_share, [&](std::uint64_t, std::uint64_t) { return progress(done, total); });
    look_at = std::chrono::steady_clock::now() + options_.look_behind;
    return behind.ok();
  };
  next_segment_ = std::max(next_segment_, view.manifest.next_segment);
  const std::uint64_t id = next_segment_++;
  // What a merge reads once is not kept in the place of what searches read.
  PieceCache cache(8u << 20);
  const PieceReader reader{moment, cache};
  const MergeProgress watched = looking_behind;
  SegmentMerger merger(std::span(view.segments).subspan(plan.begin, plan.end - plan.begin), reader, watched);
  std::optional<SegmentEntry> made;
  if (merger.pages() > 0) {
    std::uint64_t bytes = 0;
    for (std::size_t i = plan.begin; i < plan.end; ++i) bytes += view.segments[i]->bytes;
    if (const Status room = store_.CheckRoom(bytes); !room.ok()) return room;
    StoredSegment output(store_, id);
    Result<std::string> header = merger.MergeInto(output);
    if (!behind.ok()) return behind;
    if (!header) return header.status();
    if (const Status flushed = output.Flush(std::move(*header)); !flushed.ok()) return flushed;
    made = SegmentEntry{id, view.segments[plan.begin]->first_ordinal, end, merger.pages(), output.bytes()};
  }
  if (const Status switched = SwitchTo(view, plan, id, made, moment); !switched.ok()) return switched;
  for (std::size_t i = plan.begin; i < std::min(plan.end, view.tail_begin); ++i) {
    const Status deleted = DeleteBelow(store_, SegmentKeys(view.segments[i]->segment->id()));
    if (!deleted.ok()) return deleted;
  }
  return {};
}

// The one write by which a merge becomes visible. The manifest is the present one: it may have more
// segments behind these than the view.
Status IndexKeeper::SwitchTo(const IndexView& view, const Plan& plan, std::uint64_t id, const std::optional<SegmentEntry>& made,
                             MetaReader& moment) {
  MetaBatch batch;
  Result<IndexManifest> manifest = ReadIndexManifest(store_);
  if (!manifest) return manifest.status();
  ++manifest->generation;
  manifest->next_segment = std::max(manifest->next_segment, id + 1);
  const std::size_t merged = std::min(plan.end, view.tail_begin) - std::min(plan.begin, view.tail_begin);
  auto place = manifest->segments.end();
  if (merged > 0) {
    const std::uint64_t first = view.segments[plan.begin]->segment->id();
    place = std::find_if(manifest->segments.begin(), manifest->segments.end(), [&](const SegmentEntry& entry) { return entry.id == first; });
    if (manifest->segments.end() - place < static_cast<std::ptrdiff_t>(merged)) return MalformedSegment();
    place = manifest->segments.erase(place, place + static_cast<std::ptrdiff_t>(merged));
  }
  if (made) manifest->segments.insert(place, *made);
  if (plan.end > view.tail_begin) {
    manifest->folded_until = plan.end < view.segments.size() ? view.segments[plan.end]->first_ordinal : view.statistics.next_ordinal;
    for (std::size_t i = plan.begin; i < plan.end; ++i) batch.Delete(TailKey(view.segments[i]->first_ordinal));
  }
  if (const Status buried = StageBurials(view, plan, moment, batch); !buried.ok()) return buried;
  batch.Put(std::string(kIndexManifestKey), EncodeIndexManifest(*manifest));
  return store_.Write(batch);
}

// Dead pages of these segments are gone for good: what is kept of them goes, and their marks.
Status IndexKeeper::StageBurials(const IndexView& view, const Plan& plan, MetaReader& moment, MetaBatch& batch) {
  bool any = false;
  for (std::size_t i = plan.begin; i < plan.end; ++i) {
    const ViewSegment& held = *view.segments[i];
    for (const std::uint32_t page : held.dead.ToVector()) {
      any = true;
      batch.Delete(IndexEntryKey(held.segment->columns().OrdinalOf(page)));
    }
  }
  if (!any) return {};
  const std::uint64_t begin = view.segments[plan.begin]->first_ordinal;
  const std::uint64_t end = view.segments[plan.end - 1]->end_ordinal;
  return moment.Scan(kDeadPrefix, "", [&](std::string_view key, std::string_view value) {
    // Pages of one removal are of one dossier, and so of one segment.
    const std::optional<std::vector<std::uint64_t>> ordinals = DecodeOrdinals(value);
    const bool buried = ordinals && !ordinals->empty() && ordinals->front() >= begin && ordinals->front() < end;
    if (buried) batch.Delete(std::string(key));
    return true;
  });
}

Status IndexKeeper::RemoveUnnamed() {
  const Result<IndexManifest> manifest = ReadIndexManifest(store_);
  if (!manifest) return manifest.status();
  std::string from;
  while (true) {
    std::optional<std::uint64_t> id;
    const Status scanned = store_.Scan(kSegmentPrefix, from, [&](std::string_view key, std::string_view) {
      id = ReadBigEndian64(key.substr(kSegmentPrefix.size(), 8));
      return false;
    });
    if (!scanned.ok() || !id) return scanned;
    const bool named = std::any_of(manifest->segments.begin(), manifest->segments.end(),
                                   [&](const SegmentEntry& segment) { return segment.id == *id; });
    if (!named) {
      if (const Status deleted = DeleteBelow(store_, SegmentKeys(*id)); !deleted.ok()) return deleted;
    }
    from = SegmentKeys(*id + 1);
  }
}

}  // namespace sohoa
