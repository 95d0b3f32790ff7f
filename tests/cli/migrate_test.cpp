// SPDX-License-Identifier: Apache-2.0
//
// An archive moves to another storage, as an operator types it.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include <nlohmann/json.hpp>

#include "cli/command_runner.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kMoved = "H42.18-260930-0012";

std::string BytesOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Commands of the runner go on with what is in `other`.
void Swap(const CommandRunner& sohoa, const std::string& other) {
  fs::rename(sohoa.folder() / "archive", sohoa.folder() / "old");
  fs::rename(sohoa.folder() / other, sohoa.folder() / "archive");
}

Json Shown(const CommandRunner& sohoa) { return Json::parse(sohoa.Run({"--json", "show", kMoved}).out, nullptr, false); }

std::string Found(const CommandRunner& sohoa) {
  Json answer = Json::parse(sohoa.Run({"--json", "search", "hồ sơ"}).out, nullptr, false);
  answer.erase("took_ms");
  return answer.dump();
}

TEST(Migrate, KilledAgainAndAgainItEndsWithTheSameArchiveWhichAloneIsServed) {
  CommandRunner sohoa;
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kMoved, "--wait", SampleWith(".png").string(), SampleWith(".tif").string()}).exit_code, 0);
  const CommandResult held = sohoa.Run({"migrate", "archive", "rocksdb:moved"});
  EXPECT_EQ(held.exit_code, 4) << "it is served: " << held.err;
  EXPECT_EQ(sohoa.Stop(server, SIGTERM), 0);
  const Json before = Shown(sohoa);
  const std::string found = Found(sohoa);
  const std::string key = BytesOf(sohoa.folder() / "archive" / "receipt.key");
  ASSERT_FALSE(key.empty());

  for (const int ms : {30, 60, 90, 120, 150}) {
    const pid_t moving = sohoa.Start({"migrate", "archive", "rocksdb:moved"});
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
    sohoa.Stop(moving, SIGKILL);
  }
  const CommandResult moved = sohoa.Run({"--json", "migrate", "archive", "rocksdb:moved"});
  ASSERT_TRUE(moved.exit_code == 0 || moved.err.find("there already") != std::string::npos) << moved.err;
  if (moved.exit_code == 0) {
    EXPECT_EQ(Json::parse(moved.out)["dossiers"], 1);
  }
  Swap(sohoa, "moved");
  EXPECT_EQ(Shown(sohoa), before);
  EXPECT_EQ(Found(sohoa), found);
  EXPECT_EQ(BytesOf(sohoa.folder() / "archive" / "receipt.key"), key) << "receipts are checked as before";
  const CommandResult verified = sohoa.Run({"verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

TEST(Migrate, HalfAnArchiveIsNotServedAndSaysWhatToDo) {
  CommandRunner sohoa;
  std::ofstream(sohoa.folder() / "sohoa.toml") << "[reader]\nengine = \"null\"\n";
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kMoved, "--wait", SampleWith(".png").string()}).exit_code, 0);
  // Opened once more, the log becomes files.
  ASSERT_EQ(sohoa.Run({"show", kMoved}).exit_code, 0);
  // An original that cannot be read stops it after it has begun.
  const fs::path blobs = sohoa.folder() / "archive" / "blobs";
  int broken = 0;
  for (const auto& entry : fs::directory_iterator(blobs)) {
    if (entry.path().extension() != ".blob") continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(2'000);
    file.write("damage", 6);
    ++broken;
  }
  ASSERT_GT(broken, 0);
  EXPECT_EQ(sohoa.Run({"migrate", "archive", "moved"}).exit_code, 6);
  Swap(sohoa, "moved");
  const CommandResult served = sohoa.Run({"serve", "--http", "127.0.0.1:0"});
  EXPECT_EQ(served.exit_code, 4);
  EXPECT_NE(served.err.find("sohoa migrate"), std::string::npos) << served.err;
}

TEST(Migrate, NamesThatNameNothingAreRefused) {
  const CommandRunner sohoa;
  EXPECT_EQ(sohoa.Run({"migrate", "archive", "moved"}).exit_code, 3) << "there is none";
  EXPECT_FALSE(fs::exists(sohoa.folder() / "archive")) << "and none is made";
  EXPECT_EQ(sohoa.Run({"migrate", "s3:a", "moved"}).exit_code, 2);
  EXPECT_EQ(sohoa.Run({"migrate", "rocksdb:a", "a"}).exit_code, 2) << "the same";
}

}  // namespace
}  // namespace sohoa
