// SPDX-License-Identifier: Apache-2.0
//
// A server is killed while an original comes in by and by.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include <nlohmann/json.hpp>

#include "api/http_wire.h"
#include "cli/command_runner.h"
#include "cli/running_server.h"
#include "core/sha256.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kUploaded = "H42.18-260930-0081";

class Uploads : public ::testing::Test {
 protected:
  Uploads() {
    std::ofstream(sohoa_.folder() / "sohoa.toml") << "[reader]\nengine = \"null\"\n";
    std::ifstream in(SampleWith(".pdf"), std::ios::binary);
    paper_.assign((std::istreambuf_iterator<char>(in)), {});
  }
  void Serve() {
    server_ = sohoa_.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
    ASSERT_TRUE(WaitForServer(sohoa_));
    port_ = HttpPortOf(sohoa_);
    ASSERT_NE(port_, 0);
  }
  void Kill() {
    sohoa_.Stop(server_, SIGKILL);
    std::filesystem::remove(sohoa_.folder() / "archive" / "endpoint");
  }
  WireResponse Patch(const std::string& upload, std::size_t offset, const std::string& body, bool is_last) {
    return Ask(port_, "PATCH", upload,
               "Content-Type: application/partial-upload\r\nUpload-Offset: " + std::to_string(offset) + "\r\nUpload-Complete: ?" + (is_last ? "1" : "0") + "\r\n", body);
  }
  std::size_t OffsetOf(const std::string& upload) {
    const std::string offset = Ask(port_, "HEAD", upload).Header("upload-offset");
    return offset.empty() ? 0 : std::stoul(offset);
  }

  CommandRunner sohoa_;
  std::string paper_;
  pid_t server_ = 0;
  std::uint16_t port_ = 0;
};

TEST_F(Uploads, GoOnWhereTheyWereWhenTheServerThatIsKilledIsThereAgain) {
  Serve();
  ASSERT_EQ(Ask(port_, "POST", "/v1/dossiers", "", "{\"dossier\":\"" + std::string(kUploaded) + "\",\"batch\":\"b1\"}").status, 201);
  const std::string target = "/v1/dossiers/" + std::string(kUploaded) + "/originals?batch=b1&place=1&name=ke-hoach.pdf";
  const WireResponse begun = Ask(port_, "POST", target, "Upload-Complete: ?0\r\nUpload-Length: " + std::to_string(paper_.size()) + "\r\n", paper_.substr(0, 200'000));
  ASSERT_EQ(begun.status, 201) << begun.body;
  const std::string upload = begun.Header("location");
  // Twice in the middle of a body: of what was sent before, some came.
  std::size_t known = 200'000;
  for (int round = 0; round < 2; ++round) {
    HttpWire wire(port_);
    const std::string rest = paper_.substr(known);
    wire.Send(Request("PATCH", upload,
                      "Content-Type: application/partial-upload\r\nUpload-Complete: ?1\r\nUpload-Offset: " + std::to_string(known) +
                          "\r\nContent-Length: " + std::to_string(rest.size()) + "\r\n") + rest.substr(0, 400'000));
    const std::filesystem::path part = sohoa_.folder() / "archive" / "uploads" / (upload.substr(upload.rfind('/') + 1) + ".part");
    for (int i = 0; i < 500 && std::filesystem::file_size(part) <= known; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    Kill();
    Serve();
    const std::size_t there = OffsetOf(upload);
    EXPECT_GT(there, known);
    EXPECT_LE(there, known + 400'000);
    known = there;
  }
  const WireResponse last = Patch(upload, known, paper_.substr(known), true);
  ASSERT_EQ(last.status, 201) << last.body;
  EXPECT_EQ(Json::parse(last.body)["originals"][0]["sha256"], Sha256::Of(paper_).Hex());
  EXPECT_EQ(Json::parse(last.body)["pages"], 6);
  // The receipt was given: from here on it is in the archive, whatever happens.
  Kill();
  Serve();
  EXPECT_EQ(Patch(upload, paper_.size(), "", true).body, last.body);
  ASSERT_EQ(Ask(port_, "POST", "/v1/dossiers/" + std::string(kUploaded) + "/seal").status, 202);
  Json job = Json::object();
  for (int i = 0; i < 600 && job.value("stage", "") != "done"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    job = Json::parse(Ask(port_, "GET", "/v1/jobs/" + std::string(kUploaded)).body);
  }
  EXPECT_EQ(job["stage"], "done") << job.dump();
  EXPECT_EQ(job["pages_done"], 6);
  EXPECT_EQ(sohoa_.Run({"verify"}).exit_code, 0);
  EXPECT_EQ(sohoa_.Stop(server_, SIGTERM), 0);
}

}  // namespace
}  // namespace sohoa
