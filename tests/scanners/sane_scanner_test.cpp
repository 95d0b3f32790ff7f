// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_scanner.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
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

// Unplugged for as long as it lives.
class SimulatorIsGone {
 public:
  SimulatorIsGone() { setenv("SOHOA_SIMULATOR_GONE", "1", 1); }
  ~SimulatorIsGone() { unsetenv("SOHOA_SIMULATOR_GONE"); }
  SimulatorIsGone(const SimulatorIsGone&) = delete;
  SimulatorIsGone& operator=(const SimulatorIsGone&) = delete;
};

// How an option of the simulator stood while a page was scanned, by its place in the page.
enum SimulatorOption : std::uint32_t { kMode = 3, kBothSides = 4, kThickness = 5, kLength = 6, kBrightness = 7 };
int Stood(const Next& page, SimulatorOption option) { return PixelsOf(page).At(option, 1); }

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
  ASSERT_EQ(scanners->size(), 2u) << "those on the network are listed only when asked for";
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

TEST(SaneScanner, DescribesWhatCanBeAskedFor) {
  UseTestDevices();
  const Result<ScannerDescription> simulator = NewSaneScanner("simulator:1")->Describe();
  ASSERT_TRUE(simulator) << simulator.status().ToString();
  EXPECT_TRUE(simulator->has_duplex) << "by an option beside the source";
  EXPECT_EQ(simulator->resolutions, (std::vector<int>{150, 300, 600}));
  EXPECT_EQ(simulator->colours, (std::vector<ScanColour>{ScanColour::kGray, ScanColour::kBlackAndWhite}));
  EXPECT_TRUE(simulator->finds_size);
  EXPECT_TRUE(simulator->has_brightness);
  EXPECT_TRUE(simulator->notices_double_feed);
  const Result<ScannerDescription> test = NewSaneScanner("test:0")->Describe();
  ASSERT_TRUE(test) << test.status().ToString();
  EXPECT_EQ(test->resolutions, (std::vector<int>{75, 100, 150, 200, 300, 400, 600}));
  EXPECT_EQ(test->most_width_mm, 200);
  EXPECT_EQ(test->colours.front(), ScanColour::kColour);
  EXPECT_FALSE(test->finds_size);
}

TEST(SaneScanner, ListsScannersOnTheNetworkWhenAskedFor) {
  UseTestDevices();
  const Result<std::vector<ScannerDescription>> scanners = ListScanners(ScannerReach::kNetwork);
  ASSERT_TRUE(scanners) << scanners.status().ToString();
  const bool found = std::any_of(scanners->begin(), scanners->end(), [](const ScannerDescription& scanner) {
    return scanner.uri == "sane:simulator:1" && scanner.model == "Network simulator";
  });
  EXPECT_TRUE(found);
}

TEST(SaneScanner, ListsWhatIsPluggedInNowAlsoWhileADeviceIsOpen) {
  UseTestDevices();
  for (const bool with_open_device : {false, true}) {
    const auto open = with_open_device ? Started("test:0", Small({})) : nullptr;
    const std::size_t both = ListScanners()->size();
    {
      const SimulatorIsGone gone;
      EXPECT_EQ(ListScanners()->size(), both - 1);
    }
    EXPECT_EQ(ListScanners()->size(), both);
  }
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

TEST(SaneScanner, GivesBothSidesWhereTheyAreAnOptionOfTheirOwn) {
  ScanOptions options = Simulated(ScanSource::kFeeder, "none");
  options.duplex = true;
  const auto scanner = Started("simulator:1", options);
  for (std::uint32_t side = 0; side < 6; ++side) {
    const Next next = scanner->Next();
    ASSERT_TRUE(next && next->has_value());
    EXPECT_EQ(Stood(next, kBothSides), 1);
    EXPECT_EQ((*next)->sheet, side / 2 + 1);
    EXPECT_EQ((*next)->side, side % 2 == 0 ? SheetSide::kFront : SheetSide::kBack);
  }
  EXPECT_TRUE(IsNone(scanner->Next()));
  EXPECT_EQ(scanner->State().device, DeviceState::kFeederEmpty);
  EXPECT_EQ(scanner->State().next_sheet, 4u);
}

TEST(SaneScanner, SetsOptionsByWhatTheDeviceHas) {
  ScanOptions options = Simulated(ScanSource::kFeeder, "none");
  options.colour = ScanColour::kBlackAndWhite;
  options.find_size = true;
  options.brightness = 50;
  options.dpi = 200;
  const Next page = Started("simulator:1", options)->Next();
  EXPECT_EQ(Stood(page, kMode), 'L');
  EXPECT_EQ(Stood(page, kThickness), 1) << "two sheets at once are noticed";
  EXPECT_EQ(Stood(page, kLength), 1);
  EXPECT_EQ(Stood(page, kBrightness), 25) << "it goes from -50 to 50 there";
  EXPECT_NEAR((*page)->dpi, 300, 0.02) << "the lowest that is not below 200";
  options.stop_at_double_feed = false;
  options.colour = ScanColour::kGray;
  const Next other = Started("simulator:1", options)->Next();
  EXPECT_EQ(Stood(other, kThickness), 0);
  EXPECT_EQ(Stood(other, kMode), 'G');
}

TEST(SaneScanner, TellsTheSizeOfAPage) {
  ScanOptions options = Small({}, ScanSource::kFlatbed, 100);
  const Next page = Started("test:0", options)->Next();
  ASSERT_TRUE(page && page->has_value());
  EXPECT_NEAR((*page)->width_mm(), 40, 0.5);
  EXPECT_NEAR((*page)->height_mm(), 30, 0.5);
  EXPECT_FALSE((*page)->over_long);
  options.height_mm = 10;  // the area was set by name, and is longer
  EXPECT_TRUE((*Started("test:0", options)->Next())->over_long);
}

TEST(SaneScanner, TellsThatAPageCameOnceMore) {
  ScanOptions options = Small({{"test-picture", "Grid"}}, ScanSource::kFlatbed, 100);
  options.sheets = 2;
  const auto scanner = Started("test:0", options);
  const Next first = scanner->Next();
  const Next second = scanner->Next();
  ASSERT_TRUE(second && second->has_value());
  EXPECT_EQ((*first)->repetition, Repetition::kNone);
  EXPECT_EQ((*second)->repetition, Repetition::kSameBytes);
  EXPECT_EQ((*second)->repeats, "0001.png");
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
    DeviceState state;
    const char* advice;
  };
  const Case cases[] = {
      {"SANE_STATUS_JAMMED", StatusCode::kUnavailable, DeviceState::kPaperJam, "open the feeder"},
      {"SANE_STATUS_NO_DOCS", StatusCode::kUnavailable, DeviceState::kFeederEmpty, "put the sheets in"},
      {"SANE_STATUS_COVER_OPEN", StatusCode::kUnavailable, DeviceState::kCoverOpen, "close it"},
      {"SANE_STATUS_DEVICE_BUSY", StatusCode::kUnavailable, DeviceState::kBusy, "another program"},
      {"SANE_STATUS_ACCESS_DENIED", StatusCode::kUnavailable, DeviceState::kNotAllowed, "group"},
      {"SANE_STATUS_IO_ERROR", StatusCode::kIoError, DeviceState::kError, "cable"},
      {"SANE_STATUS_NO_MEM", StatusCode::kResourceLimit, DeviceState::kOutOfMemory, "lower resolution"},
      {"SANE_STATUS_CANCELLED", StatusCode::kCancelled, DeviceState::kReady, "scan it again"},
      {"SANE_STATUS_EOF", StatusCode::kBadInput, DeviceState::kBrokenFrame, "after 0 of"}};
  for (const Case& fault : cases) {
    const auto scanner = Started("test:0", Small({{"read-return-value", fault.value}}));
    const Next next = scanner->Next();
    EXPECT_EQ(CodeOf(next), fault.code) << fault.value << ": " << next.status().ToString();
    EXPECT_NE(next.status().message().find(fault.advice), std::string::npos)
        << next.status().message();
    EXPECT_EQ(scanner->State().device, fault.state) << fault.value;
    EXPECT_EQ(scanner->State().next_sheet, 1u);
  }
}

TEST(SaneScanner, SaysWhichStateTheDeviceIsInAndGoesOnAtTheSameSheet) {
  const std::pair<const char*, DeviceState> cases[] = {{"jam-once", DeviceState::kPaperJam},
                                                       {"double-feed", DeviceState::kDoubleFeed},
                                                       {"cover-once", DeviceState::kCoverOpen}};
  for (const auto& [fault, state] : cases) {
    const auto scanner = Started("simulator:0", Simulated(ScanSource::kFeeder, fault));
    EXPECT_EQ((*scanner->Next())->sheet, 1u);
    const Next failed = scanner->Next();
    EXPECT_EQ(CodeOf(failed), StatusCode::kUnavailable) << fault;
    EXPECT_NE(failed.status().message().find("sheet 2"), std::string::npos) << failed.status().message();
    EXPECT_EQ(scanner->State().device, state) << DeviceStateName(scanner->State().device);
    EXPECT_EQ(scanner->State().next_sheet, 2u) << fault;
    const Next second = scanner->Next();
    ASSERT_TRUE(second && second->has_value());
    EXPECT_EQ((*second)->sheet, 2u);
    EXPECT_EQ(PixelsOf(second).At(0, 0), 2) << fault;
    EXPECT_EQ((*scanner->Next())->sheet, 3u);
    EXPECT_TRUE(IsNone(scanner->Next()));
  }
}

TEST(SaneScanner, WaitsForADeviceThatWarmsUp) {
  const auto scanner = Started("simulator:0", Simulated(ScanSource::kFeeder, "warming-once"));
  EXPECT_EQ(CodeOf(scanner->Next()), StatusCode::kUnavailable);
  EXPECT_EQ(scanner->State().device, DeviceState::kWarmingUp);
  EXPECT_EQ((*scanner->Next())->sheet, 1u);
}

TEST(SaneScanner, NeverGivesOneSideOfASheetThatJammedOnTheOther) {
  ScanOptions options = Simulated(ScanSource::kFeeder, "jam-back");
  options.duplex = true;
  const auto scanner = Started("simulator:0", options);
  for (int page = 1; page <= 2; ++page) EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), page);
  EXPECT_EQ(CodeOf(scanner->Next()), StatusCode::kUnavailable) << "the front came in well";
  EXPECT_EQ(scanner->State().next_sheet, 2u);
  for (int page = 3; page <= 6; ++page) {
    const Next next = scanner->Next();
    ASSERT_TRUE(next && next->has_value());
    EXPECT_EQ(PixelsOf(next).At(0, 0), page);
    EXPECT_EQ((*next)->sheet, static_cast<std::uint32_t>(page + 1) / 2);
    EXPECT_EQ((*next)->name, "000" + std::to_string(page) + ".png");
  }
  EXPECT_TRUE(IsNone(scanner->Next()));
}

TEST(SaneScanner, GoesOnWithADeviceThatWentAwayAndCameBack) {
  const auto scanner = Started("simulator:1", Simulated(ScanSource::kFeeder, "none"));
  EXPECT_EQ((*scanner->Next())->sheet, 1u);
  {
    const SimulatorIsGone gone;
    for (int i = 0; i < 2; ++i) {
      const Next next = scanner->Next();
      EXPECT_EQ(CodeOf(next), StatusCode::kUnavailable);
      EXPECT_NE(next.status().message().find("gone"), std::string::npos) << next.status().message();
      EXPECT_EQ(scanner->State().device, DeviceState::kGone);
      EXPECT_EQ(scanner->State().next_sheet, 2u);
    }
    EXPECT_EQ(NewSaneScanner("simulator:0")->Start({}).code(), StatusCode::kNotFound);
  }
  const Next second = scanner->Next();
  ASSERT_TRUE(second && second->has_value()) << second.status().ToString();
  EXPECT_EQ((*second)->sheet, 2u);
  EXPECT_EQ(Stood(second, kThickness), 1) << "it was not set up again";
}

TEST(SaneScanner, StartsAgainOnADeviceThatCameBackMeanwhile) {
  const ScanOptions options = Simulated(ScanSource::kFeeder, "none");
  const auto scanner = Started("simulator:0", options);
  {
    const SimulatorIsGone gone;
    EXPECT_FALSE(scanner->Next());
  }
  ASSERT_TRUE(scanner->Start(options).ok());
  EXPECT_EQ((*scanner->Next())->sheet, 1u);
  EXPECT_EQ(scanner->State().device, DeviceState::kReady);
}

TEST(SaneScanner, TellsAnErrorOfADeviceThatIsThereFromOneThatIsGone) {
  const auto scanner = Started("simulator:0", Simulated(ScanSource::kFeeder, "io-once"));
  EXPECT_EQ((*scanner->Next())->sheet, 1u);
  EXPECT_EQ(CodeOf(scanner->Next()), StatusCode::kIoError);
  EXPECT_EQ(scanner->State().device, DeviceState::kError);
  EXPECT_EQ((*scanner->Next())->sheet, 2u);
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
  for (const char* fault : {"short", "extra-bytes", "filled"}) {
    const auto scanner = Started("simulator:0", Simulated(ScanSource::kFeeder, fault));
    EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 1);
    EXPECT_EQ(CodeOf(scanner->Next()), StatusCode::kBadInput) << fault;
    EXPECT_EQ(scanner->State().device, DeviceState::kBrokenFrame);
    EXPECT_EQ(scanner->State().broken_frames, 1u);
    EXPECT_EQ(scanner->State().next_sheet, 2u);
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

TEST(SaneScanner, GivesTheBackOfASheetWhoseFrontWasGivenOutBeforeItWasCancelled) {
  ScanOptions options = Simulated(ScanSource::kFeeder, "none");
  options.duplex = true;
  const auto scanner = Started("simulator:0", options);
  EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 1);
  scanner->Cancel();
  EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 2);
  EXPECT_EQ(CodeOf(scanner->Next()), StatusCode::kCancelled);
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

TEST(SaneScanner, DoesNotCancelASecondTimeWhileTheDeviceIsBeingCancelled) {
  const auto scanner = Started("simulator:0", Simulated(ScanSource::kFeeder, "slow-cancel"));
  EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 1);
  auto next = std::async(std::launch::async, [&] { return scanner->Next(); });
  EXPECT_EQ(next.wait_for(std::chrono::milliseconds(200)), std::future_status::timeout);
  scanner->Cancel();
  EXPECT_EQ(CodeOf(next.get()), StatusCode::kCancelled);
  ASSERT_TRUE(scanner->Start(Simulated(ScanSource::kFeeder, "none")).ok());
  EXPECT_EQ(PixelsOf(scanner->Next()).At(0, 0), 3);
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
