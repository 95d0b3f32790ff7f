// SPDX-License-Identifier: Apache-2.0
//
// `sohoa status` against a server, on a terminal and off it.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <string>

#include <nlohmann/json.hpp>

#include "cli/command_runner.h"
#include "cli/pseudo_terminal.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr int kLongMs = 60'000;

std::size_t Letters(const std::string& text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

bool Contains(const std::vector<std::string>& lines, const std::string& text) {
  return std::any_of(lines.begin(), lines.end(), [&text](const std::string& line) { return line.find(text) != std::string::npos; });
}

// Reads until a frame is as wanted.
bool Until(PseudoTerminal& terminal, const std::function<bool(const std::vector<std::string>&)>& wanted) {
  for (int waited = 0; waited < kLongMs; waited += 200) {
    terminal.Read(200);
    if (wanted(terminal.LastFrame())) return true;
  }
  return false;
}

class StatusTest : public testing::Test {
 protected:
  void SetUp() override { Start(); }
  void Start() {
    server_ = sohoa_.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
    ASSERT_TRUE(WaitForServer(sohoa_));
  }

  CommandRunner sohoa_;
  pid_t server_ = 0;
};

TEST_F(StatusTest, WatchDrawsAScreenInPlaceAndGivesTheTerminalBack) {
  PseudoTerminal terminal(sohoa_.folder(), {"status", "--watch"}, {});
  ASSERT_TRUE(Until(terminal, [](const auto& frame) { return Contains(frame, "page,dossier"); })) << terminal.Read(0);
  EXPECT_TRUE(terminal.Read(0).starts_with("\033[?1049h\033[?25l"));
  std::vector<std::string> frame = terminal.LastFrame();
  EXPECT_LE(frame.size(), 24u);
  for (const std::string& line : frame) EXPECT_LE(Letters(line), 80u) << line;
  for (const char* text : {"epoch 1", "counter", "backlog", "reserve", "pages/s"}) EXPECT_TRUE(Contains(frame, text)) << text;

  terminal.Resize(50, 8);
  EXPECT_TRUE(Until(terminal, [](const auto& lines) {
    return lines.size() <= 8 && std::all_of(lines.begin(), lines.end(), [](const std::string& line) { return Letters(line) <= 50; });
  }));

  terminal.Type("\003");
  EXPECT_EQ(terminal.Wait(kLongMs), 0);
  EXPECT_TRUE(terminal.Read(0).ends_with("\033[?25h\033[?1049l")) << terminal.Read(0);
}

TEST_F(StatusTest, WatchGoesOnOverARestartOfTheServer) {
  PseudoTerminal terminal(sohoa_.folder(), {"status", "--watch"}, {});
  ASSERT_TRUE(Until(terminal, [](const auto& frame) { return Contains(frame, "epoch 1"); }));

  ASSERT_EQ(sohoa_.Stop(server_, SIGTERM), 0);
  EXPECT_TRUE(Until(terminal, [](const auto& frame) { return Contains(frame, "not available now"); })) << terminal.Read(0);
  EXPECT_TRUE(Contains(terminal.LastFrame(), "epoch 1")) << "what was seen last stays";

  Start();
  EXPECT_TRUE(Until(terminal, [](const auto& frame) { return Contains(frame, "epoch 2") && !Contains(frame, "not available now"); }));
}

TEST_F(StatusTest, WatchHasColoursUnlessTheyAreNotWanted) {
  PseudoTerminal coloured(sohoa_.folder(), {"status", "--watch"}, {});
  PseudoTerminal plain(sohoa_.folder(), {"status", "--watch"}, {{"NO_COLOR", "1"}});
  const auto drawn = [](const auto& frame) { return Contains(frame, "counter"); };
  ASSERT_TRUE(Until(coloured, drawn));
  ASSERT_TRUE(Until(plain, drawn));
  EXPECT_NE(coloured.Read(0).find("\033[1m"), std::string::npos);
  EXPECT_EQ(plain.Read(0).find("\033[1m"), std::string::npos);
}

TEST_F(StatusTest, WatchSpeaksVietnameseToWhoDoes) {
  PseudoTerminal terminal(sohoa_.folder(), {"status", "--watch"}, {{"LANG", "vi_VN.UTF-8"}});
  EXPECT_TRUE(Until(terminal, [](const auto& frame) { return Contains(frame, "LUỒNG") && Contains(frame, "cách ly"); }))
      << terminal.Read(0);
}

TEST_F(StatusTest, IsPrintedOnceWithoutControlSequencesOffATerminal) {
  const CommandResult printed = sohoa_.Run({"status"});
  ASSERT_EQ(printed.exit_code, 0) << printed.err;
  EXPECT_EQ(printed.out.find('\033'), std::string::npos);
  EXPECT_NE(printed.out.find("counter"), std::string::npos);
}

TEST_F(StatusTest, OfJsonIsComplete) {
  ASSERT_EQ(sohoa_.Run({"submit", "--dossier", "H42.18-260930-0012", "--wait", SampleWith(".png").string()}).exit_code, 0);
  const CommandResult printed = sohoa_.Run({"--json", "status"});
  ASSERT_EQ(printed.exit_code, 0) << printed.err;
  const Json status = Json::parse(printed.out);
  EXPECT_EQ(status["pages_done"], 1);
  EXPECT_EQ(status["since_start"]["pages_done"], 1);
  EXPECT_EQ(status["pages_per_second"]["each_second"].size(), 60u);
  ASSERT_EQ(status["workers"].size(), 1u);
  EXPECT_EQ(status["workers"][0]["threads"], 1);
  EXPECT_GT(status["workers"][0]["memory_bytes"], 0);
  EXPECT_GT(status["workers"][0]["reader_memory_bytes"], 0);
  ASSERT_EQ(status["stores"].size(), 2u);
  EXPECT_GT(status["stores"][0]["free_bytes"], 0);
  EXPECT_GT(status["stores"][0]["reserve_bytes"], 0);
  std::map<std::string, int> counts;
  for (const Json& stage : status["stages"]) counts[stage["stage"]] = stage["count"];
  for (const char* stage : {"decode", "prepare", "recognise", "encode", "separate", "classify", "extract", "render", "verify"}) {
    EXPECT_EQ(counts[stage], 1) << stage;
  }
  for (const Json& lane : status["searchable"]) EXPECT_EQ(lane["count"], lane["lane"] == "counter" ? 1 : 0);
}

}  // namespace
}  // namespace sohoa
