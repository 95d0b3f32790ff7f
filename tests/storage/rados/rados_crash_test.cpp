// SPDX-License-Identifier: Apache-2.0
//
// What was acknowledged survives the end of whoever takes part, at moments of no one's choosing: the process that writes,
// the OSD, the monitor; and a writer that was only asleep acknowledges nothing that is lost.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "storage/rados/rados_archive.h"
#include "storage/rados/rados_lease.h"
#include "support/ceph_cluster.h"
#include "support/check_meta_store.h"
#include "support/killed_writer.h"

namespace sohoa {
namespace {

std::string Argument(const RadosPlace& place) { return "rados:" + place.ceph_conf + ":" + place.pool + ":" + place.name_space; }

std::unique_ptr<Archive> OpenAfterLease(const RadosPlace& place) {
  RadosArchiveOptions options;
  options.place = place;
  for (int tries = 0; tries < 200; ++tries) {
    Result<std::unique_ptr<Archive>> archive = OpenRadosArchive(options);
    if (archive) return std::move(*archive);
    EXPECT_EQ(archive.status().code(), StatusCode::kUnavailable) << archive.status().ToString();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  ADD_FAILURE() << "the lease does not end";
  return nullptr;
}

TEST(RadosCrash, EveryAcknowledgedDossierSurvivesKillsAndNoneIsThereByHalf) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  int next = 0;
  for (int round = 0; round < 3; ++round) {
    const int last = WriteAndKill(Argument(place), next, 8, 7 * round + 1);
    ASSERT_GE(last, next + 7);
    const std::unique_ptr<Archive> archive = OpenAfterLease(place);
    ASSERT_NE(archive, nullptr);
    next = static_cast<int>(CheckWhatWasWritten(*archive, last));
  }
}

TEST(RadosCrash, AWriterThatWasAsleepSaysNothingMoreAfterItsArchiveWasTakenOver) {
  const RadosPlace place = CephCluster::Shared().NewPlace();
  RunningWriter writer(Argument(place), 0, nullptr);
  ASSERT_GE(writer.ReadUntil(7), 7);
  kill(writer.process(), SIGSTOP);
  const std::unique_ptr<Archive> archive = OpenAfterLease(place);
  ASSERT_NE(archive, nullptr);
  const std::size_t there = archive->ListDossiers("", 1000)->size();
  kill(writer.process(), SIGCONT);
  // It ends by itself, for its write was refused.
  const int last = writer.ReadToEnd();
  EXPECT_EQ(WEXITSTATUS(writer.Wait()), 5);
  EXPECT_LE(last + 1, static_cast<int>(there));
  EXPECT_EQ(CheckWhatWasWritten(*archive, last), there);
}

TEST(RadosCrash, AnOsdAndAMonitorThatAreKilledLoseNothingThatWasAcknowledged) {
  CephCluster& ceph = CephCluster::Shared();
  RadosArchiveOptions options;
  options.place = ceph.NewPlace();
  int written = 0;
  {
    const Result<ArchiveStores> stores = OpenRadosStores(options);
    ASSERT_TRUE(stores) << stores.status().ToString();
    std::atomic<bool> stop = false;
    std::atomic<int> acknowledged = 0;
    std::thread writer([&] {
      for (int i = 0; !stop; ++i) {
        MetaBatch batch;
        batch.Put("k/" + std::to_string(10000 + i), std::to_string(i));
        const Status status = stores->meta->Write(batch);
        ASSERT_TRUE(status.ok()) << status.ToString();
        ASSERT_TRUE(PutBlob(*stores->blobs, "blob " + std::to_string(i)));
        acknowledged = i + 1;
      }
    });
    const auto wait_for_more = [&] {
      const int before = acknowledged;
      for (int tries = 0; tries < 400 && acknowledged < before + 20; ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    };
    wait_for_more();
    ceph.Kill("osd.0");
    wait_for_more();
    ceph.Kill("mon.a");
    wait_for_more();
    stop = true;
    writer.join();
    written = acknowledged;

    ceph.Hold("osd.0");
    ceph.Kill("osd.0");
    auto record = std::async(std::launch::async, [&] {
      MetaBatch batch;
      batch.Put("k/last", "x");
      return stores->meta->Write(batch);
    });
    auto blob = std::async(std::launch::async, [&] { return PutBlob(*stores->blobs, "last").status(); });
    EXPECT_EQ(record.wait_for(std::chrono::seconds(1)), std::future_status::timeout) << "acknowledged, and no OSD has it";
    EXPECT_EQ(blob.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
    ceph.Resume("osd.0");
    EXPECT_TRUE(record.get().ok());
    EXPECT_TRUE(blob.get().ok());
    EXPECT_TRUE(stores->leadership->Check().ok());
  }
  EXPECT_GE(written, 60);
  const Result<ArchiveStores> stores = OpenRadosStores(options);
  ASSERT_TRUE(stores) << stores.status().ToString();
  EXPECT_GE(check_meta_store::ScanAll(*stores->meta, "k/").size(), static_cast<std::size_t>(written + 1));
  EXPECT_TRUE(stores->blobs->Check(Sha256::Of("last")).ok());
  for (int i = 0; i < written; ++i) EXPECT_TRUE(stores->blobs->Check(Sha256::Of("blob " + std::to_string(i))).ok());
}

}  // namespace
}  // namespace sohoa
