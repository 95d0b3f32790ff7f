// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// How webhooks fare, and sending again. They are made and removed on the archive's own host.
void AddWebhookRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
