// SPDX-License-Identifier: Apache-2.0
#include "samples/form_sheet.h"

#include <algorithm>

namespace sohoa {
namespace {

constexpr double kSize = 13;
constexpr double kLinePitch = 1.35;

}  // namespace

void FormSheet::Columns(const std::vector<std::string>& left, const std::vector<std::string>& right,
                        double size) {
  TextStyle style;
  style.size = size;
  style.align = Align::kCenter;
  const auto draw = [&](const std::vector<std::string>& lines, double middle, double width) {
    double y = pages_.y;
    for (const std::string& line : lines) {
      const TextBlock block(line, style, width);
      pages_.canvas().Draw(block, middle - width / 2, y);
      y += std::max(block.height(), style.size * style.pitch);
    }
    return y;
  };
  left_end_ = draw(left, left_middle(), pages_.frame_width() * 0.42);
  right_end_ = draw(right, right_middle(), pages_.frame_width() * 0.59);
  pages_.y = std::max(left_end_, right_end_);
}

void FormSheet::RuleUnderColumns(double left, double right) {
  PageCanvas& canvas = pages_.canvas();
  if (left > 0)
    canvas.Rule(left_middle() - left / 2, left_end_ + 2, left_middle() + left / 2, left_end_ + 2,
                0.8);
  if (right > 0) {
    canvas.Rule(right_middle() - right / 2, right_end_ + 2, right_middle() + right / 2,
                right_end_ + 2, 0.8);
  }
}

void FormSheet::Centered(const std::string& markup, double size) {
  TextStyle style;
  style.size = size;
  style.align = Align::kCenter;
  const TextBlock block(markup, style, pages_.frame_width());
  pages_.canvas().Draw(block, pages_.left(), pages_.y);
  pages_.y += block.height();
}

void FormSheet::Line(const std::string& markup, double indent) {
  TextStyle style;
  style.size = kSize;
  style.pitch = kLinePitch;
  const TextBlock block(markup, style, pages_.frame_width() - indent);
  pages_.canvas().Draw(block, pages_.left() + indent, pages_.y);
  pages_.y += block.height();
}

}  // namespace sohoa
