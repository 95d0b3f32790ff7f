// SPDX-License-Identifier: Apache-2.0
//
// The drill of an archive that is lost: backup, loss, restore, and the desks send again what came
// after the backup.
#include <gtest/gtest.h>

#include <filesystem>

#include "storage/archive_backup.h"
#include "support/small_disk.h"
#include "support/test_folder.h"
#include "workers/child_process.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"
#include "workers/ledger_history.h"
#include "workers/ledger_pages.h"
#include "workers/socket.h"
#include "workers/worker.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

std::string DrawPage(int number) {
  std::string pixels(200 * 280, '\xff');
  for (int x = 20; x < 180; ++x) pixels[static_cast<std::size_t>((20 + number) * 200 + x)] = '\x10';
  return "P5\n200 280\n255\n" + pixels;
}

// An archive with its coordinator, one worker and one desk.
class Office {
 public:
  explicit Office(ArchiveOptions archive) {
    coordinator_options_.endpoints = {"inproc://office-" + std::to_string(++count_)};
    coordinator_options_.reader.executable = BinFolder() + "/sohoa-reader";
    coordinator_options_.reader.ocr.engine = "null";
    Result<std::unique_ptr<Archive>> opened = OpenLocalArchive(archive);
    EXPECT_TRUE(opened) << opened.status().ToString();
    archive_ = std::move(*opened);
    coordinator_ = std::move(*Coordinator::Start(*archive_, coordinator_options_, nullptr));
    WorkerOptions worker;
    worker.endpoint = coordinator_options_.endpoints[0];
    worker.threads = 1;
    worker.reader = coordinator_options_.reader;
    worker_ = std::move(*Worker::Start(worker));
    desk_ = std::move(*DeskClient::Connect(worker.endpoint, 20'000));
  }
  ~Office() {
    desk_.reset();
    worker_.reset();
    coordinator_.reset();
  }

  Archive& archive() { return *archive_; }
  DeskClient& desk() { return *desk_; }

  void OpenBatch(const std::string& batch) {
    const Status opened = desk_->OpenBatch({kCode, "1.001234", "H42.18", "A"}, batch, Lane::kCounter);
    EXPECT_TRUE(opened.ok()) << opened.ToString();
  }
  OriginalReceipt Upload(const std::string& batch, int place) {
    const Result<OriginalReceipt> receipt = desk_->Upload(kCode, batch, static_cast<std::uint32_t>(place),
                                                          std::move(*OriginalFile::FromBytes(DrawPage(place), "scan.pgm")), nullptr);
    EXPECT_TRUE(receipt) << receipt.status().ToString();
    return receipt ? *receipt : OriginalReceipt();
  }
  void SealAndWait(const std::string& batch) {
    EXPECT_TRUE(desk_->Seal(kCode, batch).ok());
    const std::int64_t end = MonotonicMs() + 60'000;
    while (MonotonicMs() < end) {
      const Result<DossierProgress> progress = desk_->Progress(kCode);
      if (progress && progress->all_batches_visible) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ADD_FAILURE() << "batch " << batch << " did not become visible";
  }

 private:
  static inline int count_ = 0;
  CoordinatorOptions coordinator_options_;
  std::unique_ptr<Archive> archive_;
  std::unique_ptr<Coordinator> coordinator_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<DeskClient> desk_;
};

TEST(RestoreDrill, AfterTheLossOfAnArchiveDesksSendAgainAndNothingIsLostOrThereTwice) {
  const TestFolder folder;
  ArchiveOptions here;
  here.folder = folder.Sub("archive");
  here.beacon = folder.Sub("archive.beacon");
  OriginalReceipt before;
  {
    Office office(here);
    office.OpenBatch("b1");
    before = office.Upload("b1", 0);
    office.SealAndWait("b1");
    office.OpenBatch("b2");
    office.Upload("b2", 0);
    const Result<BackupReport> backup = office.archive().BackUp({folder.Sub("backups"), true, 0}, nullptr);
    ASSERT_TRUE(backup) << backup.status().ToString();
    office.Upload("b2", 1);  // acknowledged, and not in the backup
  }
  fs::remove_all(here.folder);

  RestoreOptions options;
  options.from = folder.Sub("backups");
  options.to = here;
  options.stage = StageNewLedgerHistory;
  const Result<RestoreReport> restored = RestoreArchive(options, nullptr);
  ASSERT_TRUE(restored) << restored.status().ToString();
  EXPECT_GT(restored->beacon_ledger, restored->backup.ledger) << "the beacon knows that something is missing";

  Office office(here);
  office.OpenBatch("b2");
  const OriginalReceipt kept = office.Upload("b1", 0);
  EXPECT_EQ(kept.duplicates, 1u) << "what is in the backup is known";
  EXPECT_EQ(kept.ledger_sequence, before.ledger_sequence);
  EXPECT_EQ(office.Upload("b2", 0).duplicates, 1u);
  const OriginalReceipt again = office.Upload("b2", 1);
  EXPECT_EQ(again.accepted, 1u) << "what came after it is taken again";
  EXPECT_GT(again.ledger_sequence, restored->beacon_ledger) << "its number is of the new history";
  office.SealAndWait("b2");
  const Result<Dossier> dossier = office.archive().GetDossier(kCode);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_EQ(dossier->pages.size(), 3u);
  EXPECT_TRUE(dossier->quarantined.empty());
  const Result<FixityReport> report = office.archive().Verify("", nullptr, nullptr);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->problems.empty()) << report->problems.front().what << " " << report->problems.front().detail;
}

TEST(FullDisk, UploadsWaitWhileItIsFullAndGoOnByThemselvesWhenThereIsRoom) {
  const SmallDisk disk(200u << 20);
  ArchiveOptions options;
  options.folder = disk.Sub("archive");
  options.reserve_bytes = disk.free_bytes() - (60u << 20);
  Office office(options);
  office.OpenBatch("b1");
  EXPECT_EQ(office.Upload("b1", 0).accepted, 1u);
  disk.Fill(80u << 20);
  std::thread space([&disk] {
    std::this_thread::sleep_for(std::chrono::seconds(2));
    disk.Empty();
  });
  const OriginalReceipt receipt = office.Upload("b1", 1);
  space.join();
  EXPECT_EQ(receipt.accepted, 1u);
  office.SealAndWait("b1");
}

}  // namespace
}  // namespace sohoa
