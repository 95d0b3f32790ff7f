// SPDX-License-Identifier: Apache-2.0
//
// /v1/review: values that people have to look at, handed out one by one (docs/VERIFYING.md).
#pragma once

#include "api/routes.h"

namespace sohoa {

void AddReviewRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
