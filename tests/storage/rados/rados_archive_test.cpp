// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_archive.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "storage/beacon.h"
#include "support/ceph_cluster.h"
#include "support/check_archive.h"
#include "support/check_blob_store.h"
#include "support/check_meta_store.h"
#include "support/check_search_index.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

RadosArchiveOptions NewOptions() {
  RadosArchiveOptions options;
  options.place = CephCluster::Shared().NewPlace();
  return options;
}

std::unique_ptr<Archive> OpenWith(const RadosArchiveOptions& options) {
  Result<std::unique_ptr<Archive>> archive = OpenRadosArchive(options);
  EXPECT_TRUE(archive) << archive.status().ToString();
  return archive ? std::move(*archive) : nullptr;
}

TEST(RadosArchive, ItsStoresKeepTheirPromises) {
  const Result<ArchiveStores> stores = OpenRadosStores(NewOptions());
  ASSERT_TRUE(stores) << stores.status().ToString();
  CheckMetaStore(*stores->meta);
  CheckBlobStore(*stores->blobs);
}

TEST(RadosArchive, KeepsThePromisesOfAnArchive) { CheckArchive(*OpenWith(NewOptions())); }

TEST(RadosArchive, SearchesAsOneOnADiskDoes) { CheckSearchIndex(*OpenWith(NewOptions())); }

TEST(RadosArchive, GoesOnWhereItWasWhenItIsOpenedAgain) {
  const TestFolder folder;
  RadosArchiveOptions options = NewOptions();
  options.beacon = folder.Sub("beacon");
  MadeDossier made = NewDossier("B-1");
  {
    const std::unique_ptr<Archive> archive = OpenWith(options);
    AddPage(*archive, made, {"Kế hoạch kiểm tra"});
    AddDocument(*archive, made, 1, 1, "KH");
    ASSERT_TRUE(Commit(*archive, made).ok());
    const Status second = OpenRadosArchive(options).status();
    EXPECT_EQ(second.code(), StatusCode::kUnavailable);
    EXPECT_NE(second.message().find(options.place.Text()), std::string::npos) << second.message();
  }
  const std::unique_ptr<Archive> archive = OpenWith(options);
  EXPECT_EQ(archive->GetDossier("B-1")->pages, made.dossier.pages);
  SearchQuery query;
  query.text = "kế hoạch";
  EXPECT_EQ(archive->index().Search(query)->total, 1u);
  EXPECT_TRUE(archive->Verify("", nullptr, nullptr)->problems.empty());
  EXPECT_TRUE(archive->Health().ok());
  EXPECT_TRUE(archive->BeaconHealth().ok());
  EXPECT_FALSE(archive->TableFiles().empty());
  for (const std::string& file : archive->TableFiles()) {
    std::uint64_t bytes = 0;
    EXPECT_TRUE(archive->CheckTableFile(file, bytes).ok());
    EXPECT_GT(bytes, 0u);
  }
  const Status copy = archive->BackUp({folder.Sub("copy"), false, 0}, nullptr).status();
  EXPECT_EQ(copy.code(), StatusCode::kUnsupported);
  EXPECT_NE(copy.message().find("sohoa migrate"), std::string::npos);
}

// Asks again for as long as `wanted` is not the answer, and some seconds at most.
template <typename Ask>
Status AskUntil(StatusCode wanted, const Ask& ask) {
  Status status = ask();
  for (int tries = 0; tries < 150 && status.code() != wanted; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    status = ask();
  }
  return status;
}

TEST(RadosArchive, AClusterThatIsFullIsUnavailableAndSaysWhatToDo) {
  CephCluster& ceph = CephCluster::Shared();
  const RadosArchiveOptions options = NewOptions();
  MetaBatch batch;
  batch.Put("k/1", "x");
  {
    const Result<ArchiveStores> stores = OpenRadosStores(options);
    ASSERT_TRUE(stores) << stores.status().ToString();
    ASSERT_TRUE(stores->meta->Write(batch).ok());
    ASSERT_TRUE(PutBlob(*stores->blobs, "before"));
    ceph.Ask("daemon osd.0 injectfull full");
    int number = 0;
    const Status blob = AskUntil(StatusCode::kUnavailable, [&] { return PutBlob(*stores->blobs, std::to_string(number++)).status(); });
    const Status record = AskUntil(StatusCode::kUnavailable, [&] { return stores->meta->Write(batch); });
    for (const Status& refused : {blob, record}) {
      EXPECT_EQ(refused.code(), StatusCode::kUnavailable) << refused.ToString();
      EXPECT_NE(refused.message().find("add OSDs or raise its quota"), std::string::npos) << refused.ToString();
    }
    EXPECT_TRUE(ReadBlob(*stores->blobs, Sha256::Of("before"))) << "reading goes on";
    EXPECT_FALSE(stores->meta->Health().ok());
    EXPECT_FALSE(stores->blobs->Health().ok());
    ceph.Ask("daemon osd.0 injectfull none");
  }
  std::unique_ptr<ArchiveStores> again;
  const Status opened = AskUntil(StatusCode::kOk, [&] {
    Result<ArchiveStores> stores = OpenRadosStores(options);
    if (stores) again = std::make_unique<ArchiveStores>(std::move(*stores));
    return stores.status();
  });
  ASSERT_TRUE(opened.ok()) << opened.ToString();
  EXPECT_TRUE(AskUntil(StatusCode::kOk, [&] { return PutBlob(*again->blobs, "a blob").status(); }).ok());
  EXPECT_TRUE(again->meta->Write(batch).ok());
}

// More than fits into its buffers and caches, so that tables are written, compacted, deleted and read again.
TEST(RadosArchive, HoldsWhatOutgrowsItsBuffers) {
  const RadosArchiveOptions options = NewOptions();
  std::mt19937_64 random(7);
  const auto value_of = [](int key, std::uint64_t seed) { return check_blob_store::MakeBytes(4000, static_cast<std::uint32_t>(key) * 31 + static_cast<std::uint32_t>(seed)); };
  constexpr int kKeys = 6000;
  {
    const Result<ArchiveStores> stores = OpenRadosStores(options);
    ASSERT_TRUE(stores) << stores.status().ToString();
    for (std::uint64_t seed = 0; seed < 2; ++seed) {
      for (int key = 0; key < kKeys; key += 100) {
        MetaBatch batch;
        for (int i = key; i < key + 100; ++i) batch.Put("k/" + std::to_string(i), value_of(i, seed));
        ASSERT_TRUE(stores->meta->WriteUnsynced(batch).ok());
      }
    }
    ASSERT_TRUE(stores->meta->Sync().ok());
    MetaBatch removal;
    for (int key = 0; key < kKeys; key += 2) removal.Delete("k/" + std::to_string(key));
    ASSERT_TRUE(stores->meta->Write(removal).ok());
    ASSERT_TRUE(stores->meta->Reclaim().ok());
  }
  const Result<ArchiveStores> stores = OpenRadosStores(options);
  ASSERT_TRUE(stores) << stores.status().ToString();
  int seen = 0;
  ASSERT_TRUE(stores->meta->Scan("k/", "", [&](std::string_view key, std::string_view value) {
    const int number = std::atoi(std::string(key.substr(2)).c_str());
    EXPECT_EQ(number % 2, 1);
    EXPECT_TRUE(value == value_of(number, 1));
    ++seen;
    return true;
  }).ok());
  EXPECT_EQ(seen, kKeys / 2);
  EXPECT_EQ(stores->meta->Room().failed, false);
}

}  // namespace
}  // namespace sohoa
