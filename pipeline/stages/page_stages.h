// SPDX-License-Identifier: Apache-2.0
//
// The stages of the page service, each made over the tools it uses (which must outlive it).
#pragma once

#include <memory>

#include "pipeline/stage.h"

namespace sohoa {

// Original bytes to pixels.
std::unique_ptr<PageStage> NewDecodeStage(PageImaging& imaging);
// Straight, clean images of the page as it was fed; coloured ink, barcodes, blankness, quality.
std::unique_ptr<PageStage> NewPrepareStage(PageImaging& imaging);
// Words with boxes and confidences. Where they make no sense the engine is asked how the page
// lies, which is then turned, prepared and read again.
std::unique_ptr<PageStage> NewRecogniseStage(PageImaging& imaging, OcrEngine& engine);
// The displayed page as the PDF keeps it.
std::unique_ptr<PageStage> NewEncodeStage(PageImaging& imaging);

}  // namespace sohoa
