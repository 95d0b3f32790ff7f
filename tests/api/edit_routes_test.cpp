// SPDX-License-Identifier: Apache-2.0
//
// What people decide on a dossier, over HTTP, with a real coordinator and a worker that the test plays.
#include <gtest/gtest.h>

#include "api/served_archive.h"
#include "workers/coordinator.h"
#include "workers/coordinator_fixture.h"
#include "workers/desk_client.h"
#include "workers/played_worker.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kEdits = "inproc://edit-routes";
constexpr const char* kEdited = "H42.18-260930-0099";
constexpr std::int64_t kIdleMs = 1'500;

class EditRoutes : public ServedArchive {
 protected:
  EditRoutes() {
    Serve();
    CoordinatorOptions options;
    options.endpoints = {kEdits};
    options.reader = options_.reader;
    coordinator_ = std::move(*Coordinator::Start(archive_, options, nullptr));
    queries_.SetCoordinator(coordinator_.get());
    desk_ = std::move(*DeskClient::Connect(kEdits, 20'000));
    worker_ = std::make_unique<PlayedWorker>(kEdits, "w");
    EXPECT_TRUE(desk_->OpenBatch({kEdited, "", "", ""}, "b1", Lane::kCounter).ok());
    for (int number = 0; number < 2; ++number) {
      const auto receipt = desk_->Upload(kEdited, "b1", static_cast<std::uint32_t>(number), *OriginalFile::FromBytes(DrawPage(number), "page.pgm"), nullptr);
      EXPECT_TRUE(receipt) << receipt.status().ToString();
      if (receipt) pages_.push_back(receipt->page_ids.at(0));
    }
    EXPECT_TRUE(desk_->SealAll(kEdited).ok());
    WorkOffTo(1);
  }
  ~EditRoutes() override { queries_.SetCoordinator(nullptr); }

  // Until that version can be seen.
  void WorkOffTo(std::uint32_t version) {
    for (int i = 0; i < 20 && !archive_.GetDossier(kEdited, version); ++i) {
      const std::optional<JobBody> job = worker_->WaitForJob(kIdleMs);
      if (!job) continue;
      EXPECT_EQ(worker_->Answer(*job), Command::kCommitted);
    }
    ASSERT_TRUE(archive_.GetDossier(kEdited, version));
  }

  WireResponse Post(const std::string& path, const Json& body, const std::string& headers = "") const {
    return Ask(port(), "POST", std::string("/v1/dossiers/") + kEdited + path, headers, body.dump());
  }

  std::unique_ptr<Coordinator> coordinator_;
  std::unique_ptr<DeskClient> desk_;
  std::unique_ptr<PlayedWorker> worker_;
  std::vector<std::string> pages_;
};

TEST_F(EditRoutes, TakeAnEditAndShowItWithTheNextVersion) {
  const WireResponse response = Post("/edits", {{"kind", "set_aside"}, {"page", pages_[1]}, {"reason", "trang nhầm"}, {"by", "clerk:an"}}, "If-Match: \"1\"\r\n");
  ASSERT_EQ(response.status, 202) << response.body;
  EXPECT_EQ(response.Header("location"), std::string("/v1/dossiers/") + kEdited);
  EXPECT_NE(response.Header("retry-after"), "");
  WorkOffTo(2);
  const Json shown = GetJson(std::string("/v1/dossiers/") + kEdited);
  ASSERT_EQ(shown["edits"].size(), 1u);
  EXPECT_EQ(shown["edits"][0]["kind"], "set_aside");
  EXPECT_EQ(shown["edits"][0]["by"], "clerk:an");
  ASSERT_EQ(shown["set_aside"].size(), 1u);
  EXPECT_EQ(shown["set_aside"][0]["id"], pages_[1]);
  EXPECT_EQ(shown["set_aside"][0]["reason"], "trang nhầm");
  EXPECT_EQ(GetJson(std::string("/v1/dossiers/") + kEdited + "/changes")["changes"][0]["kind"], "page_gone");

  ExpectProblem(Post("/edits", {{"kind", "restore"}, {"page", pages_[1]}}, "If-Match: \"1\"\r\n"), 412, "conflict");
}

TEST_F(EditRoutes, TakeADecisionOnAFieldAndOnAClass) {
  const std::string document = GetJson(std::string("/v1/dossiers/") + kEdited)["documents"][0]["id"];
  const std::string path = std::string("/v1/dossiers/") + kEdited + "/documents/" + document + "/fields/subject";
  const WireResponse response = Ask(port(), "PATCH", path, "", Json{{"value", "Về việc số hóa"}}.dump());
  ASSERT_EQ(response.status, 202) << response.body;
  ASSERT_EQ(Post("/edits", {{"kind", "type"}, {"document", document}, {"value", "KH"}}).status, 202);
  const std::optional<JobBody> job = worker_->WaitForJob(20'000);
  ASSERT_TRUE(job);
  const Result<DossierJob> work = DecodeDossierJob(job->work);
  ASSERT_TRUE(work);
  ASSERT_GE(work->edits.size(), 1u);
  EXPECT_EQ(work->edits[0].kind, EditKind::kField);
  EXPECT_EQ(work->edits[0].field, "subject");
  EXPECT_EQ(work->edits[0].value, "Về việc số hóa");
  EXPECT_EQ(work->edits[0].review, ReviewState::kCorrected);
  EXPECT_EQ(work->edits[0].page, pages_[0]);
  ExpectProblem(Ask(port(), "PATCH", path, "If-Match: \"7\"\r\n", "{\"value\": \"x\"}"), 412, "conflict");
  ExpectProblem(Ask(port(), "PATCH", path, "", "{\"value\": 5}"), 400, "invalid_argument");
}

TEST_F(EditRoutes, RefuseWhatIsNoneOfThisDossier) {
  ExpectProblem(Post("/edits", {{"kind", "split"}, {"page", page(1).id}}), 404, "not_found");
  ExpectProblem(Post("/edits", {{"kind", "split"}, {"page", "nothing"}}), 404, "not_found");
  ExpectProblem(Post("/edits", {{"kind", "shred"}, {"page", pages_[0]}}), 400, "invalid_argument");
  ExpectProblem(Post("/edits", {{"kind", "rotate"}, {"page", pages_[0]}, {"turn", "45"}}), 400, "invalid_argument");
  ExpectProblem(Post("/edits", {{"kind", "replace"}, {"page", pages_[0]}, {"other", pages_[0]}, {"reason", "x"}}), 409, "conflict");
  ExpectProblem(Ask(port(), "PATCH", std::string("/v1/dossiers/") + kEdited + "/documents/" + document(1).id + "/fields/subject", "", "{\"value\": \"x\"}"), 404,
                "not_found");
  ExpectProblem(Get(std::string("/v1/dossiers/") + kEdited + "/changes"), 404, "not_found");
  ExpectProblem(Get(std::string("/v1/dossiers/") + kEdited + "/changes?from=one"), 400, "invalid_argument");
}

TEST_F(EditRoutes, ReadADossierAgain) {
  ASSERT_EQ(Post("/reread?documents_only=true", Json::object()).status, 202);
  WorkOffTo(2);
  EXPECT_EQ(GetJson(std::string("/v1/dossiers/") + kEdited + "/changes")["changes"], Json::array());
  EXPECT_EQ(GetJson(std::string("/v1/dossiers/") + kEdited + "/changes?from=1&to=2")["to"], 2);
}

}  // namespace
}  // namespace sohoa
