// SPDX-License-Identifier: Apache-2.0
#include "cli/status_screen.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "api/status_json.h"
#include "cli/screen_line.h"

namespace sohoa {
namespace {

CoordinatorStatus Busy(int workers) {
  CoordinatorStatus status;
  status.epoch = 12;
  status.pages_received = 12'345;
  status.pages_quarantined = 3;
  status.lanes = {{"counter", 4, 2, 90'000}, {"workflow", 0, 0, 0}, {"backlog", 99'999, 1, 86'400'000}};
  for (int i = 0; i < workers; ++i) {
    WorkerStatus worker;
    worker.id = "một-máy-có-tên-rất-dài-4711-" + std::to_string(i);
    worker.services = {"page", "dossier"};
    worker.threads = 4;
    worker.leases = 3;
    worker.draining = i == 1;
    worker.memory_bytes = 100u << 20;
    status.workers.push_back(worker);
  }
  status.stores = {{"meta", {1u << 20, 1u << 30, false}}, {"blobs", {5ull << 40, 1u << 30, false}}};
  PipelineMetrics metrics;
  for (const char* stage : {"fetch", "decode", "prepare", "recognise", "encode", "store", "separate", "classify", "extract",
                            "render", "verify"}) {
    metrics.ObserveStages({{stage, 123'000}});
  }
  status.numbers = metrics.Snapshot();
  for (std::size_t i = 0; i < status.numbers.done_each_second.size(); ++i) {
    status.numbers.done_each_second[i] = static_cast<std::uint32_t>(i % 9);
  }
  return status;
}

std::vector<std::string> Drawn(const CoordinatorStatus& status, const ScreenLook& look) {
  const Result<JsonView> view = JsonView::Parse(StatusJson(status));
  EXPECT_TRUE(view);
  return DrawStatus(*view, look);
}

bool Shows(const std::vector<std::string>& lines, const std::string& text) {
  return std::any_of(lines.begin(), lines.end(), [&text](const std::string& line) { return line.find(text) != std::string::npos; });
}

TEST(StatusScreen, FitsIntoEverySize) {
  for (const std::size_t columns : {20u, 40u, 80u, 200u}) {
    for (const std::size_t rows : {1u, 5u, 24u, 60u}) {
      const std::vector<std::string> lines = Drawn(Busy(40), {columns, rows, false, true});
      EXPECT_LE(lines.size(), rows) << columns << "x" << rows;
      for (const std::string& line : lines) EXPECT_LE(CountLetters(line), columns) << line;
    }
  }
}

TEST(StatusScreen, OfEightyByTwentyFourHasAllThatAnOperatorLooksForFirst) {
  const std::vector<std::string> lines = Drawn(Busy(3), {80, 24, false, true});
  for (const char* text : {"epoch 12", "quarantine 3", "counter", "backlog", "99999", "recognise", "verify", "ms", "reserve",
                           "4711-0", "draining", "▇"}) {
    EXPECT_TRUE(Shows(lines, text)) << text;
  }
}

TEST(StatusScreen, SaysHowManyWorkersItDoesNotShow) {
  const std::vector<std::string> lines = Drawn(Busy(40), {80, 24, false, true});
  EXPECT_EQ(lines.size(), 24u);
  EXPECT_TRUE(Shows({lines.back()}, "more")) << lines.back();
  EXPECT_TRUE(Shows(lines, "4711-0"));
}

TEST(StatusScreen, IsPlainTextWithoutColoursAndAsciiWithoutBlocks) {
  CoordinatorStatus status = Busy(0);
  for (const std::string& line : Drawn(status, {80, 0, false, false})) {
    EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; })) << line;
  }
  EXPECT_TRUE(Shows(Drawn(status, {80, 0, true, true}), "\033["));
}

TEST(StatusScreen, DrawsWhatItDoesNotKnowAsNothing) {
  const Result<JsonView> nothing = JsonView::Parse("{}");
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(DrawStatus(*nothing, {80, 24, false, true}).empty());
}

TEST(StatusScreen, ShortensTimesAndBytes) {
  EXPECT_EQ(ShortTime(0.0004), "0.4 ms");
  EXPECT_EQ(ShortTime(0.25), "250 ms");
  EXPECT_EQ(ShortTime(12), "12 s");
  EXPECT_EQ(ShortTime(599), "9 min");
  EXPECT_EQ(ShortTime(7'500), "2 h 05");
  EXPECT_EQ(ShortTime(200'000), "2 d");
  EXPECT_EQ(ShortBytes(512), "512 B");
  EXPECT_EQ(ShortBytes(1.5 * 1024 * 1024), "1.5 MiB");
}

}  // namespace
}  // namespace sohoa
