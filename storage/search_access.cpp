// SPDX-License-Identifier: Apache-2.0
#include "storage/search_access.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "storage/document_secrecy.h"
#include "storage/index_terms.h"

namespace sohoa {
namespace {

bool MaySee(const SearchAccess& access, std::string_view degree) {
  const std::optional<Secrecy> known = SecrecyOfName(degree);
  return known && *known <= access.up_to;
}

// Takes out of `seen` what is too secret.
Status HideSecrets(const Segment& segment, const SearchAccess& access, const PieceReader& reader, PageSet& seen) {
  const std::string prefix = FilterKey("secrecy=");
  Status status;
  const Status scanned = segment.Scan(prefix, reader, [&](std::string_view key, const TermEntry& entry) {
    if (MaySee(access, key.substr(prefix.size()))) return true;
    const Result<PageSet> hidden = segment.PagesOf(entry, reader);
    status = hidden.status();
    if (hidden) seen -= *hidden;
    return hidden.ok();
  });
  return scanned.ok() ? status : scanned;
}

Result<PageSet> PagesSeen(const Segment& segment, const SearchAccess& access, const PieceReader& reader) {
  PageSet seen;
  if (access.every_agency) seen = PageSet::All(segment.pages());
  for (const std::string& agency : access.agencies) {
    if (agency.empty()) continue;
    const Status added = segment.AddPagesWith(FilterKey("agency=" + agency), /*or_below=*/false, reader, seen);
    if (!added.ok()) return added;
    const Status below = segment.AddPagesWith(FilterKey("agency=" + agency + "."), /*or_below=*/true, reader, seen);
    if (!below.ok()) return below;
  }
  if (const Status hidden = HideSecrets(segment, access, reader, seen); !hidden.ok()) return hidden;
  return seen;
}

// Tells two of them apart, whatever their agencies are called.
std::string KeyOf(const SearchAccess& access) {
  std::string key(1, static_cast<char>('0' + static_cast<int>(access.up_to)));
  key += access.every_agency ? '*' : '-';
  for (const std::string& agency : access.agencies) key += std::to_string(agency.size()) + ':' + agency;
  return key;
}

}  // namespace

Result<std::shared_ptr<const IndexView>> RestrictView(const IndexView& view, const SearchAccess& access, const PieceReader& reader) {
  auto restricted = std::make_shared<IndexView>(view);
  restricted->statistics.pages = 0;
  for (auto& held : restricted->segments) {
    const Result<PageSet> seen = PagesSeen(*held->segment, access, reader);
    if (!seen) return seen.status();
    auto changed = std::make_shared<ViewSegment>(*held);
    PageSet hidden = PageSet::All(held->segment->pages());
    hidden -= *seen;
    changed->dead |= hidden;
    restricted->statistics.pages += changed->segment->pages() - changed->dead.size();
    held = std::move(changed);
  }
  return std::shared_ptr<const IndexView>(std::move(restricted));
}

Result<std::shared_ptr<const IndexView>> RestrictedViews::Of(const std::shared_ptr<const IndexView>& view, const SearchAccess& access,
                                                             const PieceReader& reader) {
  std::string key = KeyOf(access);
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(kept_, [](const Kept& kept) { return kept.of.expired(); });
    for (const Kept& kept : kept_) {
      if (kept.of.lock() == view && kept.key == key) return kept.restricted;
    }
  }
  Result<std::shared_ptr<const IndexView>> made = RestrictView(*view, access, reader);
  if (!made) return made;
  const std::scoped_lock lock(mutex_);
  if (kept_.size() >= kMostKept) kept_.erase(kept_.begin());
  kept_.push_back({view, std::move(key), *made});
  return made;
}

}  // namespace sohoa
