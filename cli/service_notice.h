// SPDX-License-Identifier: Apache-2.0
//
// What a service tells the system's service manager over $NOTIFY_SOCKET (sd_notify's protocol);
// nothing where there is none.
#pragma once

#include <string_view>

namespace sohoa {

// "READY=1", "STOPPING=1", "WATCHDOG=1"
void NotifyServiceManager(std::string_view state);

}  // namespace sohoa
