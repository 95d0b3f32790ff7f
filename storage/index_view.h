// SPDX-License-Identifier: Apache-2.0
//
// IndexView: the search index as it is at one moment of its store: the segments that the manifest
// names, those of the tail, and which of their pages are dead. Views share what they have in
// common, so that one more commit costs the reading of what it added.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/result.h"
#include "storage/found_phrase.h"
#include "storage/index_codec.h"
#include "storage/page_set.h"
#include "storage/segment.h"
#include "storage/similar_terms.h"

namespace sohoa {

// On how many pages that are not dead terms are, so that lists of a million pages are counted once.
// Safe from several threads.
class LiveCounts {
 public:
  LiveCounts() = default;
  // They are of one set of dead pages: whoever copies what holds them changes that.
  LiveCounts(const LiveCounts&) {}
  LiveCounts& operator=(const LiveCounts&) = delete;

  std::optional<std::uint64_t> Find(const TermEntry& entry) const;
  void Keep(const TermEntry& entry, std::uint64_t pages);

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::uint64_t> counts_;  // by where a term's postings lie
};

struct ViewSegment {
  std::shared_ptr<const Segment> segment;
  PageSet dead;
  std::uint64_t first_ordinal = 0;
  std::uint64_t end_ordinal = 0;  // behind the last
  std::uint64_t bytes = 0;
  mutable LiveCounts live;  // of what LivePages() was asked for
};

struct IndexView {
  IndexStatistics statistics;
  IndexManifest manifest;
  std::vector<std::shared_ptr<const ViewSegment>> segments;  // in order of ordinals
  std::size_t tail_begin = 0;  // segments from here on are of the tail

  // The one that holds an ordinal; nullptr where none does.
  const ViewSegment* Holding(std::uint64_t ordinal) const;
};

// Of a term's pages those that are not gone. What is gone counts nowhere, so that an index that was made
// anew gives the same answers.
Result<std::uint64_t> LivePages(const ViewSegment& held, const TermEntry& entry, const PieceReader& reader);

// Of smaller segments, which live for minutes, it does not pay to remember all words.
inline constexpr std::uint32_t kPagesForVocabulary = 2'000;

// Safe from several threads.
class IndexViews {
 public:
  // `cache_bytes`: of pieces that were read and of phrases that were found lately.
  explicit IndexViews(std::size_t cache_bytes) : cache_(cache_bytes - cache_bytes / kShareOfPhrases), phrases_(cache_bytes / kShareOfPhrases) {}

  Result<std::shared_ptr<const IndexView>> At(MetaReader& moment);
  // Learnt when it is first asked for, which takes seconds of ten million pages; who asks meanwhile waits, and
  // learns it where the other was stopped.
  Result<std::shared_ptr<const Vocabulary>> VocabularyOf(const std::shared_ptr<const Segment>& segment, const PieceReader& reader,
                                                         const std::function<bool()>& goes_on = {});
  // Of all segments of the view that are large enough, but for those that could not be learnt.
  bool KnowsWords(const IndexView& view);
  void LearnWords(const IndexView& view, const PieceReader& reader, const std::function<bool()>& goes_on);
  PieceCache& cache() { return cache_; }
  PhraseCache& phrases() { return phrases_; }

 private:
  static constexpr std::size_t kShareOfPhrases = 8;

  PieceCache cache_;
  PhraseCache phrases_;
  std::mutex mutex_;
  std::shared_ptr<const IndexView> current_;
  struct Words {
    std::mutex learning;  // held by who learns them
    std::shared_ptr<const Vocabulary> known;
    bool failed = false;
  };
  std::mutex vocabularies_mutex_;
  // Of segments, for as long as these are open.
  std::map<std::weak_ptr<const Segment>, std::shared_ptr<Words>, std::owner_less<>> vocabularies_;
};

Result<IndexStatistics> ReadIndexStatistics(MetaReader& moment);
Result<IndexManifest> ReadIndexManifest(MetaReader& moment);

}  // namespace sohoa
