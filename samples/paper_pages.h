// SPDX-License-Identifier: Apache-2.0
//
// PaperPages: sheets one after the other, each given away as it is finished.
#pragma once

#include <memory>
#include <optional>

#include "samples/page_canvas.h"

namespace sohoa {

// Margins of App. I.I: 20 top and bottom, 30 left, 15 right.
inline constexpr double kA4Width = 595.276;  // points
inline constexpr double kA4Height = 841.89;

class PaperPages {
 public:
  PaperPages(const DrawOptions& options, const SamplePageSink& sink)
      : options_(options), sink_(sink) {}

  // Gives the present sheet away and takes another. A number stands in the middle of the
  // top margin.
  Status Next(double width, double height, std::optional<int> number);
  // Gives the last sheet away.
  Status Finish();

  PageCanvas& canvas() { return *canvas_; }
  // Down to where the sheet is filled.
  double y = 0;
  double left() const { return left_; }
  double right() const { return canvas_->width() - Mm(15); }
  double frame_width() const { return right() - left_; }
  double bottom() const { return canvas_->height() - Mm(20); }
  double room() const { return bottom() - y; }

 private:
  const DrawOptions& options_;
  const SamplePageSink& sink_;
  std::unique_ptr<PageCanvas> canvas_;
  std::uint64_t drawn_ = 0;
  double left_ = Mm(30);
};

}  // namespace sohoa
