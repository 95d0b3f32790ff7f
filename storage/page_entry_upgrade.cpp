// SPDX-License-Identifier: Apache-2.0
#include "storage/page_entry_upgrade.h"

#include <optional>
#include <utility>

#include "storage/index_codec.h"
#include "storage/key_layout.h"
#include "storage/segment.h"

namespace sohoa {
namespace {

constexpr std::string_view kOldPagePrefix = "x/p/";
constexpr std::string_view kOldWordsPrefix = "x/w/";
constexpr std::size_t kPagesAtOnce = 500;

Status Join(OrderedStore& store, std::uint64_t ordinal, std::string_view page_bytes, MetaBatch& batch) {
  const Result<std::optional<std::string>> words_bytes = store.Get(OldWordsKey(ordinal));
  if (!words_bytes) return words_bytes.status();
  std::optional<IndexedPage> page = DecodeIndexedPage(page_bytes);
  std::optional<PageWords> words = *words_bytes ? DecodePageWords(**words_bytes) : std::nullopt;
  if (!page || !words) return MalformedSegment();
  batch.Put(IndexEntryKey(ordinal), EncodeIndexEntry({std::move(*page), std::move(*words)}));
  batch.Delete(OldPageKey(ordinal));
  batch.Delete(OldWordsKey(ordinal));
  return {};
}

}  // namespace

std::string OldPageKey(std::uint64_t ordinal) { return std::string(kOldPagePrefix) + BigEndian64(ordinal); }
std::string OldWordsKey(std::uint64_t ordinal) { return std::string(kOldWordsPrefix) + BigEndian64(ordinal); }

Status JoinPageEntries(OrderedStore& store, MetaBatch&, const UpgradeProgress& progress) {
  std::uint64_t done = 0;
  std::string last;
  while (true) {
    MetaBatch batch;
    std::size_t pages = 0;
    Status joined;
    const std::string from = last;
    const Status scanned = store.Scan(kOldPagePrefix, from, [&](std::string_view key, std::string_view value) {
      last = key;
      const std::optional<std::uint64_t> ordinal = ReadBigEndian64(key.substr(kOldPagePrefix.size()));
      joined = ordinal ? Join(store, *ordinal, value, batch) : MalformedSegment();
      return joined.ok() && ++pages < kPagesAtOnce;
    });
    if (!scanned.ok()) return scanned;
    if (!joined.ok()) return joined;
    if (pages == 0) return {};
    if (const Status written = store.Write(batch); !written.ok()) return written;
    done += pages;
    if (progress && !progress(done)) return Status(StatusCode::kCancelled, "upgrade the search index: cancelled");
  }
}

}  // namespace sohoa
