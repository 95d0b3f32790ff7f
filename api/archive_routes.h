// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// Search, dossiers, documents, pages' text, events and quarantine.
void AddArchiveRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
