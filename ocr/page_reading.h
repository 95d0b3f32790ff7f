// SPDX-License-Identifier: Apache-2.0
//
// An OcrEngine out of a RegionReader: tables cell by cell, red rubber stamps, kinds of
// ink, reading order and repairs around what the reader gives.
#pragma once

#include <memory>

#include "ocr/digits/digit_reader.h"
#include "ocr/language/text_corrector.h"
#include "ocr/ocr_engine.h"
#include "ocr/region_reader.h"

namespace sohoa {

// `corrector`: none where the model's language has none. `digits`: none where heads of papers are not
// known to be Vietnamese.
std::unique_ptr<OcrEngine> MakePageEngine(std::unique_ptr<RegionReader> reader,
                                          std::shared_ptr<const TextCorrector> corrector = nullptr,
                                          std::shared_ptr<const DigitReader> digits = nullptr);

}  // namespace sohoa
