// SPDX-License-Identifier: Apache-2.0
#include "imaging/local_image.h"

#include <cassert>
#include <cstring>

#include "imaging/deferred_image.h"

namespace sohoa {

LocalImage::LocalImage(int width, int height, int channels)
    : width_(width),
      height_(height),
      channels_(channels),
      stride_(static_cast<std::size_t>(width) * static_cast<std::size_t>(channels)),
      pixels_(new std::uint8_t[stride_ * static_cast<std::size_t>(height)]) {
  assert(width > 0 && height > 0 && (channels == 1 || channels == 3));
}

LocalImage::LocalImage(int width, int height, int channels, std::uint8_t value)
    : LocalImage(width, height, channels) {
  std::memset(pixels_.get(), value, size_bytes());
}

const LocalImage* LocalImage::From(const RasterImage& image) {
  if (const auto* local = dynamic_cast<const LocalImage*>(&image)) return local;
  const auto* deferred = dynamic_cast<const DeferredImage*>(&image);
  return deferred != nullptr ? deferred->Pixels().get() : nullptr;
}

const LocalImage* LocalImage::From(const ImageHandle& image) {
  return image ? From(*image) : nullptr;
}

LocalImagePtr SharedPixels(const ImageHandle& image) {
  if (const auto local = std::dynamic_pointer_cast<const LocalImage>(image)) {
    return std::const_pointer_cast<LocalImage>(local);
  }
  const auto* deferred = dynamic_cast<const DeferredImage*>(image.get());
  return deferred != nullptr ? deferred->Pixels() : nullptr;
}

bool SamePixels(const LocalImage& a, const LocalImage& b) {
  return a.width() == b.width() && a.height() == b.height() && a.channels() == b.channels() &&
         std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

}  // namespace sohoa
