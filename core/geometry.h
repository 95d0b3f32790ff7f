// SPDX-License-Identifier: Apache-2.0
//
// Boxes, polygons and the way between a displayed page and its scanned original.
#pragma once

#include <array>
#include <algorithm>
#include <vector>

namespace sohoa {

struct Point {
  double x = 0;
  double y = 0;
  bool operator==(const Point&) const = default;
};

// Pixels, origin top-left, y down; right and bottom are exclusive.
struct Box {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  int width() const { return right - left; }
  int height() const { return bottom - top; }
  bool empty() const { return right <= left || bottom <= top; }
  double center_x() const { return (left + right) / 2.0; }
  double center_y() const { return (top + bottom) / 2.0; }
  long long area() const { return empty() ? 0 : 1LL * width() * height(); }
  bool operator==(const Box&) const = default;
};

inline Box Union(const Box& a, const Box& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

inline Box Intersection(const Box& a, const Box& b) {
  return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
          std::min(a.bottom, b.bottom)};
}

// More than half of `inner` lies in `outer`.
inline bool MostlyIn(const Box& inner, const Box& outer) { return Intersection(inner, outer).area() * 2 > inner.area(); }

inline constexpr double kMmPerInch = 25.4;

// Fractions 0..1 of the displayed page, as the JSON of the contract has them.
using Polygon = std::vector<Point>;

// How a decoded original page became the page that is displayed, read and searched:
// turned clockwise by `rotation`, then turned by -skew_degrees about its centre on an
// enlarged (never cropped) white canvas.
struct PageGeometry {
  int scanned_width = 0;  // pixels of the page as decoded
  int scanned_height = 0;
  int rotation = 0;         // clockwise turn that was applied: 0, 90, 180 or 270
  double skew_degrees = 0;  // skew that was found and taken out; positive = text ran downhill
  int width = 0;            // pixels of the displayed page
  int height = 0;
  double dpi = 0;  // of both; never 0 in a page that was decoded

  // From a pixel of the displayed page to one of the scanned page.
  Point ToScanned(Point displayed) const;
  // From pixels of the displayed page to fractions of it, four corners clockwise from top-left.
  Polygon ToPolygon(const Box& box) const;
  bool operator==(const PageGeometry&) const = default;
};

}  // namespace sohoa
