// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/rate_limiter.h"
#include "api/oidc/pending_logins.h"
#include "api/oidc/provider.h"
#include "api/routes.h"

namespace sohoa {

// Logins at an OpenID Connect provider that are under way. Safe from several threads.
struct OidcLogin {
  explicit OidcLogin(OidcOptions options) : provider(std::move(options)) {}

  OidcProvider provider;
  PendingLogins pending;
  RateLimiter begun{30, 2'000};  // by address: each costs the provider's time and ours
};

// The way to the provider and back (docs/ACCESS.md). A person is let in whose account says that they log in there.
void AddOidcRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
