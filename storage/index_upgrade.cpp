// SPDX-License-Identifier: Apache-2.0
#include "storage/index_upgrade.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/index_codec.h"
#include "storage/index_entry.h"
#include "storage/index_view.h"
#include "storage/key_layout.h"
#include "storage/page_entry_upgrade.h"
#include "storage/segment_merger.h"
#include "storage/tail_segment.h"

namespace sohoa {
namespace {

constexpr std::uint64_t kPagesOfASegment = 4'096;
// Keys that are no more: postings, the dictionary and the terms of each page of `meta 2`; segments,
// the tail and lists of dead pages of `meta 3` and `meta 4`.
constexpr std::string_view kGonePrefixes[] = {"x/t/", "x/v/", "x/k/", kSegmentPrefix, kTailPrefix, kDeadPrefix};

class IndexUpgrade {
 public:
  IndexUpgrade(OrderedStore& store, const UpgradeProgress& progress) : store_(store), progress_(progress) {}

  Status Run(MetaBatch& last);

 private:
  Status RemoveOld();
  Status ListDossiers();
  Status AddDossier(const std::vector<std::uint64_t>& ordinals);
  Status WriteSegment();

  OrderedStore& store_;
  const UpgradeProgress& progress_;
  std::vector<std::vector<std::uint64_t>> dossiers_;  // ordinals of the pages of each
  std::vector<std::shared_ptr<const ViewSegment>> waiting_;
  std::uint64_t waiting_pages_ = 0;
  MetaBatch shorter_;  // what hits show, as it is kept now
  std::uint64_t done_ = 0;
  IndexManifest manifest_;
};

// Nothing but this step reads any of it, and it goes by what hits show. Numbers of segments go on.
Status IndexUpgrade::RemoveOld() {
  const Result<IndexManifest> old = ReadIndexManifest(store_);
  if (!old) return old.status();
  manifest_.generation = old->generation + 1;
  manifest_.next_segment = old->next_segment;
  MetaBatch dead;
  Status malformed;
  const Status scanned = store_.Scan(kDeadPrefix, "", [&](std::string_view, std::string_view value) {
    const std::optional<std::vector<std::uint64_t>> ordinals = DecodeOrdinals(value);
    if (!ordinals) malformed = MalformedSegment();
    for (const std::uint64_t ordinal : ordinals.value_or(std::vector<std::uint64_t>())) {
      dead.Delete(OldPageKey(ordinal));
      dead.Delete(OldWordsKey(ordinal));
    }
    return malformed.ok();
  });
  if (!scanned.ok()) return scanned;
  if (!malformed.ok()) return malformed;
  if (const Status written = store_.Write(dead); !written.ok()) return written;
  for (const std::string_view prefix : kGonePrefixes) {
    if (const Status deleted = DeleteBelow(store_, prefix); !deleted.ok()) return deleted;
  }
  return {};
}

Status IndexUpgrade::ListDossiers() {
  Status malformed;
  const Status scanned = store_.Scan(kIndexedDossierPrefix, "", [&](std::string_view, std::string_view value) {
    std::optional<IndexedDossierEntry> listing = DecodeIndexedDossier(value);
    if (!listing) malformed = MalformedSegment();
    if (listing && !listing->ordinals.empty()) dossiers_.push_back(std::move(listing->ordinals));
    return malformed.ok();
  });
  std::sort(dossiers_.begin(), dossiers_.end());
  return scanned.ok() ? malformed : scanned;
}

Status IndexUpgrade::AddDossier(const std::vector<std::uint64_t>& ordinals) {
  std::vector<IndexEntry> entries;
  for (const std::uint64_t ordinal : ordinals) {
    const Result<std::optional<std::string>> page = store_.Get(OldPageKey(ordinal));
    if (!page) return page.status();
    const Result<std::optional<std::string>> words = store_.Get(OldWordsKey(ordinal));
    if (!words) return words.status();
    std::optional<IndexedPage> decoded = *page ? DecodeIndexedPage(**page) : std::nullopt;
    std::optional<PageWords> decoded_words = *words ? DecodePageWords(**words) : std::nullopt;
    if (!decoded || !decoded_words) return MalformedSegment();
    shorter_.Put(OldWordsKey(ordinal), EncodePageWords(*decoded_words));
    entries.push_back({std::move(*decoded), std::move(*decoded_words)});
  }
  Result<std::string> text = MakeTailSegment(entries, ordinals.front());
  if (!text) return text.status();
  Result<std::shared_ptr<const Segment>> segment = Segment::OfText(std::make_shared<const std::string>(std::move(*text)));
  if (!segment) return segment.status();
  auto held = std::make_shared<ViewSegment>();
  held->segment = std::move(*segment);
  held->first_ordinal = ordinals.front();
  held->end_ordinal = ordinals.back() + 1;
  waiting_.push_back(std::move(held));
  waiting_pages_ += ordinals.size();
  done_ += ordinals.size();
  if (progress_ && !progress_(done_)) return Status(StatusCode::kCancelled, "upgrade the search index: cancelled");
  return waiting_pages_ < kPagesOfASegment ? Status() : WriteSegment();
}

Status IndexUpgrade::WriteSegment() {
  if (waiting_.empty()) return {};
  PieceCache cache(1u << 20);
  const PieceReader reader{store_, cache};
  const MergeProgress no_progress;
  SegmentMerger merger(waiting_, reader, no_progress);
  StoredSegment output(store_, manifest_.next_segment);
  Result<std::string> header = merger.MergeInto(output);
  if (!header) return header.status();
  if (const Status flushed = output.Flush(std::move(*header)); !flushed.ok()) return flushed;
  manifest_.segments.push_back({manifest_.next_segment++, waiting_.front()->first_ordinal, waiting_.back()->end_ordinal,
                                merger.pages(), output.bytes()});
  waiting_.clear();
  waiting_pages_ = 0;
  return store_.Write(std::exchange(shorter_, MetaBatch()));
}

Status IndexUpgrade::Run(MetaBatch& last) {
  if (const Status removed = RemoveOld(); !removed.ok()) return removed;
  if (const Status listed = ListDossiers(); !listed.ok()) return listed;
  for (const std::vector<std::uint64_t>& ordinals : dossiers_) {
    if (const Status added = AddDossier(ordinals); !added.ok()) return added;
  }
  if (const Status written = WriteSegment(); !written.ok()) return written;
  const Result<IndexStatistics> statistics = ReadIndexStatistics(store_);
  if (!statistics) return statistics.status();
  manifest_.folded_until = statistics->next_ordinal;
  last.Put(std::string(kIndexManifestKey), EncodeIndexManifest(manifest_));
  return {};
}

}  // namespace

Status UpgradeIndex(OrderedStore& store, MetaBatch& last, const UpgradeProgress& progress) {
  return IndexUpgrade(store, progress).Run(last);
}

}  // namespace sohoa
