// SPDX-License-Identifier: Apache-2.0
#include "desk/scan_run.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "desk/played_scanner.h"
#include "storage/chunked_blob_store.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

// Takes no record while it is full.
class FillingStore : public OrderedStore {
 public:
  FillingStore(std::unique_ptr<OrderedStore> store, const std::atomic<bool>& full) : store_(std::move(store)), full_(full) {}
  Result<std::optional<std::string>> Get(std::string_view key) override { return store_->Get(key); }
  Status Scan(std::string_view prefix, std::string_view from, const std::function<bool(std::string_view, std::string_view)>& visit) override {
    return store_->Scan(prefix, from, visit);
  }
  std::unique_ptr<MetaReader> Snapshot() override { return store_->Snapshot(); }
  StoreRoom Room() override { return store_->Room(); }
  Status Write(const MetaBatch& batch) override { return full_ ? Full() : store_->Write(batch); }
  Status WriteUnsynced(const MetaBatch& batch) override { return full_ ? Full() : store_->WriteUnsynced(batch); }
  Status Sync() override { return store_->Sync(); }
  // As where the disk fills up while a sheet is under way: it seemed to fit.
  Status CheckRoom(std::uint64_t bytes) override { return store_->CheckRoom(bytes); }

 private:
  static Status Full() { return Status(StatusCode::kUnavailable, "write: disk nearly full"); }
  const std::unique_ptr<OrderedStore> store_;
  const std::atomic<bool>& full_;
};

class ScanRunTest : public testing::Test {
 protected:
  ScanRunTest() {
    Result<std::unique_ptr<Spool>> spool = Spool::Over(std::make_unique<FillingStore>(NewMemoryOrderedStore(), full_), std::move(*OpenChunkedBlobStore(NewMemoryOrderedStore())), {});
    EXPECT_TRUE(spool);
    spool_ = std::move(*spool);
    capture_ = spool_->Begin({"H42.18-261127-0001", "", "", "", CapturePoint::kReceived}, "desk:1")->id;
  }

  void Scan(std::deque<PlayedStep> steps, const Placement& placement = {}, bool waits_at_end = false, const std::string& device = "sane:played", bool duplex = false) {
    run_.reset();
    released_.clear();
    auto scanner = std::make_unique<PlayedScanner>(std::move(steps), waits_at_end, &released_);
    run_ = std::make_unique<ScanRun>(*spool_, [this](const OriginalFile&) { return count_; }, std::move(scanner), ScanJob{capture_, device, {.duplex = duplex}, placement}, [] {});
  }

  bool Reaches(ScanRunState state) {
    for (int i = 0; i < 1000; ++i) {
      if (run_->Look().state == state) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  std::vector<std::string> Bytes() {
    std::vector<std::string> bytes;
    const Capture capture = *spool_->Find(capture_);
    for (const std::string& key : Arrange(capture).pages) {
      bytes.push_back(*spool_->OpenOriginal(capture_, ParsePageKey(key)->original)->ReadAt(0, 1000));
    }
    return bytes;
  }

  using Texts = std::vector<std::string>;
  std::atomic<bool> full_ = false;
  std::unique_ptr<Spool> spool_;
  std::string capture_;
  Result<std::uint32_t> count_ = 1u;
  std::vector<std::string> released_;
  std::unique_ptr<ScanRun> run_;
};

TEST_F(ScanRunTest, KeepsEachPageBeforeTheSourceIsTold) {
  Scan({PlayedPage("1"), PlayedPage("2"), PlayedPage("3")});
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  EXPECT_EQ(Bytes(), (Texts{"1", "2", "3"}));
  EXPECT_EQ(released_, (Texts{"token-1", "token-2", "token-3"}));
  EXPECT_EQ(run_->Look().originals, 3u);
  const Capture capture = *spool_->Find(capture_);
  for (const DeskOriginal& original : capture.originals) EXPECT_TRUE(original.released);
}

TEST_F(ScanRunTest, WaitsForAPersonAtEveryFaultAndGoesOnAtTheSheet) {
  for (const DeviceState fault : {DeviceState::kPaperJam, DeviceState::kDoubleFeed, DeviceState::kCoverOpen, DeviceState::kGone, DeviceState::kBrokenFrame}) {
    const std::string name(DeviceStateName(fault));
    Scan({PlayedPage("before " + name), PlayedFault(fault), PlayedPage("after " + name)});
    ASSERT_TRUE(Reaches(ScanRunState::kWaiting)) << name;
    EXPECT_EQ(run_->Look().scanner.device, fault);
    EXPECT_EQ(run_->Look().scanner.next_sheet, 2u);
    EXPECT_NE(run_->Look().message, "");
    run_->Resume();
    ASSERT_TRUE(Reaches(ScanRunState::kDone)) << name;
  }
  EXPECT_EQ(Bytes().size(), 10u);
}

TEST_F(ScanRunTest, TriesAgainByItselfWhileTheDeviceIsBusy) {
  Scan({PlayedFault(DeviceState::kBusy), PlayedPage("1")});
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  EXPECT_EQ(Bytes(), Texts{"1"});
}

TEST_F(ScanRunTest, EndsWhereNobodyCanDoAnything) {
  Scan({PlayedPage("1"), PlayedFault(DeviceState::kOutOfMemory)});
  ASSERT_TRUE(Reaches(ScanRunState::kFailed));
  EXPECT_EQ(Bytes(), Texts{"1"});
}

TEST_F(ScanRunTest, StopsWhileItScansAndWhileItWaits) {
  Scan({PlayedPage("1")}, {}, /*waits_at_end=*/true);
  for (int i = 0; i < 500 && run_->Look().originals == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  run_->Stop();
  ASSERT_TRUE(Reaches(ScanRunState::kStopped));
  Scan({PlayedFault(DeviceState::kPaperJam)});
  ASSERT_TRUE(Reaches(ScanRunState::kWaiting));
  run_->Stop();
  ASSERT_TRUE(Reaches(ScanRunState::kStopped));
  EXPECT_EQ(Bytes(), Texts{"1"});
}

TEST_F(ScanRunTest, KeepsASheetThatWaitsForRoomThoughItIsStopped) {
  full_ = true;
  Scan({PlayedPage("1"), PlayedPage("2")});
  ASSERT_TRUE(Reaches(ScanRunState::kNoRoom));
  run_->Stop();
  EXPECT_EQ(run_->Look().state, ScanRunState::kNoRoom) << "it is over only once the sheet is safe";
  full_ = false;
  ASSERT_TRUE(Reaches(ScanRunState::kStopped));
  EXPECT_EQ(Bytes(), Texts{"1"}) << "and no other sheet is drawn in";
}

TEST_F(ScanRunTest, EndsWithTheProgramThoughASheetWaitsForRoom) {
  full_ = true;
  Scan({PlayedPage("1")});
  ASSERT_TRUE(Reaches(ScanRunState::kNoRoom));
  run_.reset();
  full_ = false;
  EXPECT_TRUE(Bytes().empty());
}

TEST_F(ScanRunTest, TakesTheBackOfASheetWhoseFrontCameBeforeItWasStopped) {
  full_ = true;
  PlayedStep back = PlayedPage("back");
  back.back = true;
  Scan({PlayedPage("front"), back, PlayedPage("another front")}, {}, false, "sane:played", /*duplex=*/true);
  ASSERT_TRUE(Reaches(ScanRunState::kNoRoom));
  run_->Stop();
  full_ = false;
  ASSERT_TRUE(Reaches(ScanRunState::kStopped));
  EXPECT_EQ(Bytes(), (Texts{"front", "back"}));
}

TEST_F(ScanRunTest, PutsWhatIsScannedWhereItWasWanted) {
  Scan({PlayedPage("1"), PlayedPage("bad"), PlayedPage("4")});
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  const std::vector<std::string> keys = Arrange(*spool_->Find(capture_)).pages;
  Scan({PlayedPage("2"), PlayedPage("3")}, {"", keys[1]});
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  EXPECT_EQ(Bytes(), (Texts{"1", "2", "3", "4"}));
  Scan({PlayedPage("1a"), PlayedPage("1b")}, {keys[0], ""});
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  EXPECT_EQ(Bytes(), (Texts{"1", "1a", "1b", "2", "3", "4"}));
}

TEST_F(ScanRunTest, PutsAPageAtTheEndWhereItsPlaceIsGone) {
  Scan({PlayedPage("1")});
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  Scan({PlayedPage("2")}, {"o9.0", ""});
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  EXPECT_EQ(Bytes(), (Texts{"1", "2"}));
}

TEST_F(ScanRunTest, KeepsAFrameThatLooksLikeTheOneBeforeAndSaysSo) {
  PlayedStep twice = PlayedPage("1");
  twice.repetition = Repetition::kSamePicture;
  Scan({PlayedPage("1"), twice});
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  EXPECT_EQ(Bytes(), (Texts{"1", "1"}));
  EXPECT_TRUE(spool_->Find(capture_)->originals[1].arrival.looks_like_before);
}

TEST_F(ScanRunTest, LeavesOutFilesThatAreNoScansAndSaysWhich) {
  count_ = Status(StatusCode::kUnsupported, "count pages: not a kind that is read");
  Scan({PlayedPage("a letter of a word processor")}, {}, false, "folder:/scans");
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  EXPECT_TRUE(Bytes().empty());
  ASSERT_EQ(run_->Look().left_out.size(), 1u);
  EXPECT_TRUE(released_.empty()) << "a file that was not taken stays where it is";
  count_ = Status(StatusCode::kBadInput, "count pages: it is broken");
  Scan({PlayedPage("%PDF broken")}, {}, false, "folder:/scans");
  ASSERT_TRUE(Reaches(ScanRunState::kDone));
  EXPECT_EQ(Bytes().size(), 1u) << "a broken scan goes to quarantine, where somebody sees it";
}

}  // namespace
}  // namespace sohoa
