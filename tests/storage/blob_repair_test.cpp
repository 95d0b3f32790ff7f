// SPDX-License-Identifier: Apache-2.0
#include "storage/blob_repair.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "storage/stored_archive.h"
#include "support/check_blob_store.h"
#include "support/flipped_byte.h"
#include "support/made_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

// An archive with a blob of each kind, one of them of two pieces, and a backup of it.
class BlobRepair : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::unique_ptr<Archive> archive = Open();
    dossier_ = NewDossier("F-1");
    AddPage(*archive, dossier_, {"Quyết định về việc cấp đất"});
    large_ = check_blob_store::MakeBytes(1'500'000, 11);
    const Result<BlobInfo> scan = PutBlob(archive->blobs(), large_);
    ASSERT_TRUE(scan);
    dossier_.dossier.originals[0].sha256 = scan->sha256;
    AddDocument(*archive, dossier_, 1, 1, "QĐ");
    ASSERT_TRUE(Commit(*archive, dossier_).ok());
    BackupOptions options;
    options.folder = backups();
    ASSERT_TRUE(archive->BackUp(options, {}));
    blobs_ = {Sha256::Of(large_), dossier_.dossier.pages[0].record, dossier_.pages[0].layer_sha256, dossier_.dossier.documents[0].pdf};
  }

  std::unique_ptr<Archive> Open() {
    Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder_.Sub("archive"));
    EXPECT_TRUE(archive) << archive.status().ToString();
    return archive ? std::move(*archive) : nullptr;
  }

  // Flips a bit in each piece of each blob, below the engine's check sums.
  void FlipBits() {
    const Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(BlobStoreOptions(folder_.Sub("archive")));
    ASSERT_TRUE(store);
    MetaBatch batch;
    ASSERT_TRUE((*store)->Scan(kChunkPrefix, "", [&](std::string_view key, std::string_view value) {
      std::string other(value);
      other.back() = static_cast<char>(other.back() ^ 1);
      batch.Put(std::string(key), other);
      return true;
    }).ok());
    ASSERT_TRUE((*store)->Write(batch).ok());
  }

  std::string backups() const { return folder_.Sub("backups"); }

  const TestFolder folder_;
  std::string large_;
  MadeDossier dossier_;
  std::vector<Sha256> blobs_;
};

TEST_F(BlobRepair, BringsEveryKindOfBlobBackThatWasChanged) {
  FlipBits();
  const std::unique_ptr<Archive> archive = Open();
  ASSERT_GE(archive->Verify("", nullptr, nullptr)->problems.size(), 3u);

  const Result<BlobRepairReport> report = RepairBlobs(*archive, "", backups(), {});

  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_GE(report->repaired, blobs_.size());
  EXPECT_TRUE(report->fixity.problems.empty());
  EXPECT_TRUE(archive->Verify("", nullptr, nullptr)->problems.empty()) << "the audit chain with the new events too";
  EXPECT_EQ(*ReadBlob(archive->blobs(), Sha256::Of(large_)), large_);
}

// Whose engine gives nothing of it any more, so that the old pieces cannot even be read.
TEST_F(BlobRepair, BringsABlobBackOfWhichAByteFlippedOnTheDisk) {
  { const std::unique_ptr<Archive> archive = Open(); }  // what the log holds goes to the files
  ASSERT_GE(FlipAByteOf(large_.substr(1000, 64), folder_.path() / "archive" / "blobs"), 1);
  const std::unique_ptr<Archive> archive = Open();

  const Result<BlobRepairReport> report = RepairBlobs(*archive, "F-1", backups(), {});

  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->repaired, 1u);
  EXPECT_TRUE(report->fixity.problems.empty());
}

TEST_F(BlobRepair, BringsBackWhatWasInAFileThatIsGone) {
  { const std::unique_ptr<Archive> archive = Open(); }
  std::size_t gone = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path() / "archive" / "blobs")) {
    if (entry.path().extension() == ".blob") gone += std::filesystem::remove(entry.path()) ? 1 : 0;
  }
  ASSERT_GT(gone, 0u);
  const std::unique_ptr<Archive> archive = Open();
  ASSERT_EQ(archive->Verify("", nullptr, nullptr)->problems.size(), 1u);

  const Result<BlobRepairReport> report = RepairBlobs(*archive, "", backups(), {});

  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->repaired, 1u);
  EXPECT_TRUE(archive->Verify("", nullptr, nullptr)->problems.empty());
}

TEST_F(BlobRepair, BringsBackWhatIsMissingAndRecordsEachBlob) {
  {
    const Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(BlobStoreOptions(folder_.Sub("archive")));
    MetaBatch batch;
    for (const Sha256& name : blobs_) batch.Delete(BlobKey(name));
    ASSERT_TRUE((*store)->Write(batch).ok());
  }
  const std::unique_ptr<Archive> archive = Open();

  const Result<BlobRepairReport> report = RepairBlobs(*archive, "", backups(), {});

  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->repaired, blobs_.size());
  EXPECT_TRUE(report->fixity.problems.empty());
  std::size_t recorded = 0;
  const Result<std::vector<ArchiveEvent>> events = archive->Events(0, 1000);
  ASSERT_TRUE(events);
  for (const ArchiveEvent& event : *events) {
    recorded += event.kind == "blob.repaired" && event.dossier == "F-1" && event.detail.find("from backup 1") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(recorded, blobs_.size());
}

TEST_F(BlobRepair, LeavesNoPiecesOfWhatWasDamaged) {
  FlipBits();
  const auto pieces = [this] {
    const Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(BlobStoreOptions(folder_.Sub("archive")));
    std::size_t count = 0;
    EXPECT_TRUE((*store)->Scan(kChunkPrefix, "", [&](std::string_view, std::string_view) { return ++count > 0; }).ok());
    EXPECT_TRUE((*store)->Scan(kUploadPrefix, "", [&](std::string_view, std::string_view) {
      ADD_FAILURE() << "an upload that did not end";
      return true;
    }).ok());
    return count;
  };
  const std::size_t before = pieces();
  ASSERT_TRUE(RepairBlobs(*Open(), "", backups(), {}));
  EXPECT_EQ(pieces(), before);
}

// The newest backup lost the blob that an older one has.
TEST_F(BlobRepair, LooksInOlderBackupsForWhatTheNewestDoesNotHave) {
  const Sha256 lost = blobs_.back();
  {
    const std::unique_ptr<Archive> archive = Open();
    MadeDossier other = NewDossier("F-2");
    AddPage(*archive, other, {"Kế hoạch năm 2018"});
    AddDocument(*archive, other, 1, 1, "KH");
    ASSERT_TRUE(Commit(*archive, other).ok());
  }
  {
    const Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(BlobStoreOptions(folder_.Sub("archive")));
    MetaBatch batch;
    batch.Delete(BlobKey(lost));
    ASSERT_TRUE((*store)->Write(batch).ok());
  }
  const std::unique_ptr<Archive> archive = Open();
  BackupOptions options;
  options.folder = backups();
  ASSERT_TRUE(archive->BackUp(options, {})) << "it reads blobs that are there";

  const Result<BlobRepairReport> report = RepairBlobs(*archive, "F-1", backups(), {});

  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->repaired, 1u);
  EXPECT_TRUE(report->fixity.problems.empty());
}

TEST_F(BlobRepair, SaysThatThereIsNoBackupAndCanBeCancelled) {
  FlipBits();
  const std::unique_ptr<Archive> archive = Open();
  EXPECT_EQ(RepairBlobs(*archive, "", folder_.Sub("nothing"), {}).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(RepairBlobs(*archive, "", backups(), [](std::uint64_t, std::uint64_t) { return false; }).status().code(), StatusCode::kCancelled);
}

}  // namespace
}  // namespace sohoa
