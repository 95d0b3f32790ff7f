// SPDX-License-Identifier: Apache-2.0
//
// The beacon outside the archive: what it shows, and what it survives.
#include "storage/beacon.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "storage/archive.h"
#include "storage/archive_backup.h"
#include "storage/key_layout.h"
#include "support/made_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

class Beacon : public ::testing::Test {
 protected:
  Beacon() {
    options_.folder = folder_.Sub("archive");
    options_.beacon = folder_.Sub("archive.beacon");
  }

  Result<std::unique_ptr<Archive>> Open() { return OpenLocalArchive(options_); }

  void AddDossier(const std::string& code) {
    const Result<std::unique_ptr<Archive>> archive = Open();
    ASSERT_TRUE(archive) << archive.status().ToString();
    MadeDossier made = NewDossier(code);
    AddPage(**archive, made, {"một trang"});
    ASSERT_TRUE(Commit(**archive, made).ok());
  }

  // As the coordinator does with every change.
  void SetLedger(std::uint64_t sequence) {
    const Result<std::unique_ptr<Archive>> archive = Open();
    ASSERT_TRUE(archive) << archive.status().ToString();
    MetaBatch batch;
    batch.Put(std::string(kLedgerSequenceKey), BigEndian64(sequence));
    ASSERT_TRUE((*archive)->meta().Write(batch).ok());
  }

  void KeepCopy() { fs::copy(options_.folder, folder_.Sub("copy"), fs::copy_options::recursive); }
  void PutCopyBack() {
    fs::remove_all(options_.folder);
    fs::rename(folder_.Sub("copy"), options_.folder);
  }

  TestFolder folder_;
  ArchiveOptions options_;
};

TEST_F(Beacon, SaysHowFarTheArchiveHadComeWhenItWasClosed) {
  AddDossier("K-1");
  SetLedger(41);
  const Result<std::optional<BeaconMark>> beacon = ReadBeacon(options_.beacon);
  ASSERT_TRUE(beacon && *beacon) << beacon.status().ToString();
  EXPECT_EQ((*beacon)->ledger, 41u);
  EXPECT_EQ((*beacon)->audit, 1u);
  EXPECT_EQ((*beacon)->archive.size(), 32u);
  EXPECT_TRUE(Open());
}

TEST_F(Beacon, FollowsWhileTheArchiveIsOpen) {
  const Result<std::unique_ptr<Archive>> archive = Open();
  ASSERT_TRUE(archive);
  MetaBatch batch;
  batch.Put(std::string(kLedgerSequenceKey), BigEndian64(7));
  ASSERT_TRUE((*archive)->meta().Write(batch).ok());
  for (int i = 0; i < 600; ++i) {
    if ((*ReadBeacon(options_.beacon))->ledger == 7) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  FAIL() << "the beacon did not follow";
}

TEST_F(Beacon, ExposesAnOldCopyOfTheArchive) {
  AddDossier("K-1");
  KeepCopy();
  AddDossier("K-2");
  PutCopyBack();
  const Status status = Open().status();
  EXPECT_EQ(status.code(), StatusCode::kCorruption) << status.ToString();
  EXPECT_NE(status.message().find("audit 1 instead of at least 2"), std::string::npos) << status.message();
  EXPECT_NE(status.message().find("sohoa restore --accept"), std::string::npos);
  EXPECT_EQ(Open().status().code(), StatusCode::kCorruption) << "asking twice changes nothing";
}

TEST_F(Beacon, ExposesALostLedgerWriteAlone) {
  SetLedger(10);
  KeepCopy();
  SetLedger(11);
  PutCopyBack();
  const Status status = Open().status();
  EXPECT_EQ(status.code(), StatusCode::kCorruption);
  EXPECT_NE(status.message().find("ledger 10 instead of at least 11"), std::string::npos) << status.message();
}

TEST_F(Beacon, ExposesAnArchiveThatCameAnotherWay) {
  AddDossier("K-1");
  KeepCopy();
  AddDossier("K-2");
  const std::string kept = folder_.Sub("kept");
  fs::copy_file(options_.beacon, kept);
  PutCopyBack();
  fs::remove(options_.beacon);
  AddDossier("K-3");
  AddDossier("K-4");
  fs::copy_file(kept, options_.beacon, fs::copy_options::overwrite_existing);
  const Status status = Open().status();
  EXPECT_EQ(status.code(), StatusCode::kCorruption) << "it has more than the beacon says, but not the same: " << status.ToString();
  EXPECT_NE(status.message().find("another way"), std::string::npos) << status.message();
}

TEST_F(Beacon, AcceptingTheLossIsRecordedAndTheArchiveServesAgain) {
  AddDossier("K-1");
  KeepCopy();
  AddDossier("K-2");
  PutCopyBack();
  ASSERT_FALSE(Open());
  EXPECT_EQ(AcceptArchive(options_, "", {}).code(), StatusCode::kInvalidArgument) << "without a reason nothing is accepted";
  const Status accepted = AcceptArchive(options_, "the disk was exchanged", {});
  ASSERT_TRUE(accepted.ok()) << accepted.ToString();
  const Result<std::unique_ptr<Archive>> archive = Open();
  ASSERT_TRUE(archive) << archive.status().ToString();
  const ArchiveEvent event = (*archive)->Events(0, 10)->back();
  EXPECT_EQ(event.kind, "archive.accepted");
  EXPECT_NE(event.detail.find("the disk was exchanged"), std::string::npos);
  EXPECT_NE(event.detail.find("audit 2"), std::string::npos) << "what the beacon said: " << event.detail;
}

TEST_F(Beacon, ATornWriteOfItCostsOneStep) {
  AddDossier("K-1");
  AddDossier("K-2");
  const std::optional<BeaconMark> whole = *ReadBeacon(options_.beacon);
  std::string bytes(8192, '\0');
  std::ifstream(options_.beacon, std::ios::binary).read(bytes.data(), 8192);
  int readable = 0;
  for (const std::size_t slot : {0, 4096}) {
    std::string torn = bytes;
    torn.replace(slot + 100, 200, 200, 'x');
    std::ofstream(options_.beacon, std::ios::binary) << torn;
    const Result<std::optional<BeaconMark>> left = ReadBeacon(options_.beacon);
    ASSERT_TRUE(left && *left) << left.status().ToString();
    EXPECT_LE((*left)->ledger, whole->ledger);
    readable += (*left)->audit == whole->audit ? 1 : 0;
    EXPECT_TRUE(Open());
    std::ofstream(options_.beacon, std::ios::binary) << bytes;
  }
  EXPECT_GE(readable, 1);
}

TEST_F(Beacon, OneThatCannotBeReadIsNotTakenForNone) {
  AddDossier("K-1");
  std::ofstream(options_.beacon, std::ios::binary) << std::string(8192, 'x');
  const Status status = Open().status();
  EXPECT_EQ(status.code(), StatusCode::kCorruption) << status.ToString();
}

TEST_F(Beacon, OfAnotherArchiveIsBegunAnewUnlessItMustMatch) {
  AddDossier("K-1");
  fs::remove_all(options_.folder);
  options_.beacon_must_match = true;
  EXPECT_EQ(Open().status().code(), StatusCode::kUnavailable) << "the disk with the archive may not be mounted";
  fs::remove_all(options_.folder);
  options_.beacon_must_match = false;
  EXPECT_TRUE(Open());
}

TEST_F(Beacon, WhereItCannotBeWrittenTheArchiveSaysSo) {
  options_.beacon = folder_.Sub("no such folder/beacon");
  const Status status = Open().status();
  EXPECT_EQ(status.code(), StatusCode::kIoError);
  EXPECT_NE(status.message().find("storage.beacon"), std::string::npos) << status.message();
}

}  // namespace
}  // namespace sohoa
