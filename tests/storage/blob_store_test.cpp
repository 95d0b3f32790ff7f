// SPDX-License-Identifier: Apache-2.0
#include "storage/blob_store.h"

#include <gtest/gtest.h>

#include "storage/chunked_blob_store.h"
#include "storage/key_layout.h"
#include "support/test_folder.h"
#include "support/check_blob_store.h"

namespace sohoa {
namespace {

RocksStoreOptions Options(const TestFolder& folder) {
  RocksStoreOptions options;
  options.folder = folder.Sub("blobs");
  options.kind = "blobs";
  options.large_values = true;
  return options;
}

std::unique_ptr<OrderedStore> OpenChunks(const TestFolder& folder) {
  Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(Options(folder));
  EXPECT_TRUE(store) << store.status().ToString();
  return store ? std::move(*store) : nullptr;
}

std::unique_ptr<BlobStore> OpenBlobs(const TestFolder& folder) {
  Result<std::unique_ptr<BlobStore>> blobs = OpenChunkedBlobStore(OpenChunks(folder));
  EXPECT_TRUE(blobs) << blobs.status().ToString();
  return blobs ? std::move(*blobs) : nullptr;
}

std::size_t CountKeys(OrderedStore& store, std::string_view prefix) {
  std::size_t count = 0;
  EXPECT_TRUE(store.Scan(prefix, "", [&](std::string_view, std::string_view) {
    ++count;
    return true;
  }).ok());
  return count;
}

TEST(BlobStore, InMemoryKeepsItsPromises) {
  const Result<std::unique_ptr<BlobStore>> blobs = OpenChunkedBlobStore(NewMemoryOrderedStore());
  ASSERT_TRUE(blobs);
  CheckBlobStore(**blobs);
}

TEST(BlobStore, OnRocksDbKeepsItsPromises) {
  const TestFolder folder;
  CheckBlobStore(*OpenBlobs(folder));
}

TEST(BlobStore, HoldsBlobsWhenItIsOpenedAgain) {
  const TestFolder folder;
  const std::string bytes = check_blob_store::MakeBytes(5u << 20, 3);
  ASSERT_TRUE(PutBlob(*OpenBlobs(folder), bytes));
  const std::unique_ptr<BlobStore> again = OpenBlobs(folder);
  EXPECT_TRUE(again->Check(Sha256::Of(bytes)).ok());
  EXPECT_TRUE(PutBlob(*again, "numbers of uploads do not start again"));
  EXPECT_TRUE(again->Check(Sha256::Of(bytes)).ok());
}

TEST(BlobStore, LeavesNoPiecesOfUnfinishedOrDoubleUploads) {
  const TestFolder folder;
  {
    const std::unique_ptr<BlobStore> blobs = OpenBlobs(folder);
    const std::string bytes = check_blob_store::MakeBytes((2u << 20) + 5, 4);
    ASSERT_TRUE(PutBlob(*blobs, bytes));
    ASSERT_TRUE(PutBlob(*blobs, bytes));
    check_blob_store::CheckUnfinishedLeavesNothing(*blobs);
  }
  const std::unique_ptr<OrderedStore> store = OpenChunks(folder);
  EXPECT_EQ(CountKeys(*store, kChunkPrefix), 3u);
  EXPECT_EQ(CountKeys(*store, kUploadPrefix), 0u);
}

TEST(BlobStore, SweepsWhatACrashLeftUnfinished) {
  const TestFolder folder;
  {
    const std::unique_ptr<OrderedStore> store = OpenChunks(folder);
    MetaBatch begun;  // as a writer leaves it after two pieces
    begun.Put(UploadKey(42), "");
    begun.Put(ChunkKey(42, 0), std::string(1u << 20, 'a'));
    begun.Put(ChunkKey(42, 1), std::string(1u << 20, 'b'));
    begun.Put(ChunkKey(43, 0), "of a finished one");
    ASSERT_TRUE(store->Write(begun).ok());
  }
  { const std::unique_ptr<BlobStore> swept = OpenBlobs(folder); }
  const std::unique_ptr<OrderedStore> store = OpenChunks(folder);
  EXPECT_EQ(CountKeys(*store, kChunkPrefix), 1u);
  EXPECT_EQ(CountKeys(*store, kUploadPrefix), 0u);
}

TEST(BlobStore, TellsAChangedPieceAndAMissingOne) {
  const TestFolder folder;
  const std::string bytes = check_blob_store::MakeBytes((2u << 20) + 5, 6);
  ASSERT_TRUE(PutBlob(*OpenBlobs(folder), bytes));
  std::vector<std::string> pieces;
  {
    const std::unique_ptr<OrderedStore> store = OpenChunks(folder);
    ASSERT_TRUE(store->Scan(kChunkPrefix, "", [&](std::string_view key, std::string_view) {
      pieces.emplace_back(key);
      return true;
    }).ok());
    ASSERT_EQ(pieces.size(), 3u);
    MetaBatch damage;
    damage.Put(pieces[2], "other");  // as long as the last piece
    ASSERT_TRUE(store->Write(damage).ok());
  }
  EXPECT_EQ(OpenBlobs(folder)->Check(Sha256::Of(bytes)).code(), StatusCode::kCorruption);
  {
    const std::unique_ptr<OrderedStore> store = OpenChunks(folder);
    MetaBatch damage;
    damage.Delete(pieces[1]);
    ASSERT_TRUE(store->Write(damage).ok());
  }
  const std::unique_ptr<BlobStore> blobs = OpenBlobs(folder);
  EXPECT_EQ(blobs->Check(Sha256::Of(bytes)).code(), StatusCode::kCorruption);
  EXPECT_EQ(blobs->Read(Sha256::Of(bytes), 1u << 20, 1).status().code(), StatusCode::kCorruption);
  EXPECT_TRUE(blobs->Read(Sha256::Of(bytes), 0, 10)) << "other pieces can still be read";
}

}  // namespace
}  // namespace sohoa
