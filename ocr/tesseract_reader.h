// SPDX-License-Identifier: Apache-2.0
//
// Tesseract as a RegionReader. The only file that knows its headers is tesseract_reader.cpp.
#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "ocr/region_reader.h"

namespace sohoa {

// `model` in Tesseract's spelling ("vie+eng"). kUnavailable when a part of it is not installed.
Result<std::unique_ptr<RegionReader>> OpenTesseractReader(const std::string& model);

}  // namespace sohoa
