// SPDX-License-Identifier: Apache-2.0
#include "storage/archive_migration.h"

#include <gtest/gtest.h>

#include "storage/key_layout.h"
#include "support/check_migration.h"
#include "support/flipped_byte.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

using check_migration::Fill;
using check_migration::Move;
using check_migration::Place;

Place InFolder(const std::string& folder) {
  ArchiveOptions options;
  options.folder = folder;
  return {"rocksdb:" + folder, [options] { return OpenLocalStores(options); }, [options] { return OpenLocalArchive(options); }};
}

class MigrationTest : public testing::Test {
 protected:
  void FillSource(int first, int count) {
    const Result<std::unique_ptr<Archive>> archive = from_.archive();
    ASSERT_TRUE(archive) << archive.status().ToString();
    Fill(**archive, first, count);
  }

  const TestFolder folder_;
  const Place from_ = InFolder(folder_.Sub("from"));
  const Place to_ = InFolder(folder_.Sub("to"));
};

TEST_F(MigrationTest, KilledAtAnyMomentItIsRunAgainAndEndsWithTheSameArchive) { check_migration::CheckKilledAndResumed(from_, to_); }

TEST_F(MigrationTest, SaysWhatItMovedAndThatItIsThere) {
  FillSource(0, 5);
  const Result<MigrationReport> report = Move(from_, to_);
  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->dossiers, 5u);
  EXPECT_EQ(report->new_blobs, report->blobs);
  EXPECT_EQ(report->new_records, report->records);
  EXPECT_GT(report->searches, 3u);
  EXPECT_EQ(report->archive.size(), 32u);
  const Status again = Move(from_, to_).status();
  EXPECT_EQ(again.code(), StatusCode::kConflict);
  EXPECT_NE(again.message().find("there already"), std::string::npos) << again.message();
  check_migration::ExpectEqual(from_, to_);
}

TEST_F(MigrationTest, GoesBackToo) {
  FillSource(0, 3);
  ASSERT_TRUE(Move(from_, to_));
  const Place back = InFolder(folder_.Sub("back"));
  ASSERT_TRUE(Move(to_, back));
  check_migration::ExpectEqual(to_, back);
}

TEST_F(MigrationTest, WhatChangedWhereItComesFromSinceItWasCutIsMadeGood) {
  FillSource(0, 4);
  const auto cut = [](std::string_view phase, std::uint64_t, std::uint64_t) { return phase != "check"; };
  EXPECT_EQ(Move(from_, to_, cut).status().code(), StatusCode::kCancelled);
  FillSource(4, 3);
  {
    const Result<std::unique_ptr<Archive>> archive = from_.archive();
    ASSERT_TRUE(archive);
    ASSERT_TRUE((*archive)->blobs().Remove(Sha256::Of("under way 0")).ok());
    ASSERT_TRUE((*archive)->blobs().Sync().ok());
    MetaBatch batch;
    ASSERT_TRUE((*archive)->index().Remove("C-1", batch).ok());
    ASSERT_TRUE((*archive)->meta().Write(batch).ok());
    MadeDossier again = NewDossier("C-1");
    again.dossier.version = 2;
    AddPage(**archive, again, {"bản sau, chuyển sang nơi lưu khác"});
    ASSERT_TRUE(Commit(**archive, again).ok());
  }
  const Result<MigrationReport> report = Move(from_, to_);
  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->dossiers, 7u);
  EXPECT_LT(report->new_blobs, report->blobs);
  EXPECT_LT(report->new_records, report->records);
  check_migration::ExpectEqual(from_, to_);
}

TEST_F(MigrationTest, NeitherHalfAnArchiveNorNoneIsMoved) {
  EXPECT_EQ(Move(from_, to_).status().code(), StatusCode::kNotFound);
  FillSource(0, 1);
  const auto cut = [](std::string_view phase, std::uint64_t, std::uint64_t) { return phase != "records" && phase != "compare" && phase != "check"; };
  EXPECT_EQ(Move(from_, to_, cut).status().code(), StatusCode::kCancelled);
  EXPECT_EQ(Move(to_, InFolder(folder_.Sub("third"))).status().code(), StatusCode::kUnavailable);
}

TEST_F(MigrationTest, NothingThatIsThereIsOverwritten) {
  FillSource(0, 1);
  {
    const Result<std::unique_ptr<Archive>> other = to_.archive();
    ASSERT_TRUE(other);
    ASSERT_TRUE(Commit(**other, NewDossier("another")).ok());
  }
  EXPECT_EQ(Move(from_, to_).status().code(), StatusCode::kConflict);
  EXPECT_TRUE((*to_.archive())->GetDossier("another"));

  // Nor one that another archive is being moved to.
  const Place half = InFolder(folder_.Sub("half"));
  const auto cut = [](std::string_view phase, std::uint64_t, std::uint64_t) { return phase != "check"; };
  EXPECT_EQ(Move(to_, half, cut).status().code(), StatusCode::kCancelled);
  EXPECT_EQ(Move(from_, half).status().code(), StatusCode::kConflict);
}

TEST_F(MigrationTest, ABlobThatIsDamagedIsNotMovedAndStopsIt) {
  FillSource(0, 2);
  // Large enough to lie in a file of its own.
  const std::string bytes = check_blob_store::MakeBytes(200'000, 77);
  {
    const Result<std::unique_ptr<Archive>> archive = from_.archive();
    ASSERT_TRUE(archive && PutBlob((*archive)->blobs(), bytes));
  }
  // Opened once more, the log becomes files.
  { ASSERT_TRUE(from_.archive()); }
  ASSERT_GT(FlipAByteOf(bytes.substr(1'000, 64), folder_.path() / "from" / "blobs"), 0);
  const Status status = Move(from_, to_).status();
  EXPECT_EQ(status.code(), StatusCode::kCorruption);
  EXPECT_NE(status.message().find(Sha256::Of(bytes).Hex()), std::string::npos) << status.message();
  EXPECT_EQ(to_.archive().status().code(), StatusCode::kUnavailable);
}

TEST_F(MigrationTest, ARecordThatIsNotAsItWasSentIsFoundAndMadeGoodByTheNextRun) {
  FillSource(0, 2);
  const auto cut = [](std::string_view phase, std::uint64_t, std::uint64_t) { return phase != "check"; };
  EXPECT_EQ(Move(from_, to_, cut).status().code(), StatusCode::kCancelled);
  {
    Result<ArchiveStores> target = to_.stores();
    ASSERT_TRUE(target);
    MetaBatch batch;
    batch.Put(DossierKey("C-1", 1), "changed");
    batch.Put("zz", "extra");
    ASSERT_TRUE(target->meta->Write(batch).ok());
    const Result<ArchiveStores> source = from_.stores();
    ASSERT_TRUE(source);
    EXPECT_EQ(CompareRecords(*source->meta, *target->meta, {}).code(), StatusCode::kCorruption);
  }
  ASSERT_TRUE(Move(from_, to_));
  check_migration::ExpectEqual(from_, to_);
}

}  // namespace
}  // namespace sohoa
