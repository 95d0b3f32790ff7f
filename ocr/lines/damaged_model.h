// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/status.h"

namespace sohoa {

// `reading`: the operation and the part of the model. `what` is wrong with it.
inline Status DamagedModel(std::string_view reading, const std::string& what) {
  return Status(StatusCode::kCorruption, std::string(reading) + ": " + what + "; install the model again");
}

}  // namespace sohoa
