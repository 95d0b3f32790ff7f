// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// Dossiers are opened, originals handed in, whole or by and by, and batches sealed (docs/API.md).
void AddIntakeRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
