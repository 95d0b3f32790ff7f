// SPDX-License-Identifier: Apache-2.0
//
// OrientationDetector: how a page lies, from its letters, by Tesseract's model osd.
//
// One thread at a time per object.
#pragma once

#include <memory>

#include "core/result.h"
#include "ocr/gray_image.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

class OrientationDetector {
 public:
  // Without the model, every Detect() says that it is missing.
  static std::unique_ptr<OrientationDetector> Open();
  virtual ~OrientationDetector() = default;

  // kNotFound where there are too few letters; kUnavailable without the model.
  virtual Result<Orientation> Detect(const GrayImage& image, double dpi) = 0;
};

// `dpi` as Tesseract takes it: it goes by 70 where it is told nothing or less.
int TesseractResolution(double dpi);

}  // namespace sohoa
