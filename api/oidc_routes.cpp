// SPDX-License-Identifier: Apache-2.0
#include "api/oidc_routes.h"

#include <algorithm>
#include <chrono>

#include "api/session_routes.h"
#include "api/web_assets.h"
#include "core/log.h"
#include "pipeline/formats/xml_text.h"
#include "storage/journal.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostReturn = 2'000;

std::int64_t LoginClockMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string LoginCookie(const std::string& browser) {
  return std::string(kLoginCookie) + "=" + browser + "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + (browser.empty() ? "0" : "600");
}

HttpResponse SendTo(const std::string& address) {
  HttpResponse response;
  response.status = 303;
  response.content_type.clear();
  response.headers.emplace_back("Location", address);
  return response;
}

// One of our own pages, with what is asked of it; nowhere else does a login lead.
bool IsOwnPage(const std::string& address) {
  const std::string path = address.substr(0, address.find('?'));
  const bool plain = std::all_of(address.begin(), address.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
  return plain && address.size() <= kMostReturn && std::any_of(WebAssets().begin(), WebAssets().end(), [&](const WebAsset& asset) {
           return asset.path == path && asset.content_type.starts_with("text/html");
         });
}

// What went wrong, in words for a browser and for anybody else.
struct Problem {
  unsigned status;
  const char* code;
  const char* detail;
  const char* vietnamese;
};
constexpr Problem kNotBegun{400, "invalid_argument", "this login was not begun in this browser, is over, or was answered before; begin again",
                            "Lần đăng nhập này không bắt đầu từ trình duyệt này, đã quá hạn hoặc đã dùng rồi. Hãy đăng nhập lại."};
constexpr Problem kRefused{403, "denied", "the login provider's answer is refused; begin again", "Không xác nhận được lần đăng nhập này. Hãy đăng nhập lại."};
constexpr Problem kUnknown{403, "denied", "you have no account here; ask an administrator for one, with this name of yours at the provider: ",
                           "Bạn chưa được cấp quyền dùng Sohoa. Hãy gửi mã dưới đây cho người quản trị để được cấp."};
constexpr Problem kAway{503, "unavailable", "the login provider does not answer as it should; try again", "Hệ thống đăng nhập chưa trả lời được. Hãy thử lại sau ít phút."};

// `name`: of whom it is, at the provider; shown to themselves alone.
HttpResponse Told(const HttpRequest& request, const Problem& problem, const std::string& name = "") {
  HttpResponse response = ProblemResponse(problem.status, problem.code, problem.detail + name);
  if (request.Header("accept").find("text/html") == std::string_view::npos) return response;
  response.content_type = "text/html; charset=utf-8";
  response.body = "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<title>Sohoa – không đăng nhập được</title>\n<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"/style.css\">\n"
                  "</head>\n<body>\n<main class=\"login\">\n<h1>Không đăng nhập được</h1>\n<p id=\"problem\">" +
                  std::string(problem.vietnamese) + "</p>\n" + (name.empty() ? "" : "<p><code id=\"name\">" + EscapeXml(name) + "</code></p>\n") +
                  "<p><a class=\"button\" href=\"/\">Về trang đăng nhập</a></p>\n</main>\n</body>\n</html>\n";
  return response;
}

void LogRefusal(const HttpRequest& request, const std::string& reason) { Log(LogLevel::kWarning, "login refused", {{"client", request.client}, {"reason", reason}}); }

HttpResponse BeginLogin(const RouteContext& context, const HttpRequest& request) {
  const std::string to = request.Query("return");
  if (!to.empty() && !IsOwnPage(to)) return ProblemResponse(400, "invalid_argument", "return is the path of a page of this server");
  if (const std::int64_t wait_ms = context.oidc->begun.Take(request.client, LoginClockMs()); wait_ms > 0) {
    Log(LogLevel::kWarning, "too many logins", {{"client", request.client}});
    HttpResponse response = ProblemResponse(429, "resource_limit", "log in: too many tries; wait, and try again");
    response.headers.emplace_back("Retry-After", std::to_string((wait_ms + 999) / 1000));
    return response;
  }
  const PendingLogins::Begun begun = context.oidc->pending.Begin(to.empty() ? "/" : to, request.Cookie(kLoginCookie), LoginClockMs());
  const Result<std::string> address = context.oidc->provider.LoginAddress(begun.state, begun.nonce, begun.challenge);
  if (!address) {
    Log(LogLevel::kError, "login provider does not answer", {{"reason", address.status().message()}});
    return Told(request, kAway);
  }
  HttpResponse response = SendTo(*address);
  response.headers.emplace_back("Set-Cookie", LoginCookie(begun.browser));
  return response;
}

// Somebody whom the provider knows and who may not come in here. The record has of their name there nothing but the hash
// of what was done.
HttpResponse RefuseStranger(const RouteContext& context, const HttpRequest& request, const std::string& subject) {
  LogRefusal(request, "no account for whom the provider knows");
  AuditEntry entry;
  entry.actor = "nobody";
  entry.action = "login.refused";
  entry.purpose = PurposeName(Purpose::kAdministration);
  entry.client = request.client;
  entry.content = subject;
  const Status noted = context.queries.Carry([&](MetaBatch& batch) { return StageAudit(context.archive.meta(), entry, batch); });
  if (!noted.ok()) Log(LogLevel::kError, "refused login not written down", {{"reason", noted.message()}});
  return Told(request, kUnknown, subject);
}

HttpResponse FinishLogin(const RouteContext& context, const HttpRequest& request) {
  const std::optional<PendingLogin> pending = context.oidc->pending.Take(request.Query("state"), request.Cookie(kLoginCookie), LoginClockMs());
  if (!pending) {
    LogRefusal(request, "not begun by this browser, over, or answered before");
    return Told(request, kNotBegun);
  }
  OidcProvider& provider = context.oidc->provider;
  const Result<std::string> subject = provider.Redeem(request.Query("code"), request.Query("iss"), pending->verifier, pending->nonce);
  if (!subject) {
    LogRefusal(request, subject.status().message());
    return Told(request, subject.status().code() == StatusCode::kDenied ? kRefused : kAway);
  }
  const Result<std::optional<Account>> account = context.people.accounts().FindBySubject(SubjectAt(provider.options().issuer, *subject));
  if (!account) return Told(request, kAway);
  if (!*account || (*account)->disabled) return RefuseStranger(context, request, *subject);
  const Result<LoggedIn> in = context.people.Begin(**account, request.client, /*at_provider=*/true);
  if (!in) return RefuseStranger(context, request, *subject);
  HttpResponse response = SendTo(pending->return_to);
  response.headers.emplace_back("Set-Cookie", SessionCookie(in->token));
  return response;
}

}  // namespace

void AddOidcRoutes(Router& router, const RouteContext& context) {
  if (context.oidc == nullptr) return;
  router.Add(ForEverybody(), {"GET", kOidcLoginPath, "Sends a browser to the login provider", {{"return", "Path of the page to come back to"}}, {}, {400, 429, 503},
                              [context](const HttpRequest& r) { return BeginLogin(context, r); }, 303});
  router.Add(ForEverybody(), {"GET", kOidcCallbackPath, "Where the login provider sends a browser back: logs in; the session is a cookie",
                              {{"code", "Of the provider"}, {"state", "As it was sent there"}, {"iss", "The provider's issuer"}, {"error", "Why it gives no code"}}, {}, {400, 403, 503},
                              [context](const HttpRequest& r) { return FinishLogin(context, r); }, 303});
}

}  // namespace sohoa
