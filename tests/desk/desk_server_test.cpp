// SPDX-License-Identifier: Apache-2.0
//
// The desk over HTTP, with a coordinator, a worker and a reader of the real kind behind it.
#include "desk/desk_server.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <nlohmann/json.hpp>
#include <openssl/ssl.h>

#include "api/http_wire.h"
#include "api/query_service.h"
#include "api/tls_wire.h"
#include "desk/print_sheets.h"
#include "desk/played_scanner.h"
#include "workers/coordinator_fixture.h"
#include "workers/elapsed_detail.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kSoon = 30'000;

class DeskServerTest : public CoordinatorTest {
 protected:
  DeskServerTest() : queries_(archive_) {
    Start([this](std::string_view method, std::string_view params) { return queries_.Answer(method, params); });
    queries_.SetCoordinator(coordinator_.get());
    worker_ = StartWorker();
    DeskOptions options;
    options.spool.folder = folder_.Sub("spool");
    options.name = "2";
    options.agency = "H42.18";
    options.reader = NullReader();
    options.connect = [this] { return DeskClient::Connect(endpoint(), 2'000); };
    options.uploader.poll_ms = 20;
    options.open_scanner = [this](const std::string& uri) -> Result<std::unique_ptr<Scanner>> {
      if (!uri.starts_with("sane:")) return OpenScanner(uri);
      return std::unique_ptr<Scanner>(std::make_unique<PlayedScanner>(std::exchange(steps_, {})));
    };
    Result<std::unique_ptr<DeskService>> service = DeskService::Start(std::move(options));
    EXPECT_TRUE(service) << service.status().ToString();
    service_ = std::move(*service);
    DeskServerOptions server_options;
    server_options.port = 0;
    Result<std::unique_ptr<DeskServer>> server = DeskServer::Start(*service_, server_options);
    EXPECT_TRUE(server) << server.status().ToString();
    server_ = std::move(*server);
  }

  ~DeskServerTest() override {
    server_.reset();
    service_.reset();
    worker_.reset();
    queries_.SetCoordinator(nullptr);
  }

  WireResponse Get(const std::string& path) { return Ask(server_->port(), "GET", path); }
  WireResponse Post(const std::string& path, const Json& body = Json::object()) {
    return Ask(server_->port(), "POST", path, "Content-Type: application/json\r\n", body.dump());
  }

  Json Read(const std::string& path) {
    const WireResponse response = Get(path);
    EXPECT_EQ(response.status, 200) << path << ": " << response.body;
    return Json::parse(response.body, nullptr, false);
  }

  Json Change(const std::string& path, const Json& body = Json::object()) {
    const WireResponse response = Post(path, body);
    EXPECT_LT(response.status, 300) << path << ": " << response.body;
    return Json::parse(response.body, nullptr, false);
  }

  std::string Begin(const std::string& code = kCode) { return Change("/v1/captures", {{"dossier", code}, {"applicant", "A"}}).at("id"); }
  static std::string At(const std::string& id, const std::string& what) { return "/v1/captures/" + id + "/" + what; }
  Json Look(const std::string& id) { return Read("/v1/captures/" + id); }

  std::vector<std::string> Keys(const std::string& id) {
    std::vector<std::string> keys;
    const Json capture = Look(id);
    for (const Json& page : capture.at("page_list")) {
      if (!page.at("aside")) keys.push_back(page.at("key"));
    }
    return keys;
  }

  void Scan(const std::string& id, std::deque<PlayedStep> steps) {
    steps_ = std::move(steps);
    EXPECT_EQ(Post(At(id, "scan"), {{"device", "sane:played"}, {"duplex", true}}).status, 202);
  }

  std::string RunState() {
    const Json run = Read("/v1/state").at("run");
    return run.is_null() ? std::string() : run.at("state").get<std::string>();
  }

  QueryService queries_;
  std::unique_ptr<Worker> worker_;
  std::deque<PlayedStep> steps_;
  std::unique_ptr<DeskService> service_;
  std::unique_ptr<DeskServer> server_;
};

TEST_F(DeskServerTest, TakesADossierFromItsFirstSheetToItsReceipt) {
  const std::string id = Begin();
  Scan(id, {PlayedPage(DrawPage(0)), PlayedPage(DrawPage(1)), PlayedPage(DrawPage(2))});
  ASSERT_TRUE(Within(kSoon, [&] { return RunState() == "done"; }));
  const std::vector<std::string> keys = Keys(id);
  ASSERT_EQ(keys.size(), 3u);
  Change(At(id, "edits"), {{"edits", {{{"kind", "move"}, {"page", keys[2]}, {"other", ""}}, {{"kind", "set_aside"}, {"page", keys[1]}}}}});
  EXPECT_EQ(Keys(id), (std::vector<std::string>{keys[2], keys[0]}));
  Change(At(id, "undo"), {{"count", 1}});
  EXPECT_EQ(Keys(id).size(), 3u);
  ASSERT_TRUE(Within(kSoon, [&] { return Look(id).at("received") == 3 && Get(At(id, "draft")).status == 200; }));
  const Json draft = Read(At(id, "draft"));
  EXPECT_EQ(draft.at("pages").at(0).at("id"), keys[2]) << "pages have their names at the desk, in the desk's order";
  EXPECT_EQ(Get(At(id, "receipt")).status, 404);
  EXPECT_EQ(Get(At(id, "receipt.pdf")).body.substr(0, 5), "%PDF-") << "a provisional one";
  Change(At(id, "finish"));
  ASSERT_TRUE(Within(kSoon, [&] { return Look(id).at("state") == "searchable"; }));
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->pages.at(0).source.original, Sha256::Of(DrawPage(2)));
  const Json capture = Look(id);
  EXPECT_EQ(capture.at("receipt").at("pages"), 3);
  EXPECT_GE(capture.at("seconds").at("last_page_to_searchable"), 0.0);
  const Result<std::vector<ArchiveEvent>> events = archive_.Events(0, 100);
  const auto sealed = std::find_if(events->begin(), events->end(), [](const ArchiveEvent& each) { return each.kind == "batch.sealed"; });
  ASSERT_NE(sealed, events->end());
  EXPECT_TRUE(ReadElapsedDetail(sealed->detail)) << "how long it took is told to the archive: " << sealed->detail;
  EXPECT_TRUE(Get(At(id, "receipt")).body.starts_with("sohoa-receipt 1\ndossier " + kCode + "\n"));
}

TEST_F(DeskServerTest, TellsWhatTheScannerWaitsForAndGoesOn) {
  const std::string id = Begin();
  Scan(id, {PlayedPage(DrawPage(0)), PlayedFault(DeviceState::kPaperJam), PlayedPage(DrawPage(1))});
  ASSERT_TRUE(Within(kSoon, [&] { return RunState() == "waiting"; }));
  const Json run = Read("/v1/state").at("run");
  EXPECT_EQ(run.at("device_state"), "paper_jam");
  EXPECT_EQ(run.at("next_sheet"), 2);
  EXPECT_EQ(Post(At(id, "finish")).status, 409) << "the scanner still brings pages";
  EXPECT_EQ(Post(At(id, "scan"), {{"device", "sane:other"}}).status, 409);
  Change("/v1/run/resume");
  ASSERT_TRUE(Within(kSoon, [&] { return RunState() == "done"; }));
  EXPECT_EQ(Keys(id).size(), 2u);
}

TEST_F(DeskServerTest, LooksAtEachPageAndShowsIt) {
  const std::string id = Begin();
  Scan(id, {PlayedPage(DrawPage(0))});
  ASSERT_TRUE(Within(kSoon, [&] { return !Keys(id).empty() && !Look(id).at("page_list").at(0).at("check").is_null(); }));
  const Json check = Look(id).at("page_list").at(0).at("check");
  EXPECT_FALSE(check.at("blank"));
  EXPECT_TRUE(check.at("problem").is_null());
  const WireResponse picture = Get(At(id, "pages/" + Keys(id).at(0) + "/picture?width=240"));
  EXPECT_EQ(picture.status, 200);
  EXPECT_EQ(picture.Header("content-type"), "image/jpeg");
  EXPECT_EQ(picture.body.substr(0, 2), "\xff\xd8");
  EXPECT_EQ(Get(At(id, "pages/o9.0/picture")).status, 404);
  EXPECT_EQ(Get(At(id, "pages/nonsense/picture")).status, 400);
}

TEST_F(DeskServerTest, TakesFilesFromTheBrowserAndRefusesWhatIsNoScan) {
  const std::string id = Begin();
  const auto send = [&](const std::string& name, const std::string& bytes) {
    return Ask(server_->port(), "POST", At(id, "files?name=" + PercentEncoded(name)), "Content-Type: application/octet-stream\r\n", bytes);
  };
  EXPECT_EQ(send("đơn.pnm", DrawPage(0)).status, 201);
  EXPECT_EQ(Look(id).at("page_list").at(0).at("name"), "đơn.pnm");
  EXPECT_EQ(send("thư.docx", "PK\003\004 no scan").status, 422);
  EXPECT_EQ(send("rỗng", "").status, 400);
  EXPECT_EQ(Keys(id).size(), 1u);
}

TEST_F(DeskServerTest, OffersTheCodeOfACoverAndTakesItOnlyFromAPerson) {
  const std::string id = Begin("");
  const auto send = [&](const std::string& bytes) {
    return Ask(server_->port(), "POST", At(id, "files?name=page"), "Content-Type: application/octet-stream\r\n", bytes);
  };
  ASSERT_EQ(send(*CoverPdf("H42.18-261127-0042", "", SheetSize::kA4)).status, 201);
  ASSERT_EQ(send(DrawPage(0)).status, 201);
  ASSERT_TRUE(Within(kSoon, [&] { return !Look(id).at("found_codes").empty(); }));
  const Json capture = Look(id);
  EXPECT_EQ(capture.at("found_codes").at(0).at("code"), "H42.18-261127-0042");
  EXPECT_EQ(capture.at("found_codes").at(0).at("page"), Keys(id).at(0));
  EXPECT_EQ(capture.at("head").at("dossier"), "") << "nobody has said that it is meant";
  EXPECT_EQ(capture.at("page_list").at(0).at("check").at("paper_size"), "A4");
  // As a reader types the QR code of another system.
  Change(At(id, "head"), {{"dossier", " https://dvc.example.vn/tra-cuu?ma=H42.18-261127-0042\n"}});
  EXPECT_EQ(Look(id).at("head").at("dossier"), "H42.18-261127-0042");
  EXPECT_TRUE(Look(id).at("found_codes").empty());
  EXPECT_TRUE(Look(id).at("page_list").at(0).at("other_code").is_null());
}

TEST_F(DeskServerTest, SaysWhereAPageBearsTheCodeOfAnotherDossier) {
  const std::string id = Begin();
  ASSERT_EQ(Ask(server_->port(), "POST", At(id, "files?name=page"), "Content-Type: application/octet-stream\r\n", *CoverPdf("H42.18-261127-0042", "", SheetSize::kLabel)).status, 201);
  ASSERT_TRUE(Within(kSoon, [&] { return !Look(id).at("page_list").at(0).at("check").is_null(); }));
  EXPECT_EQ(Look(id).at("page_list").at(0).at("other_code"), "H42.18-261127-0042");
}

TEST_F(DeskServerTest, SaysWhatIsWrongWithARequest) {
  const std::string id = Begin();
  EXPECT_EQ(Post("/v1/captures", {{"dossier", "../x"}}).status, 400);
  EXPECT_EQ(Post("/v1/captures", {{"point", "elsewhere"}}).status, 400);
  EXPECT_EQ(Post(At(id, "scan"), {{"device", "telepathy:1"}}).status, 400);
  EXPECT_EQ(Post(At(id, "scan"), {{"device", "sane:x"}, {"dpi", "many"}}).status, 400);
  EXPECT_EQ(Post(At(id, "edits"), {{"edits", "none"}}).status, 400);
  EXPECT_EQ(Post(At(id, "edits"), {{"edits", {{{"kind", "burn"}, {"page", "x"}}}}}).status, 400);
  EXPECT_EQ(Post(At(id, "edits"), {{"edits", {{{"kind", "set_aside"}, {"page", "o9.0"}}}}}).status, 409);
  EXPECT_EQ(Post(At(id, "finish")).status, 409) << "no page";
  EXPECT_EQ(Get("/v1/captures/b9").status, 404);
  EXPECT_EQ(Post(At(id, "interleave"), {{"fronts", 3}}).status, 400);
}

TEST_F(DeskServerTest, AnswersToThisHostAndToItsOwnPageAlone) {
  HttpWire wire(server_->port());
  ASSERT_TRUE(wire.Send("GET /v1/state HTTP/1.1\r\nHost: desk.example\r\n\r\n"));
  EXPECT_EQ(wire.Receive().status, 421);
  EXPECT_EQ(Ask(server_->port(), "POST", "/v1/captures", "Origin: http://elsewhere.example\r\n", "{}").status, 403);
  DeskServerOptions everywhere;
  everywhere.address = "0.0.0.0";
  everywhere.port = 0;
  EXPECT_EQ(DeskServer::Start(*service_, everywhere).status().code(), StatusCode::kInvalidArgument) << "without a certificate";
}

TEST_F(DeskServerTest, ServesBrowsersOfOtherHostsOverTlsOnceTheyArePaired) {
  DeskServerOptions options;
  options.address = "0.0.0.0";
  options.port = 0;
  options.certificate = folder_.Sub("certificate.pem");
  options.private_key = folder_.Sub("key.pem");
  WriteCertificate(options.certificate, options.private_key);
  const Result<std::unique_ptr<DeskServer>> lan = DeskServer::Start(*service_, options);
  ASSERT_TRUE(lan) << lan.status().ToString();
  const auto ask = [&](const std::string& method, const std::string& path, const std::string& headers = "", const std::string& body = "") {
    return AskOverTls((*lan)->port(), TLS1_3_VERSION, method + " " + path + " HTTP/1.1\r\nHost: quay-1:8443\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
                                                          "\r\n" + headers + "\r\n" + body);
  };
  EXPECT_TRUE(ask("GET", "/").find("\r\nLocation: /desk_pair.html\r\n") != std::string::npos);
  EXPECT_TRUE(ask("GET", "/desk_pair.html").starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(ask("GET", "/v1/state").starts_with("HTTP/1.1 401"));
  EXPECT_TRUE(ask("POST", "/v1/captures", "", "{}").starts_with("HTTP/1.1 401"));
  EXPECT_TRUE(ask("POST", "/v1/captures/b1/files?name=x", "", "bytes").starts_with("HTTP/1.1 401")) << "before a byte of it is taken";
  EXPECT_TRUE(ask("POST", "/v1/pairings").starts_with("HTTP/1.1 401")) << "codes are for who stands at the desk";
  EXPECT_TRUE(ask("POST", "/v1/pair", "", R"({"code": "2222-2222"})").starts_with("HTTP/1.1 403"));

  const std::string code = Change("/v1/pairings").at("code");
  const std::string paired = ask("POST", "/v1/pair", "", Json({{"code", code}, {"name", "Quầy 3"}}).dump());
  const std::size_t at = paired.find("Set-Cookie: ");
  ASSERT_NE(at, std::string::npos) << paired;
  const std::string cookie = "Cookie: " + paired.substr(at + 12, paired.find(';', at) - at - 12) + "\r\n";
  EXPECT_NE(paired.find("; Secure; HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_TRUE(ask("GET", "/v1/state", cookie).starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(ask("GET", "/", cookie).starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(ask("POST", "/v1/captures", cookie + "Origin: https://elsewhere.example\r\n", "{}").starts_with("HTTP/1.1 403"));
  const std::string id = Begin();
  EXPECT_TRUE(ask("POST", At(id, "files?name=x.pnm"), cookie, DrawPage(0)).starts_with("HTTP/1.1 201"));
  EXPECT_TRUE(ask("POST", At(id, "scan"), cookie, R"({"device": "file:/etc/hostname"})").starts_with("HTTP/1.1 403"));
  EXPECT_TRUE(ask("POST", "/v1/pairings", cookie).starts_with("HTTP/1.1 404"));

  const Json browsers = Read("/v1/pairings").at("browsers");
  ASSERT_EQ(browsers.size(), 1u);
  EXPECT_EQ(Ask(server_->port(), "DELETE", "/v1/pairings/" + browsers[0].at("id").get<std::string>()).status, 200);
  EXPECT_TRUE(ask("GET", "/v1/state", cookie).starts_with("HTTP/1.1 401"));
}

TEST_F(DeskServerTest, ServesItsPageAndNotThoseOfTheArchive) {
  EXPECT_EQ(Get("/").status, 200);
  for (const char* path : {"/desk.js", "/desk.css", "/words.js", "/tokens.css", "/desk.webmanifest"}) EXPECT_EQ(Get(path).status, 200) << path;
  for (const char* path : {"/app.js", "/index.html", "/report.html", "/session.js"}) EXPECT_EQ(Get(path).status, 404) << path;
}

TEST_F(DeskServerTest, GivesUpADossierOnlyWithItsPagesKept) {
  const std::string id = Begin();
  Scan(id, {PlayedPage(DrawPage(0))});
  ASSERT_TRUE(Within(kSoon, [&] { return RunState() == "done" && Look(id).at("received") == 1; }));
  Change(At(id, "discard"), {{"reason", "nhầm"}});
  ASSERT_TRUE(Within(kSoon, [&] { return !Look(id).at("searchable").is_null(); }));
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->set_aside.size(), 1u);
  EXPECT_EQ(Ask(server_->port(), "DELETE", "/v1/captures/" + id).status, 200);
  EXPECT_EQ(Get("/v1/captures/" + id).status, 404);
}

}  // namespace
}  // namespace sohoa
