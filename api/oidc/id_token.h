// SPDX-License-Identifier: Apache-2.0
//
// Checks ID tokens (OpenID Connect Core 1.0, 3.1.3.7; RFC 7515, 7518, 7519; RFC 8725). The only file that knows cjose.
// Pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace sohoa {

// What a token has to say to be for this login.
struct IdTokenRules {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  std::int64_t now_unix_s = 0;
};

// The subject: who logged in, as the issuer names them.
// `keys`: the issuer's JSON Web Key Set (RFC 7517). Signatures are RS256, PS256 and ES256 by a key of that kind, of RSA
// with 2048 bits or more; anything else is refused, `none` and keys that both sides share (HS256) too. Clocks may differ
// by a minute.
// kNotFound: `keys` has not the key that the token names. kDenied: it is not for this login; messages hold nothing of it.
Result<std::string> CheckIdToken(const std::string& token, const std::string& keys, const IdTokenRules& rules);

}  // namespace sohoa
