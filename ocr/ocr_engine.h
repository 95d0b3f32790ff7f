// SPDX-License-Identifier: Apache-2.0
//
// OcrEngine: turns a prepared page into PageText. Replace it to read with another model or
// program; the null engine reads nothing and is the shortest description of the seam.
//
// One thread at a time per object.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/page_text.h"
#include "core/result.h"
#include "imaging/page_imaging.h"

namespace sohoa {

struct Orientation {
  int rotation = 0;       // clockwise turn that makes the page upright: 0, 90, 180, 270
  double confidence = 0;  // 0..1
};

struct OcrOptions {
  std::string engine = "lines";  // a name that AvailableEngines() lists
  std::string model;             // see ocr/model_names.h; empty: the engine's own choice
};

class OcrEngine {
 public:
  virtual ~OcrEngine() = default;

  virtual std::string Name() const = 0;   // "tesseract 5.3.0"; stored with what it read
  virtual std::string Model() const = 0;  // "vie", "sohoa 2": the model's own name

  // Reads `page.reading`; boxes are pixels of the displayed page. Words are NFC and marked
  // as print, stamp or handwriting. A blank page gives a PageText without blocks. Equal
  // input gives equal output.
  virtual Result<PageText> Recognise(const PreparedPage& page) = 0;

  // How a decoded page lies, from its letters. kNotFound where there are too few.
  virtual Result<Orientation> DetectOrientation(const DecodedPage& page) = 0;
};

// Names accepted in OcrOptions::engine, the default first.
std::vector<std::string> AvailableEngines();

}  // namespace sohoa
