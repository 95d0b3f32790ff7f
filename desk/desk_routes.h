// SPDX-License-Identifier: Apache-2.0
//
// What the desk's own server answers: its page and what that asks (docs/DESK.md).
#pragma once

#include <cstdint>

#include "api/router.h"
#include "desk/desk_service.h"

namespace sohoa {

// Who asks: a browser on the desk's host, or one of another host, which may not pair others nor name files of the desk.
enum class DeskSide : std::uint8_t { kHere = 0, kElsewhere = 1 };
// The cookie of a paired browser.
inline constexpr const char* kPairedCookie = "__Host-sohoa-desk";

// `desk` must outlive the router.
Router MakeDeskRouter(DeskService& desk, DeskSide side);
// Of the desk's own pages; what a browser gets before it is paired.
bool IsForUnpaired(const HttpRequest& request);

}  // namespace sohoa
