// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// Events, and how far a dossier has come, told as they come (Server-Sent Events, https://html.spec.whatwg.org/#server-sent-events).
void AddStreamRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
