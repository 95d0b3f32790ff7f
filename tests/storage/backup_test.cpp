// SPDX-License-Identifier: Apache-2.0
//
// Backups and restores of a whole archive.
#include "storage/archive_backup.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "support/check_blob_store.h"
#include "support/made_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

class Backup : public ::testing::Test {
 protected:
  Backup() {
    here_.folder = folder_.Sub("archive");
    options_.folder = folder_.Sub("backups");
    archive_ = std::move(*OpenLocalArchive(here_));
  }

  // With a scan that is large enough for a blob file.
  void AddDossier(const std::string& code, std::size_t bytes = 300'000) { AddDossierTo(*archive_, code, bytes); }
  static void AddDossierTo(Archive& archive, const std::string& code, std::size_t bytes) {
    MadeDossier made = NewDossier(code);
    AddPage(archive, made, {"trang của " + code});
    const std::string scan = check_blob_store::MakeBytes(bytes, static_cast<std::uint32_t>(std::hash<std::string>()(code)));
    const Result<BlobInfo> original = PutBlob(archive.blobs(), scan);
    ASSERT_TRUE(original) << original.status().ToString();
    made.dossier.originals.push_back({"big.pdf", original->sha256, original->size, "b2", 0, 0});
    ASSERT_TRUE(Commit(archive, made).ok());
  }

  Result<BackupReport> BackUp() { return archive_->BackUp(options_, progress_); }
  RestoreOptions To(const std::string& name) {
    RestoreOptions options;
    options.from = options_.folder;
    options.to.folder = folder_.Sub(name);
    return options;
  }
  static std::size_t Problems(Archive& archive) { return archive.Verify("", nullptr, nullptr)->problems.size(); }
  // The largest file below, which is one of blobs.
  static fs::path LargestFile(const std::string& folder) {
    fs::path largest;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && (largest.empty() || entry.file_size() > fs::file_size(largest))) largest = entry.path();
    }
    return largest;
  }
  static void FlipByte(const fs::path& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 2);
    file.seekg(middle);
    const int byte = file.get();
    file.seekp(middle);
    file.put(static_cast<char>(byte ^ 0x55));
  }

  TestFolder folder_;
  ArchiveOptions here_;
  BackupOptions options_;
  BackupProgress progress_;
  std::unique_ptr<Archive> archive_;
};

TEST_F(Backup, RestoredItIsTheArchiveOfThatMomentAndSaysThatItWasRestored) {
  AddDossier("K-1");
  AddDossier("K-2");
  const Result<BackupReport> report = BackUp();
  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->number, 1u);
  EXPECT_EQ(report->audit, 2u);
  AddDossier("K-3");

  const Result<RestoreReport> restored = RestoreArchive(To("again"), nullptr);
  ASSERT_TRUE(restored) << restored.status().ToString();
  EXPECT_EQ(restored->fixity.dossiers, 2u);
  const Result<std::unique_ptr<Archive>> again = OpenLocalArchive(folder_.Sub("again"));
  ASSERT_TRUE(again) << again.status().ToString();
  EXPECT_EQ((*again)->ListDossiers("", 10)->size(), 2u);
  EXPECT_EQ(Problems(**again), 0u);
  const ArchiveEvent event = (*again)->Events(0, 10)->back();
  EXPECT_EQ(event.kind, "archive.restored");
  EXPECT_NE(event.detail.find("backup 1"), std::string::npos) << event.detail;
}

TEST_F(Backup, ASecondOneWritesOnlyWhatIsNew) {
  for (int i = 0; i < 6; ++i) AddDossier("K-" + std::to_string(i), 1'500'000);
  const Result<BackupReport> first = BackUp();
  ASSERT_TRUE(first) << first.status().ToString();
  EXPECT_GT(first->new_bytes, 9'000'000u);
  AddDossier("K-more", 1'500'000);
  const Result<BackupReport> second = BackUp();
  ASSERT_TRUE(second) << second.status().ToString();
  EXPECT_EQ(second->number, 2u);
  EXPECT_LT(second->new_bytes, 3'000'000u) << "of " << second->bytes;
  EXPECT_GT(second->bytes, first->bytes);
  EXPECT_EQ(ListBackups(options_.folder)->size(), 2u);
  RestoreOptions options = To("older");
  options.number = 1;
  const Result<RestoreReport> older = RestoreArchive(options, nullptr);
  ASSERT_TRUE(older) << older.status().ToString();
  EXPECT_EQ(older->fixity.dossiers, 6u);
}

TEST_F(Backup, TakenWhileDossiersComeInIsWhole) {
  AddDossier("K-0");
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 1; !stop; ++i) AddDossier("K-" + std::to_string(i), 40'000);
  });
  options_.verify_all = true;
  for (int round = 0; round < 3; ++round) {
    const Result<BackupReport> report = BackUp();
    EXPECT_TRUE(report) << report.status().ToString();
  }
  stop = true;
  writer.join();
  const Result<RestoreReport> restored = RestoreArchive(To("again"), nullptr);
  ASSERT_TRUE(restored) << restored.status().ToString();
  EXPECT_GE(restored->fixity.dossiers, 1u);
}

TEST_F(Backup, CancelledItLeavesNothingThatLooksWholeAndTheNextOneWorks) {
  AddDossier("K-1", 6'000'000);
  for (const std::string phase : {"records", "blobs", "check"}) {
    progress_ = [&phase](std::string_view now, std::uint64_t, std::uint64_t) { return now != phase; };
    const Status status = BackUp().status();
    EXPECT_EQ(status.code(), StatusCode::kCancelled) << phase << ": " << status.ToString();
    EXPECT_TRUE(ListBackups(options_.folder)->empty());
    EXPECT_EQ(RestoreArchive(To("none"), nullptr).status().code(), StatusCode::kNotFound);
  }
  progress_ = nullptr;
  const Result<BackupReport> report = BackUp();
  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->number, 1u);
}

TEST_F(Backup, DamageInItIsFoundAndNothingIsRestored) {
  AddDossier("K-1", 2'000'000);
  ASSERT_TRUE(BackUp());
  FlipByte(LargestFile(options_.folder + "/blobs"));
  const Status status = RestoreArchive(To("again"), nullptr).status();
  EXPECT_EQ(status.code(), StatusCode::kCorruption) << status.ToString();
  EXPECT_FALSE(fs::exists(folder_.Sub("again") + "/meta"));
  EXPECT_FALSE(BackUp()) << "a further one checks what it shares with the damaged one";
}

TEST_F(Backup, ItsOwnCheckReadsEveryBlobWhenAsked) {
  for (int i = 0; i < 5; ++i) AddDossier("K-" + std::to_string(i));
  options_.verify_all = true;
  const Result<BackupReport> report = BackUp();
  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->blobs_checked, 5u * 4u) << "scan, layer, record and the large original of each";
}

TEST_F(Backup, DamageInTheArchiveItselfIsNotCopiedAsGood) {
  AddDossier("K-1", 2'000'000);
  ASSERT_TRUE(BackUp()) << "moves it out of the log, into a blob file";
  archive_.reset();
  FlipByte(LargestFile(here_.folder + "/blobs"));
  archive_ = std::move(*OpenLocalArchive(here_));
  options_.folder = folder_.Sub("other");
  const Status status = BackUp().status();
  EXPECT_EQ(status.code(), StatusCode::kCorruption) << status.ToString();
  EXPECT_TRUE(ListBackups(options_.folder)->empty());
}

TEST_F(Backup, OldOnesGoWhenOnlySomeAreKept) {
  options_.keep = 2;
  for (int i = 0; i < 4; ++i) {
    AddDossier("K-" + std::to_string(i));
    ASSERT_TRUE(BackUp());
  }
  const Result<std::vector<BackupReport>> left = ListBackups(options_.folder);
  ASSERT_TRUE(left);
  ASSERT_EQ(left->size(), 2u);
  EXPECT_EQ(left->front().number, 3u);
  RestoreOptions options = To("again");
  options.number = 3;
  EXPECT_TRUE(RestoreArchive(options, nullptr));
}

TEST_F(Backup, NeverGoesWhereSomethingElseIs) {
  AddDossier("K-1");
  options_.folder = here_.folder + "/inside";
  EXPECT_EQ(BackUp().status().code(), StatusCode::kInvalidArgument);
  options_.folder = folder_.Sub("used");
  fs::create_directories(options_.folder);
  std::ofstream(options_.folder + "/letter.txt") << "x";
  EXPECT_EQ(BackUp().status().code(), StatusCode::kConflict);
  options_.folder = folder_.Sub("backups");
  ASSERT_TRUE(BackUp());
  const Result<std::unique_ptr<Archive>> other = OpenLocalArchive(folder_.Sub("another archive"));
  EXPECT_EQ((*other)->BackUp(options_, nullptr).status().code(), StatusCode::kConflict);
}

TEST_F(Backup, RestoreNeverOverwrites) {
  AddDossier("K-1");
  ASSERT_TRUE(BackUp());
  const Status status = RestoreArchive(To("archive"), nullptr).status();
  EXPECT_EQ(status.code(), StatusCode::kConflict) << status.ToString();
  EXPECT_EQ(archive_->ListDossiers("", 10)->size(), 1u);
}

TEST_F(Backup, ARestoreThatWasCutShortIsNotOpenedAndIsBegunAnew) {
  AddDossier("K-1");
  ASSERT_TRUE(BackUp());
  const std::string cut = folder_.Sub("again");
  fs::create_directories(cut + "/restoring/meta");
  fs::create_directories(cut + "/blobs");
  EXPECT_EQ(OpenLocalArchive(cut).status().code(), StatusCode::kUnavailable);
  const Result<RestoreReport> restored = RestoreArchive(To("again"), nullptr);
  ASSERT_TRUE(restored) << restored.status().ToString();
  EXPECT_TRUE(OpenLocalArchive(cut));
}

TEST_F(Backup, ACancelledRestoreLeavesAnEmptyFolder) {
  AddDossier("K-1");
  ASSERT_TRUE(BackUp());
  const Status status = RestoreArchive(To("again"), [](std::string_view phase, std::uint64_t, std::uint64_t) { return phase != "check"; }).status();
  EXPECT_EQ(status.code(), StatusCode::kCancelled) << status.ToString();
  EXPECT_TRUE(fs::is_empty(folder_.Sub("again")));
}

TEST_F(Backup, RestoringSetsTheBeaconAndKeepsWhatItSaid) {
  archive_.reset();
  here_.beacon = folder_.Sub("archive.beacon");
  archive_ = std::move(*OpenLocalArchive(here_));
  AddDossier("K-1");
  ASSERT_TRUE(BackUp());
  AddDossier("K-2");
  archive_.reset();
  fs::remove_all(here_.folder);
  RestoreOptions options = To("archive");
  options.to = here_;
  const Result<RestoreReport> restored = RestoreArchive(options, nullptr);
  ASSERT_TRUE(restored) << restored.status().ToString();
  archive_ = std::move(*OpenLocalArchive(here_));
  const ArchiveEvent event = archive_->Events(0, 10)->back();
  EXPECT_NE(event.detail.find("audit 2"), std::string::npos) << "how far it had come: " << event.detail;
  EXPECT_EQ(Problems(*archive_), 0u);
}

TEST_F(Backup, WhatALayerAboveChangesComesWithTheFirstRecordOfTheNewHistory) {
  AddDossier("K-1");
  ASSERT_TRUE(BackUp());
  RestoreOptions options = To("again");
  options.stage = [](Archive&, MetaBatch& batch) {
    batch.Put(std::string(kLedgerSequenceKey), BigEndian64(77));
    return Status();
  };
  ASSERT_TRUE(RestoreArchive(options, nullptr));
  const Result<std::unique_ptr<Archive>> again = OpenLocalArchive(folder_.Sub("again"));
  EXPECT_EQ(*(*again)->meta().Get(kLedgerSequenceKey), BigEndian64(77));
}

}  // namespace
}  // namespace sohoa
