// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/routes.h"

namespace sohoa {

// Page images by the IIIF Image API 3.
void AddPictureRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
