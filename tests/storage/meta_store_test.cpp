// SPDX-License-Identifier: Apache-2.0
#include "storage/meta_store.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include "storage/ordered_store.h"
#include "storage/staged_reader.h"
#include "support/test_folder.h"
#include "support/check_meta_store.h"

namespace sohoa {
namespace {

std::unique_ptr<OrderedStore> Open(const std::string& folder) {
  RocksStoreOptions options;
  options.folder = folder;
  Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
  EXPECT_TRUE(store) << store.status().ToString();
  return store ? std::move(*store) : nullptr;
}

Status OpenStatus(const std::string& folder, const std::string& kind = "meta") {
  RocksStoreOptions options;
  options.folder = folder;
  options.kind = kind;
  return OpenRocksStore(options).status();
}

void PutNumbers(OrderedStore& store, int count) {
  for (int i = 0; i < count; ++i) {
    MetaBatch batch;
    batch.Put("k/" + std::to_string(1000 + i), std::string(200, static_cast<char>('a' + i % 26)));
    ASSERT_TRUE(store.Write(batch).ok());
  }
}

std::size_t CountNumbers(OrderedStore& store) {
  return check_meta_store::ScanAll(store, "k/").size();
}

// The log of the last writes: the largest *.log file of a store.
std::filesystem::path LogOf(const std::string& folder) {
  std::filesystem::path log;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".log") continue;
    if (log.empty() || entry.file_size() > std::filesystem::file_size(log)) log = entry.path();
  }
  EXPECT_FALSE(log.empty());
  return log;
}

TEST(MetaStore, InMemoryKeepsItsPromises) { CheckMetaStore(*NewMemoryOrderedStore()); }

TEST(MetaStore, OnRocksDbKeepsItsPromises) {
  const TestFolder folder;
  CheckMetaStore(*Open(folder.Sub("meta")));
}

TEST(MetaStore, HoldsWhatWasWrittenWhenItIsOpenedAgain) {
  const TestFolder folder;
  PutNumbers(*Open(folder.Sub("meta")), 50);
  EXPECT_EQ(CountNumbers(*Open(folder.Sub("meta"))), 50u);
}

TEST(MetaStore, HeldByAnotherIsUnavailableAndNamesTheFolder) {
  const TestFolder folder;
  const std::unique_ptr<OrderedStore> store = Open(folder.Sub("meta"));
  const Status status = OpenStatus(folder.Sub("meta"));
  EXPECT_EQ(status.code(), StatusCode::kUnavailable) << status.ToString();
  EXPECT_NE(status.message().find(folder.Sub("meta")), std::string::npos);
}

TEST(MetaStore, RefusesANewerFormatAndAnotherKind) {
  const TestFolder folder;
  {
    RocksStoreOptions newer;
    newer.folder = folder.Sub("meta");
    newer.format = 2;
    ASSERT_TRUE(OpenRocksStore(newer));
  }
  EXPECT_EQ(OpenStatus(folder.Sub("meta")).code(), StatusCode::kUnsupported);
  EXPECT_TRUE(Open(folder.Sub("other")) != nullptr);
  EXPECT_EQ(OpenStatus(folder.Sub("other"), "blobs").code(), StatusCode::kUnsupported);
}

TEST(MetaStore, RefusesWritesThatWouldTouchTheReserve) {
  const TestFolder folder;
  { const std::unique_ptr<OrderedStore> made = Open(folder.Sub("meta")); }
  RocksStoreOptions options;
  options.folder = folder.Sub("meta");
  options.reserve_bytes = 1ull << 60;
  Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
  ASSERT_TRUE(store) << "a full disk must not keep readers out: " << store.status().ToString();
  MetaBatch batch;
  batch.Put("k/1", "x");
  const Status status = (*store)->Write(batch);
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  EXPECT_NE(status.message().find("disk nearly full"), std::string::npos);
  check_meta_store::ExpectValue(**store, "k/1", std::nullopt);
  MetaBatch removal;
  removal.Delete("k/1");
  EXPECT_TRUE((*store)->Write(removal).ok()) << "what makes room is let through";
}

TEST(MetaStore, AcceptsALogWhoseEndIsTorn) {
  const TestFolder folder;
  PutNumbers(*Open(folder.Sub("meta")), 100);
  const std::filesystem::path log = LogOf(folder.Sub("meta"));
  std::filesystem::resize_file(log, std::filesystem::file_size(log) - 50);
  EXPECT_EQ(CountNumbers(*Open(folder.Sub("meta"))), 99u);
}

TEST(MetaStore, RefusesALogDamagedInItsMiddle) {
  const TestFolder folder;
  PutNumbers(*Open(folder.Sub("meta")), 100);
  const std::filesystem::path log = LogOf(folder.Sub("meta"));
  std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(log) / 2));
  file.write("\x55\xaa", 2);
  file.close();
  const Status status = OpenStatus(folder.Sub("meta"));
  EXPECT_EQ(status.code(), StatusCode::kCorruption) << status.ToString();
}

std::uint64_t BytesIn(const std::string& folder) {
  std::uint64_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".sst") bytes += file.file_size();
  }
  return bytes;
}

// As a merge of the search index does: large values that cannot be compressed, and then none of them.
TEST(MetaStore, WhatWasDeletedIsGoneFromTheDiskSoon) {
  const TestFolder folder;
  const std::unique_ptr<OrderedStore> store = Open(folder.path());
  std::mt19937_64 random(5);
  const auto write = [&](const std::string& prefix, int values, bool deleted) {
    for (int i = 0; i < values; i += 100) {
      MetaBatch batch;
      for (int k = i; k < i + 100; ++k) {
        std::string value(4096, '\0');
        for (char& byte : value) byte = static_cast<char>(random());
        const std::string key = prefix + std::to_string(100'000 + k);
        if (deleted) batch.Delete(key);
        if (!deleted) batch.Put(key, std::move(value));
      }
      ASSERT_TRUE(store->WriteUnsynced(batch).ok());
    }
  };
  write("a/", 20'000, false);
  write("a/", 20'000, true);
  // Deletions go to the disk with what is written next.
  write("b/", 6'000, false);
  const std::uint64_t left = std::uint64_t{40} << 20;
  for (int i = 0; i < 300 && BytesIn(folder.path()) > left; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_LT(BytesIn(folder.path()), left);
}

TEST(StagedReader, SeesTheLastOfABatchBeforeTheStore) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  MetaBatch written;
  written.Put("a", "stored");
  written.Put("b", "stored");
  ASSERT_TRUE(store->Write(written).ok());
  MetaBatch batch;
  batch.Put("a", "first");
  batch.Put("a", "staged");
  batch.Delete("b");
  const StagedReader reader(*store, batch);
  EXPECT_EQ(*reader.Get("a"), "staged");
  EXPECT_EQ(*reader.Get("b"), std::nullopt);
  EXPECT_EQ(*reader.Get("c"), std::nullopt);
}

}  // namespace
}  // namespace sohoa
