// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// Searches that people and machines keep for themselves.
void AddSavedSearchRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
