// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// "Set-Cookie" of a session; of none, where the token is empty, which takes it back.
std::string SessionCookie(const std::string& token);

// Logging in and out, and who is logged in.
void AddSessionRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
