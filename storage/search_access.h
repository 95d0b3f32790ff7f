// SPDX-License-Identifier: Apache-2.0
//
// The index as if there were nothing in it but what a searcher may see. Whatever follows from a view
// (hits, totals, facets, suggestions, how rare a word is) follows from these pages alone, so that no
// count tells of others.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/index_view.h"
#include "storage/search_index.h"

namespace sohoa {

// The view without the pages that are not let through, which count as if they were gone.
Result<std::shared_ptr<const IndexView>> RestrictView(const IndexView& view, const SearchAccess& access, const PieceReader& reader);

// Restricted views of the newest moment that was asked for. Safe from several threads.
class RestrictedViews {
 public:
  Result<std::shared_ptr<const IndexView>> Of(const std::shared_ptr<const IndexView>& view, const SearchAccess& access,
                                              const PieceReader& reader);

 private:
  static constexpr std::size_t kMostKept = 16;

  struct Kept {
    std::weak_ptr<const IndexView> of;
    std::string key;
    std::shared_ptr<const IndexView> restricted;
  };

  std::mutex mutex_;
  std::vector<Kept> kept_;  // the oldest in front
};

}  // namespace sohoa
