// SPDX-License-Identifier: Apache-2.0
#include "core/geometry.h"

#include <cmath>
#include <numbers>

namespace sohoa {

Point PageGeometry::ToScanned(Point displayed) const {
  const bool turned = rotation == 90 || rotation == 270;
  const double upright_width = turned ? scanned_height : scanned_width;
  const double upright_height = turned ? scanned_width : scanned_height;

  const double angle = skew_degrees * std::numbers::pi / 180;
  const double dx = displayed.x - width / 2.0;
  const double dy = displayed.y - height / 2.0;
  const Point upright{upright_width / 2 + dx * std::cos(angle) - dy * std::sin(angle),
                      upright_height / 2 + dx * std::sin(angle) + dy * std::cos(angle)};

  switch (rotation) {
    case 90: return {upright.y, scanned_height - upright.x};
    case 180: return {scanned_width - upright.x, scanned_height - upright.y};
    case 270: return {scanned_width - upright.y, upright.x};
    default: return upright;
  }
}

Polygon PageGeometry::ToPolygon(const Box& box) const {
  const auto x = [&](int value) { return width > 0 ? std::clamp(1.0 * value / width, 0.0, 1.0) : 0; };
  const auto y = [&](int value) { return height > 0 ? std::clamp(1.0 * value / height, 0.0, 1.0) : 0; };
  return {{x(box.left), y(box.top)},
          {x(box.right), y(box.top)},
          {x(box.right), y(box.bottom)},
          {x(box.left), y(box.bottom)}};
}

}  // namespace sohoa
