// SPDX-License-Identifier: Apache-2.0
//
// The null engine reads nothing: for archives that keep images only, and as the shortest
// description of the seam.
#pragma once

#include <memory>

#include "ocr/ocr_engine.h"

namespace sohoa {

std::unique_ptr<OcrEngine> NewNullEngine();

}  // namespace sohoa
