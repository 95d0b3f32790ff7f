// SPDX-License-Identifier: Apache-2.0
//
// Logging in at a real OpenID Connect provider, one that is told to lie now and then, on the wire and in a browser.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <atomic>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "access/secrets.h"
#include "api/browser.h"
#include "api/oidc_routes.h"
#include "api/running_example.h"
#include "api/served_archive.h"
#include "core/calendar.h"
#include "core/log.h"
#include "storage/archive_codec.h"
#include "storage/key_layout.h"
#include "workers/child_process.h"

namespace sohoa {
namespace {

using LoginJson = nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// The provider has to know our address before we have one.
std::uint16_t FreePort() {
  const int socket_of = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(socket_of, reinterpret_cast<const sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(socket_of, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(socket_of);
  return ntohs(address.sin_port);
}

// All that is logged, as text.
class LoginLog : public LogSink {
 public:
  bool Wants(LogLevel) const override { return true; }
  void Write(const LogRecord& record) override {
    const std::scoped_lock lock(mutex_);
    text_ += record.message;
    for (const LogField& field : record.fields) text_ += " " + field.value;
    text_ += "\n";
  }
  std::string Text() {
    const std::scoped_lock lock(mutex_);
    return text_;
  }
  void Clear() {
    const std::scoped_lock lock(mutex_);
    text_.clear();
  }

 private:
  std::mutex mutex_;
  std::string text_;
};

class OidcLoginTest : public ServedArchive {
 protected:
  OidcLoginTest() {
    queries_.CarryWithoutCoordinator();
    options_.port = FreePort();
    our_ = "http://127.0.0.1:" + std::to_string(options_.port);
    provider_ = std::make_unique<RunningExample>(std::vector<std::string>{"node", BinFolder() + "/npm/oidc_provider.mjs", our_}, std::vector<std::pair<std::string, std::string>>());
    provider_port_ = static_cast<std::uint16_t>(std::stoi("0" + provider_->FirstErrLine()));
    EXPECT_NE(provider_port_, 0) << provider_->Err();
    issuer_ = "http://127.0.0.1:" + std::to_string(provider_port_);
    options_.oidc.issuer = issuer_;
    options_.oidc.client_id = "sohoa";
    options_.oidc.client_secret = "a secret: with signs";
    options_.oidc.public_url = our_;
    options_.oidc.outbound.networks = {"127.0.0.0/8"};
    options_.oidc.now_unix_ms = [this] { return NowUnixMs() + later_ms_; };
    SetLogSink(&log_);
    Serve();
    Account an;
    an.name = "an.nguyen";
    an.grant = {{Role::kClerk}, {true, {}, Secrecy::kNone}};
    an.subject = SubjectAt(issuer_, "an");
    EXPECT_TRUE(queries_.accounts().Add(an, "test").ok());
  }
  ~OidcLoginTest() override {
    server_.reset();
    SetLogSink(nullptr);
  }

  LoginJson Control(const LoginJson& order) const {
    const WireResponse response = Ask(provider_port_, "POST", "/control", "", order.dump());
    EXPECT_EQ(response.status, 200) << response.body;
    return LoginJson::parse(response.body, nullptr, false);
  }

  struct Begun {
    std::string cookie;    // a header
    std::string location;  // at the provider
  };
  Begun Begin(const std::string& more = "", const std::string& cookie = "") const {
    const WireResponse response = Ask(port(), "GET", std::string(kOidcLoginPath) + more, cookie);
    EXPECT_EQ(response.status, 303) << response.body;
    const std::string set = response.Header("set-cookie");
    return {"Cookie: " + set.substr(0, set.find(';')) + "\r\n", response.Header("location")};
  }
  // What the provider sends the browser back to, once `who` has logged in.
  std::string LogInThere(const Begun& begun, const std::string& who = "an") const {
    const LoginJson led = Control({{"visit", begun.location}, {"as", who}})["location"];
    const std::string location = led.is_string() ? led.get<std::string>() : "";
    EXPECT_TRUE(location.starts_with(our_ + kOidcCallbackPath + "?")) << location;
    return location.substr(std::min(our_.size(), location.size()));
  }
  WireResponse Back(const std::string& target, const std::string& cookie) const { return Ask(port(), "GET", target, cookie); }
  // All of it.
  WireResponse LogIn(const std::string& who = "an") const {
    const Begun begun = Begin();
    return Back(LogInThere(begun, who), begun.cookie);
  }
  static std::string SessionOf(const WireResponse& response) {
    const std::string set = response.Header("set-cookie");
    return set.starts_with(std::string(kSessionCookie) + "=") ? "Cookie: " + set.substr(0, set.find(';')) + "\r\n" : "";
  }
  // No session, no word of why beyond that it is so, and a line in the log that names nobody.
  void ExpectRefused(const WireResponse& response, int status, const std::string& reason) {
    ExpectProblem(response, status, status == 400 ? "invalid_argument" : "denied");
    EXPECT_EQ(response.Header("set-cookie"), "");
    EXPECT_THAT(log_.Text(), HasSubstr("login refused 127.0.0.1"));
    EXPECT_THAT(log_.Text(), HasSubstr(reason));
    EXPECT_THAT(log_.Text(), Not(HasSubstr("nguyen-van-binh")));
    log_.Clear();
  }

  std::string our_;
  std::string issuer_;
  std::unique_ptr<RunningExample> provider_;
  std::uint16_t provider_port_ = 0;
  std::atomic<std::int64_t> later_ms_{0};
  LoginLog log_;
};

TEST_F(OidcLoginTest, LetsInWhoseAccountSaysThatTheyLogInThere) {
  EXPECT_EQ(GetJson("/v1/session")["provider"], (LoginJson{{"title", ""}, {"login", kOidcLoginPath}, {"logout", nullptr}}));
  const LoginJson paths = GetJson("/openapi.json")["paths"];
  for (const char* path : {kOidcLoginPath, kOidcCallbackPath}) EXPECT_TRUE(paths.at(path)["get"]["responses"].contains("303")) << path;
  const Begun begun = Begin("?return=" + PercentEncoded("/report.html?quarter=2026-Q4"));
  for (const char* part : {"response_type=code", "client_id=sohoa", "scope=openid", "code_challenge_method=S256", "code_challenge=", "state=", "nonce="}) {
    EXPECT_THAT(begun.location, HasSubstr(part));
  }
  const WireResponse in = Back(LogInThere(begun), begun.cookie);
  ASSERT_EQ(in.status, 303) << in.body;
  EXPECT_EQ(in.Header("location"), "/report.html?quarter=2026-Q4");
  const std::string set = in.Header("set-cookie");
  for (const char* part : {"__Host-sohoa=", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"}) EXPECT_THAT(set, HasSubstr(part));
  const std::string cookie = SessionOf(in);
  EXPECT_EQ(Ask(port(), "GET", "/v1/dossiers", cookie).status, 200);
  const LoginJson session = LoginJson::parse(Ask(port(), "GET", "/v1/session", cookie).body);
  EXPECT_EQ(session["name"], "an.nguyen");
  EXPECT_TRUE(session["provider"]["logout"].get<std::string>().starts_with(issuer_ + "/session/end?client_id=sohoa&post_logout_redirect_uri=")) << session;
  // The rules of every session.
  ExpectProblem(Ask(port(), "DELETE", "/v1/session", cookie), 403, "denied");
  EXPECT_EQ(Ask(port(), "DELETE", "/v1/session", cookie + "X-CSRF-Token: " + session["csrf"].get<std::string>() + "\r\n").status, 204);
  EXPECT_EQ(Ask(port(), "GET", "/v1/dossiers", cookie).status, 401);
}

TEST_F(OidcLoginTest, RefusesWhoHasNoAccountAndWritesThatDownWithoutTheirName) {
  const WireResponse stranger = LogIn("nguyen-van-binh");
  ExpectRefused(stranger, 403, "no account");
  EXPECT_THAT(stranger.body, HasSubstr("nguyen-van-binh")) << "who asks for an account needs it";
  ASSERT_TRUE(queries_.accounts().Change("an.nguyen", "disabled", "test", [](Account& account) { account.disabled = true; }).ok());
  ExpectRefused(LogIn(), 403, "no account");
  int refused = 0;
  EXPECT_TRUE(archive_.meta().Scan(kAuditPrefix, "", [&](std::string_view, std::string_view value) {
    const AuditRecord record = *DecodeAuditRecord(value);
    EXPECT_EQ(value.find("nguyen-van-binh"), std::string_view::npos);
    if (record.action != "login.refused") return true;
    ++refused;
    EXPECT_EQ(record.client, "127.0.0.1");
    return true;
  }).ok());
  EXPECT_EQ(refused, 2);
}

TEST_F(OidcLoginTest, TheSameSubjectAtAnotherIssuerIsSomebodyElse) {
  ASSERT_TRUE(queries_.accounts().Change("an.nguyen", "subject", "test", [&](Account& account) { account.subject = SubjectAt("https://sso.example", "an"); }).ok());
  ExpectRefused(LogIn(), 403, "no account");
}

TEST_F(OidcLoginTest, RefusesTokensThatAreNotForThisLogin) {
  const std::vector<std::pair<std::string, std::string>> lies = {
      {"none", "algorithm"}, {"hmac", "algorithm"}, {"foreign_key", "signature"}, {"algorithm_of_another_key", "no such key"}, {"issuer", "another issuer"},
      {"audience", "another client"}, {"several_audiences", "given to another client"}, {"nonce", "another login"}, {"no_nonce", "another login"}, {"expired", "expired"},
      {"to_come", "not hold yet"}, {"no_subject", "names nobody"}, {"altered", "signature"}, {"critical", "not known here"}, {"garbage", "cannot be read"},
      {"missing", "no ID token"}};
  for (const auto& [lie, reason] : lies) {
    SCOPED_TRACE(lie);
    Control({{"lie", lie}});
    ExpectRefused(LogIn(), 403, reason);
  }
  Control({{"lie", "curve"}});
  EXPECT_EQ(LogIn().status, 303) << "ES256 is as good";
  Control({{"lie", ""}});
  EXPECT_EQ(LogIn().status, 303);
}

TEST_F(OidcLoginTest, AnAnswerHoldsOnceAndForTheBrowserThatAskedForIt) {
  const Begun mine = Begin();
  const std::string back = LogInThere(mine);
  EXPECT_EQ(Back(back, mine.cookie).status, 303);
  ExpectRefused(Back(back, mine.cookie), 400, "answered before");

  // Somebody makes another's browser come back with their own login.
  const Begun theirs = Begin();
  const std::string their_back = LogInThere(theirs, "an");
  ExpectRefused(Back(their_back, ""), 400, "not begun by this browser");
  const Begun other = Begin();
  ExpectRefused(Back(their_back, other.cookie), 400, "not begun by this browser");

  // Or brings the code of another's login to theirs.
  const auto code_of = [](const std::string& target) {
    const std::size_t begin = target.find("code=") + 5;
    return target.substr(begin, target.find('&', begin) - begin);
  };
  std::string mixed = LogInThere(other);
  const std::string own = code_of(mixed);
  mixed.replace(mixed.find(own), own.size(), code_of(their_back));
  ExpectRefused(Back(mixed, other.cookie), 403, "does not take the code");

  for (const char* target : {"", "?state=", "?state=guessed&code=x"}) ExpectRefused(Back(kOidcCallbackPath + std::string(target), other.cookie), 400, "not begun");
}

TEST_F(OidcLoginTest, AnAnswerOfAnotherIssuerOrWithoutACodeIsRefused) {
  const auto answer = [&](const std::string& rest) {
    const Begun begun = Begin();
    const std::size_t at = begun.location.find("state=");
    return Back(std::string(kOidcCallbackPath) + "?" + begun.location.substr(at, begun.location.find('&', at) - at) + rest, begun.cookie);
  };
  const std::string issuer = "&iss=" + PercentEncoded(issuer_);
  ExpectRefused(answer("&error=access_denied" + issuer), 403, "no code");
  ExpectRefused(answer("&code=x"), 403, "another issuer");
  ExpectRefused(answer("&code=x&iss=https%3A%2F%2Felsewhere.example"), 403, "another issuer");
  ExpectRefused(answer("&code=guessed" + issuer), 403, "does not take the code");
}

TEST_F(OidcLoginTest, LeadsBackToItsOwnPagesAlone) {
  const std::string begin = std::string(kOidcLoginPath) + "?return=";
  for (const char* elsewhere : {"https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "/report.html/..//elsewhere", "javascript:alert(1)", "/v1/session", "/app.js", "report.html",
                                "/\r\nX: y", "/?q=a\tb"}) {
    ExpectProblem(Ask(port(), "GET", begin + PercentEncoded(elsewhere)), 400, "invalid_argument");
  }
  EXPECT_EQ(Ask(port(), "GET", begin + PercentEncoded("/?q=" + std::string(2'000, 'a'))).status, 400);
}

TEST_F(OidcLoginTest, TwoLoginsOfOneBrowserAtOnceBothComeBack) {
  const Begun one = Begin();
  const Begun two = Begin("?return=/report.html", one.cookie);
  EXPECT_EQ(one.cookie, two.cookie);
  EXPECT_EQ(Back(LogInThere(one), two.cookie).Header("location"), "/");
  EXPECT_EQ(Back(LogInThere(two), two.cookie).Header("location"), "/report.html");
  // Once there is none, a new one is made, whatever the browser brings.
  EXPECT_NE(Begin("", two.cookie).cookie, two.cookie);
}

TEST_F(OidcLoginTest, AsksForKeysAgainWhereOneIsNewButOnceAMinuteAtMost) {
  EXPECT_EQ(LogIn().status, 303);
  EXPECT_EQ(Control(LoginJson::object())["jwks"], 1);
  EXPECT_EQ(LogIn().status, 303);
  EXPECT_EQ(Control({{"lie", "second_key"}, {"publish", true}})["jwks"], 1) << "they are kept";
  for (int i = 0; i < 3; ++i) ExpectRefused(LogIn(), 403, "no such key");
  EXPECT_EQ(Control(LoginJson::object())["jwks"], 1) << "nobody makes us ask again and again";
  later_ms_ += 61'000;
  EXPECT_EQ(LogIn().status, 303);
  EXPECT_EQ(Control({{"publish", false}})["jwks"], 2);
  later_ms_ += 3'600'000;
  Control({{"lie", ""}});
  LogIn();
  EXPECT_EQ(Control(LoginJson::object())["jwks"], 3) << "a key that was taken back does not hold for long";
}

TEST_F(OidcLoginTest, AProviderThatIsAwayIsNotWaitedForByEverybodyAndLocalAccountsGoOn) {
  provider_.reset();
  const WireResponse away = Ask(port(), "GET", kOidcLoginPath);
  ExpectProblem(away, 503, "unavailable");
  EXPECT_NE(away.Header("retry-after"), "");
  const WireResponse shown = Ask(port(), "GET", kOidcLoginPath, "Accept: text/html,*/*\r\n");
  EXPECT_EQ(shown.status, 503);
  EXPECT_TRUE(shown.Header("content-type").starts_with("text/html"));
  Account binh;
  binh.name = "binh";
  binh.grant = {{Role::kClerk}, {true, {}, Secrecy::kNone}};
  binh.password = *HashPassword("một mật khẩu dài");
  ASSERT_TRUE(queries_.accounts().Add(binh, "test").ok());
  EXPECT_EQ(Ask(port(), "POST", "/v1/session", "Content-Type: application/json\r\n", R"({"name": "binh", "password": "một mật khẩu dài"})").status, 200);
  int told_to_wait = 0;
  for (int i = 0; i < 40; ++i) told_to_wait += Ask(port(), "GET", kOidcLoginPath).status == 429 ? 1 : 0;
  EXPECT_GT(told_to_wait, 0) << "nobody begins logins without end";
}

TEST_F(OidcLoginTest, ABrowserGoesThereAndBackAndOutAgain) {
  Browser browser;
  browser.Open(our_ + "/?q=khen");
  browser.WaitUntil("document.querySelector('#login')?.hidden === false && document.querySelector('#login-elsewhere')?.hidden === false");
  browser.Click("#login-elsewhere");
  browser.WaitUntil("location.pathname.startsWith('/interaction/') && document.activeElement?.id === 'login'");
  browser.Type("an");
  browser.Press("Enter");
  browser.WaitUntil("document.querySelector('.hit')");
  EXPECT_EQ(browser.Evaluate("location.href"), our_ + "/?q=khen");
  EXPECT_EQ(browser.Evaluate("document.querySelector('#who-name').innerText"), "an.nguyen");
  EXPECT_EQ(browser.Evaluate("document.cookie"), "") << "no script sees the session";
  EXPECT_EQ(browser.Evaluate("localStorage.length + sessionStorage.length"), 0) << "no token in the browser";
  // Out here, and then there, where one is asked.
  browser.Click("#logout");
  browser.WaitUntil("location.port === '" + std::to_string(provider_port_) + "' && document.querySelector('button[name=logout]')");
  browser.Click("button[name=logout]");
  browser.WaitUntil("location.port === '" + std::to_string(port()) + "' && document.querySelector('#login')?.hidden === false");
  EXPECT_EQ(browser.complaints(), std::vector<std::string>());
  // Logging in again asks again, and whom the provider knows and we do not is told so.
  browser.Click("#login-elsewhere");
  browser.WaitUntil("location.pathname.startsWith('/interaction/') && document.activeElement?.id === 'login'");
  browser.Type("binh<b>");
  browser.Press("Enter");
  browser.WaitUntil("document.querySelector('#problem')");
  EXPECT_EQ(browser.Evaluate("document.querySelector('#name').innerText"), "binh<b>");
  EXPECT_EQ(browser.Evaluate("document.querySelector('b')"), nullptr);
}

}  // namespace
}  // namespace sohoa
