// SPDX-License-Identifier: Apache-2.0
//
// LineReader: Tesseract as this folder uses it: pixels in, lines of words out, in no order to
// rely on. The only file that knows its headers is line_reader.cpp.
//
// One thread at a time per object.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/page_text.h"
#include "core/result.h"
#include "ocr/gray_image.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

// What the pixels are known to hold.
enum class ReadAs {
  kPage,   // anything: find the blocks
  kBlock,  // lines of one column
  kLine,   // one line
};

class LineReader {
 public:
  // `model` in Tesseract's spelling. kUnavailable when a part of it is not installed.
  static Result<std::unique_ptr<LineReader>> Open(const std::string& model);
  ~LineReader();

  // "tesseract 5.3.0"
  std::string Name() const;

  // The image that Read() works on; it must stay until the next one is set.
  void SetImage(const GrayImage& image, double dpi);
  // Lines within `region`, boxes in pixels of the image; words are NFC and never empty.
  Result<std::vector<Line>> Read(const Box& region, ReadAs mode);

  // kNotFound where there are too few letters.
  Result<Orientation> DetectOrientation(const GrayImage& image, double dpi);

 private:
  struct Impl;
  explicit LineReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
