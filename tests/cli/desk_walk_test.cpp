// SPDX-License-Identifier: Apache-2.0
//
// The desk as a clerk has it: its program, a coordinator with a worker that reads, a network scanner, a browser.
#include <gtest/gtest.h>

#include <cstdlib>
#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include <nlohmann/json.hpp>

#include "api/http_wire.h"
#include "api/running_example.h"
#include "cli/command_runner.h"
#include "cli/pseudo_terminal.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

std::string InBin(const std::string& program) { return std::string(std::getenv("SOHOA_BIN_DIR")) + "/" + program; }

// The first line of what a program prints; waits for it.
std::string FirstLine(const std::function<std::string()>& out) {
  for (int i = 0; i < 300; ++i) {
    const std::string text = out();
    if (const std::size_t end = text.find('\n'); end != std::string::npos) return text.substr(0, end);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return "";
}

std::string FileText(const std::filesystem::path& path) {
  std::ifstream file(path);
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

TEST(DeskWalk, AClerkScansADossierByKeyboardAlone) {
  const RunningExample scanner({InBin("escl-scanner"), "--sheets", "7", "--loaded", "0", "--dpi", "150", "--pace-ms", "100"}, {});
  const std::string url = FirstLine([&] { return scanner.Out(); });
  ASSERT_TRUE(url.ends_with("/eSCL")) << url;
  CommandRunner sohoa;
  const std::filesystem::path sane = sohoa.folder() / "sane.d";
  std::filesystem::create_directories(sane);
  std::ofstream(sane / "dll.conf") << "airscan\n";
  std::ofstream(sane / "airscan.conf") << "[devices]\n\"May quet\" = " << url << ", eSCL\n[options]\ndiscovery = disable\n";
  setenv("SANE_CONFIG_DIR", sane.c_str(), 1);

  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  const pid_t desk = sohoa.Start({"desk", "--json", "--http", "127.0.0.1:0", "--spool", (sohoa.folder() / "spool").string()});
  const nlohmann::json said = nlohmann::json::parse(FirstLine([&] { return FileText(sohoa.folder() / "stdout-1"); }), nullptr, false);
  ASSERT_TRUE(said.is_object()) << FileText(sohoa.folder() / "stderr-1");
  std::string address = said.at("http");
  address.pop_back();
  const char* shots = std::getenv("SOHOA_SCREENSHOTS");
  RunningExample walk({"node", InBin("npm/desk_walk.mjs"), address, url.substr(0, url.rfind('/')), shots != nullptr ? shots : ""}, {});
  EXPECT_EQ(walk.Wait(), 0) << walk.Err() << FileText(sohoa.folder() / "stderr-1");
  EXPECT_EQ(sohoa.Stop(desk, SIGTERM), 0);
  EXPECT_EQ(sohoa.Stop(server, SIGTERM), 0);
}

TEST(ScanCommand, WaitsAtTheTerminalUntilAJamIsDealtWith) {
  const RunningExample scanner({InBin("escl-scanner"), "--sheets", "3", "--dpi", "75"}, {});
  const std::string url = FirstLine([&] { return scanner.Out(); });
  ASSERT_TRUE(url.ends_with("/eSCL")) << url;
  const std::string said = scanner.Out();
  const std::string device = said.substr(url.size() + 1, said.rfind('\n') - url.size() - 1);
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  const CommandRunner sohoa;
  std::filesystem::create_directories(sohoa.folder() / "sane.d");
  std::ofstream(sohoa.folder() / "sane.d" / "dll.conf") << "airscan\n";
  std::ofstream(sohoa.folder() / "sane.d" / "airscan.conf") << "[options]\ndiscovery = disable\n";
  std::ofstream(sohoa.folder() / "sohoa.toml") << "[reader]\nengine = \"null\"\n";
  ASSERT_EQ(Ask(port, "POST", "/control/fault?kind=jam&sheet=2").status, 204);

  PseudoTerminal terminal(sohoa.folder(), {"--config", (sohoa.folder() / "sohoa.toml").string(), "scan", "--device", device, "--dossier", "H42.18-261127-0001", "--dpi", "75"},
                          {{"SANE_CONFIG_DIR", (sohoa.folder() / "sane.d").string()}, {"LC_ALL", "C.UTF-8"}});
  for (int i = 0; i < 300 && terminal.Read(100).find("put sheet 2") == std::string::npos; ++i) {
  }
  ASSERT_NE(terminal.Read(0).find("put sheet 2"), std::string::npos) << terminal.Read(0);
  ASSERT_EQ(Ask(port, "POST", "/control/clear").status, 204);
  terminal.Type("\n");
  EXPECT_EQ(terminal.Wait(60'000), 0) << terminal.Read(0);
  EXPECT_NE(terminal.Read(0).find("0003.png"), std::string::npos) << terminal.Read(0);
}

// A few of them; more by the program itself (docs/RELIABILITY.md).
TEST(DeskFaults, EveryConfirmedPageIsInTheArchiveOnceAndInOrder) {
  RunningExample faults({"node", InBin("npm/desk_faults.mjs"), "--bin", InBin(""), "--runs", "12", "--seed", "2711"}, {});
  EXPECT_EQ(faults.Wait(), 0) << faults.Out() << faults.Err();
}

}  // namespace
}  // namespace sohoa
