// SPDX-License-Identifier: Apache-2.0
#include "storage/tail_segment.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "storage/index_terms.h"
#include "storage/segment_writer.h"

namespace sohoa {
namespace {

constexpr std::size_t kDeletesAtOnce = 2'000;

struct PlacedPageTerm {
  const std::string* key = nullptr;
  std::uint32_t page = 0;
  const TermOnPage* term = nullptr;
};

}  // namespace

Result<std::string> MakeTailSegment(std::span<const IndexEntry> entries, std::uint64_t first_ordinal) {
  std::vector<PageTerms> terms;
  std::vector<SegmentPage> pages;
  for (const IndexEntry& entry : entries) {
    terms.push_back(TermsOfPage(entry.page, entry.words));
    pages.push_back(SegmentPageOf(first_ordinal + pages.size(), entry.page));
  }
  std::vector<PlacedPageTerm> all;
  for (std::uint32_t page = 0; page < terms.size(); ++page) {
    for (const auto& [key, term] : terms[page]) all.push_back({&key, page, &term});
  }
  std::sort(all.begin(), all.end(), [](const PlacedPageTerm& a, const PlacedPageTerm& b) {
    return std::tie(*a.key, a.page) < std::tie(*b.key, b.page);
  });
  SegmentText text;
  SegmentWriter writer(text, static_cast<std::uint32_t>(pages.size()));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == 0 || *all[i].key != *all[i - 1].key) writer.BeginTerm(*all[i].key);
    const Status added = writer.AddPage(all[i].page, all[i].term->weight, all[i].term->positions);
    if (!added.ok()) return added;
    if (i + 1 < all.size() && *all[i].key == *all[i + 1].key) continue;
    if (const Status ended = writer.EndTerm(); !ended.ok()) return ended;
  }
  const Result<std::string> header = writer.Finish(pages);
  if (!header) return header.status();
  return text.Take(*header);
}

Status DeleteBelow(MetaStore& store, std::string_view prefix) {
  while (true) {
    MetaBatch batch;
    const Status scanned = store.Scan(prefix, "", [&](std::string_view key, std::string_view) {
      batch.Delete(std::string(key));
      return batch.operations().size() < kDeletesAtOnce;
    });
    if (!scanned.ok() || batch.empty()) return scanned;
    if (const Status written = store.Write(batch); !written.ok()) return written;
  }
}

}  // namespace sohoa
