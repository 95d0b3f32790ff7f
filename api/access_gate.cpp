// SPDX-License-Identifier: Apache-2.0
#include "api/access_gate.h"

#include <chrono>

#include "access/dossier_view.h"
#include "access/secrets.h"
#include "core/log.h"
#include "storage/journal.h"

namespace sohoa {
namespace {

// A page that is shown asks for its picture in several parts: one record stands for all.
constexpr std::int64_t kOneReadMs = 10 * 60'000;
constexpr std::size_t kMostNoted = 20'000;

std::int64_t NowMs() { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

HttpResponse Unknown() {
  HttpResponse response = ProblemResponse(401, "unauthorized", "log in, or send a key: Authorization: Bearer KEY");
  response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"sohoa\"");
  return response;
}

// In the same words whether there is one or not.
HttpResponse Hidden() { return ProblemResponse(404, "not_found", "there is no such thing here"); }

bool IsAudited(const RouteRule& rule, const HttpRequest& request) {
  return rule.object != RouteObject::kNothing || rule.action == Action::kSearch || rule.action == Action::kRead || request.method != "GET";
}

std::string_view BearerOf(const HttpRequest& request) {
  const std::string_view given = request.Header("authorization");
  constexpr std::string_view kScheme = "bearer ";
  if (given.size() <= kScheme.size()) return {};
  for (std::size_t i = 0; i < kScheme.size(); ++i) {
    const char c = given[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != kScheme[i]) return {};
  }
  return given.substr(kScheme.size());
}

}  // namespace

// 401 where a key or cookie was sent that opens nothing is left to the rule: a public page is shown all the same.
std::optional<HttpResponse> AccessGate::Identify(HttpRequest& request) {
  Principal& principal = request.principal;
  const bool has_key = !request.Header("authorization").empty();
  const std::string cookie = request.Cookie(kSessionCookie);
  if (has_key) {
    Result<Principal> machine = people_.OfKey(BearerOf(request));
    if (!machine) return ProblemResponse(machine.status());
    principal = std::move(*machine);
  } else if (!cookie.empty()) {
    Result<Principal> person = people_.OfSession(cookie, request.session);
    if (!person) return ProblemResponse(person.status());
    principal = std::move(*person);
  }
  if (principal.kind == Principal::Kind::kNobody && !has_key) {
    const Result<bool> has_accounts = people_.accounts().HasAccounts();
    if (!has_accounts) return ProblemResponse(has_accounts.status());
    if (!*has_accounts && request.is_local) principal.kind = Principal::Kind::kHolder;
    request.has_no_accounts = !*has_accounts;
  }
  principal.client = request.client;
  if (std::optional<HttpResponse> slow_down = CheckRate(request)) return slow_down;
  if (const std::string_view purpose = request.Header("sohoa-purpose"); !purpose.empty()) {
    principal.purpose = ParsePurpose(purpose);
    if (!principal.purpose) return ProblemResponse(400, "invalid_argument", "Sohoa-Purpose is handling, archive, inspection, operation or administration");
  }
  // A page of another site can make a browser send the cookie, but cannot know this.
  if (request.session && request.method != "GET" && !AreEqualSecrets(request.Header("x-csrf-token"), request.session->csrf)) {
    return ProblemResponse(403, "denied", "a change needs the header X-CSRF-Token, as GET /v1/session gives it");
  }
  return std::nullopt;
}

// Who holds the archive alone waits for nobody.
std::optional<HttpResponse> AccessGate::CheckRate(const HttpRequest& request) {
  const Principal& principal = request.principal;
  if (principal.is_holder()) return std::nullopt;
  const bool is_known = principal.kind != Principal::Kind::kNobody;
  const bool tried = !request.Header("authorization").empty() || !request.Cookie(kSessionCookie).empty();
  if (!is_known && !tried) return std::nullopt;
  const std::int64_t wait_ms = is_known ? of_known_.Take(ActorOf(principal), NowMs()) : of_unknown_.Take(request.client, NowMs());
  if (wait_ms == 0) return std::nullopt;
  HttpResponse response = ProblemResponse(429, "resource_limit", "too many requests; wait as long as Retry-After says");
  response.headers.emplace_back("Retry-After", std::to_string((wait_ms + 999) / 1000));
  return response;
}

std::optional<HttpResponse> AccessGate::Check(const RouteRule& rule, const std::string& route, HttpRequest& request) {
  if (std::optional<HttpResponse> refusal = Identify(request)) return refusal;
  const Principal& principal = request.principal;
  if (rule.audience == Audience::kPublic || (rule.audience == Audience::kHere && request.is_local)) return std::nullopt;
  if (principal.kind == Principal::Kind::kNobody && request.has_no_accounts) {
    return ProblemResponse(403, "denied", "there are no accounts yet, so only this host itself is answered; make one there: sohoa user add NAME --role ...");
  }
  if (rule.audience == Audience::kLoggedIn) return principal.kind == Principal::Kind::kNobody ? std::optional(Unknown()) : std::nullopt;
  if (principal.is_holder()) return std::nullopt;

  Decision decision = Decide(principal, rule.action, {});
  std::string name;
  if (decision.allowed() && rule.object != RouteObject::kNothing) {
    const Result<std::optional<Found>> found = Find(rule, request);
    if (!found) return ProblemResponse(found.status());
    decision = *found ? Decide(principal, rule.action, (*found)->object) : Decision{AccessVerdict::kHidden};
    if (*found) name = (*found)->name;
  }
  if (decision.verdict == AccessVerdict::kUnknown) return Unknown();
  if (!decision.allowed()) {
    Log(LogLevel::kWarning, "access refused", {{"actor", ActorOf(principal)}, {"route", route}, {"hidden", decision.verdict == AccessVerdict::kHidden ? 1 : 0}});
    return decision.verdict == AccessVerdict::kHidden ? Hidden() : ProblemResponse(403, "denied", "none of your roles does this");
  }
  if (!IsAudited(rule, request)) return std::nullopt;
  const Status noted = Note(rule, request, decision.purpose, name);
  if (!noted.ok()) return ProblemResponse(503, "unavailable", "this cannot be written down now, and without that it is not given out; try again");
  return std::nullopt;
}

Result<std::optional<AccessGate::Found>> AccessGate::Find(const RouteRule& rule, const HttpRequest& request) {
  if (rule.object == RouteObject::kEveryAgency) return std::optional(Found{{true, "", Secrecy::kNone}, ""});
  if (rule.object == RouteObject::kEverything) return std::optional(Found{{true, "", Secrecy::kUltraSecret}, ""});
  const std::string& id = request.parts.at(rule.part);
  std::string code = id;
  std::string page;
  if (rule.object == RouteObject::kDocument) {
    const Result<DocumentEntry> entry = archive_.FindDocument(id);
    if (!entry && entry.status().code() == StatusCode::kNotFound) return std::optional<Found>();
    if (!entry) return entry.status();
    const Result<Dossier> dossier = archive_.GetDossier(entry->dossier, entry->version);
    if (!dossier) return dossier.status();
    return std::optional(Found{ObjectOf(*dossier, entry->document), entry->dossier + "/" + id});
  }
  if (rule.object == RouteObject::kPage) {
    const Result<PageEntry> entry = archive_.FindPage(id);
    if (!entry && entry.status().code() == StatusCode::kNotFound) return std::optional<Found>();
    if (!entry) return entry.status();
    code = entry->dossier;
    page = id;
  }
  if (rule.object == RouteObject::kQuarantined) {
    const Result<QuarantinedPage> quarantined = queries_.FindQuarantined(id);
    if (!quarantined && quarantined.status().code() == StatusCode::kNotFound) return std::optional<Found>();
    if (!quarantined) return quarantined.status();
    code = quarantined->source.dossier;
    page = id;
  }
  const Result<Dossier> dossier = archive_.GetDossier(code);
  if (!dossier && dossier.status().code() != StatusCode::kNotFound) return dossier.status();
  const std::string name = page.empty() ? code : code + "/" + page;
  if (!dossier && page.empty()) {
    // Whoever opened it said whose it is.
    const Result<std::optional<std::string>> agency = queries_.AgencyOfOpened(code);
    if (!agency) return agency.status();
    return std::optional(Found{{true, agency->value_or(""), Secrecy::kNone}, name});
  }
  // What a page of it may be is not known yet.
  if (!dossier) return std::optional(Found{{true, "", Secrecy::kNone}, name});
  if (!page.empty()) return std::optional(Found{ObjectOfPage(*dossier, page), name});
  return std::optional(Found{rule.object == RouteObject::kWholeDossier ? ObjectOf(*dossier) : HeadOf(*dossier), name});
}

Status AccessGate::Note(const RouteRule& rule, const HttpRequest& request, Purpose purpose, const std::string& object) {
  AuditEntry entry;
  entry.actor = ActorOf(request.principal);
  entry.action = "access." + std::string(ActionName(rule.action));
  entry.object = object;
  entry.purpose = PurposeName(purpose);
  entry.client = request.client;
  entry.content = request.method + " " + request.path;
  for (const auto& [name, value] : request.query) entry.content += '\n' + name + '=' + value;
  entry.content += '\n' + request.body;
  const bool repeats = request.method == "GET" && !object.empty();
  const std::string what = entry.actor + '\n' + entry.action + '\n' + object + '\n' + entry.purpose + '\n' + entry.client;
  if (repeats && IsNotedLately(what)) return Status();
  const Status written = queries_.Carry([&](MetaBatch& batch) { return StageAudit(archive_.meta(), entry, batch); });
  if (written.ok() && repeats) Remember(what);
  return written;
}

bool AccessGate::IsNotedLately(const std::string& what) {
  const std::scoped_lock lock(mutex_);
  const auto noted = noted_.find(what);
  return noted != noted_.end() && NowMs() - noted->second < kOneReadMs;
}

void AccessGate::Remember(const std::string& what) {
  const std::scoped_lock lock(mutex_);
  const std::int64_t now = NowMs();
  if (noted_.size() >= kMostNoted) std::erase_if(noted_, [now](const auto& entry) { return now - entry.second >= kOneReadMs; });
  if (noted_.size() >= kMostNoted) noted_.clear();
  noted_[what] = now;
}

}  // namespace sohoa
