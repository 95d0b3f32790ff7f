// SPDX-License-Identifier: Apache-2.0
//
// OcrEngine on Tesseract's LSTM models: finds ruled tables and reads them cell by cell, reads
// the rest as a page, puts lines in reading order, mends what it is known to get wrong, and
// marks stamps and handwriting.
#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

// kUnavailable: the model is not installed; the message names the package.
Result<std::unique_ptr<OcrEngine>> OpenTesseractEngine(const std::string& model);

}  // namespace sohoa
