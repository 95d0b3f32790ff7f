// SPDX-License-Identifier: Apache-2.0
//
// What storage/blob_store.h promises, as checks. Every backend's tests run it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "storage/blob_store.h"

namespace sohoa {
namespace check_blob_store {

// Bytes that do not repeat, the same for the same seed.
inline std::string MakeBytes(std::size_t size, std::uint32_t seed) {
  std::string bytes(size, '\0');
  std::uint32_t state = seed * 2654435761u + 1;
  for (char& byte : bytes) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

inline std::vector<Sha256> Names(BlobStore& store) {
  std::vector<Sha256> names;
  EXPECT_TRUE(store.List([&](const BlobInfo& blob) {
    names.push_back(blob.sha256);
    return true;
  }).ok());
  return names;
}

inline void CheckSizes(BlobStore& store) {
  constexpr std::size_t kPiece = 1u << 20;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kPiece - 1, kPiece, kPiece + 1,
                                 2 * kPiece, 3 * kPiece + 17}) {
    const std::string bytes = MakeBytes(size, static_cast<std::uint32_t>(size));
    const Result<BlobInfo> put = PutBlob(store, bytes);
    ASSERT_TRUE(put) << put.status().ToString();
    EXPECT_EQ(put->sha256, Sha256::Of(bytes));
    EXPECT_EQ(put->size, size);
    const Result<std::string> read = ReadBlob(store, put->sha256);
    ASSERT_TRUE(read) << read.status().ToString();
    EXPECT_TRUE(*read == bytes) << "of " << size << " bytes";
    EXPECT_TRUE(store.Check(put->sha256).ok());
  }
}

inline void CheckRanges(BlobStore& store) {
  const std::string bytes = MakeBytes((2u << 20) + 100, 7);
  const Result<BlobInfo> put = PutBlob(store, bytes);
  ASSERT_TRUE(put);
  for (const auto& [offset, length] : std::vector<std::pair<std::uint64_t, std::size_t>>{
           {0, 10}, {(1u << 20) - 5, 10}, {5, 2u << 20}, {bytes.size() - 3, 10},
           {bytes.size(), 1}, {bytes.size() + 1000, 5}, {1, 0}}) {
    const Result<std::string> read = store.Read(put->sha256, offset, length);
    ASSERT_TRUE(read) << read.status().ToString();
    const std::string expected =
        offset < bytes.size() ? bytes.substr(offset, length) : std::string();
    EXPECT_TRUE(*read == expected) << offset << " + " << length;
  }
}

inline void CheckAbsent(BlobStore& store) {
  const Sha256 name = Sha256::Of("nobody stored this");
  EXPECT_EQ(store.Stat(name).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(store.Read(name, 0, 1).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(store.Check(name).code(), StatusCode::kNotFound);
}

inline void CheckUnfinishedLeavesNothing(BlobStore& store) {
  const std::vector<Sha256> before = Names(store);
  {
    Result<std::unique_ptr<BlobWriter>> writer = store.NewWriter();
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->Append(MakeBytes(3u << 20, 99)).ok());
  }
  EXPECT_EQ(Names(store), before);
}

inline void CheckWriterEndsOnce(BlobStore& store) {
  Result<std::unique_ptr<BlobWriter>> writer = store.NewWriter();
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->Append("a").ok());
  ASSERT_TRUE((*writer)->Append("b").ok());
  const Result<BlobInfo> info = (*writer)->Finish();
  ASSERT_TRUE(info);
  EXPECT_EQ(info->sha256, Sha256::Of("ab"));
  EXPECT_FALSE((*writer)->Append("c").ok());
  EXPECT_FALSE((*writer)->Finish().ok());
}

// Several uploads of equal bytes at once end in one blob that reads well.
inline void CheckEqualUploadsMeet(BlobStore& store) {
  const std::string bytes = MakeBytes((2u << 20) + 1, 1234);
  const std::size_t before = Names(store).size();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] { EXPECT_TRUE(PutBlob(store, bytes)); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Names(store).size(), before + 1);
  EXPECT_TRUE(store.Check(Sha256::Of(bytes)).ok());
  EXPECT_TRUE(PutBlob(store, bytes)) << "once more";
  EXPECT_EQ(Names(store).size(), before + 1);
}

// Unsynced ones are there at once, and a sync of none costs nothing.
inline void CheckUnsynced(BlobStore& store) {
  EXPECT_TRUE(store.Sync().ok()) << "nothing to do";
  for (std::uint32_t i = 0; i < 3; ++i) {
    const std::string bytes = MakeBytes(i * (3u << 19), 5000 + i);
    Result<std::unique_ptr<BlobWriter>> writer = store.NewWriter();
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->Append(bytes).ok());
    const Result<BlobInfo> put = (*writer)->FinishUnsynced();
    ASSERT_TRUE(put) << put.status().ToString();
    EXPECT_TRUE(*ReadBlob(store, put->sha256) == bytes);
  }
  EXPECT_TRUE(store.Sync().ok());
  EXPECT_TRUE(store.Sync().ok());
}

// Bytes that are not what they were said to be leave nothing behind.
inline void CheckNamesThatAreWrong(BlobStore& store) {
  const std::size_t before = Names(store).size();
  for (const std::size_t size : {std::size_t{10}, std::size_t{3} << 20}) {
    const std::string bytes = MakeBytes(size, 7000);
    Result<std::unique_ptr<BlobWriter>> writer = store.NewWriter();
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->Append(bytes).ok());
    EXPECT_EQ((*writer)->FinishUnsyncedAs(Sha256::Of("other")).status().code(), StatusCode::kCorruption);
    writer = store.NewWriter();
    ASSERT_TRUE((*writer)->Append(bytes).ok());
    EXPECT_TRUE((*writer)->FinishUnsyncedAs(Sha256::Of(bytes)));
  }
  EXPECT_EQ(Names(store).size(), before + 2);
}

// Several at once are there all or none; what is in memory for a while is what is stored.
inline void CheckSeveralAtOnce(BlobStore& store) {
  const std::size_t before = Names(store).size();
  std::vector<WholeBlob> blobs;
  for (const std::size_t size : {std::size_t{0}, std::size_t{10}, std::size_t{10}, std::size_t{200'000}}) {
    const std::string bytes = MakeBytes(size, 8000);
    blobs.push_back({Sha256::Of(bytes), bytes});
  }
  std::vector<WholeBlob> damaged = blobs;
  damaged[3].bytes[7] ^= 1;
  EXPECT_EQ(store.StoreUnsynced(damaged).code(), StatusCode::kCorruption);
  damaged[3] = {Sha256::Of("other"), MakeBytes(3u << 20, 8001)};
  EXPECT_EQ(store.StoreUnsynced(damaged).code(), StatusCode::kCorruption) << "one that does not fit into one piece";
  EXPECT_EQ(Names(store).size(), before);

  ASSERT_TRUE(store.StoreUnsynced(blobs).ok());
  ASSERT_TRUE(store.StoreUnsynced(blobs).ok()) << "once more";
  EXPECT_TRUE(store.Sync().ok());
  // Those without bytes and of ten bytes were given twice; the former may be there from before.
  EXPECT_LE(Names(store).size(), before + 3);
  for (const WholeBlob& blob : blobs) {
    const std::shared_ptr<const std::string> recent = store.Recent(blob.sha256);
    EXPECT_TRUE(recent == nullptr || *recent == blob.bytes);
    EXPECT_TRUE(*ReadBlob(store, blob.sha256) == blob.bytes);
    EXPECT_EQ(store.Stat(blob.sha256)->size, blob.bytes.size());
    store.ForgetRecent(blob.sha256);
    EXPECT_EQ(store.Recent(blob.sha256), nullptr);
    EXPECT_TRUE(*ReadBlob(store, blob.sha256) == blob.bytes);
    EXPECT_EQ(*store.Read(blob.sha256, 5, 100), blob.bytes.substr(std::min<std::size_t>(5, blob.bytes.size()), 100));
    EXPECT_TRUE(store.Check(blob.sha256).ok());
  }
}

inline void CheckRemoval(BlobStore& store) {
  const std::size_t before = Names(store).size();
  for (const std::size_t size : {std::size_t{0}, std::size_t{20}, std::size_t{2 << 20} + 5}) {
    const std::string bytes = MakeBytes(size, 9000 + static_cast<std::uint32_t>(size));
    const Sha256 name = Sha256::Of(bytes);
    const bool there = store.Stat(name).ok();
    ASSERT_TRUE(store.StoreUnsynced({{name, bytes}}).ok());
    ASSERT_TRUE(store.Remove(name).ok());
    ASSERT_TRUE(store.Remove(name).ok()) << "once more";
    ASSERT_TRUE(store.Sync().ok());
    EXPECT_EQ(store.Stat(name).status().code(), StatusCode::kNotFound);
    EXPECT_EQ(store.Recent(name), nullptr);
    EXPECT_EQ(store.Read(name, 0, 10).status().code(), StatusCode::kNotFound);
    EXPECT_EQ(Names(store).size(), before - there);
    ASSERT_TRUE(PutBlob(store, bytes));
    EXPECT_TRUE(*ReadBlob(store, name) == bytes) << "it can come again";
    const Status removed = there ? Status() : store.Remove(name);
    EXPECT_TRUE(removed.ok());
  }
}

inline void CheckList(BlobStore& store) {
  const std::vector<Sha256> names = Names(store);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  int visits = 0;
  EXPECT_TRUE(store.List([&](const BlobInfo&) { return ++visits < 2; }).ok());
  EXPECT_EQ(visits, 2);
}

}  // namespace check_blob_store

inline void CheckBlobStore(BlobStore& store) {
  check_blob_store::CheckSizes(store);
  check_blob_store::CheckRanges(store);
  check_blob_store::CheckAbsent(store);
  check_blob_store::CheckUnfinishedLeavesNothing(store);
  check_blob_store::CheckWriterEndsOnce(store);
  check_blob_store::CheckEqualUploadsMeet(store);
  check_blob_store::CheckUnsynced(store);
  check_blob_store::CheckNamesThatAreWrong(store);
  check_blob_store::CheckSeveralAtOnce(store);
  check_blob_store::CheckRemoval(store);
  check_blob_store::CheckList(store);
  EXPECT_EQ(ReadBlob(store, Sha256::Of("ab"), 1).status().code(), StatusCode::kResourceLimit);
}

}  // namespace sohoa
