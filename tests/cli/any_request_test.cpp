// SPDX-License-Identifier: Apache-2.0
//
// Generated requests to every operation of /openapi.json, against a server with a dossier in it. SOHOA_PROPERTY_SECONDS lets
// it ask for longer than a few seconds, SOHOA_PROPERTY_SEED for other things; both are printed.
#include <gtest/gtest.h>

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "api/running_example.h"
#include "cli/command_runner.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

std::string OfEnvironment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

TEST(AnyRequest, IsAnsweredAsDescribedAndNeverByAFailureOfTheServer) {
  CommandRunner sohoa;
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  const std::uint16_t port = HttpPortOf(sohoa);
  ASSERT_NE(port, 0);
  const CommandResult key = sohoa.Run({"--json", "key", "add", "all", "--role", "clerk,verifier,archivist,workflow,operator,auditor,administrator", "--agency", "*", "--secrecy", "tuyet-mat"});
  ASSERT_EQ(key.exit_code, 0) << key.err;
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", "000.00.18.H42-181004-0001", "--wait", SampleWith(".png")}).exit_code, 0);
  const std::string script = std::string(std::getenv("SOHOA_BIN_DIR")) + "/npm/any_request.mjs";
  RunningExample requests({"node", script, "http://127.0.0.1:" + std::to_string(port), nlohmann::json::parse(key.out)["key"], OfEnvironment("SOHOA_PROPERTY_SECONDS", "5"),
                           OfEnvironment("SOHOA_PROPERTY_SEED", "1")},
                          {});
  const int ended = requests.Wait();
  EXPECT_EQ(ended, 0);
  std::printf("%s%s", requests.Err().c_str(), requests.Out().c_str());
  EXPECT_NE(requests.Out().find(" operations"), std::string::npos);
  EXPECT_FALSE(sohoa.Ended(server)) << "the server is gone";
  EXPECT_EQ(sohoa.Stop(server, SIGTERM), 0);
}

}  // namespace
}  // namespace sohoa
