// SPDX-License-Identifier: Apache-2.0
#include "imaging/deferred_image.h"

#include <cassert>

#include "imaging/resample.h"
#include "imaging/straighten.h"

namespace sohoa {

const LocalImagePtr& DeferredImage::Pixels() const {
  if (pixels_ == nullptr) {
    pixels_ = Make();
    assert(pixels_->width() == width_ && pixels_->height() == height_ && pixels_->channels() == channels_);
  }
  return pixels_;
}

LocalImagePtr EmptyMask::Make() const { return std::make_shared<LocalImage>(width(), height(), 1, std::uint8_t{0}); }

LocalImagePtr UprightScan::Make() const { return Straighten(TurnQuarter(scan_, rotation_), skew_degrees_); }

LocalImagePtr UprightScan::Gray() const { return Straighten(TurnQuarter(ToGray(scan_), rotation_), skew_degrees_); }

}  // namespace sohoa
