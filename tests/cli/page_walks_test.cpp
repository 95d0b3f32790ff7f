// SPDX-License-Identifier: Apache-2.0
//
// The pages over a real archive of the sample dossier, used by keyboard alone and held against axe's rules
// (tests/npm/page_walks.mjs).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "api/running_example.h"
#include "cli/command_runner.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

class PageWalks : public testing::Test {
 protected:
  void SetUp() override {
    Serve("1");
    const CommandResult receipt = sohoa_.Run({"submit", "--dossier", "000.00.18.H42-181004-0001", "--procedure", "1.001193", "--agency", "H42.18", "--wait",
                                              CommandRunner::Samples().string()});
    ASSERT_EQ(receipt.exit_code, 0) << receipt.err;
  }
  void Serve(const char* workers) {
    server_ = sohoa_.Start({"serve", "--http", "127.0.0.1:0", "--workers", workers});
    ASSERT_TRUE(WaitForServer(sohoa_));
    address_ = "http://127.0.0.1:" + std::to_string(HttpPortOf(sohoa_));
  }
  void TearDown() override { EXPECT_EQ(sohoa_.Stop(server_, SIGTERM), 0); }

  void Walk(const std::vector<std::string>& walks) {
    std::vector<std::string> command = {"node", std::string(std::getenv("SOHOA_BIN_DIR")) + "/npm/page_walks.mjs", address_};
    command.insert(command.end(), walks.begin(), walks.end());
    RunningExample walk(command, {});
    EXPECT_EQ(walk.Wait(), 0) << walk.Err();
  }

  CommandRunner sohoa_;
  pid_t server_ = 0;
  std::string address_;
};

TEST_F(PageWalks, SearchReportAndAdministerByKeyboard) { Walk({"search", "report", "admin"}); }

TEST_F(PageWalks, ThroughADossierFromAHit) { Walk({"dossier"}); }

TEST_F(PageWalks, OperateWorkersAndTheQuarantine) {
  // Eight bytes of a picture.
  std::ofstream(sohoa_.folder() / "broken.png", std::ios::binary) << "\x89PNG\r\n\x1a\n";
  const CommandResult broken = sohoa_.Run({"submit", "--dossier", "H42.18-260930-0012", "--agency", "H42.18", "--wait", (sohoa_.folder() / "broken.png").string()});
  ASSERT_EQ(broken.exit_code, 1) << broken.err;
  Walk({"operate"});
}

TEST_F(PageWalks, OperateWhereNobodyReadsPages) {
  ASSERT_EQ(sohoa_.Stop(server_, SIGTERM), 0);
  Serve("0");
  Walk({"alarm"});
}

TEST_F(PageWalks, TheFirstAdministratorLogsInAndSeesHowItGoes) {
  ASSERT_EQ(sohoa_.Run({"user", "add", "quan.tri", "--role", "operator,administrator,auditor", "--agency", "*"}, "mot mat khau dai\n").exit_code, 0);
  ASSERT_EQ(sohoa_.Run({"user", "add", "an.nguyen", "--role", "clerk,verifier", "--agency", "H42.18"}, "mot mat khau khac\n").exit_code, 0);
  Walk({"administrator"});
}

TEST_F(PageWalks, VerifyAClassByOneKeyAndFindOneAmongAll) {
  // Papers of no class; with a deadline, so that they come first.
  RunningExample drawn({std::string(std::getenv("SOHOA_BIN_DIR")) + "/sohoa-samples", "--out", (sohoa_.folder() / "drawn").string(), "--papers", "2", "--seed", "5", "--class", "other"}, {});
  ASSERT_EQ(drawn.Wait(), 0) << drawn.Err();
  for (const char* number : {"5", "6"}) {
    const CommandResult receipt = sohoa_.Run({"submit", "--dossier", std::string("H42.18-261127-020") + number, "--agency", "H42.18", "--deadline", "2026-11-28", "--wait",
                                              (sohoa_.folder() / "drawn/dossier" / (std::string("khac-") + number + ".pdf")).string()});
    ASSERT_EQ(receipt.exit_code, 0) << receipt.err;
  }
  Walk({"classes"});
}

TEST_F(PageWalks, VerifyAValueByOneKeyAndAToneByTwo) { Walk({"verify"}); }

}  // namespace
}  // namespace sohoa
