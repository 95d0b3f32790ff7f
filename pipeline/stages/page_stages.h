// SPDX-License-Identifier: Apache-2.0
//
// The stages of the page service, each made over the tools it uses (which must outlive it).
#pragma once

#include <memory>

#include "pipeline/stage.h"

namespace sohoa {

// Original bytes to pixels.
std::unique_ptr<PageStage> NewDecodeStage(PageImaging& imaging);
// Upright, straight, clean images; coloured ink, barcodes, blankness, quality. Asks the
// engine how the page lies where its shape does not tell.
std::unique_ptr<PageStage> NewPrepareStage(PageImaging& imaging, OcrEngine& engine);
// Words with boxes and confidences.
std::unique_ptr<PageStage> NewRecogniseStage(OcrEngine& engine);
// The displayed page as the PDF keeps it.
std::unique_ptr<PageStage> NewEncodeStage(PageImaging& imaging);

}  // namespace sohoa
