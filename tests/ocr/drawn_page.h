// SPDX-License-Identifier: Apache-2.0
//
// Pages drawn by code: text in Liberation Serif and lines, on white, at 200 dpi.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/geometry.h"

namespace sohoa {

class DrawnPage {
 public:
  static constexpr double kDpi = 200;

  DrawnPage(int width, int height);
  ~DrawnPage();
  DrawnPage(const DrawnPage&) = delete;
  DrawnPage& operator=(const DrawnPage&) = delete;

  int width() const { return width_; }
  int height() const { return height_; }

  // Top-left corner in pixels, size in points; colour as 0xRRGGBB. Gives the ink's box.
  Box Text(double x, double y, const std::string& text, double points = 13,
           std::uint32_t colour = 0);
  // Runs upwards from the bottom-left corner of its lines, or downwards from the top-right one.
  enum class Run { kUpwards, kDownwards };
  void TurnedText(double x, double y, const std::string& text, Run run, double points = 13);
  void Rectangle(const Box& box, double line_width, std::uint32_t colour = 0);
  // A portrait in gray, or in black dots as a copier makes them.
  enum class Print { kGray, kDots };
  void Portrait(const Box& box, Print print = Print::kGray);
  void Stroke(double x0, double y0, double x1, double y1, double line_width,
              std::uint32_t colour = 0);

  std::uint32_t Pixel(int x, int y) const;  // 0xRRGGBB
  std::string Png() const;                  // with its resolution left out

 private:
  struct Impl;
  int width_;
  int height_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
