// SPDX-License-Identifier: Apache-2.0
//
// ComparedIndex: an index of segments and a reference that has none, which are told the same.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/index_entry.h"
#include "storage/ordered_store.h"
#include "storage/segment_index.h"
#include "support/random_pages.h"
#include "support/reference_search.h"
#include "support/small_segments.h"

namespace sohoa {

class ComparedIndex {
 public:
  explicit ComparedIndex(std::uint32_t seed) : random_(seed), index_(NewSegmentIndex(*store_, SmallSegments(false))) {}

  void Commit(std::size_t number) {
    const std::string code = "R-" + std::to_string(number);
    const MadeDossier made = random_.Dossier(code, ++versions_[code]);
    const IndexedDossier indexed{made.dossier, made.pages};
    MetaBatch batch;
    ASSERT_TRUE(index_->Add(indexed, batch).ok());
    ASSERT_TRUE(store_->Write(batch).ok());
    Forget(code);
    for (const IndexEntry& entry : BuildIndexEntries(indexed)) {
      const std::string key = code + ":" + std::to_string(entry.page.page);
      reference_.Add(key, entry.page, entry.words);
      keys_[code].push_back(key);
    }
  }
  void Withdraw(std::size_t number) {
    const std::string code = "R-" + std::to_string(number);
    MetaBatch batch;
    ASSERT_TRUE(index_->Remove(code, batch).ok());
    ASSERT_TRUE(store_->Write(batch).ok());
    Forget(code);
  }
  void Settle(const MergeProgress& progress = {}) { ASSERT_TRUE(index_->Settle(progress).ok()); }

  // So many queries of all kinds: hits, their order and scores, totals and facets.
  void ExpectEqual(int queries) {
    for (int i = 0; i < queries; ++i) ExpectEqual(random_.Query());
  }
  void ExpectEqual(const SearchQuery& query) {
    const Result<SearchResult> result = index_->Search(query);
    if (!result) {
      ASSERT_EQ(result.status().code(), StatusCode::kInvalidArgument) << query.text << ": " << result.status().ToString();
      return;
    }
    const ReferenceSearch::Answer expected = reference_.Search(query);
    ASSERT_EQ(result->total, expected.total) << query.text;
    std::vector<ReferenceSearch::Hit> hits;
    for (const SearchHit& hit : result->hits) hits.push_back({hit.dossier + ":" + std::to_string(hit.page), hit.score});
    for (std::size_t k = 0; k < std::min(hits.size(), expected.hits.size()); ++k) {
      ASSERT_EQ(hits[k].key, expected.hits[k].key) << query.text << " hit " << k << " score " << hits[k].score << " " << expected.hits[k].score;
      ASSERT_EQ(hits[k].score, expected.hits[k].score) << query.text << " hit " << k;
    }
    ASSERT_EQ(hits.size(), expected.hits.size()) << query.text;
    const auto& types = result->facets.at(0).values;
    ASSERT_EQ((std::map<std::string, std::uint64_t>(types.begin(), types.end())), expected.types) << query.text;
    found_ += expected.total > 0 ? 1 : 0;
  }
  SearchIndex& index() { return *index_; }
  OrderedStore& store() { return *store_; }
  RandomPages& random() { return random_; }
  int found() const { return found_; }

 private:
  void Forget(const std::string& code) {
    for (const std::string& key : keys_[code]) reference_.Remove(key);
    keys_[code].clear();
  }

  RandomPages random_;
  const std::unique_ptr<OrderedStore> store_ = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index_;
  ReferenceSearch reference_;
  std::map<std::string, std::uint32_t> versions_;
  std::map<std::string, std::vector<std::string>> keys_;
  int found_ = 0;
};

}  // namespace sohoa
