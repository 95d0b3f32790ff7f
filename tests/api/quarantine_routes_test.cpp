// SPDX-License-Identifier: Apache-2.0
//
// What an operator does with pages that could not go on, over HTTP, with a real coordinator.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "api/served_archive.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"
#include "workers/played_worker.h"
#include "workers/worker.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kCoordinator = "inproc://quarantine-routes";
constexpr const char* kOpen = "H42.18-260930-0099";

class QuarantineRoutes : public ServedArchive {
 protected:
  QuarantineRoutes() { Serve(); }
  ~QuarantineRoutes() override { queries_.SetCoordinator(nullptr); }

  // Two originals that only look like PNG files at first sight.
  void HandInBrokenOriginals() {
    CoordinatorOptions options;
    options.endpoints = {kCoordinator};
    options.reader = options_.reader;
    Result<std::unique_ptr<Coordinator>> coordinator = Coordinator::Start(archive_, options, nullptr);
    ASSERT_TRUE(coordinator) << coordinator.status().ToString();
    coordinator_ = std::move(*coordinator);
    queries_.SetCoordinator(coordinator_.get());
    auto connected = DeskClient::Connect(options.endpoints[0], 20'000);
    ASSERT_TRUE(connected) << connected.status().ToString();
    desk_ = std::move(*connected);
    ASSERT_TRUE(desk_->OpenBatch({kOpen, "", "", ""}, "b1", Lane::kCounter).ok());
    for (std::uint32_t place = 0; place < 2; ++place) {
      const std::string bytes = "\x89PNG\r\n\x1a\n and nothing more " + std::to_string(place);
      const auto receipt = desk_->Upload(kOpen, "b1", place, *OriginalFile::FromBytes(bytes, "broken.png"), nullptr);
      ASSERT_TRUE(receipt) << receipt.status().ToString();
      ASSERT_EQ(receipt->quarantined, 1u);
    }
    pages_ = GetJson("/v1/quarantine")["pages"];
    ASSERT_EQ(pages_.size(), 2u);
  }

  // Returns when all that was handed in is in the archive.
  void PutTogether() {
    ASSERT_TRUE(desk_->SealAll(kOpen).ok());
    WorkerOptions options;
    options.endpoint = kCoordinator;
    options.reader = options_.reader;
    const auto worker = Worker::Start(options);
    ASSERT_TRUE(worker) << worker.status().ToString();
    for (int i = 0; i < 600; ++i) {
      const auto progress = desk_->Progress(kOpen);
      if (progress && progress->all_batches_visible) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    FAIL() << "not visible after 30 s";
  }

  std::string PathOf(std::size_t i) const { return "/v1/quarantine/" + pages_[i]["id"].get<std::string>(); }

  std::unique_ptr<Coordinator> coordinator_;
  std::unique_ptr<DeskClient> desk_;
  Json pages_;
};

TEST_F(QuarantineRoutes, SayThatACoordinatorIsNeeded) {
  for (const std::string path : {"/v1/quarantine", "/v1/quarantine/p", "/v1/status"}) {
    const WireResponse response = Get(path);
    ExpectProblem(response, 503, "unavailable");
    EXPECT_NE(response.Header("retry-after"), "");
  }
}

TEST_F(QuarantineRoutes, ListPagesWithTheirReasons) {
  HandInBrokenOriginals();
  for (const Json& page : pages_) {
    EXPECT_EQ(page["dossier"], kOpen);
    EXPECT_EQ(page["code"], "bad_input");
    EXPECT_NE(page["reason"], "");
    EXPECT_EQ(page["rejected"], false);
    EXPECT_TRUE(page["at"].get<std::string>().ends_with("+07:00")) << page["at"];
  }
  EXPECT_EQ(GetJson("/v1/quarantine?limit=1")["pages"], Json::array({pages_[0]}));
  EXPECT_EQ(GetJson("/v1/quarantine?after=" + pages_[0]["id"].get<std::string>())["pages"], Json::array({pages_[1]}));
  EXPECT_EQ(GetJson(PathOf(1)), pages_[1]);
  ExpectProblem(Get("/v1/quarantine/none"), 404, "not_found");
  ExpectProblem(Get("/v1/quarantine?limit=all"), 400, "invalid_argument");
}

TEST_F(QuarantineRoutes, ShowASmallPictureOfAPageThatCanBeDecoded) {
  HandInBrokenOriginals();
  const WireResponse broken = Get(PathOf(0) + "/sample");
  ExpectProblem(broken, 422, "bad_input");
  ExpectProblem(Get("/v1/quarantine/none/sample"), 404, "not_found");

  const auto desk = DeskClient::Connect("inproc://quarantine-routes", 20'000);
  ASSERT_TRUE(desk);
  std::string gray = "P5 1200 1600 255\n";
  gray += std::string(1200 * 1600, '\xf0');
  for (int y = 200; y < 1400; y += 40) gray.replace(static_cast<std::size_t>(17 + y * 1200 + 100), 900, 900, '\x10');
  ASSERT_TRUE((*desk)->Upload(kOpen, "b1", 2, *OriginalFile::FromBytes(gray, "page.pgm"), nullptr));
  PlayedWorker worker("inproc://quarantine-routes", "w");
  const std::optional<JobBody> job = worker.WaitForJob(20'000);
  ASSERT_TRUE(job);
  ASSERT_EQ(worker.Fail(*job, Status(StatusCode::kResourceLimit, "recognise: too much on it")), Command::kCommitted);

  const WireResponse sample = Get("/v1/quarantine/" + job->job + "/sample");
  ASSERT_EQ(sample.status, 200) << sample.body;
  EXPECT_EQ(sample.Header("content-type"), "image/jpeg");
  EXPECT_TRUE(sample.body.starts_with("\xff\xd8\xff"));
  EXPECT_LT(sample.body.size(), 60'000u);
}

TEST_F(QuarantineRoutes, RetryPutsAPageBackToWork) {
  HandInBrokenOriginals();
  EXPECT_EQ(Ask(port(), "POST", PathOf(0) + "/retry").status, 200);
  EXPECT_EQ(GetJson("/v1/quarantine")["pages"], Json::array({pages_[1]}));
  ExpectProblem(Get(PathOf(0)), 404, "not_found");
  EXPECT_EQ(GetJson("/v1/status")["lanes"].at(0)["ready"], 1);
  ExpectProblem(Ask(port(), "POST", PathOf(0) + "/retry"), 409, "conflict");
  ExpectProblem(Ask(port(), "POST", "/v1/quarantine/none/retry"), 404, "not_found");
  const Json events = GetJson("/v1/events")["events"];
  EXPECT_EQ(events.back()["kind"], "page.retried");
  EXPECT_EQ(events.back()["subject"], pages_[0]["id"]);
}

TEST_F(QuarantineRoutes, RejectNeedsAReasonAndKeepsIt) {
  HandInBrokenOriginals();
  for (const std::string body : {"", "{}", "{\"reason\": \"\"}", "{\"reason\": 1}", "[]", "not JSON"}) {
    ExpectProblem(Ask(port(), "POST", PathOf(0) + "/reject", "", body), 400, "invalid_argument");
  }
  const std::string reason = "{\"reason\": \"ảnh hỏng, đã quét lại\"}";
  EXPECT_EQ(Ask(port(), "POST", PathOf(0) + "/reject", "", reason).status, 200);
  EXPECT_EQ(GetJson(PathOf(0))["rejected"], true);
  EXPECT_EQ(GetJson("/v1/events")["events"].back()["detail"], "ảnh hỏng, đã quét lại");
  ExpectProblem(Ask(port(), "POST", PathOf(0) + "/reject", "", reason), 409, "conflict");
  ExpectProblem(Ask(port(), "POST", "/v1/quarantine/none/reject", "", reason), 404, "not_found");
}

TEST_F(QuarantineRoutes, ADossierThatIsNotYetVisibleSaysHowFarItIs) {
  HandInBrokenOriginals();
  const Json dossier = GetJson("/v1/dossiers/" + std::string(kOpen));
  EXPECT_EQ(dossier["state"], "open");
  EXPECT_EQ(dossier["progress"], (Json{{"pages", 2}, {"done", 0}, {"quarantined", 2}}));
  EXPECT_EQ(GetJson("/v1/dossiers/" + std::string(kServedDossier))["state"], "committed");
}

TEST_F(QuarantineRoutes, ADossierThatBecomesVisibleWhileItIsAskedForHasAllItsPagesOrNone) {
  HandInBrokenOriginals();
  archive_.SetMeanwhile([this] { PutTogether(); });
  const Result<std::string> asked = queries_.Answer("show", Json{{"id", kOpen}}.dump());
  ASSERT_TRUE(asked) << asked.status().ToString();
  const Json before = Json::parse(*asked);
  EXPECT_EQ(before.value("version", 0), 0) << before;
  const Json after = GetJson("/v1/dossiers/" + std::string(kOpen));
  EXPECT_EQ(after["version"], 1);
  EXPECT_EQ(after["quarantined"].size(), 2u);
}

TEST_F(QuarantineRoutes, StatusAndMetricsCountPages) {
  HandInBrokenOriginals();
  const Json status = GetJson("/v1/status");
  EXPECT_EQ(status["pages_received"], 2);
  EXPECT_EQ(status["pages_quarantined"], 2);
  EXPECT_EQ(status["workers"], Json::array());
  EXPECT_EQ(GetJson("/readyz")["coordinator"], true);
  const std::string metrics = Get("/metrics").body;
  EXPECT_NE(metrics.find("sohoa_coordinator_up 1"), std::string::npos);
  EXPECT_NE(metrics.find("sohoa_pages{state=\"quarantined\"} 2"), std::string::npos) << metrics;
  EXPECT_NE(metrics.find("sohoa_jobs{lane="), std::string::npos) << metrics;
}

}  // namespace
}  // namespace sohoa
