// SPDX-License-Identifier: Apache-2.0
#include "samples/paper_pages.h"

#include <string>
#include <utility>

#include "samples/degrade.h"

namespace sohoa {

Status PaperPages::Next(double width, double height, std::optional<int> number) {
  if (Status status = Finish(); !status.ok()) return status;
  const std::uint64_t seed = options_.seed * 1000 + drawn_;
  canvas_ = std::make_unique<PageCanvas>(width, height, options_.dpi, seed);
  y = Mm(20);
  left_ = width > height ? Mm(20) : Mm(30);
  if (number) {
    TextStyle style;
    style.align = Align::kCenter;
    const TextBlock block(std::to_string(*number), style, frame_width());
    canvas_->Draw(block, left_, Mm(10));
  }
  return {};
}

Status PaperPages::Finish() {
  if (!canvas_) return {};
  SamplePage page = canvas_->Take();
  const std::uint64_t seed = canvas_->seed();
  canvas_.reset();
  ++drawn_;
  Degrade(page, options_, seed);
  return sink_(std::move(page));
}

}  // namespace sohoa
