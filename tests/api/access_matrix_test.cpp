// SPDX-License-Identifier: Apache-2.0
//
// Every route x role x degree x own or other agency, from the list of routes itself: a route that stands in
// no row below fails.
#include <gtest/gtest.h>

#include <map>

#include "access/account_store.h"
#include "api/oidc_routes.h"
#include "api/routes.h"
#include "api/served_archive.h"
#include "api/web_assets.h"
#include "core/calendar.h"
#include "storage/document_secrecy.h"
#include "workers/child_process.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"

namespace sohoa {
namespace {

constexpr const char* kMatrix = "inproc://access-matrix";

struct Row {
  // Letters of the roles that may: Clerk Verifier Archivist Workflow Operator aUditor aDministrator; "*" everybody,
  // "+" whoever is known.
  std::string roles;
  enum Kind { kNothing, kDossier, kWhole, kDocument, kPage, kQuarantined, kEveryAgency } about = kNothing;
};

// Files of the pages are everybody's: there is nothing of an archive in them.
std::map<std::string, Row> WithWebFiles(std::map<std::string, Row> rows) {
  for (const WebAsset& file : WebAssets()) {
    // Those of the desk are of its own server.
    if (!file.path.starts_with("/desk")) rows["GET " + std::string(file.path)] = {"*"};
  }
  return rows;
}

const std::map<std::string, Row> kExpected = WithWebFiles({
    {"GET /healthz", {"*"}},
    {"GET /readyz", {"*"}},
    {"GET /openapi.json", {"*"}},
    {"GET /metrics", {"oud"}},
    {"GET /v1/session", {"*"}},
    {"POST /v1/session", {"*"}},
    {"DELETE /v1/session", {"+"}},
    {"GET /v1/session/oidc", {"*"}},
    {"GET /v1/session/oidc/callback", {"*"}},
    {"GET /v1/search", {"cvaw"}},
    {"GET /v1/search/table", {"cvaw"}},
    {"GET /v1/searches", {"cvaw"}},
    {"POST /v1/searches", {"cvaw"}},
    {"DELETE /v1/searches/{id}", {"cvaw"}},
    {"GET /v1/dossiers", {"cvaw"}},
    {"POST /v1/dossiers", {"cvaw"}},
    {"POST /v1/dossiers/{code}/originals", {"cvaw", Row::kDossier}},
    {"POST /v1/dossiers/{code}/seal", {"cvaw", Row::kDossier}},
    {"GET /v1/uploads/{upload}", {"cvaw"}},
    {"PATCH /v1/uploads/{upload}", {"cvaw"}},
    {"DELETE /v1/uploads/{upload}", {"cvaw"}},
    {"GET /v1/dossiers/{code}/bundle", {"cvaw", Row::kWhole}},
    {"POST /v1/dossiers/{code}/bundle/status", {"cvaw", Row::kWhole}},
    {"GET /v1/dossiers/{code}/registry-checks", {"cvaw", Row::kWhole}},
    {"POST /v1/dossiers/{code}/registry-checks", {"cv", Row::kWhole}},
    {"GET /v1/jobs/{code}", {"cvaw", Row::kWhole}},
    {"GET /v1/jobs/{code}/events", {"cvaw", Row::kWhole}},
    {"GET /v1/dossiers/{code}", {"cvaw", Row::kDossier}},
    {"GET /v1/dossiers/{code}/supplement-request", {"cvaw", Row::kDossier}},
    {"GET /v1/dossiers/{code}/changes", {"cvaw", Row::kDossier}},
    {"GET /v1/dossiers/{code}/documents/{id}/fields", {"cvaw", Row::kDocument}},
    {"GET /v1/documents/{id}", {"cvaw", Row::kDocument}},
    {"GET /v1/documents/{id}/pdf", {"cvaw", Row::kDocument}},
    {"GET /v1/pages/{id}/text", {"cvaw", Row::kPage}},
    {"GET /v1/iiif/{page}", {"cvaw", Row::kPage}},
    {"GET /v1/iiif/{page}/info.json", {"cvaw", Row::kPage}},
    {"GET /v1/iiif/{page}/{region}/{size}/{rotation}/{quality}.{format}", {"cvaw", Row::kPage}},
    {"GET /v1/events", {"wou"}},
    {"GET /v1/events/stream", {"wou"}},
    {"GET /v1/dossiers/{code}/progress", {"cvaw", Row::kWhole}},
    {"GET /v1/dossiers/{code}/progress/stream", {"cvaw", Row::kWhole}},
    {"GET /v1/status", {"oud"}},
    {"GET /v1/quarantine", {"cvao"}},
    {"GET /v1/quarantine/{page}", {"cvao", Row::kQuarantined}},
    {"GET /v1/quarantine/{page}/sample", {"cvaw", Row::kQuarantined}},
    {"POST /v1/quarantine/{page}/retry", {"cvao", Row::kQuarantined}},
    {"POST /v1/quarantine/{page}/reject", {"cvao", Row::kQuarantined}},
    {"POST /v1/dossiers/{code}/edits", {"cva", Row::kDossier}},
    {"PATCH /v1/dossiers/{code}/documents/{id}/fields/{field}", {"va", Row::kDocument}},
    {"POST /v1/dossiers/{code}/reread", {"va", Row::kWhole}},
    {"GET /v1/review", {"va"}},
    {"POST /v1/review/claims", {"va"}},
    {"DELETE /v1/review/claims", {"va"}},
    {"POST /v1/review/{page}/decisions", {"va", Row::kPage}},
    {"POST /v1/workers/{worker}/orders", {"o"}},
    {"GET /v1/accounts", {"d"}},
    {"GET /v1/procedures", {"oud"}},
    {"GET /v1/procedures/{code}", {"oud"}},
    {"POST /v1/procedures/check", {"d"}},
    {"GET /v1/audit", {"u", Row::kEveryAgency}},
    {"GET /v1/audit/check", {"u", Row::kEveryAgency}},
    {"GET /v1/webhooks", {"d"}},
    {"GET /v1/webhooks/{name}/dead-letters", {"d"}},
    {"POST /v1/webhooks/{name}/replay", {"d"}},
    {"GET /v1/retention", {"a", Row::kEveryAgency}},
    {"GET /v1/dossiers/{code}/retention", {"a", Row::kDossier}},
    {"PUT /v1/dossiers/{code}/retention", {"a", Row::kWhole}},
    {"POST /v1/dossiers/{code}/holds", {"a", Row::kWhole}},
    {"POST /v1/dossiers/{code}/holds/{hold}/release", {"a", Row::kWhole}},
    {"GET /v1/disposals", {"a", Row::kEveryAgency}},
    {"POST /v1/disposals", {"a", Row::kEveryAgency}},
    {"GET /v1/disposals/{number}", {"a", Row::kEveryAgency}},
    {"POST /v1/disposals/{number}/withdraw", {"a", Row::kEveryAgency}},
    {"POST /v1/disposals/{number}/confirm", {"a", Row::kEveryAgency}},
    {"GET /v1/certificates", {"a", Row::kEveryAgency}},
    {"GET /v1/reports/{quarter}", {"a", Row::kEveryAgency}},
    {"GET /v1/registers/{kind}", {"a", Row::kEveryAgency}},
});

constexpr std::string_view kRoleLetters = "cvawoud";
const std::vector<std::string> kDegreeStamps = {"", "MẬT", "TỐI MẬT", "TUYỆT MẬT", "RẤT MẬT"};  // the last is none
const std::vector<std::string> kAgencies = {"H42.18", "H42.19"};

// One dossier an agency and degree, each with a page in quarantine.
class AccessMatrix : public testing::Test {
 protected:
  struct Made {
    std::string code;
    std::string agency;
    int degree = 0;
    std::string document;
    std::string page;
    std::string quarantined;
  };

  AccessMatrix() {
    for (const std::string& agency : kAgencies) {
      for (std::size_t degree = 0; degree < kDegreeStamps.size(); ++degree) AddDossier(agency, static_cast<int>(degree));
    }
    CoordinatorOptions options;
    options.endpoints = {kMatrix};
    options.reader.executable = BinFolder() + "/sohoa-reader";
    options.reader.ocr.engine = "null";
    coordinator_ = std::move(*Coordinator::Start(*archive_, options, nullptr));
    queries_.SetCoordinator(coordinator_.get());
    const auto desk = DeskClient::Connect(kMatrix, 20'000);
    EXPECT_TRUE(desk);
    for (Made& made : made_) {
      EXPECT_TRUE((*desk)->OpenBatch({made.code, "", made.agency, ""}, "b2", Lane::kCounter).ok());
      const auto receipt = (*desk)->Upload(made.code, "b2", 0, *OriginalFile::FromBytes("\x89PNG\r\n\x1a\n", "x"), nullptr);
      EXPECT_TRUE(receipt) << receipt.status().ToString();
      if (receipt) made.quarantined = receipt->page_ids.at(0);
    }
    router_ = MakeRouter({*archive_, queries_, pictures_, metrics_, people_, changes_, &oidc_});
  }
  ~AccessMatrix() override { queries_.SetCoordinator(nullptr); }

  void AddDossier(const std::string& agency, int degree) {
    const std::string code = agency + "-26093" + std::to_string(degree) + "-0012";
    MadeDossier made = NewDossier(code, agency);
    AddPage(*archive_, made, {"phương án"});
    Document& document = AddDocument(*archive_, made, 1, 1, "KH");
    if (degree > 0) AddField(document, "secrecy", kDegreeStamps[static_cast<std::size_t>(degree)]);
    made_.push_back({code, agency, degree, document.id, made.pages[0].id, ""});
    EXPECT_TRUE(Commit(*archive_, made).ok());
  }

  // What the gate says: 200 where it lets the request through.
  unsigned Ask(const Route& route, const Made& made, const std::string& key) {
    HttpRequest request;
    request.method = route.method;
    request.path = route.pattern;
    request.client = client_;
    if (!key.empty()) request.headers["authorization"] = "Bearer " + key;
    const bool of_quarantine = route.pattern.starts_with("/v1/quarantine");
    request.parts = {{"code", made.code}, {"id", route.pattern.starts_with("/v1/pages") ? made.page : made.document},
                     {"page", of_quarantine ? made.quarantined : made.page}, {"field", "subject"}};
    const std::optional<HttpResponse> refusal = gate_.Check(route.rule, route.pattern, request);
    return refusal ? refusal->status : 200;
  }

  static unsigned Expected(const Row& row, char role, int up_to, const Made& made) {
    if (row.roles == "*" || row.roles == "+") return 200;
    if (row.roles.find(role) == std::string::npos) return 403;
    if (row.about == Row::kNothing) return 200;
    // None of the keys below sees every agency.
    if (made.agency != kAgencies[0] || row.about == Row::kEveryAgency) return 404;
    return row.about == Row::kDossier || made.degree <= up_to ? 200 : 404;
  }

  std::string client_ = "192.0.2.1";
  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  QueryService queries_{*archive_};
  std::vector<Made> made_;
  std::unique_ptr<Coordinator> coordinator_;
  PagePictures pictures_{{}, 1};
  HttpMetrics metrics_;
  Authenticator people_{queries_.accounts()};
  ChangeWatch changes_{*archive_};
  AccessGate gate_{*archive_, queries_, people_};
  OidcLogin oidc_{OidcOptions{}};
  Router router_;
};

TEST_F(AccessMatrix, HasARowForEveryRouteAndNoOther) {
  std::map<std::string, int> served;
  for (const Route& route : router_.routes()) {
    ++served[route.method + " " + route.pattern];
    EXPECT_TRUE(kExpected.contains(route.method + " " + route.pattern)) << route.method << " " << route.pattern << ": say above who may use it";
  }
  for (const auto& [route, row] : kExpected) EXPECT_TRUE(served.contains(route)) << route;
}

TEST_F(AccessMatrix, IsWhatTheTableSaysForEveryRoleDegreeAndAgency) {
  int asked = 0;
  for (std::size_t role = 0; role < kRoles; ++role) {
    for (int up_to = 0; up_to <= 3; ++up_to) {
      const Grant grant{{static_cast<Role>(role)}, {false, {kAgencies[0]}, static_cast<Secrecy>(up_to)}};
      const Result<std::string> key = queries_.accounts().AddKey("key-" + std::to_string(role) + "-" + std::to_string(up_to), grant, 0, "test");
      ASSERT_TRUE(key) << key.status().ToString();
      for (const Route& route : router_.routes()) {
        const auto row = kExpected.find(route.method + " " + route.pattern);
        if (row == kExpected.end()) continue;  // told by the other test
        for (const Made& made : made_) {
          // What is about nothing in the archive is the same for all; a key that asks too often is told to wait.
          if (row->second.about == Row::kNothing && &made != &made_.front()) continue;
          ++asked;
          EXPECT_EQ(Ask(route, made, *key), Expected(row->second, kRoleLetters[role], up_to, made))
              << row->first << " " << RoleName(static_cast<Role>(role)) << " up to " << up_to << ", degree " << made.degree << " of " << made.agency;
        }
      }
    }
  }
  EXPECT_GT(asked, 8'000);
}

TEST_F(AccessMatrix, LetsNobodyInWithoutAKeyOnceThereAreAccounts) {
  Account account;
  account.name = "an";
  account.grant = {{Role::kAdministrator}, {}};
  ASSERT_TRUE(queries_.accounts().Add(account, "test").ok());
  int asked = 0;
  for (const Route& route : router_.routes()) {
    const auto row = kExpected.find(route.method + " " + route.pattern);
    if (row == kExpected.end()) continue;
    // No address asks so often that it is told to wait.
    client_ = "192.0.2." + std::to_string(1 + asked++ % 250);
    for (const std::string key : {"", "sohoa_nobody_knows"}) EXPECT_EQ(Ask(route, made_[0], key), row->second.roles == "*" ? 200u : 401u) << row->first;
  }
}

}  // namespace
}  // namespace sohoa
