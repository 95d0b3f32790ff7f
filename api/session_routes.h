// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// Logging in and out, and who is logged in.
void AddSessionRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
