// SPDX-License-Identifier: Apache-2.0
//
// Keeping and disposal over HTTP (docs/RETENTION.md).
#pragma once

#include "api/routes.h"

namespace sohoa {

void AddRetentionRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
