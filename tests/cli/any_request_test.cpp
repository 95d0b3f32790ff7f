// SPDX-License-Identifier: Apache-2.0
//
// Generated requests to every operation of /openapi.json, against a server with a dossier in it. SOHOA_PROPERTY_SECONDS lets
// it ask for longer than a few seconds, SOHOA_PROPERTY_SEED for other things; both are printed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

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
  // So that every operation is there: a provider to log in at, a webhook to ask about, a register (that is away).
  const std::string scripts = std::string(std::getenv("SOHOA_BIN_DIR")) + "/npm/";
  const RunningExample provider({"node", scripts + "oidc_provider.mjs", "http://127.0.0.1:1"}, {});
  const std::string issuer = "http://127.0.0.1:" + provider.FirstErrLine();
  std::ofstream(sohoa.folder() / "registry-key") << "a key of a test alone\n";
  std::ofstream(sohoa.folder() / "sohoa.toml") << "[oidc]\nissuer = \"" << issuer << "\"\nclient_id = \"sohoa\"\npublic_url = \"http://127.0.0.1:1\"\nnetworks = [\"127.0.0.1/32\"]\n"
                                               << "[webhooks]\nallow = [\"http://127.0.0.1:1\"]\nnetworks = [\"127.0.0.1/32\"]\n"
                                               << "[registries]\npopulation_url = \"http://127.0.0.1:1/person\"\nclient_id = \"sohoa\"\nkey_file = \"" << (sohoa.folder() / "registry-key").string()
                                               << "\"\nlegal_basis = \"a test\"\n";
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  const std::uint16_t port = HttpPortOf(sohoa);
  ASSERT_NE(port, 0);
  const CommandResult key = sohoa.Run({"--json", "key", "add", "all", "--role", "clerk,verifier,archivist,workflow,operator,auditor,administrator", "--agency", "*", "--secrecy", "tuyet-mat"});
  ASSERT_EQ(key.exit_code, 0) << key.err;
  ASSERT_EQ(sohoa.Run({"webhook", "add", "mot-cua", "--url", "http://127.0.0.1:1/", "--key", "all"}).exit_code, 0);
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", "000.00.18.H42-181004-0001", "--wait", SampleWith(".png")}).exit_code, 0);
  // A page that cannot be read.
  std::ofstream(sohoa.folder() / "broken.png", std::ios::binary) << "\x89PNG\r\n\x1a\n";
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", "000.00.18.H42-181004-0002", (sohoa.folder() / "broken.png").string()}).exit_code, 1) << "its page waits in quarantine";
  RunningExample requests({"node", scripts + "any_request.mjs", "http://127.0.0.1:" + std::to_string(port), nlohmann::json::parse(key.out)["key"], OfEnvironment("SOHOA_PROPERTY_SECONDS", "5"),
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
