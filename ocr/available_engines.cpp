// SPDX-License-Identifier: Apache-2.0
#include "ocr/ocr_engine.h"

namespace sohoa {

std::vector<std::string> AvailableEngines() { return {"lines", "tesseract", "null"}; }

}  // namespace sohoa
