// SPDX-License-Identifier: Apache-2.0
//
// What an endpoint's text says about who can reach it. Pure; no name is looked up.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace sohoa {

enum class EndpointReach : std::uint8_t {
  kProcess,   // inproc://
  kHost,      // ipc://, guarded by its folder's mode
  kLoopback,  // tcp:// on 127.0.0.0/8, [::1] or localhost
  kNetwork,   // every other tcp://, names of hosts included
};

// kInvalidArgument: not an endpoint that we use.
Result<EndpointReach> ReachOf(const std::string& endpoint);

}  // namespace sohoa
