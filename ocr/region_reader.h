// SPDX-License-Identifier: Apache-2.0
//
// RegionReader: what differs from engine to engine: pixels in, lines of words out. What comes
// before and after (tables, stamps, order, repair) is the same for all (ocr/page_reading.h).
//
// One thread at a time per object.
#pragma once

#include <string>
#include <vector>

#include "core/page_text.h"
#include "core/result.h"
#include "ocr/gray_image.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

// What the pixels of a region are known to hold.
enum class ReadAs {
  kPage,   // anything: find the blocks
  kBlock,  // lines of one column
};

struct TextRegion {
  Box box;  // within the image, not empty
  ReadAs mode = ReadAs::kPage;
};

class RegionReader {
 public:
  virtual ~RegionReader() = default;

  virtual std::string Name() const = 0;   // "tesseract 5.3.0"
  virtual std::string Model() const = 0;  // "vie"

  // For each region its lines, in no order to rely on; boxes in pixels of the image, words NFC
  // and never empty. No table rules run through the regions. Of regions that lie in one another
  // the smallest has the ink to itself.
  virtual Result<std::vector<std::vector<Line>>> Read(GrayImage image, double dpi,
                                                      const std::vector<TextRegion>& regions) = 0;

  // kNotFound where there are too few letters.
  virtual Result<Orientation> DetectOrientation(GrayImage image, double dpi) = 0;
};

}  // namespace sohoa
