// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// What people decide on a dossier, reading it again, and what is different between versions.
void AddEditRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
