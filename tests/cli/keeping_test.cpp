// SPDX-License-Identifier: Apache-2.0
//
// What keeps an archive over the years, as an operator types it: backup, restore, upgrade, the
// beacon, and a server whose disk fails.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>

#include "cli/command_runner.h"
#include "cli/running_server.h"
#include "support/flipped_byte.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kKept = "H42.18-260930-0012";
constexpr const char* kOther = "H42.18-260930-0013";

// Reads nothing, so that what is tested does not wait for reading.
void UseNullEngine(const CommandRunner& sohoa) {
  std::ofstream(sohoa.folder() / "sohoa.toml") << "[reader]\nengine = \"null\"\n";
}

TEST(Keeping, ABackupThroughTheServerBringsALostArchiveBack) {
  CommandRunner sohoa;
  UseNullEngine(sohoa);
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kKept, "--wait", SampleWith(".png").string()}).exit_code, 0);
  const CommandResult backup = sohoa.Run({"--json", "backup", "backups", "--verify"});
  ASSERT_EQ(backup.exit_code, 0) << backup.err;
  EXPECT_EQ(Json::parse(backup.out)["number"], 1);
  EXPECT_GT(Json::parse(backup.out)["blobs_checked"], 2);
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kOther, "--wait", SampleWith(".png").string()}).exit_code, 0);
  sohoa.Stop(server, SIGKILL);
  EXPECT_EQ(sohoa.Run({"restore", "backups"}).exit_code, 3) << "nothing is overwritten";
  fs::remove_all(sohoa.folder() / "archive");

  const CommandResult restored = sohoa.Run({"--json", "restore", "backups"});
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_GT(Json::parse(restored.out)["beacon_ledger"], Json::parse(restored.out)["ledger"]) << "it says that something is missing";
  const CommandResult verified = sohoa.Run({"verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_EQ(sohoa.Run({"show", kKept}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"show", kOther}).exit_code, 3) << "it came after the backup";
  EXPECT_EQ(sohoa.Run({"submit", "--dossier", kOther, "--wait", SampleWith(".png").string()}).exit_code, 0) << "and is sent again";
}

TEST(Keeping, VerifyBringsADamagedOriginalBackFromABackup) {
  CommandRunner sohoa;
  UseNullEngine(sohoa);
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kKept, "--wait", SampleWith(".png").string()}).exit_code, 0);
  ASSERT_EQ(sohoa.Run({"backup", "backups"}).exit_code, 0);
  std::ifstream sample(SampleWith(".png"), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(sample)), {});
  ASSERT_EQ(FlipAByteOf(bytes.substr(1000, 64), sohoa.folder() / "archive" / "blobs"), 1);
  EXPECT_EQ(sohoa.Run({"verify"}).exit_code, 6);
  EXPECT_EQ(sohoa.Run({"verify", "--repair", "nothing"}).exit_code, 3);

  const CommandResult repaired = sohoa.Run({"--json", "verify", "--repair", "backups"});

  EXPECT_EQ(repaired.exit_code, 0) << repaired.out << repaired.err;
  EXPECT_TRUE(Json::parse(repaired.out, nullptr, false)["problems"].empty()) << repaired.out;
  EXPECT_EQ(sohoa.Run({"verify"}).exit_code, 0);
}

TEST(Keeping, AnOldCopyIsRefusedUntilAnOperatorAcceptsIt) {
  CommandRunner sohoa;
  UseNullEngine(sohoa);
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kKept, "--wait", SampleWith(".png").string()}).exit_code, 0);
  fs::copy(sohoa.folder() / "archive", sohoa.folder() / "copy", fs::copy_options::recursive);
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kOther, "--wait", SampleWith(".png").string()}).exit_code, 0);
  fs::remove_all(sohoa.folder() / "archive");
  fs::rename(sohoa.folder() / "copy", sohoa.folder() / "archive");

  const CommandResult refused = sohoa.Run({"serve", "--http", "127.0.0.1:0"});
  EXPECT_EQ(refused.exit_code, 6);
  EXPECT_NE(refused.err.find("sohoa restore --accept"), std::string::npos) << refused.err;
  EXPECT_EQ(sohoa.Run({"show", kKept}).exit_code, 6);
  EXPECT_EQ(sohoa.Run({"restore"}).exit_code, 2);
  EXPECT_EQ(sohoa.Run({"restore", "--accept", "copy of last week, the newer disk is lost"}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"show", kKept}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"verify"}).exit_code, 0);
}

TEST(Keeping, AServerWhoseStoreTakesNoMoreWritesEndsForItsSupervisor) {
  CommandRunner sohoa;
  UseNullEngine(sohoa);
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kKept, "--wait", SampleWith(".png").string()}).exit_code, 0);
  // Files of the server may not grow beyond what its logs have already.
  const rlimit small = {4096, 4096};
  ASSERT_EQ(prlimit(server, RLIMIT_FSIZE, &small, nullptr), 0);
  const pid_t other = sohoa.Start({"submit", "--dossier", kOther, SampleWith(".png").string()});
  EXPECT_EQ(sohoa.Wait(server), 4);
  sohoa.Stop(other, SIGKILL);
  EXPECT_FALSE(fs::exists(sohoa.folder() / "archive" / "endpoint"));

  const CommandResult verified = sohoa.Run({"verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_EQ(sohoa.Run({"show", kKept}).exit_code, 0) << "what had a receipt is there";
}

TEST(Keeping, UpgradingAnArchiveOfTodayChangesNothing) {
  CommandRunner sohoa;
  UseNullEngine(sohoa);
  EXPECT_EQ(sohoa.Run({"upgrade"}).exit_code, 3) << "there is none";
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kKept, "--wait", SampleWith(".png").string()}).exit_code, 0);
  const CommandResult upgraded = sohoa.Run({"upgrade"});
  EXPECT_EQ(upgraded.exit_code, 0) << upgraded.err;
  EXPECT_TRUE(upgraded.out.empty()) << upgraded.out;
  EXPECT_FALSE(fs::exists(sohoa.folder() / "archive" / "meta.format-1"));
}

TEST(Keeping, ASearchIndexThatIsMadeAnewFindsWhatItFound) {
  CommandRunner sohoa;
  UseNullEngine(sohoa);
  EXPECT_EQ(sohoa.Run({"index", "rebuild"}).exit_code, 3) << "there is no archive";
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kKept, "--wait", SampleWith(".png").string()}).exit_code, 0);
  const CommandResult before = sohoa.Run({"search", kKept});
  EXPECT_NE(before.out.find(kKept), std::string::npos) << before.out;
  const CommandResult rebuilt = sohoa.Run({"--json", "index", "rebuild"});
  EXPECT_EQ(rebuilt.exit_code, 0) << rebuilt.err;
  EXPECT_NE(rebuilt.out.find("\"dossiers\":1"), std::string::npos) << rebuilt.out;
  const CommandResult after = sohoa.Run({"search", kKept});
  EXPECT_EQ(after.out.substr(after.out.find('\n')), before.out.substr(before.out.find('\n'))) << "but for the time it took";
  const CommandResult state = sohoa.Run({"--json", "index", "state"});
  EXPECT_EQ(state.exit_code, 0) << state.err;
  EXPECT_NE(state.out.find("\"pages\":1"), std::string::npos) << state.out;
}

TEST(Keeping, ASearchIndexThatIsMadeOneSegmentFindsWhatItFound) {
  CommandRunner sohoa;
  UseNullEngine(sohoa);
  EXPECT_EQ(sohoa.Run({"index", "compact"}).exit_code, 3) << "there is no archive";
  for (const char* code : {kKept, "H42.18-261127-0002"}) {
    ASSERT_EQ(sohoa.Run({"submit", "--dossier", code, "--wait", SampleWith(".png").string()}).exit_code, 0);
  }
  const CommandResult compacted = sohoa.Run({"--json", "index", "compact"});
  EXPECT_EQ(compacted.exit_code, 0) << compacted.err;
  EXPECT_NE(compacted.out.find("\"pages\":2"), std::string::npos) << compacted.out;
  EXPECT_NE(sohoa.Run({"--json", "index", "state"}).out.find("\"segments\":1"), std::string::npos);
  EXPECT_NE(sohoa.Run({"search", kKept}).out.find(kKept), std::string::npos);
}

TEST(Keeping, BackupsAreListedAndOldOnesGo) {
  CommandRunner sohoa;
  UseNullEngine(sohoa);
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kKept, "--wait", SampleWith(".png").string()}).exit_code, 0);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(sohoa.Run({"backup", "backups", "--keep", "2"}).exit_code, 0);
  const CommandResult listed = sohoa.Run({"--json", "backup", "backups", "--list"});
  EXPECT_EQ(listed.exit_code, 0);
  EXPECT_EQ(std::count(listed.out.begin(), listed.out.end(), '\n'), 2);
  EXPECT_EQ(sohoa.Run({"backup", "archive/inside"}).exit_code, 2);
}

}  // namespace
}  // namespace sohoa
