// SPDX-License-Identifier: Apache-2.0
//
// user, key and webhook as an administrator types them, with and without a server that runs.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "api/http_wire.h"
#include "api/running_example.h"
#include "cli/command_runner.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

using AccountJson = nlohmann::json;

constexpr const char* kLongPassword = "mot mat khau dai\n";

TEST(Accounts, AreMadeChangedAndListedWithoutAServer) {
  const CommandRunner sohoa;
  EXPECT_EQ(sohoa.Run({"user", "add", "an", "--role", "clerk"}, kLongPassword).exit_code, 2) << "of which agency?";
  EXPECT_EQ(sohoa.Run({"user", "add", "an", "--role", "clerk,administrator", "--agency", "H42.18"}, "kurz\n").exit_code, 2);
  const CommandResult added = sohoa.Run({"user", "add", "an", "--role", "clerk,administrator", "--agency", "H42.18"}, kLongPassword);
  ASSERT_EQ(added.exit_code, 0) << added.err;
  EXPECT_NE(sohoa.Run({"user", "add", "an", "--role", "auditor"}, kLongPassword).exit_code, 0) << "the name is taken";
  ASSERT_EQ(sohoa.Run({"user", "role", "an", "--secrecy", "mat"}).exit_code, 0);
  ASSERT_EQ(sohoa.Run({"user", "disable", "an"}).exit_code, 0);
  const CommandResult listed = sohoa.Run({"--json", "user", "list"});
  ASSERT_EQ(listed.exit_code, 0) << listed.err;
  const AccountJson users = AccountJson::parse(listed.out)["users"];
  ASSERT_EQ(users.size(), 1u);
  EXPECT_EQ(users[0]["roles"], (AccountJson{"clerk", "administrator"}));
  EXPECT_EQ(users[0]["agencies"], (AccountJson{"H42.18"}));
  EXPECT_EQ(users[0]["up_to"], "mat");
  EXPECT_EQ(users[0]["disabled"], true);
  EXPECT_EQ(listed.out.find("argon2"), std::string::npos);
  const std::string shown = sohoa.Run({"user", "list"}).out;
  EXPECT_NE(shown.find("  H42.18  "), std::string::npos) << shown;
  EXPECT_EQ(shown.find('['), std::string::npos) << shown;
}

TEST(Accounts, OfPeopleWhoLogInElsewhereHaveASubjectOfTheIssuerThatIsSet) {
  const CommandRunner sohoa;
  EXPECT_EQ(sohoa.Run({"user", "add", "an", "--role", "auditor", "--subject", "7"}).exit_code, 2) << "of which issuer?";
  std::ofstream(sohoa.folder() / "sohoa.toml") << "[oidc]\nissuer = \"https://sso.example\"\n";
  ASSERT_EQ(sohoa.Run({"user", "add", "an", "--role", "auditor", "--subject", "7"}).exit_code, 0) << "without a password";
  ASSERT_EQ(sohoa.Run({"user", "add", "binh", "--role", "auditor"}, kLongPassword).exit_code, 0);
  EXPECT_NE(sohoa.Run({"user", "subject", "binh", "--subject", "7"}).exit_code, 0) << "that is an";
  ASSERT_EQ(sohoa.Run({"user", "subject", "binh", "--subject", "8"}).exit_code, 0);
  const AccountJson users = AccountJson::parse(sohoa.Run({"--json", "user", "list"}).out)["users"];
  EXPECT_EQ(users[0]["login"], "oidc");
  EXPECT_EQ(users[1]["login"], "password, oidc");
  ASSERT_EQ(sohoa.Run({"user", "subject", "binh"}).exit_code, 0);
  EXPECT_EQ(AccountJson::parse(sohoa.Run({"--json", "user", "list"}).out)["users"][1]["login"], "password");
  // What is set wrongly is said when the server starts.
  EXPECT_EQ(sohoa.Run({"serve", "--http", "127.0.0.1:0", "--workers", "0"}).exit_code, 2) << "which client?";
}

TEST(Accounts, OpenAndCloseARunningServer) {
  CommandRunner sohoa;
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "0"});
  ASSERT_TRUE(WaitForServer(sohoa));
  const std::uint16_t port = HttpPortOf(sohoa);
  ASSERT_NE(port, 0);
  EXPECT_EQ(Ask(port, "GET", "/v1/dossiers").status, 200);
  ASSERT_EQ(sohoa.Run({"user", "add", "an", "--role", "verifier", "--agency", "*"}, kLongPassword).exit_code, 0);
  EXPECT_EQ(Ask(port, "GET", "/v1/dossiers").status, 401);
  const WireResponse in = Ask(port, "POST", "/v1/session", "Content-Type: application/json\r\n", R"({"name": "an", "password": "mot mat khau dai"})");
  ASSERT_EQ(in.status, 200) << in.body;
  const std::string set = in.Header("set-cookie");
  const std::string cookie = "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  EXPECT_EQ(Ask(port, "GET", "/v1/dossiers", cookie).status, 200);

  const CommandResult key = sohoa.Run({"--json", "key", "add", "mot-cua", "--role", "workflow", "--agency", "*", "--expires", "2099-12-31"});
  ASSERT_EQ(key.exit_code, 0) << key.err;
  const std::string bearer = "Authorization: Bearer " + AccountJson::parse(key.out)["key"].get<std::string>() + "\r\n";
  EXPECT_EQ(Ask(port, "GET", "/v1/events", bearer).status, 200);
  ASSERT_EQ(sohoa.Run({"key", "revoke", "mot-cua"}).exit_code, 0);
  EXPECT_EQ(Ask(port, "GET", "/v1/events", bearer).status, 401);
  EXPECT_FALSE(AccountJson::parse(sohoa.Run({"--json", "key", "list"}).out)["keys"][0]["revoked_at"].is_null());
  ASSERT_EQ(sohoa.Run({"user", "disable", "an"}).exit_code, 0);
  EXPECT_EQ(Ask(port, "GET", "/v1/dossiers", cookie).status, 401) << "his session is over";
  EXPECT_EQ(sohoa.Stop(server, SIGTERM), 0);
}

// A port where nobody listens yet.
std::string FreePort() {
  RunningExample receiver({"python3", RunningExample::File("webhook_receiver.py"), "0"}, {{"SOHOA_SECRET", "-"}});
  return receiver.FirstErrLine();
}

AccountJson HookOf(const CommandRunner& sohoa) { return AccountJson::parse(sohoa.Run({"--json", "webhook", "list"}).out)["webhooks"][0]; }

TEST(Webhooks, TellWhatHappenedOnceSomebodyAnswersThoughTheServerWasKilledMeanwhile) {
  CommandRunner sohoa;
  const std::string port = FreePort();
  ASSERT_FALSE(port.empty());
  const std::string url = "http://127.0.0.1:" + port + "/sohoa";
  std::ofstream(sohoa.folder() / "sohoa.toml") << "[webhooks]\nallow = [\"http://127.0.0.1:" << port << "\"]\nnetworks = [\"127.0.0.1/32\"]\n";
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "0"});
  ASSERT_TRUE(WaitForServer(sohoa));
  EXPECT_EQ(sohoa.Run({"webhook", "add", "mot-cua", "--url", url, "--key", "mot-cua"}).exit_code, 2) << "whose rights?";
  ASSERT_EQ(sohoa.Run({"key", "add", "mot-cua", "--role", "workflow", "--agency", "*"}).exit_code, 0);
  EXPECT_NE(sohoa.Run({"webhook", "add", "mot-cua", "--url", "https://elsewhere.example/", "--key", "mot-cua"}).exit_code, 0) << "it is not allowed";
  const CommandResult added = sohoa.Run({"--json", "webhook", "add", "mot-cua", "--url", url, "--key", "mot-cua", "--events", "batch.sealed"});
  ASSERT_EQ(added.exit_code, 0) << added.err;
  const std::string secret = AccountJson::parse(added.out)["secret"];
  EXPECT_EQ(sohoa.Run({"webhook", "test", "mot-cua"}).exit_code, 4) << "nobody answers";
  ASSERT_EQ(sohoa.Run({"submit", "--dossier", "H42.18-260930-0012", SampleWith(".png")}).exit_code, 0);
  for (int i = 0; i < 100 && HookOf(sohoa)["state"] != "away"; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(HookOf(sohoa)["state"], "away");
  EXPECT_NE(sohoa.Run({"status"}).out.find("mot-cua does not answer"), std::string::npos);
  sohoa.Stop(server, SIGKILL);

  const RunningExample receiver({"python3", RunningExample::File("webhook_receiver.py"), port}, {{"SOHOA_SECRET", secret}});
  ASSERT_EQ(receiver.FirstErrLine(), port);
  std::filesystem::remove(sohoa.folder() / "archive" / "endpoint");
  const pid_t again = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "0"});
  ASSERT_TRUE(WaitForServer(sohoa));
  for (int i = 0; i < 200 && receiver.Out().find('\n') == std::string::npos; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const AccountJson told = AccountJson::parse(receiver.Out(), nullptr, false);
  EXPECT_EQ(told["kind"], "batch.sealed") << receiver.Out();
  EXPECT_EQ(told["dossier"], "H42.18-260930-0012");
  const CommandResult tested = sohoa.Run({"webhook", "test", "mot-cua"});
  EXPECT_EQ(tested.out, "HTTP 204\n") << tested.err;
  EXPECT_EQ(sohoa.Run({"webhook", "replay", "mot-cua"}).exit_code, 0);
  EXPECT_EQ(sohoa.Run({"webhook", "dead", "mot-cua"}).out, "");
  EXPECT_EQ(sohoa.Run({"webhook", "remove", "mot-cua"}).exit_code, 0);
  EXPECT_NE(sohoa.Run({"webhook", "test", "mot-cua"}).exit_code, 0);
  EXPECT_EQ(sohoa.Stop(again, SIGTERM), 0);
}

}  // namespace
}  // namespace sohoa
