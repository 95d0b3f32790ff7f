// SPDX-License-Identifier: Apache-2.0
//
// A client that a known generator makes from /openapi.json, against a server that reads for real.
#include <gtest/gtest.h>

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "api/running_example.h"
#include "cli/command_runner.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

TEST(PeerClient, MadeFromTheDescriptionCompilesAndPassesARoundTrip) {
  CommandRunner sohoa;
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  const std::uint16_t port = HttpPortOf(sohoa);
  ASSERT_NE(port, 0);
  const CommandResult key = sohoa.Run({"--json", "key", "add", "mot-cua", "--role", "verifier,workflow", "--agency", "*"});
  ASSERT_EQ(key.exit_code, 0) << key.err;
  const std::string code = "000.00.18.H42-181004-0001";
  const std::string script = std::string(std::getenv("SOHOA_BIN_DIR")) + "/npm/peer_client.mjs";
  RunningExample client({"node", script, "http://127.0.0.1:" + std::to_string(port), nlohmann::json::parse(key.out)["key"], code, SampleWith(".png").string(), "tiep nhan"}, {});
  ASSERT_EQ(client.Wait(), 0) << client.Err();
  EXPECT_EQ(client.Out(), "Decided Document Dossier Dossiers Events Fields Opened Problem Progress Receipt ReceiptOrBegun SearchAnswer Session\n");
  EXPECT_EQ(sohoa.Stop(server, SIGTERM), 0);
}

}  // namespace
}  // namespace sohoa
