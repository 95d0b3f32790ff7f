// SPDX-License-Identifier: Apache-2.0
//
// From a period to a certificate, as two archivists type it.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "cli/command_runner.h"
#include "cli/running_server.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kDue = "H42.18-260930-0031";
constexpr const char* kHeld = "H42.18-260930-0032";

class Retention : public ::testing::Test {
 protected:
  Retention() {
    std::ofstream(sohoa_.folder() / "sohoa.toml") << "[agency]\norgan_id = \"H42.18\"\nmaintenance = \"04\"\n[reader]\nengine = \"null\"\n";
    for (const char* code : {kDue, kHeld}) {
      const CommandResult submitted = sohoa_.Run({"submit", "--dossier", code, "--wait", SampleWith(".png").string()});
      EXPECT_EQ(submitted.exit_code, 0) << submitted.err;
    }
  }
  CommandResult Ask(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--json", "retention"});
    return sohoa_.Run(arguments);
  }
  void LetBecomeDue(const std::string& code) {
    const CommandResult set = Ask({"set", code, "--period", "06", "--closed", "2001-06-30", "--reason", "danh mục 2001", "--by", "A"});
    ASSERT_EQ(set.exit_code, 0) << set.err;
    EXPECT_EQ(Json::parse(set.out)["due_on"], "2012-01-01");
  }

  CommandRunner sohoa_;
};

TEST_F(Retention, LeadsToACertificateThroughTwoPeople) {
  EXPECT_EQ(Json::parse(Ask({"list"}).out).size(), 2u);
  EXPECT_EQ(Json::parse(Ask({"list"}).out)[0]["source"], "agency");
  EXPECT_TRUE(Json::parse(Ask({"list", "--due", "2026-12-31"}).out).empty());
  LetBecomeDue(kDue);
  LetBecomeDue(kHeld);
  ASSERT_EQ(Ask({"hold", kHeld, "--reason", "thanh tra", "--by", "A"}).exit_code, 0);
  EXPECT_EQ(Json::parse(Ask({"list", "--due", "2026-12-31"}).out).size(), 2u);

  const CommandResult proposed = Ask({"propose", "--due", "2026-12-31", "--reason", "hết thời hạn", "--by", "A"});
  ASSERT_EQ(proposed.exit_code, 0) << proposed.err;
  ASSERT_EQ(Json::parse(proposed.out)["items"].size(), 1u) << "without what is held";
  EXPECT_EQ(Ask({"confirm", "1", "--by", "a"}).exit_code, 3) << "the same person";
  EXPECT_EQ(sohoa_.Run({"show", kDue}).exit_code, 0);
  const CommandResult confirmed = Ask({"confirm", "1", "--by", "B"});
  ASSERT_EQ(confirmed.exit_code, 0) << confirmed.err;
  EXPECT_EQ(Json::parse(confirmed.out)["disposed"], Json({kDue}));
  EXPECT_EQ(Ask({"confirm", "1", "--by", "B"}).exit_code, 0) << "again: nothing is left to do";

  EXPECT_EQ(sohoa_.Run({"show", kDue}).exit_code, 3);
  EXPECT_EQ(sohoa_.Run({"show", kHeld}).exit_code, 0);
  EXPECT_EQ(Ask({"reclaim"}).exit_code, 0);
  const Json certificate = Json::parse(Ask({"show", kDue}).out);
  EXPECT_EQ(certificate["confirmed_by"], "B");
  EXPECT_EQ(certificate["contents_sha256"].get<std::string>().size(), 64u);
  EXPECT_EQ(Json::parse(Ask({"certificates"}).out)["certificates"].size(), 1u);
  const CommandResult verified = sohoa_.Run({"verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out;
  EXPECT_EQ(sohoa_.Run({"submit", "--dossier", kDue, SampleWith(".png").string()}).exit_code, 3) << "its code is used up";
}

TEST_F(Retention, IsInPackagesAndTheirHistory) {
  ASSERT_EQ(Ask({"set", kDue, "--period", "05", "--reason", "theo phụ lục", "--by", "A"}).exit_code, 0);
  ASSERT_EQ(sohoa_.Run({"export", kDue, "--format", "aip", "-o", "aip"}).exit_code, 0);
  std::string ead;
  std::string premis;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(sohoa_.folder() / "aip")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path());
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    if (entry.path().filename() == "EAD.xml") ead = text;
    if (entry.path().filename() == "PREMIS.xml") premis = text;
  }
  EXPECT_NE(ead.find("<maintenance>05</maintenance>"), std::string::npos) << ead;
  EXPECT_NE(premis.find("policy assignment"), std::string::npos);
  EXPECT_NE(premis.find("retention.set: code 05"), std::string::npos);
  EXPECT_EQ(premis.find("theo phụ lục"), std::string::npos) << "what people wrote is in the records alone";
}

TEST_F(Retention, ComesAlongIntoAnotherArchive) {
  LetBecomeDue(kDue);
  ASSERT_EQ(Ask({"hold", kDue, "--reason", "thanh tra", "--by", "A"}).exit_code, 0);
  const Json before = Json::parse(Ask({"show", kDue}).out);
  for (const char* format : {"aip", "bagit"}) {
    ASSERT_EQ(sohoa_.Run({"export", kDue, "--format", format, "-o", format}).exit_code, 0);
    const std::filesystem::path package = std::filesystem::directory_iterator(sohoa_.folder() / format)->path();
    const CommandRunner there;
    const CommandResult imported = there.Run({"import", package.string()});
    ASSERT_EQ(imported.exit_code, 0) << imported.err;
    EXPECT_EQ(Json::parse(there.Run({"--json", "retention", "show", kDue}).out), before);
    EXPECT_EQ(there.Run({"retention", "propose", kDue, "--reason", "x", "--by", "A"}).exit_code, 3) << "the hold stands there too";
  }
}

TEST_F(Retention, ReportsAndRegistersOpenInASpreadsheet) {
  const CommandResult list = sohoa_.Run({"register", "dossiers", "-o", "dossiers.csv"});
  ASSERT_EQ(list.exit_code, 0) << list.err;
  std::ifstream in(sohoa_.folder() / "dossiers.csv", std::ios::binary);
  const std::string table((std::istreambuf_iterator<char>(in)), {});
  EXPECT_TRUE(table.starts_with("\xEF\xBB\xBFSố TT,")) << table;
  EXPECT_NE(table.find(",30 năm,"), std::string::npos) << table;
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 3);
  EXPECT_NE(table.find("\n1,"), std::string::npos) << table;
  EXPECT_NE(table.find("\n2,"), std::string::npos) << table;
  for (const char* kind : {"outgoing", "incoming"}) EXPECT_EQ(sohoa_.Run({"register", kind}).exit_code, 0);
  EXPECT_EQ(sohoa_.Run({"register", "documents", kDue}).exit_code, 0);
  EXPECT_EQ(sohoa_.Run({"register", "documents", "H42.18-260930-0099"}).exit_code, 3);
  EXPECT_EQ(sohoa_.Run({"report", "last"}).exit_code, 2);
  EXPECT_EQ(sohoa_.Run({"report", "2020-Q1"}).exit_code, 0);
  const std::string now = FormatVietnamTime(NowUnixMs());
  const std::string quarter = now.substr(0, 5) + "Q" + std::to_string((std::stoi(now.substr(5, 2)) + 2) / 3);
  const CommandResult report = sohoa_.Run({"--json", "report", quarter});
  ASSERT_EQ(report.exit_code, 0) << report.err;
  EXPECT_EQ(Json::parse(report.out)["total"]["dossiers"], 2);
  EXPECT_EQ(Json::parse(report.out)["total"]["searchable_seconds"]["count"], 2);
}

TEST_F(Retention, WorksThroughTheServer) {
  const pid_t server = sohoa_.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa_));
  LetBecomeDue(kDue);
  ASSERT_EQ(Ask({"propose", kDue, "--reason", "hết thời hạn", "--by", "A"}).exit_code, 0);
  ASSERT_EQ(Ask({"withdraw", "1", "--by", "C"}).exit_code, 0);
  EXPECT_EQ(Ask({"confirm", "1", "--by", "B"}).exit_code, 3);
  ASSERT_EQ(Ask({"propose", kDue, "--reason", "hết thời hạn", "--by", "A"}).exit_code, 0);
  const CommandResult confirmed = Ask({"confirm", "2", "--by", "B"});
  EXPECT_EQ(confirmed.exit_code, 0) << confirmed.err;
  EXPECT_EQ(sohoa_.Run({"verify"}).exit_code, 0);
  EXPECT_EQ(sohoa_.Stop(server, SIGTERM), 0);
}

}  // namespace
}  // namespace sohoa
