// SPDX-License-Identifier: Apache-2.0
//
// Figures and registers over HTTP (docs/REPORTS.md).
#pragma once

#include "api/routes.h"

namespace sohoa {

void AddReportRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
