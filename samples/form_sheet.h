// SPDX-License-Identifier: Apache-2.0
//
// FormSheet: a one-page form, filled from top to bottom.
#pragma once

#include <string>
#include <vector>

#include "samples/paper_pages.h"

namespace sohoa {

class FormSheet {
 public:
  FormSheet(const DrawOptions& options, const SamplePageSink& sink) : pages_(options, sink) {}

  Status Begin() { return pages_.Next(kA4Width, kA4Height, std::nullopt); }
  Status Finish() { return pages_.Finish(); }

  // Lines in the left and the right column, side by side; the left one comes first in
  // reading order.
  void Columns(const std::vector<std::string>& left, const std::vector<std::string>& right,
               double size);
  // Rules under what stood last in the columns, as long as given: 0 for none.
  void RuleUnderColumns(double left, double right);
  void Centered(const std::string& markup, double size);
  void Line(const std::string& markup, double indent = 0);
  void Gap(double points) { pages_.y += points; }

  PaperPages& pages() { return pages_; }
  double left_middle() const { return pages_.left() + pages_.frame_width() * 0.21; }
  double right_middle() const { return pages_.left() + pages_.frame_width() * 0.715; }

 private:
  PaperPages pages_;
  double left_end_ = 0;
  double right_end_ = 0;
};

}  // namespace sohoa
