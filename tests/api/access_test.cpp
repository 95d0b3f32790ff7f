// SPDX-License-Identifier: Apache-2.0
//
// Accounts, keys and sessions over HTTP, and what each of them is shown.
#include <gtest/gtest.h>

#include "access/account_store.h"
#include "access/secrets.h"
#include "api/served_archive.h"
#include "storage/archive_codec.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kPassword = "một mật khẩu dài";
constexpr const char* kOther = "H42.19-260930-0001";

// The served dossier, whose second document is secret, and one of another agency.
class Access : public ServedArchive {
 protected:
  Access() {
    queries_.CarryWithoutCoordinator();
    AddField(made_.dossier.documents[1], "secrecy", "MẬT");
    MadeDossier other = NewDossier(kOther, "H42.19");
    AddPage(archive_, other, {"KẾ HOẠCH", "khen thưởng ở nơi khác"});
    AddDocument(archive_, other, 1, 1, "KH");
    EXPECT_TRUE(Commit(archive_, other).ok());
    Serve();
  }

  void AddAn(std::vector<Role> roles, Secrecy up_to = Secrecy::kNone) {
    Account account;
    account.name = "an";
    account.grant = {std::move(roles), {false, {"H42.18"}, up_to}};
    account.password = *HashPassword(kPassword);
    ASSERT_TRUE(queries_.accounts().Add(account, "test").ok());
  }

  std::string KeyOf(std::vector<Role> roles, Secrecy up_to = Secrecy::kNone, const std::string& name = "mot-cua") {
    const Result<std::string> key = queries_.accounts().AddKey(name, {std::move(roles), {false, {"H42.18"}, up_to}}, 0, "test");
    EXPECT_TRUE(key) << key.status().ToString();
    return key ? *key : std::string();
  }

  static std::string Bearing(const std::string& key) { return "Authorization: Bearer " + key + "\r\n"; }
  WireResponse GetWith(const std::string& key, const std::string& target, const std::string& more = "") const { return Ask(port(), "GET", target, Bearing(key) + more); }

  WireResponse LogIn(const std::string& name, const std::string& password) const {
    return Ask(port(), "POST", "/v1/session", "Content-Type: application/json\r\n", Json{{"name", name}, {"password", password}}.dump());
  }
  static std::string CookieOf(const WireResponse& response) {
    const std::string set = response.Header("set-cookie");
    return "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  }

  std::vector<AuditRecord> Audited() {
    std::vector<AuditRecord> records;
    EXPECT_TRUE(archive_.meta().Scan(kAuditPrefix, "", [&](std::string_view, std::string_view value) {
      records.push_back(*DecodeAuditRecord(value));
      return true;
    }).ok());
    return records;
  }
};

TEST_F(Access, IsOpenOnThisHostUntilThereIsAnAccount) {
  EXPECT_EQ(GetJson("/v1/session")["login"], "not_needed");
  EXPECT_EQ(Get("/v1/dossiers").status, 200);
  // What comes through a proxy does not come from this host.
  const WireResponse remote = Ask(port(), "GET", "/v1/dossiers", "X-Forwarded-For: 203.0.113.7\r\n");
  ExpectProblem(remote, 403, "denied");
  EXPECT_NE(remote.body.find("sohoa user add"), std::string::npos);
  EXPECT_EQ(Ask(port(), "GET", "/healthz", "X-Forwarded-For: 203.0.113.7\r\n").status, 200);

  AddAn({Role::kClerk});
  ExpectProblem(Get("/v1/dossiers"), 401, "unauthorized");
  EXPECT_EQ(GetJson("/v1/session")["login"], "required");
  for (const char* open : {"/", "/healthz", "/readyz", "/metrics", "/openapi.json"}) EXPECT_EQ(Get(open).status, 200) << open;
  ExpectProblem(Ask(port(), "GET", "/metrics", "X-Forwarded-For: 203.0.113.7\r\n"), 401, "unauthorized");
}

TEST_F(Access, AKeyWorksFromAnywhereAndClosesNothingByItself) {
  const std::string key = KeyOf({Role::kWorkflow});
  EXPECT_EQ(Get("/v1/dossiers").status, 200);
  EXPECT_EQ(GetWith(key, "/v1/dossiers", "X-Forwarded-For: 203.0.113.7\r\n").status, 200);
  ExpectProblem(GetWith(key + "x", "/v1/dossiers"), 401, "unauthorized");
  ASSERT_TRUE(queries_.accounts().RevokeKey("mot-cua", "test").ok());
  ExpectProblem(GetWith(key, "/v1/dossiers"), 401, "unauthorized");
}

TEST_F(Access, LogsInWithACookieThatScriptsAndOtherSitesDoNotGet) {
  AddAn({Role::kVerifier});
  const WireResponse in = LogIn("an", kPassword);
  ASSERT_EQ(in.status, 200) << in.body;
  const std::string set = in.Header("set-cookie");
  EXPECT_TRUE(set.starts_with("__Host-sohoa="));
  for (const char* part : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"}) EXPECT_NE(set.find(part), std::string::npos) << part;
  EXPECT_EQ(set.find("Domain"), std::string::npos);
  EXPECT_EQ(in.body.find(set.substr(13, 43)), std::string::npos) << "the token is in the cookie alone";

  const std::string cookie = CookieOf(in);
  EXPECT_EQ(Ask(port(), "GET", "/v1/dossiers", cookie).status, 200);
  const Json session = Json::parse(Ask(port(), "GET", "/v1/session", cookie).body);
  EXPECT_EQ(session["name"], "an");
  EXPECT_EQ(session["roles"], Json::array({"verifier"}));
  EXPECT_EQ(session["may"], Json::array({"search", "read", "decide", "arrange", "reread", "see-quarantine", "decide-quarantine", "search-people", "hand-in", "verify-identity"}));

  // A change needs the token too, which the cookie does not hold.
  ExpectProblem(Ask(port(), "DELETE", "/v1/session", cookie), 403, "denied");
  ExpectProblem(Ask(port(), "DELETE", "/v1/session", cookie + "X-CSRF-Token: guessed\r\n"), 403, "denied");
  const WireResponse out = Ask(port(), "DELETE", "/v1/session", cookie + "X-CSRF-Token: " + session["csrf"].get<std::string>() + "\r\n");
  EXPECT_EQ(out.status, 204);
  EXPECT_NE(out.Header("set-cookie").find("Max-Age=0"), std::string::npos);
  ExpectProblem(Ask(port(), "GET", "/v1/dossiers", cookie), 401, "unauthorized");
}

TEST_F(Access, SaysOfAWrongLoginNeitherWhatWasWrongNorEndlessly) {
  AddAn({Role::kClerk});
  const WireResponse wrong = LogIn("an", "một mật khẩu khác");
  ExpectProblem(wrong, 401, "unauthorized");
  EXPECT_EQ(wrong.Header("set-cookie"), "");
  EXPECT_EQ(LogIn("binh", kPassword).body, wrong.body);
  for (int i = 0; i < 4; ++i) LogIn("an", "một mật khẩu khác");
  const WireResponse many = LogIn("an", kPassword);
  ExpectProblem(many, 429, "resource_limit");
  EXPECT_GT(std::stoi(many.Header("retry-after")), 0);
  ExpectProblem(Ask(port(), "POST", "/v1/session", "Content-Type: application/x-www-form-urlencoded\r\n", R"({"name":"an","password":"x"})"), 400, "invalid_argument");
  ExpectProblem(Ask(port(), "POST", "/v1/session", "Content-Type: application/json\r\n", "[]"), 400, "invalid_argument");
}

TEST_F(Access, ShowsADossierWithoutWhatIsTooSecretInIt) {
  const std::string lesser = KeyOf({Role::kArchivist});
  const std::string path = std::string("/v1/dossiers/") + kServedDossier;
  const WireResponse shown = GetWith(lesser, path);
  ASSERT_EQ(shown.status, 200) << shown.body;
  const Json seen = Json::parse(shown.body);
  EXPECT_EQ(seen["documents"].size(), 1u);
  for (const std::string& secret : {document(2).id, page(2).id, page(3).id, std::string("MẬT")}) EXPECT_EQ(shown.body.find(secret), std::string::npos) << secret;

  const std::string cleared = KeyOf({Role::kArchivist}, Secrecy::kSecret, "cleared");
  EXPECT_EQ(Json::parse(GetWith(cleared, path).body)["documents"].size(), 2u);
  for (const std::string& target : {"/v1/documents/" + document(2).id, "/v1/documents/" + document(2).id + "/pdf", "/v1/pages/" + page(2).id + "/text",
                                   "/v1/iiif/" + page(2).id + "/info.json", path + "/documents/" + document(2).id + "/fields"}) {
    EXPECT_EQ(GetWith(cleared, target).status, 200) << target;
    // As what is not there.
    std::string absent = target;
    absent.replace(absent.rfind(target.find("/pages/") != std::string::npos || target.find("/iiif/") != std::string::npos ? page(2).id : document(2).id), 5, "zzzzz");
    const WireResponse hidden = GetWith(lesser, target);
    ExpectProblem(hidden, 404, "not_found");
    EXPECT_EQ(hidden.body, GetWith(lesser, absent).body) << absent;
  }
}

TEST_F(Access, ListsCountsAndSearchesAsIfThereWereNothingElse) {
  const std::string key = KeyOf({Role::kClerk});
  const Json list = Json::parse(GetWith(key, "/v1/dossiers").body);
  ASSERT_EQ(list["dossiers"].size(), 1u);
  EXPECT_EQ(list["dossiers"][0]["dossier"], kServedDossier);
  EXPECT_EQ(list["dossiers"][0]["documents"], 1);
  EXPECT_EQ(list["dossiers"][0]["pages"], 1);
  EXPECT_TRUE(list["next_cursor"].is_null());
  ExpectProblem(GetWith(key, std::string("/v1/dossiers/") + kOther), 404, "not_found");

  // "thưởng" stands in all three documents.
  const WireResponse found = GetWith(key, "/v1/search?q=" + PercentEncoded("thưởng"));
  const Json answer = Json::parse(found.body);
  EXPECT_EQ(answer["total"]["value"], 1);
  EXPECT_EQ(answer["hits"].size(), 1u);
  for (const char* hidden : {"KH", "H42.19", "Kế hoạch"}) EXPECT_EQ(found.body.find(hidden), std::string::npos) << hidden;
  EXPECT_EQ(Json::parse(GetWith(KeyOf({Role::kClerk}, Secrecy::kSecret, "cleared"), "/v1/search?q=" + PercentEncoded("thưởng")).body)["total"]["value"], 2);
  // No suggestion comes from what may not be seen.
  EXPECT_TRUE(Json::parse(GetWith(key, "/v1/search?q=hoach").body)["did_you_mean"].is_null());

  const Json events = Json::parse(GetWith(KeyOf({Role::kWorkflow}, Secrecy::kNone, "events"), "/v1/events").body);
  for (const Json& event : events["events"]) EXPECT_EQ(event["dossier"], kServedDossier);
  EXPECT_EQ(events["events"].size(), 1u);
}

TEST_F(Access, LetsOnlySomeLookForPeopleAndWritesThatDown) {
  const std::string target = "/v1/search?q=" + PercentEncoded("người_nộp:bưởi");
  ExpectProblem(GetWith(KeyOf({Role::kWorkflow}), target), 403, "denied");
  EXPECT_EQ(GetWith(KeyOf({Role::kClerk}, Secrecy::kNone, "clerk"), target).status, 200);
  EXPECT_EQ(GetWith(KeyOf({Role::kVerifier}, Secrecy::kNone, "verifier"), "/v1/search?q=001099012345").status, 200);
  std::vector<std::string> noted;
  for (const AuditRecord& record : Audited()) {
    if (record.action.starts_with("search.")) noted.push_back(record.actor + " " + record.action);
  }
  EXPECT_EQ(noted, (std::vector<std::string>{"machine:clerk search.people", "machine:verifier search.identity_number"}));
}

TEST_F(Access, ALongListGoesOnFromACursorThatNamesNothing) {
  for (int i = 0; i < 3; ++i) {
    MadeDossier more = NewDossier("H42.18-26100" + std::to_string(i) + "-0001");
    AddPage(archive_, more, {"trang"});
    AddDocument(archive_, more, 1, 1, "KH");
    ASSERT_TRUE(Commit(archive_, more).ok());
  }
  const std::string key = KeyOf({Role::kClerk});
  std::vector<std::string> codes;
  std::string target = "/v1/dossiers?limit=2";
  for (int answers = 0; answers < 5; ++answers) {
    const Json list = Json::parse(GetWith(key, target).body);
    for (const Json& dossier : list["dossiers"]) codes.push_back(dossier["dossier"]);
    if (list["next_cursor"].is_null()) break;
    EXPECT_EQ(list["next_cursor"].get<std::string>().find("H42"), std::string::npos);
    target = "/v1/dossiers?limit=2&cursor=" + list["next_cursor"].get<std::string>();
  }
  EXPECT_EQ(codes.size(), 4u);
  ExpectProblem(GetWith(key, "/v1/dossiers?cursor=made-up"), 400, "invalid_argument");
}

TEST_F(Access, WritesDownWhoLookedAtWhatForWhichPurpose) {
  const std::string key = KeyOf({Role::kClerk, Role::kArchivist});
  const std::string target = "/v1/pages/" + page(1).id + "/text";
  EXPECT_EQ(GetWith(key, target, "Sohoa-Purpose: archive\r\n").status, 200);
  for (int again = 0; again < 3; ++again) EXPECT_EQ(GetWith(key, target, "Sohoa-Purpose: archive\r\n").status, 200);
  EXPECT_EQ(GetWith(key, "/v1/search?q=khen").status, 200);
  ExpectProblem(GetWith(key, target, "Sohoa-Purpose: inspection\r\n"), 403, "denied");
  ExpectProblem(GetWith(key, target, "Sohoa-Purpose: curiosity\r\n"), 400, "invalid_argument");
  int reads = 0;
  int searches = 0;
  for (const AuditRecord& record : Audited()) {
    if (record.actor != "machine:mot-cua") continue;
    EXPECT_EQ(record.client, "127.0.0.1");
    searches += record.action == "access.search" && record.purpose == "handling" ? 1 : 0;
    reads += record.action == "access.read" && record.object == std::string(kServedDossier) + "/" + page(1).id && record.purpose == "archive" ? 1 : 0;
  }
  EXPECT_EQ(reads, 1) << "looking at one page for a while is one reading";
  EXPECT_EQ(searches, 1);
}

TEST_F(Access, GivesNothingOutThatCannotBeWrittenDown) {
  const std::string key = KeyOf({Role::kClerk});
  EXPECT_EQ(GetWith(key, "/v1/status").status, 403);
  archive_.faults().refuse = true;
  ExpectProblem(GetWith(key, "/v1/pages/" + page(1).id + "/text"), 503, "unavailable");
  archive_.faults().refuse = false;
  EXPECT_EQ(GetWith(key, "/v1/pages/" + page(1).id + "/text").status, 200);
}

}  // namespace
}  // namespace sohoa
