// SPDX-License-Identifier: Apache-2.0
//
// What storage/meta_store.h promises, as checks. Every backend's tests run it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "storage/meta_store.h"

namespace sohoa {
namespace check_meta_store {

using Entries = std::vector<std::pair<std::string, std::string>>;

inline Entries ScanAll(MetaReader& reader, std::string_view prefix, std::string_view from = "") {
  Entries entries;
  const Status status =
      reader.Scan(prefix, from, [&](std::string_view key, std::string_view value) {
        entries.emplace_back(key, value);
        return true;
      });
  EXPECT_TRUE(status.ok()) << status.ToString();
  return entries;
}

inline void ExpectValue(MetaReader& reader, std::string_view key,
                        const std::optional<std::string>& expected) {
  const Result<std::optional<std::string>> value = reader.Get(key);
  ASSERT_TRUE(value) << value.status().ToString();
  EXPECT_EQ(*value, expected);
}

inline void CheckBatch(MetaStore& store) {
  MetaBatch batch;
  batch.Put("t/a", "1");
  batch.Put("t/b", std::string("\0\xff", 2));
  batch.Put("t/a", "2");
  batch.Put("t/gone", "x");
  batch.Delete("t/gone");
  ASSERT_TRUE(store.Write(batch).ok());
  ExpectValue(store, "t/a", "2");
  ExpectValue(store, "t/b", std::string("\0\xff", 2));
  ExpectValue(store, "t/gone", std::nullopt);
  EXPECT_TRUE(store.Write(MetaBatch()).ok()) << "an empty batch";
  EXPECT_TRUE(store.CheckRoom(1).ok());
}

// What was rolled back is not written, and what it had covered counts again.
inline void CheckRollBack(MetaStore& store) {
  MetaBatch batch;
  batch.Put("b/kept", "1");
  batch.Put("b/other", "1");
  const std::uint64_t bytes = batch.bytes();
  batch.Put("b/kept", "2");
  batch.Put("b/kept", "3");
  batch.Delete("b/other");
  batch.Put("b/new", "1");
  EXPECT_EQ(*batch.Find("b/kept"), "3");
  EXPECT_EQ(*batch.Find("b/other"), std::nullopt);
  batch.RollBackTo(2);
  EXPECT_EQ(batch.bytes(), bytes);
  ASSERT_NE(batch.Find("b/kept"), nullptr);
  EXPECT_EQ(*batch.Find("b/kept"), "1");
  EXPECT_EQ(*batch.Find("b/other"), "1");
  EXPECT_EQ(batch.Find("b/new"), nullptr);
  ASSERT_TRUE(store.Write(batch).ok());
  ExpectValue(store, "b/kept", "1");
  ExpectValue(store, "b/other", "1");
  ExpectValue(store, "b/new", std::nullopt);
}

inline void CheckScan(MetaStore& store) {
  MetaBatch batch;
  batch.Put("s/1", "a");
  batch.Put("s/2", "b");
  batch.Put("s/\xff", "d");
  batch.Put("s/3", "c");
  batch.Put("s0", "after every key of s/");
  ASSERT_TRUE(store.Write(batch).ok());
  EXPECT_EQ(ScanAll(store, "s/"),
            (Entries{{"s/1", "a"}, {"s/2", "b"}, {"s/3", "c"}, {"s/\xff", "d"}}));
  EXPECT_EQ(ScanAll(store, "s/", "s/2").size(), 3u) << "from is inclusive";
  EXPECT_EQ(ScanAll(store, "s/", "s/25").front().first, "s/3");
  EXPECT_EQ(ScanAll(store, "s/", "a").size(), 4u) << "from before the prefix";
  EXPECT_TRUE(ScanAll(store, "s/", "t").empty()) << "from behind the prefix";
  EXPECT_EQ(ScanAll(store, "s/\xff").size(), 1u);
  int visits = 0;
  EXPECT_TRUE(store.Scan("s/", "", [&](std::string_view, std::string_view) {
    return ++visits < 2;
  }).ok());
  EXPECT_EQ(visits, 2) << "a visitor that has enough is not called again";
}

inline void CheckSnapshot(MetaStore& store) {
  MetaBatch before;
  before.Put("n/1", "old");
  ASSERT_TRUE(store.Write(before).ok());
  const std::unique_ptr<MetaReader> moment = store.Snapshot();
  MetaBatch after;
  after.Put("n/1", "new");
  after.Put("n/2", "new");
  ASSERT_TRUE(store.Write(after).ok());
  ExpectValue(*moment, "n/1", "old");
  ExpectValue(*moment, "n/2", std::nullopt);
  EXPECT_EQ(ScanAll(*moment, "n/").size(), 1u);
  EXPECT_EQ(ScanAll(store, "n/").size(), 2u);
}

// Two keys that are always written together are never seen apart.
inline void CheckReadersSeeWholeBatches(MetaStore& store) {
  std::atomic<bool> stop = false;
  std::atomic<int> torn = 0;
  std::thread reader([&] {
    while (!stop) {
      const std::unique_ptr<MetaReader> moment = store.Snapshot();
      const Result<std::optional<std::string>> left = moment->Get("w/left");
      const Result<std::optional<std::string>> right = moment->Get("w/right");
      if (!left || !right || *left != *right) ++torn;
    }
  });
  for (int i = 0; i < 200; ++i) {
    MetaBatch batch;
    batch.Put("w/left", std::to_string(i));
    batch.Put("w/right", std::to_string(i));
    EXPECT_TRUE(store.Write(batch).ok());
  }
  stop = true;
  reader.join();
  EXPECT_EQ(torn, 0);
}

}  // namespace check_meta_store

// `store` is empty, or holds keys that begin with none of "n/" "s" "t/" "w/".
inline void CheckMetaStore(MetaStore& store) {
  check_meta_store::CheckBatch(store);
  check_meta_store::CheckRollBack(store);
  check_meta_store::CheckScan(store);
  check_meta_store::CheckSnapshot(store);
  check_meta_store::CheckReadersSeeWholeBatches(store);
}

}  // namespace sohoa
