// SPDX-License-Identifier: Apache-2.0
//
// A process that writes is killed at moments of no one's choosing; what it acknowledged must
// be there, whole, and nothing may be there by half.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "storage/archive.h"
#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "storage/segment_index.h"
#include "support/killed_writer.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

TEST(Crash, EveryAcknowledgedDossierSurvivesKillsAndNoneIsThereByHalf) {
  const TestFolder folder;
  int next = 0;
  for (int round = 0; round < 4; ++round) {
    const int last = WriteAndKill(folder.Sub("archive"), next, 8, 7 * round + 1);
    ASSERT_GE(last, next + 7);
    const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder.Sub("archive"));
    ASSERT_TRUE(archive) << archive.status().ToString();
    next = static_cast<int>(CheckWhatWasWritten(**archive, last));
  }
}

TEST(Crash, AnIndexThatIsKilledWhileItMergesHasAllThatWasAcknowledged) {
  const TestFolder folder;
  int next = 0;
  std::uint64_t before = 0;  // dossiers
  for (int round = 0; round < 5; ++round) {
    const int last = WriteAndKill(folder.Sub("index"), next, 15, 11 * round + 1, "index");
    ASSERT_GE(last, next + 14);
    RocksStoreOptions options;
    options.folder = folder.Sub("index");
    const Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
    ASSERT_TRUE(store) << store.status().ToString();
    SegmentIndexOptions small;
    small.keeper = {false, 8, 3, 2};
    const std::unique_ptr<SearchIndex> index = NewSegmentIndex(**store, small);
    // Two of three numbers are dossiers; the third reads the first one again.
    const auto dossiers_at = [&](int number) {
      return before + static_cast<std::uint64_t>((number - next) / 3 * 2 + std::min((number - next) % 3, 1) + 1);
    };
    const auto expect_whole = [&] {
      SearchQuery query;
      query.text = "\"ghi được\"";
      const Result<SearchResult> result = index->Search(query);
      ASSERT_TRUE(result) << result.status().ToString();
      EXPECT_EQ(result->total % 3, 0u);
      EXPECT_GE(result->total, 3 * dossiers_at(last));
      EXPECT_LE(result->total, 3 * dossiers_at(last + 1)) << "one may have lost its answer";
      EXPECT_EQ(index->State()->pages, result->total);
    };
    expect_whole();
    EXPECT_TRUE(index->Settle({}).ok());
    expect_whole();
    std::set<std::uint64_t> segments;
    EXPECT_TRUE((*store)->Scan(kSegmentPrefix, "", [&](std::string_view key, std::string_view) {
      segments.insert(*ReadBigEndian64(key.substr(kSegmentPrefix.size(), 8)));
      return true;
    }).ok());
    EXPECT_EQ(segments.size(), index->State()->segments) << "what a killed merge wrote is gone";
    before = index->State()->pages / 3;
    next = (last + 4) / 3 * 3;
  }
}

}  // namespace
}  // namespace sohoa
