// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// What registers of the State said to a dossier's people and enterprises, and asking them anew (docs/REGISTRIES.md).
void AddRegistryRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
