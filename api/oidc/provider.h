// SPDX-License-Identifier: Apache-2.0
//
// OidcProvider: an OpenID Connect provider as this server, its client, sees it: where people log in, and who it says they
// are (OpenID Connect Core 1.0, 3.1; Discovery 1.0, 4; PKCE, RFC 7636). What it says of itself and its keys are asked for
// when they are needed and kept for an hour; keys are asked for again where a token names one that is not among them, once a
// minute at most.
//
// Safe from several threads; one that asks the provider waits for it, a few seconds at most.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>

#include "api/outbound_request.h"
#include "core/result.h"

namespace sohoa {

struct OidcOptions {
  std::string issuer;         // as its tokens name it: "https://sso.tinh.gov.vn/realms/can-bo"; empty = nobody logs in so
  std::string client_id;      // that it gave this server
  std::string client_secret;  // empty: it gave none
  std::string public_url;     // of this server, as browsers reach it: "https://sohoa.tinh.gov.vn"
  std::string scopes = "openid";
  std::string title;          // what the login page calls it; empty = its own words
  // `allow`: servers that the provider has besides that of its issuer, for tokens and keys.
  OutboundRules outbound{{}, {}, 5'000, "oidc"};
  std::function<std::int64_t()> now_unix_ms;  // of the day; empty = the clock's
};

inline constexpr const char* kOidcLoginPath = "/v1/session/oidc";
inline constexpr const char* kOidcCallbackPath = "/v1/session/oidc/callback";

// kInvalidArgument: something is missing, or neither https:// nor on this host.
Status CheckOidcOptions(const OidcOptions& options);
// As accounts have it (Account::subject): another issuer's subject of that name is somebody else.
std::string SubjectAt(const std::string& issuer, const std::string& subject);

class OidcProvider {
 public:
  explicit OidcProvider(OidcOptions options);

  const OidcOptions& options() const { return options_; }
  // Where a browser is sent to log in. kUnavailable: the provider cannot be asked, or says nothing that can be used.
  Result<std::string> LoginAddress(const std::string& state, const std::string& nonce, const std::string& challenge);
  // Where a browser is sent to log out there too; empty where there is no such place. Asks nobody.
  std::string LogoutAddress();
  // The subject of whom the provider gave the code for. `issuer`: what the answer says of where it comes from
  // (RFC 9207); empty = nothing. kDenied: the code or its token is refused; kUnavailable.
  Result<std::string> Redeem(const std::string& code, const std::string& issuer, const std::string& verifier, const std::string& nonce);

 private:
  // What it says of itself.
  struct Metadata {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    std::string end_session_endpoint;  // empty = none
    bool takes_secret_in_body = false;  // and not in the head
    bool names_issuer = false;          // in each answer
  };
  // Kept until it is `until_ms` old; a failure for a moment, so that not everybody waits for a server that is away.
  template <typename T>
  struct Kept {
    std::optional<T> value;
    std::int64_t asked_ms = 0;
    Status failure;
    std::int64_t failed_ms = 0;
  };

  Result<Metadata> Describe();
  Result<std::string> Keys(const std::string& jwks_uri, bool again);
  Result<std::string> Fetch(const std::string& url) const;
  Result<Metadata> FetchMetadata() const;
  Result<std::string> FetchToken(const Metadata& metadata, const std::string& code, const std::string& verifier) const;
  std::int64_t Now() const;

  template <typename T, typename Ask>
  Result<T> Keep(Kept<T>& kept, std::int64_t longest_ms, Ask ask);

  const OidcOptions options_;
  // Of who asks for what is kept, one at a time; others wait for a moment.
  std::timed_mutex asking_;
  Kept<Metadata> metadata_;
  Kept<std::string> keys_;
  std::mutex mutex_;
  std::string logout_address_;
  // Of those who redeem codes: most of the server's threads stay free for others.
  std::counting_semaphore<2> redeeming_{2};
};

}  // namespace sohoa
