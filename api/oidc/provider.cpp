// SPDX-License-Identifier: Apache-2.0
#include "api/oidc/provider.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/http_message.h"
#include "api/oidc/id_token.h"
#include "core/base64.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

using ProviderJson = nlohmann::json;

constexpr std::int64_t kKeptMs = 3'600'000;
constexpr std::int64_t kKeysAgainMs = 60'000;
constexpr std::int64_t kFailedMs = 5'000;
constexpr std::chrono::seconds kPatience{2};
constexpr std::size_t kMostCode = 4'096;

Status Away(const std::string& reason) { return Status(StatusCode::kUnavailable, "ask the login provider: " + reason); }
Status NotLetIn(const std::string& reason) { return Status(StatusCode::kDenied, "log in at the provider: " + reason); }

// By HTTPS, or without leaving this host.
bool IsSafeAddress(const std::string& url) {
  const std::string origin = OriginOf(url);
  if (origin.starts_with("https://")) return origin.size() > std::string_view("https://").size();
  for (const char* host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (origin == host || origin.starts_with(std::string(host) + ":")) return true;
  }
  return false;
}

std::string TextAt(const ProviderJson& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool Lists(const ProviderJson& object, const char* name, const char* value) {
  const auto found = object.find(name);
  return found != object.end() && found->is_array() && std::find(found->begin(), found->end(), ProviderJson(value)) != found->end();
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string Joined(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) text += (text.empty() ? "" : "&") + name + "=" + PercentEncode(value);
  return text;
}

std::string AddressWith(const std::string& url, const Parameters& parameters) { return url + (url.find('?') == std::string::npos ? "?" : "&") + Joined(parameters); }

}  // namespace

Status CheckOidcOptions(const OidcOptions& options) {
  const auto wrong = [](const std::string& what) { return Status(StatusCode::kInvalidArgument, "oidc." + what); };
  if (!IsSafeAddress(options.issuer)) return wrong("issuer: it begins with https://");
  if (options.client_id.empty()) return wrong("client_id: say which client of the provider this server is");
  if (!IsSafeAddress(options.public_url) || OriginOf(options.public_url) != options.public_url) {
    return wrong("public_url: say how browsers reach this server, as https://HOST");
  }
  if ((" " + options.scopes + " ").find(" openid ") == std::string::npos) return wrong("scopes: openid is among them");
  return CheckOutboundRules(options.outbound);
}

std::string SubjectAt(const std::string& issuer, const std::string& subject) { return issuer + " " + subject; }

OidcProvider::OidcProvider(OidcOptions options)
    : options_([&] {
        options.outbound.allow.push_back(OriginOf(options.issuer));
        return std::move(options);
      }()) {}

std::int64_t OidcProvider::Now() const { return options_.now_unix_ms ? options_.now_unix_ms() : NowUnixMs(); }

template <typename T, typename Ask>
Result<T> OidcProvider::Keep(Kept<T>& kept, std::int64_t longest_ms, Ask ask) {
  const std::unique_lock lock(asking_, kPatience);
  if (!lock) return Away("it answers slowly; try again");
  const std::int64_t now = Now();
  if (kept.value && now - kept.asked_ms < longest_ms) return *kept.value;
  if (kept.failed_ms != 0 && now - kept.failed_ms < kFailedMs) return kept.failure;
  Result<T> answer = ask();
  kept.failed_ms = answer ? 0 : now;
  if (!answer) {
    kept.failure = answer.status();
    return answer;
  }
  kept.value = *answer;
  kept.asked_ms = now;
  return answer;
}

Result<std::string> OidcProvider::Fetch(const std::string& url) const {
  const Result<OutboundAnswer> answer = AskOut(options_.outbound, url, {{"Accept", "application/json"}}, std::nullopt);
  if (!answer) return Away(answer.status().message());
  if (answer->status != 200) return Away("it answers with status " + std::to_string(answer->status));
  return answer->body;
}

Result<OidcProvider::Metadata> OidcProvider::FetchMetadata() const {
  std::string url = options_.issuer;
  while (url.ends_with('/')) url.pop_back();
  const Result<std::string> text = Fetch(url + "/.well-known/openid-configuration");
  if (!text) return text.status();
  const ProviderJson json = ProviderJson::parse(*text, nullptr, false);
  // Else one provider could speak for another (Discovery, 4.3).
  if (!json.is_object() || TextAt(json, "issuer") != options_.issuer) return Away("what it says of itself is not of the issuer that oidc.issuer names");
  Metadata metadata{TextAt(json, "authorization_endpoint"), TextAt(json, "token_endpoint"), TextAt(json, "jwks_uri"), TextAt(json, "end_session_endpoint"), false, false};
  for (const std::string& address : {metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri}) {
    if (!IsSafeAddress(address)) return Away("what it says of itself names no address by HTTPS for logins, tokens or keys");
  }
  if (!IsSafeAddress(metadata.end_session_endpoint)) metadata.end_session_endpoint.clear();
  const char* methods = "token_endpoint_auth_methods_supported";
  metadata.takes_secret_in_body = json.contains(methods) && !Lists(json, methods, "client_secret_basic") && Lists(json, methods, "client_secret_post");
  metadata.names_issuer = json.value("authorization_response_iss_parameter_supported", ProviderJson(false)) == ProviderJson(true);
  return metadata;
}

Result<OidcProvider::Metadata> OidcProvider::Describe() {
  Result<Metadata> metadata = Keep(metadata_, kKeptMs, [&] { return FetchMetadata(); });
  if (!metadata) return metadata;
  const std::scoped_lock lock(mutex_);
  logout_address_.clear();
  if (!metadata->end_session_endpoint.empty()) {
    logout_address_ = AddressWith(metadata->end_session_endpoint, {{"client_id", options_.client_id}, {"post_logout_redirect_uri", options_.public_url + "/"}});
  }
  return metadata;
}

std::string OidcProvider::LogoutAddress() {
  const std::scoped_lock lock(mutex_);
  return logout_address_;
}

Result<std::string> OidcProvider::LoginAddress(const std::string& state, const std::string& nonce, const std::string& challenge) {
  const Result<Metadata> metadata = Describe();
  if (!metadata) return metadata.status();
  return AddressWith(metadata->authorization_endpoint, {{"response_type", "code"},
                                                        {"client_id", options_.client_id},
                                                        {"redirect_uri", options_.public_url + kOidcCallbackPath},
                                                        {"scope", options_.scopes},
                                                        {"state", state},
                                                        {"nonce", nonce},
                                                        {"code_challenge", challenge},
                                                        {"code_challenge_method", "S256"}});
}

Result<std::string> OidcProvider::Keys(const std::string& jwks_uri, bool again) {
  return Keep(keys_, again ? kKeysAgainMs : kKeptMs, [&] { return Fetch(jwks_uri); });
}

Result<std::string> OidcProvider::FetchToken(const Metadata& metadata, const std::string& code, const std::string& verifier) const {
  Parameters parameters = {
      {"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", options_.public_url + kOidcCallbackPath}, {"code_verifier", verifier}};
  OutboundHeaders headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  if (options_.client_secret.empty() || metadata.takes_secret_in_body) parameters.emplace_back("client_id", options_.client_id);
  if (!options_.client_secret.empty() && metadata.takes_secret_in_body) parameters.emplace_back("client_secret", options_.client_secret);
  if (!options_.client_secret.empty() && !metadata.takes_secret_in_body) {
    headers.emplace_back("Authorization", "Basic " + EncodeBase64(PercentEncode(options_.client_id) + ":" + PercentEncode(options_.client_secret)));
  }
  const Result<OutboundAnswer> answer = AskOut(options_.outbound, metadata.token_endpoint, headers, Joined(parameters));
  if (!answer) return Away(answer.status().message());
  // RFC 6749, 5.2: this code, or this client.
  if (answer->status == 400) return NotLetIn("it does not take the code");
  if (answer->status == 401) return Away("it does not take client_id and secret");
  if (answer->status != 200) return Away("it answers with status " + std::to_string(answer->status));
  const ProviderJson json = ProviderJson::parse(answer->body, nullptr, false);
  std::string token = json.is_object() ? TextAt(json, "id_token") : std::string();
  if (token.empty()) return NotLetIn("it gives no ID token");
  return token;
}

Result<std::string> OidcProvider::Redeem(const std::string& code, const std::string& issuer, const std::string& verifier, const std::string& nonce) {
  if (code.empty() || code.size() > kMostCode) return NotLetIn("there is no code");
  const Result<Metadata> metadata = Describe();
  if (!metadata) return metadata.status();
  if (issuer != options_.issuer && (!issuer.empty() || metadata->names_issuer)) return NotLetIn("the answer is of another issuer");
  if (!redeeming_.try_acquire_for(kPatience)) return Away("many log in at once; try again");
  const Result<std::string> token = FetchToken(*metadata, code, verifier);
  redeeming_.release();
  if (!token) return token.status();
  const IdTokenRules rules{options_.issuer, options_.client_id, nonce, Now() / 1000};
  const auto check = [&](bool again) -> Result<std::string> {
    const Result<std::string> keys = Keys(metadata->jwks_uri, again);
    return keys ? CheckIdToken(*token, *keys, rules) : keys.status();
  };
  const Result<std::string> subject = check(false);
  // The provider may have a new key.
  const Result<std::string> again = !subject && subject.status().code() == StatusCode::kNotFound ? check(true) : subject;
  if (!again && again.status().code() == StatusCode::kNotFound) return Status(StatusCode::kDenied, again.status().message());
  return again;
}

}  // namespace sohoa
