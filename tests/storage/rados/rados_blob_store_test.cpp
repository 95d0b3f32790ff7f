// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_blob_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "storage/rados/blob_names.h"
#include "support/ceph_cluster.h"
#include "support/check_blob_store.h"

namespace sohoa {
namespace {

struct OpenedBlobs {
  std::shared_ptr<RadosCluster> cluster;
  std::unique_ptr<BlobStore> blobs;
};

OpenedBlobs OpenBlobsAt(const RadosPlace& place) {
  OpenedBlobs opened;
  opened.cluster = *RadosCluster::Connect(place);
  Result<std::unique_ptr<BlobStore>> blobs = OpenRadosBlobStore(opened.cluster, [] { return StoreRoom{}; });
  EXPECT_TRUE(blobs) << blobs.status().ToString();
  if (blobs) opened.blobs = std::move(*blobs);
  return opened;
}

std::size_t CountObjects(RadosCluster& cluster, const std::string& prefix) {
  std::size_t count = 0;
  EXPECT_TRUE(cluster.List([&](std::string_view object) { count += object.starts_with(prefix); }).ok());
  return count;
}

constexpr std::size_t kLarge = (17u << 20) + 3;

TEST(RadosBlobStore, KeepsThePromisesOfABlobStore) {
  const OpenedBlobs opened = OpenBlobsAt(CephCluster::Shared().NewPlace());
  CheckBlobStore(*opened.blobs);
}

TEST(RadosBlobStore, HoldsLargeBlobsInPiecesAndWhenItIsOpenedAgain) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const std::string bytes = check_blob_store::MakeBytes(kLarge, 3);
  const Sha256 name = Sha256::Of(bytes);
  {
    const OpenedBlobs first = OpenBlobsAt(place);
    const Result<BlobInfo> put = PutBlob(*first.blobs, bytes);
    ASSERT_TRUE(put) << put.status().ToString();
    EXPECT_EQ(put->size, kLarge);
    ASSERT_TRUE(PutBlob(*first.blobs, bytes)) << "once more";
    check_blob_store::CheckUnfinishedLeavesNothing(*first.blobs);
  }
  const OpenedBlobs second = OpenBlobsAt(place);
  EXPECT_EQ(CountObjects(*second.cluster, "u/"), 3u);
  EXPECT_EQ(second.cluster->Keys("uploads", "")->size(), 1u) << "no marks but the next number";
  EXPECT_TRUE(second.blobs->Check(name).ok());
  EXPECT_EQ(second.blobs->Stat(name)->size, kLarge);
  EXPECT_TRUE(*second.blobs->Read(name, (8u << 20) - 5, 9u << 20) == bytes.substr((8u << 20) - 5, 9u << 20));
  EXPECT_TRUE(PutBlob(*second.blobs, check_blob_store::MakeBytes(kLarge, 4))) << "numbers of uploads do not start again";
  EXPECT_TRUE(second.blobs->Check(name).ok());
  ASSERT_TRUE(second.blobs->Remove(name).ok());
  EXPECT_EQ(CountObjects(*second.cluster, "u/"), 3u);
}

TEST(RadosBlobStore, SweepsWhatAnUploadThatWasCutShortLeft) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  {
    const OpenedBlobs first = OpenBlobsAt(place);
    RadosWrite marks;
    marks.set_keys = {{"7", ""}, {"8", Sha256::Of("never came to be").Hex()}, {"next", "9"}};
    ASSERT_TRUE(first.cluster->Write("uploads", marks).ok());
    for (const char* piece : {"u/7/0", "u/7/1", "u/8/0"}) {
      RadosWrite write;
      write.whole = "x";
      ASSERT_TRUE(first.cluster->Write(piece, write).ok());
    }
  }
  const OpenedBlobs second = OpenBlobsAt(place);
  EXPECT_EQ(CountObjects(*second.cluster, "u/"), 0u);
  EXPECT_EQ(second.cluster->Keys("uploads", "")->size(), 1u);
}

TEST(RadosBlobStore, TellsDamageAndIsRepairedInPlace) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const OpenedBlobs opened = OpenBlobsAt(place);
  for (const std::size_t size : {std::size_t{100'000}, kLarge}) {
    const std::string bytes = check_blob_store::MakeBytes(size, 6);
    const Sha256 name = Sha256::Of(bytes);
    ASSERT_TRUE(PutBlob(*opened.blobs, bytes));
    std::string object = BlobName(name);
    ASSERT_TRUE(opened.cluster->List([&](std::string_view each) {
      if (size == kLarge && each.starts_with("u/") && each.ends_with("/1")) object = each;
    }).ok());
    RadosWrite damage;
    damage.part = "other";
    damage.offset = 50;
    ASSERT_TRUE(opened.cluster->Write(object, damage).ok());
    EXPECT_EQ(opened.blobs->Check(name).code(), StatusCode::kCorruption);

    Result<std::unique_ptr<BlobWriter>> writer = opened.blobs->NewWriter();
    ASSERT_TRUE((*writer)->Append(bytes).ok());
    ASSERT_TRUE((*writer)->FinishInPlaceOf(name));
    EXPECT_TRUE(opened.blobs->Check(name).ok());
    EXPECT_TRUE(*ReadBlob(*opened.blobs, name) == bytes);
  }
  EXPECT_EQ(CountObjects(*opened.cluster, "u/"), 3u) << "the damaged pieces went";
  const Sha256 name = Sha256::Of(check_blob_store::MakeBytes(kLarge, 6));
  std::string last;
  ASSERT_TRUE(opened.cluster->List([&](std::string_view each) {
    if (each.ends_with("/2")) last = each;
  }).ok());
  ASSERT_TRUE(opened.cluster->Remove(last).ok());
  EXPECT_EQ(opened.blobs->Check(name).code(), StatusCode::kCorruption);
  EXPECT_EQ(opened.blobs->Read(name, 16u << 20, 1).status().code(), StatusCode::kCorruption);
  EXPECT_TRUE(opened.blobs->Read(name, 0, 10)) << "other pieces can still be read";
}

TEST(RadosBlobStore, ListsNamesInOrderHoweverFewFitIntoMemory) {
  const OpenedBlobs opened = OpenBlobsAt(CephCluster::Shared().NewPlace());
  std::vector<Sha256> put;
  for (int i = 0; i < 23; ++i) put.push_back(PutBlob(*opened.blobs, std::to_string(i))->sha256);
  std::sort(put.begin(), put.end());
  for (const std::size_t at_once : {1u, 5u, 23u, 100u}) {
    std::vector<Sha256> listed;
    ASSERT_TRUE(ListBlobNames(*opened.cluster, [&](const Sha256& name, bool&) {
      listed.push_back(name);
      return Status();
    }, at_once).ok());
    EXPECT_EQ(listed, put) << at_once;
  }
}

// Else a stream of uploads would keep a receipt waiting for its end.
TEST(RadosBlobStore, ASyncWaitsForWhatCameBeforeItAndNotForWhatComesAfter) {
  const OpenedBlobs opened = OpenBlobsAt(CephCluster::Shared().NewPlace());
  constexpr std::uint32_t kMost = 4000;
  constexpr int kSyncs = 6;
  std::atomic<bool> stop = false;
  std::atomic<std::uint32_t> stored = 0;
  std::vector<std::thread> uploads;
  for (std::uint32_t upload = 0; upload < 4; ++upload) {
    uploads.emplace_back([&, upload] {
      for (std::uint32_t i = 0; !stop && i < kMost; ++i) {
        const std::string bytes = check_blob_store::MakeBytes(20'000, upload * 1'000'000 + i);
        EXPECT_TRUE(opened.blobs->StoreUnsynced({{Sha256::Of(bytes), bytes}}).ok());
        ++stored;
      }
    });
  }
  for (int i = 0; i < kSyncs; ++i) {
    const std::string mine = "page " + std::to_string(i);
    EXPECT_TRUE(opened.blobs->StoreUnsynced({{Sha256::Of(mine), mine}}).ok());
    EXPECT_TRUE(opened.blobs->Sync().ok());
  }
  stop = true;
  for (std::thread& upload : uploads) upload.join();
  EXPECT_LT(stored, 4 * kMost) << "the syncs waited for the end of the stream";
}

TEST(RadosBlobStore, ABlobThatIsThereWithAnotherSizeIsTold) {
  const OpenedBlobs opened = OpenBlobsAt(CephCluster::Shared().NewPlace());
  RadosWrite half;
  half.whole = "hal";
  ASSERT_TRUE(opened.cluster->Write(BlobName(Sha256::Of("half")), half).ok());
  EXPECT_EQ(PutBlob(*opened.blobs, "half").status().code(), StatusCode::kCorruption);
  ASSERT_TRUE(opened.blobs->StoreUnsynced({{Sha256::Of("half"), "half"}}).ok());
  EXPECT_EQ(opened.blobs->Sync().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sohoa
