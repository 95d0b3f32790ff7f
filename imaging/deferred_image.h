// SPDX-License-Identifier: Apache-2.0
//
// DeferredImage: pixels that perhaps nobody asks for. They are made when LocalImage::From is
// first asked for them, and kept.
#pragma once

#include <utility>

#include "imaging/local_image.h"

namespace sohoa {

class DeferredImage : public RasterImage {
 public:
  int width() const override { return width_; }
  int height() const override { return height_; }
  int channels() const override { return channels_; }

  const LocalImagePtr& Pixels() const;

 protected:
  DeferredImage(int width, int height, int channels) : width_(width), height_(height), channels_(channels) {}

 private:
  // Of the size that was promised.
  virtual LocalImagePtr Make() const = 0;

  const int width_;
  const int height_;
  const int channels_;
  mutable LocalImagePtr pixels_;
};

// The mask of a page without coloured ink.
class EmptyMask final : public DeferredImage {
 public:
  EmptyMask(int width, int height) : DeferredImage(width, height, 1) {}

 private:
  LocalImagePtr Make() const override;
};

// A scan as it is shown: turned upright, then straight (imaging/straighten.h).
class UprightScan final : public DeferredImage {
 public:
  // width and height: what `scan` has after both turns.
  UprightScan(LocalImagePtr scan, int rotation, double skew_degrees, int width, int height)
      : DeferredImage(width, height, scan->channels()),
        scan_(std::move(scan)),
        rotation_(rotation),
        skew_degrees_(skew_degrees) {}

  // The same without its colours, which is made anew every time.
  LocalImagePtr Gray() const;
  // The same, its pixels still to be made.
  ImageHandle Unmade() const { return std::make_shared<UprightScan>(scan_, rotation_, skew_degrees_, width(), height()); }

 private:
  LocalImagePtr Make() const override;

  const LocalImagePtr scan_;
  const int rotation_;
  const double skew_degrees_;
};

}  // namespace sohoa
