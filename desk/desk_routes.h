// SPDX-License-Identifier: Apache-2.0
//
// What the desk's own server answers: its page and what that asks (docs/DESK.md).
#pragma once

#include "api/router.h"
#include "desk/desk_service.h"

namespace sohoa {

// `desk` must outlive the router.
Router MakeDeskRouter(DeskService& desk);

}  // namespace sohoa
