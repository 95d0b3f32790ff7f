// SPDX-License-Identifier: Apache-2.0
//
// The keys that sohoa.toml names, read and checked.
#pragma once

#include "cli/config.h"
#include "core/result.h"
#include "workers/peer_keys.h"

namespace sohoa {

// Empty where no key is set; kInvalidArgument when only half of what is needed is.
Result<ClientKeys> ClientKeysOf(const Config& config);
Result<ServerKeys> ServerKeysOf(const Config& config);

}  // namespace sohoa
