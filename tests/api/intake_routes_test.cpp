// SPDX-License-Identifier: Apache-2.0
//
// Originals that are handed in over HTTP, whole and by and by, beside a desk that hands in the same.
#include <gtest/gtest.h>

#include <thread>

#include "api/form_body.h"
#include "api/served_archive.h"
#include "api/upload_store.h"
#include "core/base64.h"
#include "core/calendar.h"
#include "core/sha256.h"
#include "support/check_blob_store.h"
#include "support/test_folder.h"
#include "workers/coordinator.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kHandedIn = "H42.18-260930-0071";
constexpr const char* kIntake = "inproc://intake-routes";
constexpr std::uint64_t kBodyLimit = 300'000;
// Of a kind that is read, and broken: one page in quarantine.
const std::string kPaper = "\x89PNG\r\n\x1a\n" + check_blob_store::MakeBytes(200'000, 5);

std::string DigestOf(const std::string& bytes) {
  const Sha256 digest = Sha256::Of(bytes);
  return "Repr-Digest: sha-256=:" + EncodeBase64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()}) + ":\r\n";
}

class IntakeRoutes : public ServedArchive {
 protected:
  IntakeRoutes() {
    options_.body_limit = kBodyLimit;
    options_.upload_folder = folder_.Sub("uploads");
    Serve();
    CoordinatorOptions options;
    options.endpoints = {kIntake};
    options.reader = options_.reader;
    Result<std::unique_ptr<Coordinator>> coordinator = Coordinator::Start(archive_, options, nullptr);
    EXPECT_TRUE(coordinator) << coordinator.status().ToString();
    coordinator_ = std::move(*coordinator);
    queries_.SetCoordinator(coordinator_.get());
    queries_.SetDeskEndpoint(kIntake);
  }
  ~IntakeRoutes() override { queries_.SetCoordinator(nullptr); }

  WireResponse Open(const std::string& more = "", const std::string& headers = "") {
    return Ask(port(), "POST", "/v1/dossiers", headers, "{\"dossier\":\"" + std::string(kHandedIn) + "\",\"agency\":\"H42.18\",\"batch\":\"b1\"" + more + "}");
  }
  WireResponse Post(const std::string& query, const std::string& body, const std::string& headers = "") {
    return Ask(port(), "POST", "/v1/dossiers/" + std::string(kHandedIn) + "/originals" + query, headers, body);
  }
  WireResponse Patch(const std::string& upload, std::size_t offset, const std::string& body, bool is_last, const std::string& headers = "") {
    return Ask(port(), "PATCH", upload,
               headers + "Content-Type: application/partial-upload\r\nUpload-Offset: " + std::to_string(offset) + "\r\nUpload-Complete: ?" + (is_last ? "1" : "0") + "\r\n", body);
  }
  // An upload of which this much is here.
  std::string Begun(const std::string& query, const std::string& body, const std::string& headers = "") {
    const WireResponse begun = Post(query, body, headers + "Upload-Complete: ?0\r\n");
    EXPECT_EQ(begun.status, 201) << begun.body;
    EXPECT_EQ(begun.Header("upload-offset"), std::to_string(body.size()));
    return begun.Header("location");
  }
  std::size_t FilesLeft() const {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(options_.upload_folder)) files += entry.is_regular_file() ? 1 : 0;
    return files;
  }
  static Json WithoutTime(const std::string& receipt) {
    Json json = Json::parse(receipt);
    json.erase("seconds");
    return json;
  }

  TestFolder folder_;
  std::unique_ptr<Coordinator> coordinator_;
};

TEST_F(IntakeRoutes, AnOriginalGetsTheReceiptThatADeskGets) {
  const WireResponse opened = Open();
  ASSERT_EQ(opened.status, 201) << opened.body;
  EXPECT_EQ(opened.Header("location"), "/v1/dossiers/" + std::string(kHandedIn));
  EXPECT_EQ(Json::parse(opened.body)["batch"], "b1");
  EXPECT_EQ(Open().status, 201) << "sent again";

  const WireResponse received = Post("?batch=b1&place=1&name=" + PercentEncoded("tờ khai.png"), kPaper);
  ASSERT_EQ(received.status, 201) << received.body;
  const Json receipt = Json::parse(received.body);
  EXPECT_EQ(receipt["pages"], 1);
  EXPECT_EQ(receipt["quarantined"], 1);
  EXPECT_EQ(receipt["originals"][0]["name"], "tờ khai.png");
  EXPECT_EQ(receipt["originals"][0]["sha256"], Sha256::Of(kPaper).Hex());
  EXPECT_EQ(*ReadBlob(archive_.blobs(), Sha256::Of(kPaper)), kPaper);
  EXPECT_EQ(FilesLeft(), 0u);

  const auto desk = DeskClient::Connect(kIntake, 20'000);
  const auto again = (*desk)->Upload(kHandedIn, "b1", 0, *OriginalFile::FromBytes(kPaper, "x"), nullptr);
  ASSERT_TRUE(again) << again.status().ToString();
  EXPECT_EQ(again->duplicates, 1u) << "it stands where a desk would have put it";
  EXPECT_EQ(Json::parse(Post("?batch=b1&place=1", kPaper).body)["duplicates"], 1);
  ExpectProblem(Post("?batch=b1&place=1", kPaper + "x"), 409, "conflict");
  ExpectProblem(Post("?batch=b1&place=2", "what is this?"), 422, "unsupported");
  ExpectProblem(Post("?batch=b2&place=1", kPaper), 404, "not_found");
  ExpectProblem(Post("?batch=b1&place=0", kPaper), 400, "invalid_argument");
  EXPECT_EQ(FilesLeft(), 0u);
}

TEST_F(IntakeRoutes, WithoutAPlaceItStandsBehindTheOthersOfTheOpenBatch) {
  ASSERT_EQ(Open().status, 201);
  EXPECT_EQ(Json::parse(Post("?name=1.png", kPaper).body)["batch"], "b1");
  std::vector<std::thread> desks;
  for (char c = 'a'; c < 'e'; ++c) desks.emplace_back([this, c] { EXPECT_EQ(Post("", kPaper + c).status, 201); });
  for (std::thread& desk : desks) desk.join();
  EXPECT_EQ(coordinator_->NextPlace(kHandedIn, "")->place, 5u);
  ASSERT_EQ(Ask(port(), "POST", "/v1/dossiers/" + std::string(kHandedIn) + "/seal").status, 202);
  ExpectProblem(Post("", kPaper), 409, "conflict");
}

TEST_F(IntakeRoutes, FilesOfAFormStandOneBehindTheOther) {
  ASSERT_EQ(Open().status, 201);
  const std::string form = "--XX\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nkhông phải tệp\r\n"
                           "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"C:\\\\quét\\\\a.png\"\r\nContent-Type: image/png\r\n\r\n" + kPaper +
                           "\r\n--XX\r\nContent-Disposition: form-data; name=f; filename=b.png\r\n\r\n" + kPaper.substr(0, 20'000) + "\r\n--XX--\r\n";
  const std::string type = "Content-Type: multipart/form-data; boundary=XX\r\n";
  const WireResponse received = Post("?batch=b1&place=3", form, type);
  ASSERT_EQ(received.status, 201) << received.body;
  const Json receipt = Json::parse(received.body);
  ASSERT_EQ(receipt["originals"].size(), 2u);
  EXPECT_EQ(receipt["originals"][0]["name"], "a.png");
  EXPECT_EQ(receipt["originals"][0]["sha256"], Sha256::Of(kPaper).Hex());
  EXPECT_EQ(receipt["originals"][1]["name"], "b.png");
  EXPECT_EQ(receipt["originals"][1]["sha256"], Sha256::Of(kPaper.substr(0, 20'000)).Hex());
  EXPECT_EQ(coordinator_->NextPlace(kHandedIn, "b1")->place, 4u);
  EXPECT_EQ(Json::parse(Post("?batch=b1&place=3", form, type).body)["duplicates"], 2);
  ExpectProblem(Post("?batch=b1", "no form", type), 422, "bad_input");
  ExpectProblem(Post("?batch=b1", "--XX--\r\n", type), 422, "bad_input");
  EXPECT_EQ(Post("?batch=b1", form, type + "Upload-Complete: ?0\r\n").status, 415);
  EXPECT_EQ(Post("?batch=b1", form, "Content-Type: multipart/mixed; boundary=XX\r\n").status, 415);
  EXPECT_EQ(FilesLeft(), 0u);
}

TEST(FormBody, FormsThatAreBrokenAreNone) {
  EXPECT_EQ(FormBoundaryOf("Multipart/Form-Data; charset=x; boundary=\"a b\""), std::nullopt);
  EXPECT_EQ(FormBoundaryOf("multipart/form-data; boundary=\"a.b\""), "a.b");
  EXPECT_EQ(FormBoundaryOf("text/plain; boundary=a"), std::nullopt);
  EXPECT_EQ(FormBoundaryOf("multipart/form-data"), std::nullopt);
  for (const char* broken : {"", "--X", "--X\r\n", "--X\r\n\r\n", "--X\r\na: b\r\n--X--", "--X y\r\n\r\n\r\n--X--", "--X\r\nContent-Disposition: form-data; filename=a\r\n\r\nabc\r\n--Y--"}) {
    EXPECT_FALSE(FilesOfForm(broken, "X")) << broken;
  }
  const auto empty = FilesOfForm("before\r\n--X\r\nContent-Disposition: form-data; filename=\"\"\r\n\r\n\r\n--X\r\n\r\n\r\n--X--after", "X");
  ASSERT_TRUE(empty) << empty.status().ToString();
  ASSERT_EQ(empty->size(), 1u);
  EXPECT_EQ((*empty)[0].bytes, "");
}

TEST_F(IntakeRoutes, ByAndByItGetsTheSameReceiptAsWhole) {
  ASSERT_EQ(Open().status, 201);
  ASSERT_EQ(Ask(port(), "POST", "/v1/dossiers", "", R"({"dossier":"H42.18-260930-0072","agency":"H42.18","batch":"b1"})").status, 201);
  Json whole = WithoutTime(Ask(port(), "POST", "/v1/dossiers/H42.18-260930-0072/originals?batch=b1&place=1&name=a.png", "", kPaper).body);
  whole["dossier"] = kHandedIn;

  const std::string upload = Begun("?batch=b1&place=1&name=a.png", kPaper.substr(0, 70'000), "Upload-Length: " + std::to_string(kPaper.size()) + "\r\n" + DigestOf(kPaper));
  EXPECT_EQ(Ask(port(), "HEAD", upload).Header("upload-offset"), "70000");
  const WireResponse wrong = Patch(upload, 60'000, kPaper.substr(60'000, 100), false);
  ExpectProblem(wrong, 409, "conflict");
  EXPECT_EQ(wrong.Header("upload-offset"), "70000") << "where to go on";
  const WireResponse more = Patch(upload, 70'000, kPaper.substr(70'000, 50'000), false);
  ASSERT_EQ(more.status, 204) << more.body;
  EXPECT_EQ(more.Header("upload-offset"), "120000");
  ExpectProblem(Patch(upload, 120'000, "", true), 400, "invalid_argument");
  const WireResponse last = Patch(upload, 120'000, kPaper.substr(120'000), true);
  ASSERT_EQ(last.status, 201) << last.body;
  EXPECT_EQ(WithoutTime(last.body), whole);

  EXPECT_EQ(Patch(upload, kPaper.size(), "", true).body, last.body) << "for who did not hear it";
  EXPECT_EQ(Ask(port(), "HEAD", upload).Header("upload-complete"), "?1");
  EXPECT_EQ(GetJson(upload)["receipt"], Json::parse(last.body));
  EXPECT_EQ(FilesLeft(), 1u) << "the bytes are in the archive alone";
}

TEST_F(IntakeRoutes, WhatIsNotWhatItsDigestSaysIsRefusedAndForgotten) {
  ASSERT_EQ(Open().status, 201);
  ExpectProblem(Post("?batch=b1&place=1", kPaper, DigestOf(kPaper + "x")), 400, "invalid_argument");
  const std::string upload = Begun("?batch=b1&place=1", kPaper.substr(0, 1000), DigestOf(kPaper));
  ExpectProblem(Patch(upload, 1000, kPaper.substr(0, 1000), true), 400, "invalid_argument");
  EXPECT_EQ(Get(upload).status, 404);
  EXPECT_EQ(FilesLeft(), 0u);
  ExpectProblem(Post("?batch=b1&place=1", kPaper, "Repr-Digest: sha-256=:no:\r\n"), 400, "invalid_argument");
  EXPECT_EQ(Post("?batch=b1&place=1", kPaper, DigestOf(kPaper)).status, 201);
}

TEST_F(IntakeRoutes, WhatIsTooLongIsRefusedHoweverItComes) {
  ASSERT_EQ(Open().status, 201);
  const std::string large(kBodyLimit + 1, 'x');
  EXPECT_EQ(Post("?batch=b1&place=1", large).status, 413);
  EXPECT_EQ(Post("?batch=b1&place=1", "x", "Upload-Complete: ?0\r\nUpload-Length: " + std::to_string(large.size()) + "\r\n").status, 413);
  const std::string upload = Begun("?batch=b1&place=1", std::string(200'000, 'x'));
  EXPECT_EQ(Patch(upload, 200'000, std::string(150'000, 'x'), false).status, 413);
  const std::string said = Begun("?batch=b1&place=1", "0123456789", "Upload-Length: 12\r\n");
  EXPECT_EQ(Patch(said, 10, "345", true).status, 413) << "more than it said";
  HttpWire wire(port());
  wire.Send("POST /v1/dossiers/" + std::string(kHandedIn) + "/originals?batch=b1&place=1 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string piece(50'000, 'x');
  EXPECT_TRUE(wire.SendUntilAnswered([&] { wire.Send(Chunk(piece)); }));
  EXPECT_EQ(wire.Receive().status, 413);
}

TEST_F(IntakeRoutes, TakesNothingWhileTheDiskIsNearlyFull) {
  ASSERT_EQ(Open().status, 201);
  const std::string upload = Begun("?batch=b1&place=1", kPaper.substr(0, 1000));
  archive_.faults().refuse = true;
  const WireResponse refused = Post("?batch=b1&place=2", kPaper);
  ExpectProblem(refused, 503, "unavailable");
  EXPECT_FALSE(refused.Header("retry-after").empty());
  ExpectProblem(Patch(upload, 1000, kPaper.substr(1000), true), 503, "unavailable");
  archive_.faults().refuse = false;
  EXPECT_EQ(Patch(upload, 1000, kPaper.substr(1000), true).status, 201) << "it went on from where it was";
}

TEST_F(IntakeRoutes, OneWhoBeginsManyAndEndsNoneIsToldToWait) {
  ASSERT_EQ(Open().status, 201);
  std::string last;
  for (std::uint32_t i = 0; i < UploadRules().most_of_one; ++i) last = Begun("?batch=b1&place=1", "x");
  const WireResponse refused = Post("?batch=b1&place=1", "x", "Upload-Complete: ?0\r\n");
  ExpectProblem(refused, 429, "resource_limit");
  EXPECT_EQ(Ask(port(), "DELETE", last).status, 204);
  EXPECT_EQ(Get(last).status, 404);
  EXPECT_EQ(Post("?batch=b1&place=1", kPaper).status, 201);
}

TEST_F(IntakeRoutes, AKeyHandsInForItsAgencyAndGoesOnWithItsOwnUploadsAlone) {
  const auto key = [this](const std::string& name, const std::string& agency) {
    return "Authorization: Bearer " + *queries_.accounts().AddKey(name, {{Role::kWorkflow}, {false, {agency}, Secrecy::kNone}}, 0, "test") + "\r\n";
  };
  const std::string own = key("mot-cua", "H42.18");
  const std::string colleague = key("kho", "H42.18");
  const std::string other = key("xa-khac", "H42.19");
  ExpectProblem(Open("", other), 403, "denied");
  ASSERT_EQ(Open("", own).status, 201);
  EXPECT_EQ(Post("?batch=b1&place=1", kPaper, other).status, 404) << "for them it is not there";
  EXPECT_EQ(Ask(port(), "POST", "/v1/dossiers", other, R"({"dossier":")" + std::string(kHandedIn) + R"(","agency":"H42.19"})").status, 403) << "nor can they make it theirs";
  const std::string upload = Begun("?batch=b1&place=1", kPaper.substr(0, 500), own);
  EXPECT_EQ(Ask(port(), "GET", upload, colleague).status, 404);
  EXPECT_EQ(Patch(upload, 500, kPaper.substr(500), true, colleague).status, 404);
  EXPECT_EQ(Ask(port(), "DELETE", upload, colleague).status, 404);
  EXPECT_EQ(Patch(upload, 500, kPaper.substr(500), true, own).status, 201);
  EXPECT_EQ(Ask(port(), "GET", "/v1/jobs/" + std::string(kHandedIn), own).status, 200) << "before it has a version";
  EXPECT_EQ(Ask(port(), "GET", "/v1/jobs/" + std::string(kHandedIn), other).status, 404);
}

TEST_F(IntakeRoutes, ASealedDossierIsAJobThatIsAskedForAndTold) {
  ASSERT_EQ(Open(R"(,"lane":"backlog","deadline":"2031-12-01T16:30")").status, 201);
  ASSERT_EQ(Post("?batch=b1&place=1", kPaper).status, 201);
  EXPECT_EQ(GetJson("/v1/jobs/" + std::string(kHandedIn))["stage"], "receiving");
  const WireResponse sealed = Ask(port(), "POST", "/v1/dossiers/" + std::string(kHandedIn) + "/seal?batch=b1");
  ASSERT_EQ(sealed.status, 202) << sealed.body;
  EXPECT_EQ(sealed.Header("location"), "/v1/jobs/" + std::string(kHandedIn));
  EXPECT_FALSE(sealed.Header("retry-after").empty());
  const Json job = GetJson(sealed.Header("location"));
  EXPECT_EQ(job["lane"], "backlog");
  EXPECT_EQ(job["deadline"].get<std::string>().substr(0, 16), "2031-12-01T16:30");
  EXPECT_EQ(job["pages"], 1);
  EXPECT_TRUE(job["progress"].is_number() && job.contains("eta_seconds"));
  EXPECT_EQ(job, GetJson("/v1/dossiers/" + std::string(kHandedIn) + "/progress")) << "one thing under two names";
  HttpWire wire(port());
  wire.Send(Request("GET", sealed.Header("location") + "/events"));
  ASSERT_EQ(wire.Receive().status, 200);
  EXPECT_NE(wire.ReadUntil("data: ").find("event: progress"), std::string::npos);
  EXPECT_EQ(Get("/v1/jobs/H42.18-260930-0099").status, 404);
}

TEST(UploadStore, GivesAnUploadToWhoCameLastAndForgetsWhatIsOld) {
  const TestFolder folder;
  UploadPurpose purpose;
  purpose.owner = "machine:a";
  purpose.dossier = "D-1";
  std::string id;
  const auto room = [](std::uint64_t) { return Status(); };
  {
    UploadStore store(folder.Sub("uploads"), {}, room);
    id = *store.Begin(purpose);
    const auto first = store.Append(id, "machine:a", 0);
    ASSERT_TRUE(first);
    ASSERT_TRUE((*first)->Write("abc").ok());
    const auto second = store.Append(id, "machine:a", 3);
    ASSERT_TRUE(second) << second.status().ToString();
    EXPECT_EQ((*first)->Write("late").code(), StatusCode::kConflict);
    EXPECT_TRUE((*second)->Write("def").ok());
  }
  UploadStore store(folder.Sub("uploads"), {}, room);
  EXPECT_EQ(store.Find(id, "machine:a")->offset, 6u) << "after a restart";
  EXPECT_EQ(store.Find(id, "machine:b").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(store.Find("../" + id, "machine:a").status().code(), StatusCode::kNotFound);
  store.Sweep(NowUnixMs() + store.rules().most_age_ms - 60'000);
  EXPECT_TRUE(store.Find(id, "machine:a"));
  store.Sweep(NowUnixMs() + store.rules().most_age_ms + 60'000);
  EXPECT_EQ(store.Find(id, "machine:a").status().code(), StatusCode::kNotFound);
  EXPECT_TRUE(std::filesystem::is_empty(folder.Sub("uploads")));
}

}  // namespace
}  // namespace sohoa
