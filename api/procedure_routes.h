// SPDX-License-Identifier: Apache-2.0
//
// /v1/procedures: the catalogue that this server runs with, whether its files are still the same, and a check of a file
// before it is put there (docs/PROCEDURES.md).
#pragma once

#include "api/routes.h"

namespace sohoa {

void AddProcedureRoutes(Router& router, const RouteContext& context);

}  // namespace sohoa
