// SPDX-License-Identifier: Apache-2.0
#include "storage/tail_segment.h"

#include <utility>
#include <vector>

#include "storage/segment_columns.h"
#include "storage/segment_writer.h"
#include "storage/term_collector.h"

namespace sohoa {
namespace {

constexpr std::size_t kDeletesAtOnce = 2'000;

}  // namespace

Result<std::string> MakeTailSegment(std::span<const IndexEntry> entries, std::uint64_t first_ordinal) {
  TermCollector terms;
  SegmentColumnsBuilder pages;
  for (const IndexEntry& entry : entries) {
    terms.Add(entry.page, entry.words);
    pages.Add(SegmentPageOf(first_ordinal + pages.pages(), entry.page));
  }
  SegmentText text;
  SegmentWriter writer(text, pages.pages());
  const Status written = terms.ForEach([&](std::string_view key, std::span<const TermOnPage> on_pages) {
    writer.BeginTerm(key);
    for (const TermOnPage& place : on_pages) {
      if (const Status added = writer.AddPage(place.page, place.weight, place.positions); !added.ok()) return added;
    }
    return writer.EndTerm();
  });
  if (!written.ok()) return written;
  const Result<std::string> header = writer.Finish(pages.columns());
  if (!header) return header.status();
  return text.Take(*header);
}

Status DeleteBelow(MetaStore& store, std::string_view prefix) {
  // On from where the last ones stood: what was deleted lies there until it is compacted, and would be
  // gone through each time.
  std::string last;
  while (true) {
    MetaBatch batch;
    const std::string from = last;
    const Status scanned = store.Scan(prefix, from, [&](std::string_view key, std::string_view) {
      last = key;
      batch.Delete(last);
      return batch.operations().size() < kDeletesAtOnce;
    });
    if (!scanned.ok() || batch.empty()) return scanned;
    if (const Status written = store.Write(batch); !written.ok()) return written;
  }
}

}  // namespace sohoa
