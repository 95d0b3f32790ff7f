// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_scanner.h"

#include <chrono>
#include <future>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "scanners/read_png.h"
#include "scanners/test_devices.h"
#include "support/check_scanner.h"

namespace sohoa {
namespace {

using Options = std::vector<std::pair<std::string, std::string>>;
using Next = Result<std::optional<ScannedOriginal>>;

ScanOptions Small(Options named, ScanSource source = ScanSource::kFlatbed, int dpi = 50) {
  ScanOptions options;
  options.source = source;
  options.dpi = dpi;
  options.device_options = {{"tl-x", "0"}, {"tl-y", "0"}, {"br-x", "40"}, {"br-y", "30"}};
  options.device_options.insert(options.device_options.end(), named.begin(), named.end());
  return options;
}

ScanOptions Simulated(ScanSource source, const std::string& fault) {
  ScanOptions options;
  options.source = source;
  options.device_options = {{"fault", fault}};
  return options;
}

// The test backend keeps its settings from one opening to the next.
void ResetTestBackend() {
  ScanOptions options;
  options.device_options = {
      {"hand-scanner", "no"},     {"mode", "Color"},  {"three-pass", "no"},
      {"mode", "Gray"},           {"depth", "8"},     {"test-picture", "Solid black"},
      {"source", "Flatbed"},      {"ppl-loss", "0"},  {"read-return-value", "Default"},
      {"read-limit", "no"},       {"read-delay", "no"}};
  const Status reset = NewSaneScanner("test:0")->Start(options);
  EXPECT_TRUE(reset.ok()) << reset.ToString();
}

std::unique_ptr<Scanner> Started(const std::string& name, const ScanOptions& options) {
  UseTestDevices();
  if (name == "test:0") ResetTestBackend();
  std::unique_ptr<Scanner> scanner = NewSaneScanner(name);
  const Status started = scanner->Start(options);
  EXPECT_TRUE(started.ok()) << started.ToString();
  return scanner;
}

PngPixels PixelsOf(const Next& next) {
  EXPECT_TRUE(next && next->has_value()) << next.status().ToString();
  const std::optional<PngPixels> pixels =
      next && next->has_value() ? ReadPng((*next)->file) : std::nullopt;
  EXPECT_TRUE(pixels.has_value()) << "not a valid PNG file";
  return pixels.value_or(PngPixels());
}

PngPixels ScanOne(const ScanOptions& options) { return PixelsOf(Started("test:0", options)->Next()); }

StatusCode CodeOf(const Next& next) { return next.status().code(); }
bool IsNone(const Next& next) { return next && !next->has_value(); }

TEST(SaneScanner, KeepsTheContractOnTheTestBackend) {
  UseTestDevices();
  ResetTestBackend();
  ScanOptions options = Small({});
  options.sheets = 3;
  CheckScanner({[] { return NewSaneScanner("test:0"); }, options, 3});
}

TEST(SaneScanner, KeepsTheContractOnAFeeder) {
  UseTestDevices();
  CheckScanner({[] { return NewSaneScanner("simulator:0"); },
                Simulated(ScanSource::kFeeder, "none"), 3});
}

TEST(SaneScanner, ListsAndDescribesDevices) {
  UseTestDevices();
  const Result<std::vector<ScannerDescription>> scanners = ListScanners();
  ASSERT_TRUE(scanners) << scanners.status().ToString();
  ASSERT_EQ(scanners->size(), 2u);
  const bool test_first = (*scanners)[0].uri == "sane:test:0";
  const ScannerDescription& test = (*scanners)[test_first ? 0 : 1];
  const ScannerDescription& simulator = (*scanners)[test_first ? 1 : 0];
  EXPECT_EQ(test.uri, "sane:test:0");
  EXPECT_TRUE(test.has_feeder);
  EXPECT_TRUE(test.has_flatbed);
  EXPECT_FALSE(test.has_duplex);
  EXPECT_EQ(simulator.uri, "sane:simulator:0");
  EXPECT_EQ(simulator.vendor, "Sohoa");
  EXPECT_TRUE(simulator.has_duplex);
  const Result<ScannerDescription> one = NewSaneScanner("simulator:0")->Describe();
  ASSERT_TRUE(one);
  EXPECT_EQ(one->model, "Simulator");
  EXPECT_TRUE(one->has_duplex);
}

TEST(SaneScanner, SaysThatThereIsNoSuchDevice) {
  UseTestDevices();
  EXPECT_EQ(NewSaneScanner("simulator:9")->Start({}).code(), StatusCode::kNotFound);
  EXPECT_EQ(NewSaneScanner("nobody:0")->Describe().status().code(), StatusCode::kNotFound);
}

TEST(SaneScanner, EmptiesTheFeederAndEnds) {
  const auto scanner = Started("test:0", Small({}, ScanSource::kFeeder, 20));
  std::vector<std::string> names;
  for (Next next = scanner->Next(); next && next->has_value(); next = scanner->Next()) {
    names.push_back((*next)->name);
  }
  ASSERT_EQ(names.size(), 10u);
  EXPECT_EQ(names.front(), "0001.png");
  EXPECT_EQ(names.back(), "0010.png");
  EXPECT_TRUE(IsNone(scanner->Next()));
}

TEST(SaneScanner, UsesTheFeederByItselfWhereThereIsOne) {
  const auto scanner = Started("simulator:0", Simulated(ScanSource::kAutomatic, "none"));
  int pages = 0;
  for (Next next = scanner->Next(); next && next->has_value(); next = scanner->Next()) {
    EXPECT_EQ(PixelsOf(next).At(0, 0), ++pages);
  }
  EXPECT_EQ(pages, 3);
}

TEST(SaneScanner, GivesBothSidesOfEachSheet) {
  ScanOptions options = Simulated(ScanSource::kFeeder, "none");
  options.duplex = true;
  options.sheets = 2;
  const auto scanner = Started("simulator:0", options);
  for (int page = 1; page <= 4; ++page) EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), page);
  EXPECT_TRUE(IsNone(scanner->Next()));
}

TEST(SaneScanner, GivesOnePageFromTheFlatbed) {
  const auto scanner = Started("simulator:0", Simulated(ScanSource::kFlatbed, "none"));
  EXPECT_EQ(PixelsOf(scanner->Next()).width, 40u);
  EXPECT_TRUE(IsNone(scanner->Next()));
}

TEST(SaneScanner, ScansInColourAtTheResolutionThatWasAsked) {
  for (const int dpi : {75, 300}) {
    const PngPixels pixels = ScanOne(Small({}, ScanSource::kFlatbed, dpi));
    EXPECT_EQ(pixels.channels, 3);
    EXPECT_EQ(pixels.depth, 8);
    EXPECT_NEAR(pixels.width, 40 / 25.4 * dpi, 2);
    EXPECT_NEAR(pixels.height, 30 / 25.4 * dpi, 2);
    EXPECT_NEAR(pixels.dpi, dpi, 0.02);
  }
}

TEST(SaneScanner, WritesTheResolutionThatTheDeviceReallyUsed) {
  ScanOptions options = Simulated(ScanSource::kFlatbed, "none");
  options.device_options.emplace_back("resolution", "600");
  EXPECT_NEAR(PixelsOf(Started("simulator:0", options)->Next()).dpi, 600, 0.02);
}

TEST(SaneScanner, ScansAnA4PageUnlessToldOtherwise) {
  ScanOptions options;
  options.source = ScanSource::kFlatbed;
  options.dpi = 50;
  const PngPixels pixels = ScanOne(options);
  // The device has 200 mm by 200 mm, which is less.
  EXPECT_NEAR(pixels.width, 200 / 25.4 * 50, 2);
  EXPECT_NEAR(pixels.height, 200 / 25.4 * 50, 2);
}

TEST(SaneScanner, KeepsOneEightAndSixteenBitsOfGray) {
  for (const int depth : {1, 8, 16}) {
    const Options named = {{"mode", "Gray"}, {"depth", std::to_string(depth)}};
    for (const bool white : {false, true}) {
      Options with_picture = named;
      with_picture.emplace_back("test-picture", white ? "Solid white" : "Solid black");
      const PngPixels pixels = ScanOne(Small(with_picture));
      EXPECT_EQ(pixels.depth, depth);
      EXPECT_EQ(pixels.channels, 1);
      EXPECT_EQ(pixels.At(10, 10), white ? (1 << depth) - 1 : 0) << depth << " bits";
    }
  }
}

TEST(SaneScanner, SixteenBitsClimbInEvenStepsWhereThePictureDoes) {
  const PngPixels pixels =
      ScanOne(Small({{"mode", "Gray"}, {"depth", "16"}, {"test-picture", "Color pattern"}}));
  // The backend draws a ramp of 256 a pixel there; with its bytes swapped it would be 1.
  for (std::uint32_t x = 8; x < 40; ++x) {
    EXPECT_EQ(pixels.At(x + 1, 40) - pixels.At(x, 40), 256) << "at " << x;
  }
}

TEST(SaneScanner, ThreePassesGiveThePictureOfOne) {
  const PngPixels one = ScanOne(Small({{"test-picture", "Color pattern"}}));
  for (const char* order : {"RGB", "BRG"}) {
    const PngPixels three = ScanOne(Small({{"mode", "Color"},
                                           {"test-picture", "Color pattern"},
                                           {"three-pass", "yes"},
                                           {"three-pass-order", order}}));
    EXPECT_EQ(three.rows, one.rows) << order;
  }
}

TEST(SaneScanner, TakesAPageWhoseHeightIsNotKnown) {
  const PngPixels pixels = ScanOne(Small({{"hand-scanner", "yes"}}));
  EXPECT_NEAR(pixels.width, 110 / 25.4 * 50, 2);
  EXPECT_GT(pixels.height, 10u);
}

TEST(SaneScanner, TakesPaddedLinesInSmallPieces) {
  const PngPixels plain = ScanOne(Small({{"test-picture", "Grid"}}));
  const PngPixels padded = ScanOne(Small({{"test-picture", "Grid"},
                                          {"ppl-loss", "7"},
                                          {"read-limit", "yes"},
                                          {"read-limit-size", "101"}}));
  ASSERT_EQ(padded.height, plain.height);
  ASSERT_GT(padded.height, 30u);
  EXPECT_LT(padded.width, plain.width);
  EXPECT_EQ(padded.rows[30], plain.rows[30].substr(0, padded.rows[30].size()));
}

TEST(SaneScanner, SaysWhatToDoAboutEachFaultOfTheDevice) {
  struct Case {
    const char* value;
    StatusCode code;
    const char* advice;
  };
  const Case cases[] = {
      {"SANE_STATUS_JAMMED", StatusCode::kUnavailable, "open the feeder"},
      {"SANE_STATUS_NO_DOCS", StatusCode::kUnavailable, "put the sheets in"},
      {"SANE_STATUS_COVER_OPEN", StatusCode::kUnavailable, "close it"},
      {"SANE_STATUS_DEVICE_BUSY", StatusCode::kUnavailable, "another program"},
      {"SANE_STATUS_ACCESS_DENIED", StatusCode::kUnavailable, "group"},
      {"SANE_STATUS_IO_ERROR", StatusCode::kIoError, "cable"},
      {"SANE_STATUS_NO_MEM", StatusCode::kResourceLimit, "lower resolution"},
      {"SANE_STATUS_CANCELLED", StatusCode::kCancelled, "scan it again"},
      {"SANE_STATUS_EOF", StatusCode::kBadInput, "after 0 of"}};
  for (const Case& fault : cases) {
    const auto scanner = Started("test:0", Small({{"read-return-value", fault.value}}));
    const Next next = scanner->Next();
    EXPECT_EQ(CodeOf(next), fault.code) << fault.value << ": " << next.status().ToString();
    EXPECT_NE(next.status().message().find(fault.advice), std::string::npos)
        << next.status().message();
  }
}

TEST(SaneScanner, GoesOnAfterAJamWithoutLosingOrDoublingAPage) {
  const auto scanner = Started("simulator:0", Simulated(ScanSource::kFeeder, "jam-once"));
  EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 1);
  EXPECT_EQ(CodeOf(scanner->Next()), StatusCode::kUnavailable);
  const Next second = scanner->Next();
  EXPECT_EQ((*second)->name, "0002.png");
  EXPECT_EQ(PixelsOf(second).At(39, 29), 2);
  EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 3);
  EXPECT_TRUE(IsNone(scanner->Next()));
}

TEST(SaneScanner, WaitsForPaperAndForOthersToFinish) {
  const auto empty = Started("simulator:0", Simulated(ScanSource::kFeeder, "empty"));
  const Next none = empty->Next();
  EXPECT_EQ(CodeOf(none), StatusCode::kUnavailable);
  EXPECT_NE(none.status().message().find("no paper"), std::string::npos);
  const auto busy = Started("simulator:0", Simulated(ScanSource::kFeeder, "busy-once"));
  EXPECT_EQ(CodeOf(busy->Next()), StatusCode::kUnavailable);
  EXPECT_EQ(PixelsOf(busy->Next()).At(0, 0), 1);
}

TEST(SaneScanner, NeverGivesOutAPageThatLacksOrHasTooManyBytes) {
  for (const char* fault : {"short", "extra-bytes"}) {
    const auto scanner = Started("simulator:0", Simulated(ScanSource::kFeeder, fault));
    EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 1);
    EXPECT_EQ(CodeOf(scanner->Next()), StatusCode::kBadInput) << fault;
    EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 3);
  }
}

TEST(SaneScanner, CancelInTheMiddleOfAPageGivesNoPage) {
  const auto scanner =
      Started("test:0", Small({{"read-delay", "yes"}, {"read-delay-duration", "20000"}},
                              ScanSource::kFlatbed, 600));
  auto next = std::async(std::launch::async, [&] { return scanner->Next(); });
  ASSERT_EQ(next.wait_for(std::chrono::milliseconds(150)), std::future_status::timeout)
      << "the page was over too soon to be cancelled";
  scanner->Cancel();
  ASSERT_EQ(next.wait_for(std::chrono::seconds(5)), std::future_status::ready);
  EXPECT_EQ(CodeOf(next.get()), StatusCode::kCancelled);
  // And the device is good for the next run.
  ASSERT_TRUE(scanner->Start(Small({})).ok());
  EXPECT_EQ(PixelsOf(scanner->Next()).channels, 3);
}

TEST(SaneScanner, CancelEndsACallThatHangsInTheDevice) {
  const auto scanner = Started("simulator:0", Simulated(ScanSource::kFeeder, "hang"));
  EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 1);
  auto next = std::async(std::launch::async, [&] { return scanner->Next(); });
  EXPECT_EQ(next.wait_for(std::chrono::milliseconds(200)), std::future_status::timeout);
  scanner->Cancel();
  ASSERT_EQ(next.wait_for(std::chrono::seconds(5)), std::future_status::ready);
  EXPECT_EQ(CodeOf(next.get()), StatusCode::kCancelled);
}

TEST(SaneScanner, RefusesWhatTheDeviceDoesNotHave) {
  UseTestDevices();
  ResetTestBackend();
  const auto scanner = NewSaneScanner("test:0");
  const Options wrong[] = {{{"no-such", "1"}},      {{"mode", "Purple"}},
                           {{"resolution", "fine"}}, {{"resolution", "99999"}},
                           {{"hand-scanner", "maybe"}}, {{"three-pass-order", "RGB"}},
                           {{"gamma-table", "1"}}};
  for (const Options& named : wrong) {
    const Status status = scanner->Start(Small(named));
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << named[0].first;
    EXPECT_NE(status.message().find(named[0].first), std::string::npos) << status.message();
  }
  ScanOptions duplex = Small({});
  duplex.source = ScanSource::kFeeder;
  duplex.duplex = true;
  EXPECT_EQ(scanner->Start(duplex).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(scanner->Start(Small({}, ScanSource::kFlatbed, 5'000)).code(),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(scanner->Next()), StatusCode::kInvalidArgument) << "it was not started";
}

TEST(SaneScanner, TwoScannersShareTheThreadOfSane) {
  const auto first = Started("test:0", Small({}));
  const auto second = Started("simulator:0", Simulated(ScanSource::kFeeder, "none"));
  auto other = std::async(std::launch::async, [&] { return PixelsOf(first->Next()).channels; });
  for (int page = 1; page <= 3; ++page) EXPECT_EQ(PixelsOf(second->Next()).At(0, 0), page);
  EXPECT_EQ(other.get(), 3);
}

}  // namespace
}  // namespace sohoa
