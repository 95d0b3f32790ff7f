// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_lease.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "storage/rados/rados_blob_store.h"
#include "storage/rados/rados_file.h"
#include "storage/rados/rados_folder.h"
#include "support/ceph_cluster.h"

namespace sohoa {
namespace {

std::shared_ptr<RadosCluster> ClientOf(const RadosPlace& place) { return *RadosCluster::Connect(place); }

// As a standby does.
std::unique_ptr<RadosLease> WaitFor(const std::shared_ptr<RadosCluster>& cluster) {
  for (int tries = 0; tries < 200; ++tries) {
    Result<std::unique_ptr<RadosLease>> lease = RadosLease::Take(cluster);
    if (lease) return std::move(*lease);
    EXPECT_EQ(lease.status().code(), StatusCode::kUnavailable) << lease.status().ToString();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return nullptr;
}

TEST(RadosLease, IsOfOneAtATimeAndWhoGivesItUpLeavesNobodyWaiting) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const std::shared_ptr<RadosCluster> one = ClientOf(place);
  const std::shared_ptr<RadosCluster> other = ClientOf(place);
  {
    const Result<std::unique_ptr<RadosLease>> lease = RadosLease::Take(one);
    ASSERT_TRUE(lease) << lease.status().ToString();
    const Status held = RadosLease::Take(other).status();
    EXPECT_EQ(held.code(), StatusCode::kUnavailable);
    EXPECT_NE(held.message().find("process " + std::to_string(getpid())), std::string::npos) << held.message();
    // It stays held by renewals.
    std::this_thread::sleep_for(kLeaseDuration + std::chrono::seconds(1));
    EXPECT_EQ(RadosLease::Take(other).status().code(), StatusCode::kUnavailable);
    EXPECT_TRUE((*lease)->Check().ok());
  }
  const Result<std::unique_ptr<RadosLease>> second = RadosLease::Take(other);
  ASSERT_TRUE(second) << second.status().ToString();
  EXPECT_EQ((*second)->epoch(), 2u);
  RadosWrite write;
  write.whole = "x";
  EXPECT_TRUE(one->Write("o", write).ok()) << "who gave it up is not put on the block list";
}

TEST(RadosLease, OfALeaderThatWasAsleepNoWriteIsTakenAnyMore) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  const std::shared_ptr<RadosCluster> asleep = ClientOf(place);
  const std::unique_ptr<RadosLease> before = WaitFor(asleep);
  const std::shared_ptr<RadosFolder> folder = *RadosFolder::Open(asleep, "meta", before->epoch());
  const std::unique_ptr<BlobStore> blobs = *OpenRadosBlobStore(asleep, [] { return StoreRoom{}; });
  RadosAppender log(folder, *folder->Create("000001.log"));
  ASSERT_TRUE(log.Append("acknowledged").ok());
  ASSERT_TRUE(log.Sync().ok());
  ASSERT_TRUE(log.Append(", and on its way").ok());
  before->StopRenewing();

  const auto since = std::chrono::steady_clock::now();
  const std::shared_ptr<RadosCluster> awake = ClientOf(place);
  const std::unique_ptr<RadosLease> after = WaitFor(awake);
  ASSERT_NE(after, nullptr);
  EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::seconds(9)) << "so that a standby serves within ten";
  const std::shared_ptr<RadosFolder> taken = *RadosFolder::Open(awake, "meta", after->epoch());
  EXPECT_EQ((*taken->Find("000001.log"))->size, 12u);

  // It wakes up, and goes on with what it was doing.
  EXPECT_EQ(log.Sync().code(), StatusCode::kUnavailable);
  EXPECT_EQ(PutBlob(*blobs, "a blob").status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(blobs->Health().code(), StatusCode::kUnavailable);
  EXPECT_EQ(folder->Create("000002.log").status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(before->Check().code(), StatusCode::kUnavailable);
  EXPECT_TRUE(after->Check().ok());
  EXPECT_EQ(RadosLease::Take(asleep).status().code(), StatusCode::kUnavailable) << "nor can it take over back";
  EXPECT_EQ((*RadosFolder::Open(awake, "meta", after->epoch()))->Names(), (std::vector<std::string>{"000001.log"}));
}

}  // namespace
}  // namespace sohoa
