// SPDX-License-Identifier: Apache-2.0
//
// A driverless scanner through sane-airscan: dossiers come in right, and whatever goes wrong in
// between nothing is lost, doubled or counted wrongly.
#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "samples/sample_files.h"
#include "samples/sample_pages.h"
#include "scanners/escl_server.h"
#include "scanners/read_png.h"
#include "scanners/sane_scanner.h"
#include "scanners/test_devices.h"
#include "support/check_scanner.h"

namespace sohoa {
namespace {

using Next = Result<std::optional<ScannedOriginal>>;

constexpr int kDpi = 75;
constexpr std::size_t kSheets = 10;

// Side `side` of sheet `sheet` (from 1) has a bar as wide as they say in a white page with some
// print, so that a page tells by itself which one it is, over any compression.
constexpr int kBarHeight = 40;
int BarWidth(std::size_t sheet, std::size_t side) { return 20 * static_cast<int>(2 * sheet + side); }

std::string DrawSide(const SampleImage& paper, std::size_t sheet, std::size_t side) {
  SampleImage image = paper;
  for (int y = 0; y < kBarHeight; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const char value = x < BarWidth(sheet, side) ? '\x10' : '\xf0';
      const auto at = static_cast<std::size_t>(3 * (y * image.width + x));
      std::fill_n(image.pixels.begin() + static_cast<std::ptrdiff_t>(at), 3, value);
    }
  }
  const Result<std::string> jpeg = EncodeJpeg(image, 85);
  EXPECT_TRUE(jpeg) << jpeg.status().ToString();
  return jpeg ? *jpeg : std::string();
}

const std::vector<EsclSheet>& Sheets() {
  static const std::vector<EsclSheet> sheets = [] {
    const Result<SamplePage> paper = DrawSamplePage(SampleKind::kDecision, 0, {.dpi = kDpi});
    EXPECT_TRUE(paper) << paper.status().ToString();
    std::vector<EsclSheet> drawn;
    for (std::size_t sheet = 1; sheet <= kSheets; ++sheet) {
      drawn.push_back({DrawSide(paper->image, sheet, 0), DrawSide(paper->image, sheet, 1)});
    }
    return drawn;
  }();
  return sheets;
}

// 2 * sheet + side, as the picture has it.
int MarkOf(const ScannedOriginal& original) {
  const std::optional<PngPixels> pixels = ReadPng(original.file);
  if (!pixels || pixels->height < kBarHeight) return -1;
  int dark = 0;
  for (std::uint32_t x = 0; x < pixels->width; ++x) dark += pixels->At(x, kBarHeight / 2) < 128;
  return (dark + 10) / 20;
}
int MarkOf(const Next& next) {
  EXPECT_TRUE(next && next->has_value()) << next.status().ToString();
  return next && next->has_value() ? MarkOf(**next) : -1;
}

class Escl : public testing::Test {
 protected:
  Escl() {
    UseTestDevices();
    EXPECT_TRUE(server_.Listen());
    server_.Load(kSheets);
    // Paper takes its time; without it sane-airscan's job is over before it was begun.
    server_.SetPace(std::chrono::milliseconds(15));
  }

  void Start(bool duplex = true) {
    scanner_ = NewSaneScanner(server_.SaneName());
    ScanOptions options;
    options.source = ScanSource::kFeeder;
    options.duplex = duplex;
    options.dpi = kDpi;
    const Status started = scanner_->Start(options);
    ASSERT_TRUE(started.ok()) << started.ToString();
    duplex_ = duplex;
  }

  // Sheets `from` to `to`, and that they are those.
  void ExpectSheets(std::size_t from, std::size_t to) {
    for (std::size_t sheet = from; sheet <= to; ++sheet) {
      for (std::size_t side = 0; side < (duplex_ ? 2u : 1u); ++side) {
        const Next next = scanner_->Next();
        ASSERT_TRUE(next && next->has_value()) << "sheet " << sheet << ": " << next.status().ToString();
        EXPECT_EQ(MarkOf(next), static_cast<int>(2 * sheet + side));
        EXPECT_EQ((*next)->sheet, sheet);
        EXPECT_EQ((*next)->side, side == 0 ? SheetSide::kFront : SheetSide::kBack);
        EXPECT_EQ((*next)->repetition, Repetition::kNone);
      }
    }
  }

  void ExpectEnd() {
    const Next next = scanner_->Next();
    EXPECT_TRUE(next && !next->has_value()) << next.status().ToString();
    EXPECT_EQ(scanner_->State().device, DeviceState::kFeederEmpty);
  }

  // Next() fails, and the scanner knows why and where it goes on.
  void ExpectFault(DeviceState state, std::uint32_t sheet) {
    const Next next = scanner_->Next();
    ASSERT_FALSE(next) << "a page came out: " << (next->has_value() ? MarkOf(next) : 0);
    EXPECT_EQ(DeviceStateName(scanner_->State().device), DeviceStateName(state)) << next.status().ToString();
    EXPECT_EQ(scanner_->State().next_sheet, sheet);
  }

  EsclServer server_{Sheets(), kDpi};
  std::unique_ptr<Scanner> scanner_;
  bool duplex_ = true;
};

TEST_F(Escl, ADossierOfTenSheetsComesInOnBothSides) {
  Start();
  ExpectSheets(1, kSheets);
  ExpectEnd();
  EXPECT_EQ(server_.SheetsLeft(), 0u);
}

TEST_F(Escl, OneSideOfEachSheetComesInWhenOneIsAskedFor) {
  Start(false);
  ExpectSheets(1, kSheets);
  ExpectEnd();
}

TEST_F(Escl, SaysWhatTheScannerCanDo) {
  const Result<ScannerDescription> description = NewSaneScanner(server_.SaneName())->Describe();
  ASSERT_TRUE(description) << description.status().ToString();
  EXPECT_TRUE(description->has_feeder);
  EXPECT_TRUE(description->has_flatbed);
  EXPECT_TRUE(description->has_duplex);
  EXPECT_EQ(description->resolutions, std::vector<int>{kDpi});
}

TEST_F(Escl, IsListedAmongNetworkScanners) {
  NameNetworkScanner("Counter 3", server_.Url());
  const Result<std::vector<ScannerDescription>> scanners = ListScanners(ScannerReach::kNetwork);
  ASSERT_TRUE(scanners) << scanners.status().ToString();
  const auto found = std::find_if(scanners->begin(), scanners->end(), [](const ScannerDescription& scanner) {
    return scanner.uri.find("Counter 3") != std::string::npos;
  });
  ASSERT_NE(found, scanners->end());
  EXPECT_TRUE(found->has_duplex);
  const Status started = (*OpenScanner(found->uri))->Start({.dpi = kDpi});
  EXPECT_TRUE(started.ok()) << started.ToString();
}

TEST_F(Escl, GoesOnAtTheSheetThatJammed) {
  for (const std::size_t side : {0u, 1u}) {
    if (side == 1) server_.Load(kSheets);
    server_.Inject(EsclFault::kJam, 4 + side * kSheets, side);
    Start();
    ExpectSheets(1, 3);
    ExpectFault(DeviceState::kPaperJam, 4);
    server_.Clear();
    ExpectSheets(4, kSheets);
    ExpectEnd();
  }
}

TEST_F(Escl, GoesOnWhenTheCoverIsClosed) {
  server_.Inject(EsclFault::kCoverOpen, 2);
  Start();
  ExpectSheets(1, 1);
  ExpectFault(DeviceState::kCoverOpen, 2);
  ExpectFault(DeviceState::kCoverOpen, 2);
  server_.Clear();
  ExpectSheets(2, kSheets);
  ExpectEnd();
}

TEST_F(Escl, WaitsForPaper) {
  EsclServer empty(Sheets(), kDpi);
  ASSERT_TRUE(empty.Listen());
  empty.SetPace(std::chrono::milliseconds(100));
  scanner_ = NewSaneScanner(empty.SaneName());
  ASSERT_TRUE(scanner_->Start({.source = ScanSource::kFeeder, .duplex = true, .dpi = kDpi}).ok());
  ExpectFault(DeviceState::kFeederEmpty, 1);
  empty.Load(2);
  ExpectSheets(1, 2);
  ExpectEnd();
}

TEST_F(Escl, NeverGivesOutAPageThatBrokeOff) {
  struct Case {
    EsclFault fault;
    DeviceState state;
  };
  // sane-airscan tells of the first; of the others it makes whole pages, which end in nothing.
  const Case cases[] = {{EsclFault::kCut, DeviceState::kError},
                        {EsclFault::kCutUntold, DeviceState::kBrokenFrame},
                        {EsclFault::kTruncated, DeviceState::kBrokenFrame}};
  std::size_t before = 0;
  for (const Case& broken : cases) {
    for (const std::size_t side : {0u, 1u}) {
      if (before > 0) server_.Load(kSheets);
      server_.Inject(broken.fault, before + 3, side);
      before += kSheets;
      Start();
      ExpectSheets(1, 2);
      ExpectFault(broken.state, 3);
      server_.PutBack(before - kSheets + 3);
      ExpectSheets(3, kSheets);
      ExpectEnd();
    }
  }
}

TEST_F(Escl, FlagsASideThatComesAgainAndAgain) {
  server_.Inject(EsclFault::kRepeat, 2);
  Start(false);
  ExpectSheets(1, 1);
  EXPECT_EQ((*scanner_->Next())->repetition, Repetition::kNone);
  for (int i = 0; i < 5; ++i) {
    const Next next = scanner_->Next();
    EXPECT_EQ(MarkOf(next), 4);
    EXPECT_EQ((*next)->repetition, Repetition::kSameBytes);
    EXPECT_EQ((*next)->repeats, "000" + std::to_string(i + 2) + ".png");
  }
}

TEST_F(Escl, WaitsForASlowPage) {
  server_.Inject(EsclFault::kSlow, 2);
  server_.SetPace(std::chrono::milliseconds(100));
  Start();
  ExpectSheets(1, kSheets);
  ExpectEnd();
}

TEST_F(Escl, GoesOnWithANewJobWhereTheScannerLostTheOldOne) {
  server_.Inject(EsclFault::kJobGone, 3);
  Start();
  ExpectSheets(1, 2);
  while (server_.HasJob()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  server_.Clear();
  ExpectSheets(3, kSheets);
  ExpectEnd();
  EXPECT_GE(server_.Jobs(), 2u);
}

TEST_F(Escl, GoesOnWhenTheNetworkIsBack) {
  Start();
  ExpectSheets(1, 3);
  server_.Stop();
  // Some sheets have come in already.
  std::uint32_t given = 3;
  Next next = scanner_->Next();
  for (std::size_t side = 0; next && next->has_value(); ++side, next = scanner_->Next()) {
    EXPECT_EQ(MarkOf(next), static_cast<int>(2 * (4 + side / 2) + side % 2));
    given = (*next)->sheet;
  }
  EXPECT_EQ(scanner_->State().device, DeviceState::kGone) << next.status().ToString();
  EXPECT_EQ(scanner_->State().next_sheet, given + 1);
  ExpectFault(DeviceState::kGone, given + 1);
  ASSERT_TRUE(server_.Listen());
  server_.PutBack(given + 1);
  ExpectSheets(given + 1, kSheets);
  ExpectEnd();
}

TEST_F(Escl, GoesOnBehindTheSheetsThatWereAskedFor) {
  scanner_ = NewSaneScanner(server_.SaneName());
  for (std::size_t sheet = 1; sheet <= 3; ++sheet) {
    ASSERT_TRUE(scanner_->Start({.source = ScanSource::kFeeder, .dpi = kDpi, .sheets = 1}).ok());
    EXPECT_EQ(MarkOf(scanner_->Next()), static_cast<int>(2 * sheet));
    const Next end = scanner_->Next();
    EXPECT_TRUE(end && !end->has_value());
  }
}

TEST_F(Escl, NothingOfARunThatWasCancelledComesInTheNextOne) {
  Start();
  ExpectSheets(1, 2);
  scanner_->Cancel();
  EXPECT_EQ(scanner_->Next().status().code(), StatusCode::kCancelled);
  ASSERT_TRUE(scanner_->Start({.source = ScanSource::kFeeder, .duplex = true, .dpi = kDpi}).ok());
  server_.PutBack(1);
  ExpectSheets(1, kSheets);
  ExpectEnd();
}

TEST_F(Escl, SaysThatTheScannerIsBusy) {
  server_.Inject(EsclFault::kBusy, 0);
  Start();
  // sane-airscan tries for ten seconds.
  ExpectFault(DeviceState::kBusy, 1);
  server_.Clear();
  ExpectSheets(1, kSheets);
}

TEST_F(Escl, TwoSheetsAtOnceAreSeenAsAnErrorOfTheScanner) {
  server_.Inject(EsclFault::kDoubleFeed, 2);
  Start();
  ExpectSheets(1, 1);
  ExpectFault(DeviceState::kError, 2);
  server_.Clear();
  ExpectSheets(2, kSheets);
}

}  // namespace
}  // namespace sohoa
