// SPDX-License-Identifier: Apache-2.0
//
// The engine `lines` as a RegionReader: own lines, and a Tesseract line model run over many of
// them at once.
#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "ocr/region_reader.h"

namespace sohoa {

// `model` names one installed model ("vie"). kUnavailable: it is not installed. kUnsupported:
// its network is of a kind that only Tesseract runs, or the name is of several models.
Result<std::unique_ptr<RegionReader>> OpenLinesReader(const std::string& model);

}  // namespace sohoa
