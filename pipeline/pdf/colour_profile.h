// SPDX-License-Identifier: Apache-2.0
//
// The sRGB profile that a PDF/A names as its output intent.
#pragma once

#include <string>

#include "core/result.h"

namespace sohoa {

// An ICC profile of version 2 (PDF/A-1 knows no other), the same bytes every time.
Result<std::string> MakeSrgbProfile();

}  // namespace sohoa
