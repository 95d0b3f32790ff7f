// SPDX-License-Identifier: Apache-2.0
//
// The list of OCR engines. To add one: a file pair, a line in open_engine.cpp and its name in
// available_engines.cpp.
#pragma once

#include <memory>

#include "core/result.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

// kInvalidArgument: no such engine; kUnavailable: its model is not installed (the message
// names what to install).
Result<std::unique_ptr<OcrEngine>> OpenEngine(const OcrOptions& options);

}  // namespace sohoa
