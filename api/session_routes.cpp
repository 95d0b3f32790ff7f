// SPDX-License-Identifier: Apache-2.0
#include "api/session_routes.h"

#include <nlohmann/json.hpp>

#include "access/decision.h"
#include "api/account_methods.h"
#include "api/oidc_routes.h"

namespace sohoa {
namespace {

using SessionJson = nlohmann::ordered_json;

SessionJson Describe(const std::string& name, const std::vector<Role>& roles, const std::string& csrf) {
  return {{"name", name}, {"roles", SessionJson::parse(RolesJson(roles))}, {"csrf", csrf.empty() ? SessionJson(nullptr) : SessionJson(csrf)}};
}

HttpResponse LogIn(const RouteContext& context, const HttpRequest& request) {
  const SessionJson body = SessionJson::parse(request.body, nullptr, false);
  const auto text = [&](const char* name) {
    const auto found = body.is_object() ? body.find(name) : body.end();
    return body.is_object() && found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const std::string name = text("name");
  const std::string password = text("password");
  if (name.empty() || password.empty()) return ProblemResponse(400, "invalid_argument", "the body is {\"name\": \"...\", \"password\": \"...\"}");
  // A form of another site cannot send this type without asking first.
  if (!request.Header("content-type").starts_with("application/json")) return ProblemResponse(400, "invalid_argument", "the body is application/json");
  std::int64_t retry_after_ms = 0;
  const Result<LoggedIn> in = context.people.LogIn(name, password, request.client, retry_after_ms);
  if (!in && in.status().code() == StatusCode::kInvalidArgument) return ProblemResponse(401, "unauthorized", in.status().message());
  if (!in && retry_after_ms > 0) {
    HttpResponse response = ProblemResponse(429, "resource_limit", in.status().message());
    response.headers.emplace_back("Retry-After", std::to_string((retry_after_ms + 999) / 1000));
    return response;
  }
  if (!in) return ProblemResponse(in.status());
  HttpResponse response;
  response.body = Describe(in->session.account, in->grant.roles, in->session.csrf).dump();
  response.headers.emplace_back("Set-Cookie", SessionCookie(in->token));
  return response;
}

// Public, so that a page finds out whether it has to ask for a login.
HttpResponse Show(const RouteContext& context, const HttpRequest& request) {
  const Principal& principal = request.principal;
  SessionJson json = Describe(principal.name, principal.roles, request.session ? request.session->csrf : "");
  if (principal.name.empty()) json["name"] = nullptr;
  json["login"] = principal.is_holder() ? "not_needed" : principal.kind != Principal::Kind::kNobody ? "done" : request.has_no_accounts ? "no_accounts" : "required";
  json["may"] = SessionJson::array();
  for (const Action action : ActionsOf(principal)) json["may"].push_back(ActionName(action));
  // Another way in, and the way out there for who came in by it.
  json["provider"] = nullptr;
  if (context.oidc != nullptr) {
    OidcProvider& provider = context.oidc->provider;
    const std::string logout = request.session && request.session->at_provider ? provider.LogoutAddress() : "";
    json["provider"] = {{"title", provider.options().title}, {"login", kOidcLoginPath}, {"logout", logout.empty() ? SessionJson(nullptr) : SessionJson(logout)}};
  }
  HttpResponse response;
  response.body = json.dump(-1, ' ', false, SessionJson::error_handler_t::replace);
  return response;
}

HttpResponse LogOut(const RouteContext& context, const HttpRequest& request) {
  context.people.LogOut(request.Cookie(kSessionCookie), request.client);
  HttpResponse response;
  response.status = 204;
  response.content_type.clear();
  response.headers.emplace_back("Set-Cookie", SessionCookie(""));
  return response;
}

}  // namespace

// Secure is taken by browsers over TLS and on this host.
std::string SessionCookie(const std::string& token) {
  return std::string(kSessionCookie) + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Lax" + (token.empty() ? "; Max-Age=0" : "");
}

void AddSessionRoutes(Router& router, const RouteContext& context) {
  router.Add(ForEverybody(),
             {"GET", "/v1/session", "Who is logged in, and the token that changes need (X-CSRF-Token)", {}, {"application/json"}, {},
              [context](const HttpRequest& r) { return Show(context, r); }, 200, {}, false, "Session"});
  router.Add(ForEverybody(),
             {"POST", "/v1/session", "Logs in; the session is a cookie", {}, {"application/json"}, {400, 401, 429, 503},
              [context](const HttpRequest& r) { return LogIn(context, r); }, 200,
              {{"name", "Of the account", true}, {"password", "Its password", true}}, false, "LoggedIn"});
  router.Add(ForLoggedIn(), {"DELETE", "/v1/session", "Logs out", {}, {}, {401, 403}, [context](const HttpRequest& r) { return LogOut(context, r); }, 204});
}

}  // namespace sohoa
