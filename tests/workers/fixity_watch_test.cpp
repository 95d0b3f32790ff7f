// SPDX-License-Identifier: Apache-2.0
#include "workers/fixity_watch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "storage/key_layout.h"
#include "support/check_blob_store.h"
#include "support/flipped_byte.h"
#include "support/made_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

constexpr std::int64_t kDayMs = 24ll * 3600 * 1000;
constexpr std::int64_t kBegin = 1'800'000'000'000;

class FixityOverTime : public ::testing::Test {
 protected:
  FixityOverTime() { Open(); }

  void Open() {
    rounds_.reset();
    archive_.reset();
    Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder_.Sub("archive"));
    ASSERT_TRUE(archive) << archive.status().ToString();
    archive_ = std::move(*archive);
    const auto run = [this](const std::function<Status(MetaBatch&)>& stage) {
      MetaBatch batch;
      const Status staged = stage(batch);
      return staged.ok() ? archive_->meta().Write(batch) : staged;
    };
    rounds_ = std::make_unique<FixityRounds>(*archive_, run, FixityWatchOptions{30 * kDayMs, 8u << 20});
    ASSERT_TRUE(rounds_->Load(now_).ok());
  }

  // Its scan is large enough for a file of its own kind.
  void Add(const std::string& code, std::uint32_t seed) {
    MadeDossier made = NewDossier(code);
    AddPage(*archive_, made, {"Quyết định về việc cấp đất"});
    const Result<BlobInfo> scan = PutBlob(archive_->blobs(), check_blob_store::MakeBytes(100'000, seed));
    ASSERT_TRUE(scan);
    made.dossier.originals[0].sha256 = scan->sha256;
    AddDocument(*archive_, made, 1, 1, "QĐ");
    ASSERT_TRUE(Commit(*archive_, made).ok());
  }

  // As the thread does, in no time.
  void Pass(std::int64_t for_ms) {
    const std::int64_t end = now_ + for_ms;
    while (now_ < end) {
      const Result<std::int64_t> wait = rounds_->Step(now_);
      ASSERT_TRUE(wait) << wait.status().ToString();
      ASSERT_GT(*wait, 0);
      now_ += *wait;
    }
  }
  FixityCoverage Coverage() const { return rounds_->Coverage(now_); }
  std::uint64_t Blobs() {
    std::uint64_t blobs = 0;
    EXPECT_TRUE(archive_->blobs().List([&blobs](const BlobInfo&) { return ++blobs, true; }).ok());
    return blobs;
  }
  std::vector<ArchiveEvent> Damages() {
    std::vector<ArchiveEvent> damages;
    const Result<std::vector<ArchiveEvent>> events = archive_->Events(0, 1000);
    EXPECT_TRUE(events);
    for (const ArchiveEvent& event : *events) {
      if (event.kind == "fixity.damaged") damages.push_back(event);
    }
    return damages;
  }

  TestFolder folder_;
  std::int64_t now_ = kBegin;
  std::unique_ptr<Archive> archive_;
  std::unique_ptr<FixityRounds> rounds_;
};

TEST_F(FixityOverTime, ReadsEveryBlobOnceARoundAndSpreadsThemOverIt) {
  for (std::uint32_t i = 0; i < 20; ++i) Add("F-" + std::to_string(i), 100 + i);
  const std::uint64_t blobs = Blobs();
  Pass(15 * kDayMs);
  EXPECT_NEAR(static_cast<double>(Coverage().read_blobs), static_cast<double>(blobs) / 2, static_cast<double>(blobs) / 4);
  EXPECT_NEAR(Coverage().checked_share, 0.5, 0.05);
  EXPECT_EQ(Coverage().oldest_check_unix_ms, kBegin);
  Pass(16 * kDayMs);
  EXPECT_EQ(Coverage().rounds, 1u);
  EXPECT_EQ(Coverage().checked_share, 1.0);
  EXPECT_GE(Coverage().read_blobs, blobs);
  EXPECT_EQ(Coverage().findings, 0u);
  Pass(30 * kDayMs);
  EXPECT_EQ(Coverage().rounds, 2u);
  EXPECT_LE(Coverage().read_blobs, 2 * blobs + blobs / 4);
  EXPECT_GT(Coverage().checked_share, 0.95);
}

TEST_F(FixityOverTime, GoesOnWhereItWasAfterARestart) {
  for (std::uint32_t i = 0; i < 20; ++i) Add("F-" + std::to_string(i), 100 + i);
  const std::uint64_t blobs = Blobs();
  Pass(15 * kDayMs);
  const std::uint64_t before = Coverage().read_blobs;
  const double share = Coverage().checked_share;
  Open();
  EXPECT_EQ(Coverage().checked_share, share);
  Pass(15 * kDayMs + kDayMs);
  EXPECT_EQ(Coverage().rounds, 1u);
  EXPECT_LE(before + Coverage().read_blobs, blobs + 8) << "those since the last mark are read twice at most, and the next round begins";
}

TEST_F(FixityOverTime, CatchesUpNoFasterThanItMay) {
  for (std::uint32_t i = 0; i < 4; ++i) Add("F-" + std::to_string(i), 100 + i);
  now_ += 90 * kDayMs;  // the program was off
  const std::int64_t began = now_;
  while (Coverage().rounds == 0) {
    const Result<std::int64_t> wait = rounds_->Step(now_);
    ASSERT_TRUE(wait);
    now_ += *wait;
  }
  EXPECT_GE(now_ - began, static_cast<std::int64_t>(Coverage().read_bytes * 1000 / (8u << 20)) - 100);
  EXPECT_LT(now_ - began, 10'000) << "and at once";
}

TEST_F(FixityOverTime, FindsAFlippedBitTellsItOnceAndForgetsItWhenItIsRepaired) {
  for (std::uint32_t i = 0; i < 5; ++i) Add("F-" + std::to_string(i), 100 + i);
  const std::string scan = check_blob_store::MakeBytes(100'000, 102);
  Open();  // what is in the log goes into files
  rounds_.reset();
  archive_.reset();
  ASSERT_GE(FlipAByteOf(scan.substr(50'000, 64), folder_.Sub("archive") + "/blobs"), 1);
  Open();
  Pass(31 * kDayMs);
  ASSERT_EQ(Coverage().findings, 1u);
  ASSERT_EQ(Damages().size(), 1u);
  EXPECT_EQ(Damages()[0].dossier, "F-2");
  EXPECT_NE(Damages()[0].detail.find(Sha256::Of(scan).Hex()), std::string::npos);
  EXPECT_EQ(Coverage().checked_share, 1.0) << "damage stops nothing";
  Pass(31 * kDayMs);
  Open();
  Pass(31 * kDayMs);
  EXPECT_EQ(Damages().size(), 1u) << "told once";
  EXPECT_EQ(Coverage().findings, 1u);

  const Result<std::unique_ptr<BlobWriter>> writer = archive_->blobs().NewWriter();
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->Append(scan).ok());
  ASSERT_TRUE((*writer)->FinishInPlaceOf(Sha256::Of(scan)));
  Pass(31 * kDayMs);
  EXPECT_EQ(Coverage().findings, 0u);
}

TEST_F(FixityOverTime, FindsAMissingBlobALostLookUpAndABrokenChain) {
  for (std::uint32_t i = 0; i < 3; ++i) Add("F-" + std::to_string(i), 100 + i);
  const Result<Dossier> dossier = archive_->GetDossier("F-1", 0);
  ASSERT_TRUE(archive_->blobs().Remove(dossier->originals[0].sha256).ok());
  MetaBatch batch;
  batch.Delete(PageKey(archive_->GetDossier("F-2", 0)->pages[0].id));
  batch.Delete(AuditKey(2));
  ASSERT_TRUE(archive_->meta().Write(batch).ok());
  Pass(31 * kDayMs);
  std::set<std::string> dossiers;
  for (const ArchiveEvent& event : Damages()) dossiers.insert(event.dossier);
  EXPECT_EQ(dossiers, (std::set<std::string>{"", "F-1", "F-2"}));
}

TEST_F(FixityOverTime, FindsABitThatFlippedInAFileOfTheStore) {
  for (std::uint32_t i = 0; i < 3; ++i) Add("F-" + std::to_string(i), 100 + i);
  Open();
  while (Coverage().rounds == 0) Pass(1);
  const std::vector<std::string> files = archive_->TableFiles();
  ASSERT_GE(files.size(), 2u);
  ASSERT_TRUE(files.back().starts_with("blobs/")) << files.back();
  const std::filesystem::path path = std::filesystem::path(folder_.Sub("archive")) / files.back();
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(20);
  const char byte = static_cast<char>(file.get());
  file.seekp(20);
  file.put(static_cast<char>(byte ^ 4));
  file.close();

  Pass(kDayMs);
  const std::vector<ArchiveEvent> damages = Damages();
  ASSERT_EQ(damages.size(), 1u);
  EXPECT_EQ(damages[0].subject, files.back());
  EXPECT_TRUE(damages[0].detail.starts_with("changed store file")) << damages[0].detail;
  EXPECT_EQ(Coverage().findings, 1u);
}

TEST_F(FixityOverTime, WaitsWhileThereIsNothing) {
  Pass(kDayMs);
  EXPECT_EQ(Coverage().read_blobs, 0u);
  EXPECT_EQ(Coverage().checked_share, 1.0);
}

TEST_F(FixityOverTime, RunsOnAThreadThatEndsAtOnce) {
  Add("F-1", 100);
  const auto run = [this](const std::function<Status(MetaBatch&)>& stage) {
    MetaBatch changes;
    const Status staged = stage(changes);
    return staged.ok() ? archive_->meta().Write(changes) : staged;
  };
  const std::unique_ptr<FixityWatch> watch = FixityWatch::Start(*archive_, run, {1'000, 8u << 20});
  for (int i = 0; i < 1'000 && watch->Coverage().rounds == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_GT(watch->Coverage().rounds, 0u);
}

}  // namespace
}  // namespace sohoa
