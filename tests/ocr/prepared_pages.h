// SPDX-License-Identifier: Apache-2.0
//
// Drawn pages as the prepare stage would hand them on.
#pragma once

#include <memory>

#include "imaging/local_image.h"
#include "imaging/page_imaging.h"
#include "ocr/drawn_page.h"
#include "ocr/gray_image.h"

namespace sohoa {

inline GrayImage ToGrayImage(const DrawnPage& drawn) {
  GrayImage gray{drawn.width(), drawn.height(), {}};
  gray.pixels.resize(static_cast<std::size_t>(gray.width) * static_cast<std::size_t>(gray.height));
  for (int y = 0; y < gray.height; ++y) {
    for (int x = 0; x < gray.width; ++x) {
      gray.Row(y)[x] = static_cast<std::uint8_t>((drawn.Pixel(x, y) >> 8) & 0xff);
    }
  }
  return gray;
}

// Black print only: nothing is turned, cleaned or masked.
inline PreparedPage ToPreparedPage(const DrawnPage& drawn) {
  const GrayImage gray = ToGrayImage(drawn);
  auto image = std::make_shared<LocalImage>(gray.width, gray.height, 1);
  for (int y = 0; y < gray.height; ++y) std::copy_n(gray.Row(y), gray.width, image->row(y));
  PreparedPage page;
  page.geometry.width = page.geometry.scanned_width = gray.width;
  page.geometry.height = page.geometry.scanned_height = gray.height;
  page.geometry.dpi = DrawnPage::kDpi;
  page.display = image;
  page.reading = image;
  page.ink_mask = std::make_shared<LocalImage>(gray.width, gray.height, 1, std::uint8_t{0});
  return page;
}

}  // namespace sohoa
