// SPDX-License-Identifier: Apache-2.0
//
// A coordinator, workers and desks as on hosts of their own: separate processes, keys made and
// allowed with the commands, everything over TCP.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "cli/command_runner.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kFromQuay = "H42.18-260930-0012";

bool Within(int seconds, const std::function<bool()>& reached) {
  for (int i = 0; i < seconds * 10 && !reached(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  return reached();
}

int FreePort() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  EXPECT_EQ(bind(probe, reinterpret_cast<sockaddr*>(&address), length), 0);
  EXPECT_EQ(getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length), 0);
  close(probe);
  return ntohs(address.sin_port);
}

class Hosts : public testing::Test {
 protected:
  Hosts() : endpoint_("tcp://127.0.0.1:" + std::to_string(FreePort())) {
    Write("server.toml", "[transport]\nkey = \"server.key\"\nallow = \"peers\"\n[serve]\nlisten = [\"" + endpoint_ + "\"]\n");
    server_key_ = MakeKey("server");
  }

  void Write(const std::string& name, const std::string& text) const { std::ofstream(sohoa_.folder() / name) << text; }

  std::string MakeKey(const std::string& name) const {
    const CommandResult made = sohoa_.Run({"--json", "peer", "make", name});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    return Json::parse(made.out)["public_key"];
  }

  // A host of this name, with its own key, that is allowed as `role`; "" = it is not.
  void AddHost(const std::string& name, const std::string& role) const {
    const std::string key = MakeKey(name);
    if (!role.empty()) {
      const CommandResult allowed = sohoa_.Run({"--config", "server.toml", "peer", "allow", name, "--role", role, "--key", key});
      ASSERT_EQ(allowed.exit_code, 0) << allowed.err;
    }
    Write(name + ".toml", "[transport]\nconnect = \"" + endpoint_ + "\"\nkey = \"" + name + ".key\"\nserver_key = \"" + server_key_ +
                              "\"\n[reader]\nengine = \"null\"\n");
  }

  CommandResult On(const std::string& host, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--config", host + ".toml"});
    return sohoa_.Run(arguments);
  }

  pid_t StartOn(const std::string& host, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--config", host + ".toml"});
    return sohoa_.Start(arguments);
  }

  void StartCoordinator() {
    coordinator_ = StartOn("server", {"coordinator"});
    ASSERT_TRUE(Within(20, [this] { return std::filesystem::exists(sohoa_.folder() / "archive" / "endpoint"); }));
  }

  Json Status() const {
    const CommandResult status = On("server", {"--json", "status"});
    EXPECT_EQ(status.exit_code, 0) << status.err;
    return Json::parse(status.out, nullptr, false);
  }

  // The id of the one worker whose key has this name.
  std::string WorkerOf(const std::string& host) const {
    const Json status = Status();
    for (const Json& worker : status["workers"]) {
      if (worker["id"].get<std::string>().starts_with(host + "/")) return worker["id"];
    }
    return "";
  }

  static std::filesystem::path Page() {
    for (const auto& entry : std::filesystem::directory_iterator(CommandRunner::Samples())) {
      if (entry.path().extension() == ".png") return entry.path();
    }
    return {};
  }

  CommandRunner sohoa_;
  const std::string endpoint_;
  std::string server_key_;
  pid_t coordinator_ = 0;
};

TEST_F(Hosts, ADossierGoesFromADeskThroughTwoPoolsOfWorkers) {
  AddHost("quay-1", "desk");
  AddHost("doc-trang", "worker");
  AddHost("lap-ho-so", "worker");
  StartCoordinator();
  StartOn("doc-trang", {"worker", "--service", "page", "--threads", "2"});
  StartOn("lap-ho-so", {"worker", "--service", "dossier"});

  const CommandResult submitted = On("quay-1", {"--json", "submit", "--dossier", kFromQuay, "--wait", Page()});

  ASSERT_EQ(submitted.exit_code, 0) << submitted.err;
  EXPECT_FALSE(Json::parse(submitted.out)["seconds"]["to_searchable"].is_null());
  const Json status = Status();
  ASSERT_EQ(status["workers"].size(), 2u);
  for (const Json& worker : status["workers"]) {
    const bool reads = worker["id"].get<std::string>().starts_with("doc-trang/");
    EXPECT_EQ(worker["services"], reads ? Json({"page"}) : Json({"dossier"}));
    EXPECT_EQ(worker["credit"], reads ? 2 : 1);
    EXPECT_EQ(worker["engine"].get<std::string>().empty(), !reads);
    EXPECT_FALSE(worker["program"].get<std::string>().empty());
  }
  // A desk hands in, and asks nothing else.
  EXPECT_NE(On("quay-1", {"search", "ho so"}).exit_code, 0);
}

TEST_F(Hosts, AWorkerWhoseKeyIsNotAllowedEndsAndSaysWhy) {
  AddHost("quay-1", "desk");
  AddHost("la", "");
  StartCoordinator();

  const CommandResult worker = On("la", {"worker", "--service", "dossier"});

  EXPECT_EQ(worker.exit_code, 4);
  EXPECT_NE(worker.err.find("does not allow our key"), std::string::npos) << worker.err;
  // A key of another role is no better.
  const CommandResult desk = On("quay-1", {"worker", "--service", "dossier"});
  EXPECT_EQ(desk.exit_code, 4);
  EXPECT_NE(desk.err.find("desk"), std::string::npos) << desk.err;
}

TEST_F(Hosts, ARevokedWorkerIsCutOffWhileItRuns) {
  AddHost("may-1", "worker");
  StartCoordinator();
  const pid_t worker = StartOn("may-1", {"worker", "--service", "dossier"});
  ASSERT_TRUE(Within(20, [this] { return !WorkerOf("may-1").empty(); }));

  ASSERT_EQ(sohoa_.Run({"--config", "server.toml", "peer", "revoke", "may-1"}).exit_code, 0);

  EXPECT_TRUE(Within(30, [this] { return WorkerOf("may-1").empty(); }));
  EXPECT_TRUE(Within(30, [&] { return sohoa_.Ended(worker); }));
  EXPECT_EQ(sohoa_.Stop(worker, SIGKILL), 4);
}

TEST_F(Hosts, AWorkerIsDrainedResumedAndEndedFromAnotherHost) {
  AddHost("may-1", "worker");
  AddHost("truc", "operator");
  AddHost("quay-1", "desk");
  StartCoordinator();
  const pid_t process = StartOn("may-1", {"worker"});
  ASSERT_TRUE(Within(20, [this] { return !WorkerOf("may-1").empty(); }));
  const std::string worker = WorkerOf("may-1");

  const CommandResult drained = On("truc", {"--json", "drain", worker});
  ASSERT_EQ(drained.exit_code, 0) << drained.err;
  EXPECT_EQ(Json::parse(drained.out)["state"], "drained");
  ASSERT_EQ(On("quay-1", {"submit", "--dossier", kFromQuay, Page()}).exit_code, 0);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  EXPECT_EQ(Status()["pages_done"], 0);
  EXPECT_EQ(Status()["workers"][0]["order"], "pause");

  ASSERT_EQ(On("truc", {"drain", worker, "--resume"}).exit_code, 0);
  EXPECT_TRUE(Within(60, [this] { return Status()["pages_done"] == 1; }));

  EXPECT_EQ(On("truc", {"drain", worker, "--end"}).exit_code, 0);
  EXPECT_TRUE(WorkerOf("may-1").empty());
  EXPECT_TRUE(Within(30, [&] { return sohoa_.Ended(process); }));
  EXPECT_EQ(sohoa_.Stop(process, SIGKILL), 0);
  EXPECT_EQ(On("truc", {"drain", worker}).exit_code, 3);
  EXPECT_NE(On("quay-1", {"drain", worker}).exit_code, 0);
}

TEST_F(Hosts, NothingIsOfferedToOtherHostsWithoutKeys) {
  Write("open.toml", "[serve]\nlisten = [\"tcp://0.0.0.0:" + std::to_string(FreePort()) + "\"]\n");

  const CommandResult coordinator = On("open", {"coordinator"});
  const CommandResult worker = sohoa_.Run({"worker", "--connect", "tcp://192.0.2.1:5570"});

  for (const CommandResult& result : {coordinator, worker}) {
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.err.find("sohoa peer make"), std::string::npos) << result.err;
  }
}

TEST_F(Hosts, TheListOfPeersIsKeptByTheCommand) {
  AddHost("quay-1", "desk");
  const CommandResult listed = sohoa_.Run({"--config", "server.toml", "--json", "peer", "list"});
  ASSERT_EQ(listed.exit_code, 0) << listed.err;
  EXPECT_EQ(Json::parse(listed.out)["role"], "desk");
  EXPECT_EQ(sohoa_.Run({"peer", "make", "quay-1"}).exit_code, 3) << "a key file is never written over";
  EXPECT_EQ(sohoa_.Run({"--config", "server.toml", "peer", "revoke", "quay-2"}).exit_code, 3);
  EXPECT_EQ(sohoa_.Run({"--config", "server.toml", "peer", "allow", "quay-3", "--role", "desk", "--key", "abc"}).exit_code, 2);
  EXPECT_EQ(sohoa_.Run({"peer", "list"}).exit_code, 2) << "without transport.allow there is no list";
}

TEST_F(Hosts, DrainAndDemandNeedAServerThatRuns) {
  EXPECT_EQ(sohoa_.Run({"drain", "w"}).exit_code, 4);
  EXPECT_EQ(sohoa_.Run({"workers-needed"}).exit_code, 4);
}

}  // namespace
}  // namespace sohoa
