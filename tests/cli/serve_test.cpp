// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include <nlohmann/json.hpp>

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
