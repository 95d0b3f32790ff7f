// SPDX-License-Identifier: Apache-2.0
//
// /v1/workers: lets one rest, work again, or end.
#pragma once

#include "api/routes.h"

namespace sohoa {

void AddWorkerRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
