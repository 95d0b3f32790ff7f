// SPDX-License-Identifier: Apache-2.0
//
// /v1/accounts and /v1/audit: who may do what, and who did what. Neither is changed here: accounts and keys are made on the
// host (docs/ACCESS.md), and nobody changes the audit chain.
#pragma once

#include "api/routes.h"

namespace sohoa {

void AddAdminRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
