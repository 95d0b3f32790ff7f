// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "api/running_example.h"
#include "cli/command_runner.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kCode = "H42.18-260930-0012";

TEST(Serve, CommandsWorkThroughTheServerThatHoldsTheArchive) {
  CommandRunner sohoa;
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  const CommandResult submitted =
      sohoa.Run({"--json", "submit", "--dossier", kCode, "--wait", SampleWith(".png")});
  ASSERT_EQ(submitted.exit_code, 0) << submitted.err;
  EXPECT_EQ(sohoa.Run({"search", "ho so"}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"export", kCode, "-o", "pdf"}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"verify"}).exit_code, 0);
  const CommandResult status = sohoa.Run({"--json", "status"});
  ASSERT_EQ(status.exit_code, 0) << status.err;
  EXPECT_EQ(Json::parse(status.out)["workers"].size(), 1u);
  EXPECT_EQ(sohoa.Stop(server, SIGTERM), 0);
}

TEST(Serve, WhatADocumentSaysOfSomebodyIsHeldAgainstTheRegister) {
  CommandRunner sohoa;
  const RunningExample people({"python3", RunningExample::File("registry_fake.py"), "0"}, {{"SOHOA_REGISTRY_KEY", "a key of a test alone"}});
  const std::string settings = "[registries]\npopulation_url = \"http://127.0.0.1:" + people.FirstErrLine() + "/person\"\nnetworks = [\"127.0.0.1/32\"]\nclient_id = \"H42.18\"\nkey_file = \"" +
                               (sohoa.folder() / "registry-key").string() + "\"\n";
  std::ofstream(sohoa.folder() / "registry-key") << "a key of a test alone\n";
  std::ofstream(sohoa.folder() / "sohoa.toml") << settings;
  const CommandResult refused = sohoa.Run({"serve", "--http", "127.0.0.1:0"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("registries.legal_basis"), std::string::npos) << refused.err;
  std::ofstream(sohoa.folder() / "sohoa.toml") << settings << "legal_basis = \"a test\"\n";
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", kCode, "--wait", SampleWith(".png")}).exit_code, 0);
  const std::string document = Json::parse(sohoa.Run({"--json", "show", kCode}).out)["documents"][0]["id"];
  ASSERT_EQ(sohoa.Run({"edit", "field", document, "--field", "identity_number", "--value", "051 190 001 234", "--wait"}).exit_code, 0);
  ASSERT_EQ(sohoa.Run({"edit", "field", document, "--field", "applicant_name", "--value", "Trần Thị Bưởi", "--wait"}).exit_code, 0);
  Json validation;
  for (int i = 0; i < 300 && validation.empty(); ++i) {
    const Json shown = Json::parse(sohoa.Run({"--json", "fields", document}).out);
    for (const Json& field : shown["fields"]) {
      if (field["code"] == "applicant_name") validation = field["validation"];
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  ASSERT_EQ(validation.size(), 1u) << people.Out();
  EXPECT_EQ(validation[0]["rule"], "population_registry");
  EXPECT_EQ(validation[0]["result"], "pass");
  EXPECT_EQ(sohoa.Stop(server, SIGTERM), 0);
}

TEST(Serve, WhatWasReceivedBeforeAKillIsFinishedAfterIt) {
  CommandRunner sohoa;
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  const CommandResult submitted = sohoa.Run({"--json", "submit", "--dossier", kCode, SampleWith(".png"), SampleWith(".tif")});
  ASSERT_EQ(submitted.exit_code, 0) << submitted.err;
  sohoa.Stop(server, SIGKILL);
  std::filesystem::remove(sohoa.folder() / "archive" / "endpoint");

  sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  for (int i = 0; i < 600; ++i) {
    const CommandResult shown = sohoa.Run({"--json", "show", kCode});
    if (shown.exit_code == 0 && Json::parse(shown.out)["state"] == "committed") {
      EXPECT_GE(Json::parse(shown.out)["documents"].size(), 2u);
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  FAIL() << "the dossier did not come out";
}

}  // namespace
}  // namespace sohoa
