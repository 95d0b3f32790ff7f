// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// What a one-stop system imports of a dossier, and what it says became of that (docs/WEBHOOKS.md).
void AddOneStopRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
