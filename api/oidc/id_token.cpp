// SPDX-License-Identifier: Apache-2.0
#include "api/oidc/id_token.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include <cjose/cjose.h>
#include <nlohmann/json.hpp>

#include "access/secrets.h"

namespace sohoa {
namespace {

using ClaimsJson = nlohmann::json;

constexpr std::size_t kMostToken = 16 << 10;
constexpr std::size_t kMostSubject = 255;
constexpr std::int64_t kLeewaySeconds = 60;
// A token is fetched within seconds; one that was made long before is another login's.
constexpr std::int64_t kMostAgeSeconds = 600;
constexpr std::size_t kLeastRsaBits = 2048;

// What each algorithm is signed with. One that is not here is refused.
constexpr struct {
  std::string_view name;
  cjose_jwk_kty_t kind;
} kAlgorithms[] = {{"RS256", CJOSE_JWK_KTY_RSA}, {"PS256", CJOSE_JWK_KTY_RSA}, {"ES256", CJOSE_JWK_KTY_EC}};

struct ReleaseToken {
  void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};
struct ReleaseKey {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
using Token = std::unique_ptr<cjose_jws_t, ReleaseToken>;
using Key = std::unique_ptr<cjose_jwk_t, ReleaseKey>;

Status Refused(const std::string& reason) { return Status(StatusCode::kDenied, "check an ID token: " + reason); }

// What the token says of its own signature.
struct Head {
  std::string algorithm;
  std::string key;  // its id; empty = none is named
};

std::string MemberOf(const ClaimsJson& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<Head> ReadHead(const std::string& token, cjose_jws_t* read) {
  const std::optional<std::string> text = FromBase64Url(std::string_view(token).substr(0, token.find('.')));
  const ClaimsJson head = text ? ClaimsJson::parse(*text, nullptr, false) : ClaimsJson();
  if (!head.is_object()) return Refused("it has no head");
  // Extensions that a reader has to understand (RFC 7515, 4.1.11): none is understood.
  if (head.contains("crit") || head.contains("b64")) return Refused("its head asks for what is not known here");
  const std::string type = MemberOf(head, "typ");
  if (head.contains("typ") && type != "JWT" && type != "jwt") return Refused("it is a token of another kind");
  // What checks the signature has to have read the same.
  cjose_err error{};
  const char* algorithm = cjose_header_get(cjose_jws_get_protected(read), "alg", &error);
  if (algorithm == nullptr || MemberOf(head, "alg") != algorithm) return Refused("its head can be read in two ways");
  return Head{algorithm, MemberOf(head, "kid")};
}

bool MaySign(const ClaimsJson& key, const Head& head, std::string_view kind) {
  if (!key.is_object() || MemberOf(key, "kty") != kind) return false;
  if (key.contains("use") && MemberOf(key, "use") != "sig") return false;
  if (key.contains("alg") && MemberOf(key, "alg") != head.algorithm) return false;
  return head.key.empty() || MemberOf(key, "kid") == head.key;
}

// cjose ends the process at base64url that is none, so that it sees nothing unchecked; and what has two spellings is refused.
bool IsBase64Url(std::string_view text) {
  const std::optional<std::string> bytes = FromBase64Url(text);
  return bytes && ToBase64Url(*bytes) == text;
}

bool HasThreeParts(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  return second != std::string_view::npos && IsBase64Url(token.substr(0, first)) && IsBase64Url(token.substr(first + 1, second - first - 1)) && IsBase64Url(token.substr(second + 1));
}

// Those members of a key that a signature is checked with, and no others.
std::optional<std::string> PublicPart(const ClaimsJson& key, cjose_jwk_kty_t kind) {
  ClaimsJson part = {{"kty", MemberOf(key, "kty")}};
  if (kind == CJOSE_JWK_KTY_EC) part["crv"] = MemberOf(key, "crv");
  for (const char* name : kind == CJOSE_JWK_KTY_RSA ? std::array{"n", "e"} : std::array{"x", "y"}) {
    part[name] = MemberOf(key, name);
    if (MemberOf(key, name).empty() || !IsBase64Url(MemberOf(key, name))) return std::nullopt;
  }
  return part.dump(-1, ' ', false, ClaimsJson::error_handler_t::replace);
}

// The one key of the set that can have signed it.
Result<Key> FindKey(const std::string& keys, const Head& head) {
  const auto* algorithm = std::find_if(std::begin(kAlgorithms), std::end(kAlgorithms), [&](const auto& one) { return one.name == head.algorithm; });
  if (algorithm == std::end(kAlgorithms)) return Refused("its algorithm is not RS256, PS256 or ES256");
  const ClaimsJson set = ClaimsJson::parse(keys, nullptr, false);
  const auto list = set.is_object() ? set.find("keys") : set.end();
  if (!set.is_object() || list == set.end() || !list->is_array()) return Refused("the issuer's keys cannot be read");
  const std::string_view kind = algorithm->kind == CJOSE_JWK_KTY_RSA ? "RSA" : "EC";
  const auto fits = [&](const ClaimsJson& key) { return MaySign(key, head, kind); };
  const auto found = std::find_if(list->begin(), list->end(), fits);
  if (found == list->end()) return Status(StatusCode::kNotFound, "check an ID token: the issuer has no such key");
  if (std::count_if(list->begin(), list->end(), fits) > 1) return Refused("it does not say which of the issuer's keys signed it");
  const std::optional<std::string> text = PublicPart(*found, algorithm->kind);
  cjose_err error{};
  Key key(text ? cjose_jwk_import(text->data(), text->size(), &error) : nullptr);
  if (!key || cjose_jwk_get_kty(key.get(), &error) != algorithm->kind) return Refused("the issuer's key cannot be read");
  if (algorithm->kind == CJOSE_JWK_KTY_RSA && cjose_jwk_get_keysize(key.get(), &error) < kLeastRsaBits) return Refused("the issuer's key is too short");
  // ES256 is P-256 alone.
  if (algorithm->kind == CJOSE_JWK_KTY_EC && cjose_jwk_EC_get_curve(key.get(), &error) != CJOSE_JWK_EC_P_256) return Refused("the issuer's key is of another curve");
  return key;
}

// Seconds since 1970; none where there is no such number.
std::optional<double> TimeOf(const ClaimsJson& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

Status CheckAudience(const ClaimsJson& claims, const std::string& client_id) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return Refused("it is for nobody");
  const bool several = audience->is_array() && audience->size() > 1;
  const bool named = audience->is_array() ? std::find(audience->begin(), audience->end(), ClaimsJson(client_id)) != audience->end() : *audience == ClaimsJson(client_id);
  if (!named) return Refused("it is for another client");
  if ((several || claims.contains("azp")) && MemberOf(claims, "azp") != client_id) return Refused("it was given to another client");
  return Status();
}

Status CheckTimes(const ClaimsJson& claims, std::int64_t now_unix_s) {
  const auto now = static_cast<double>(now_unix_s);
  constexpr auto kLeeway = static_cast<double>(kLeewaySeconds);
  const std::optional<double> expires = TimeOf(claims, "exp");
  const std::optional<double> issued = TimeOf(claims, "iat");
  if (!expires || !issued) return Refused("it does not say from when to when it holds");
  if (!(now < *expires + kLeeway)) return Refused("it has expired");
  if (!(*issued <= now + kLeeway)) return Refused("it is of a time to come");
  if (!(now <= *issued + static_cast<double>(kMostAgeSeconds))) return Refused("it was made long ago");
  if (claims.contains("nbf")) {
    const std::optional<double> begins = TimeOf(claims, "nbf");
    if (!begins || !(*begins <= now + kLeeway)) return Refused("it does not hold yet");
  }
  return Status();
}

Result<std::string> CheckClaims(std::string_view text, const IdTokenRules& rules) {
  const ClaimsJson claims = ClaimsJson::parse(text, nullptr, false);
  if (!claims.is_object()) return Refused("its claims cannot be read");
  if (rules.issuer.empty() || MemberOf(claims, "iss") != rules.issuer) return Refused("it is of another issuer");
  if (const Status audience = CheckAudience(claims, rules.client_id); !audience.ok()) return audience;
  if (const Status times = CheckTimes(claims, rules.now_unix_s); !times.ok()) return times;
  if (rules.nonce.empty() || !AreEqualSecrets(MemberOf(claims, "nonce"), rules.nonce)) return Refused("it is of another login");
  const std::string subject = MemberOf(claims, "sub");
  const bool printable = std::all_of(subject.begin(), subject.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (subject.empty() || subject.size() > kMostSubject || !printable) return Refused("it names nobody");
  return subject;
}

}  // namespace

Result<std::string> CheckIdToken(const std::string& token, const std::string& keys, const IdTokenRules& rules) {
  if (token.size() > kMostToken) return Refused("it is too long");
  if (!HasThreeParts(token)) return Refused("it cannot be read");
  cjose_err error{};
  const Token read(cjose_jws_import(token.data(), token.size(), &error));
  if (!read) return Refused("it cannot be read");
  const Result<Head> head = ReadHead(token, read.get());
  if (!head) return head.status();
  const Result<Key> key = FindKey(keys, *head);
  if (!key) return key.status();
  if (!cjose_jws_verify(read.get(), key->get(), &error)) return Refused("its signature is wrong");
  std::uint8_t* claims = nullptr;
  std::size_t size = 0;
  if (!cjose_jws_get_plaintext(read.get(), &claims, &size, &error)) return Refused("it cannot be read");
  return CheckClaims(std::string_view(reinterpret_cast<const char*>(claims), size), rules);
}

}  // namespace sohoa
