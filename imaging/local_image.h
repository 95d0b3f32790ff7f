// SPDX-License-Identifier: Apache-2.0
//
// LocalImage: pixels in this process. It is what the imaging implementation hands out as
// RasterImage, and what an OCR engine beside it reads from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "imaging/page_imaging.h"

namespace sohoa {

// Rows from the top, pixels from the left, channels R G B next to each other. Written by one
// thread; once it is shared as an ImageHandle it does not change.
class LocalImage final : public RasterImage {
 public:
  // Pixels are not initialised. Sides of at least 1; `channels` is 1 or 3.
  LocalImage(int width, int height, int channels);
  // All channels of all pixels `value`.
  LocalImage(int width, int height, int channels, std::uint8_t value);

  LocalImage(const LocalImage&) = delete;
  LocalImage& operator=(const LocalImage&) = delete;

  int width() const override { return width_; }
  int height() const override { return height_; }
  int channels() const override { return channels_; }

  std::size_t stride() const { return stride_; }  // bytes from a row to the next
  std::size_t size_bytes() const { return stride_ * static_cast<std::size_t>(height_); }
  std::uint8_t* data() { return pixels_.get(); }
  const std::uint8_t* data() const { return pixels_.get(); }
  std::uint8_t* row(int y) { return pixels_.get() + stride_ * static_cast<std::size_t>(y); }
  const std::uint8_t* row(int y) const {
    return pixels_.get() + stride_ * static_cast<std::size_t>(y);
  }

  // The pixels behind a handle, good as long as it is; nullptr where they are in another
  // process. Those of a page that is shown may be made only now.
  static const LocalImage* From(const RasterImage& image);
  static const LocalImage* From(const ImageHandle& image);

 private:
  int width_;
  int height_;
  int channels_;
  std::size_t stride_;
  std::unique_ptr<std::uint8_t[]> pixels_;
};

// A shared_ptr because handles share it: display and reading of a clean page are one image.
using LocalImagePtr = std::shared_ptr<LocalImage>;

// The same, to be kept and shared; nullptr too. For images that stay as they are.
LocalImagePtr SharedPixels(const ImageHandle& image);

bool SamePixels(const LocalImage& a, const LocalImage& b);

}  // namespace sohoa
