// SPDX-License-Identifier: Apache-2.0
//
// Keeping and disposal over HTTP.
#include <gtest/gtest.h>

#include "api/served_archive.h"
#include "workers/coordinator.h"
#include "workers/coordinator_fixture.h"
#include "workers/desk_client.h"
#include "workers/played_worker.h"

namespace sohoa {
namespace {

constexpr const char* kKeeping = "inproc://retention-routes";
constexpr const char* kKept = "H42.18-260930-0098";

class RetentionRoutes : public ServedArchive {
 protected:
  RetentionRoutes() {
    Serve();
    CoordinatorOptions options;
    options.endpoints = {kKeeping};
    options.reader = options_.reader;
    coordinator_ = std::move(*Coordinator::Start(archive_, options, nullptr));
    queries_.SetCoordinator(coordinator_.get());
    const auto desk = std::move(*DeskClient::Connect(kKeeping, 20'000));
    PlayedWorker worker(kKeeping, "w");
    EXPECT_TRUE(desk->OpenBatch({kKept, "", "", ""}, "b1", Lane::kCounter).ok());
    EXPECT_TRUE(desk->Upload(kKept, "b1", 0, *OriginalFile::FromBytes(DrawPage(0), "page.pgm"), nullptr));
    EXPECT_TRUE(desk->SealAll(kKept).ok());
    for (int i = 0; i < 20 && !archive_.GetDossier(kKept, 1); ++i) {
      const std::optional<JobBody> job = worker.WaitForJob(1'500);
      if (!job) continue;
      EXPECT_EQ(worker.Answer(*job), Command::kCommitted);
    }
  }
  ~RetentionRoutes() override { queries_.SetCoordinator(nullptr); }

  WireResponse Send(const std::string& method, const std::string& path, const nlohmann::json& body) const {
    return Ask(port(), method, path, "", body.dump());
  }

  std::unique_ptr<Coordinator> coordinator_;
};

TEST_F(RetentionRoutes, DisposeOfADossierInTwoStepsByTwoPeople) {
  const std::string its = std::string("/v1/dossiers/") + kKept;
  EXPECT_EQ(Send("POST", "/v1/disposals", {{"dossiers", kKept}, {"reason", "x"}, {"by", "A"}}).status, 409) << "no period is known";
  EXPECT_EQ(Send("PUT", its + "/retention", {{"maintenance", "99"}, {"reason", "x"}}).status, 400);
  const WireResponse set = Send("PUT", its + "/retention", {{"maintenance", "06"}, {"closed_on", "2001-01-01"}, {"reason", "x"}, {"by", "A"}});
  ASSERT_EQ(set.status, 200) << set.body;
  EXPECT_EQ(nlohmann::json::parse(set.body)["kept_because"], nullptr);
  EXPECT_EQ(Send("POST", its + "/holds", {{"reason", "thanh tra"}, {"by", "A"}}).status, 201);
  EXPECT_EQ(Send("POST", "/v1/disposals", {{"dossiers", kKept}, {"reason", "x"}, {"by", "A"}}).status, 409);
  EXPECT_EQ(Send("POST", its + "/holds/7/release", {{"reason", "xong"}, {"by", "A"}}).status, 404);
  EXPECT_EQ(Send("POST", its + "/holds/1/release", {{"reason", "xong"}, {"by", "A"}}).status, 200);
  EXPECT_EQ(nlohmann::json::parse(Get("/v1/retention?due=2026-12-31").body)["dossiers"].size(), 1u);
  EXPECT_EQ(Get("/v1/retention?due=soon").status, 400);
  ASSERT_EQ(Send("POST", "/v1/disposals", {{"dossiers", kKept}, {"reason", "x"}, {"by", "A"}}).status, 201);
  EXPECT_EQ(Send("POST", "/v1/disposals/1/confirm", {{"by", "A"}}).status, 409);
  EXPECT_EQ(Send("POST", "/v1/disposals/2/confirm", {{"by", "B"}}).status, 404);
  EXPECT_EQ(Send("POST", "/v1/disposals/1/confirm", {{"by", "B"}}).status, 200);
  EXPECT_EQ(Get(its).status, 404);
  EXPECT_EQ(nlohmann::json::parse(Get(its + "/retention").body)["confirmed_by"], "B");
  EXPECT_EQ(nlohmann::json::parse(Get("/v1/disposals/1").body)["disposed"].size(), 1u);
  EXPECT_EQ(nlohmann::json::parse(Get("/v1/disposals").body)["disposals"].size(), 1u);
  EXPECT_EQ(nlohmann::json::parse(Get("/v1/certificates").body)["certificates"].size(), 1u);
}

}  // namespace
}  // namespace sohoa
