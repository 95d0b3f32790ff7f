// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a model's file.
#pragma once

#include <string>

#include "core/result.h"

namespace sohoa {

// kNotFound: there is no such file; kResourceLimit: it is larger than any model; kIoError.
Result<std::string> ReadModelFile(const std::string& path);

}  // namespace sohoa
