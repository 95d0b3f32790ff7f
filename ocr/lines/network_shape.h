// SPDX-License-Identifier: Apache-2.0
//
// MapShape: how large the maps between the layers of a line network are, as far as it is known
// before there is a line.
#pragma once

namespace sohoa {

// A fixed number of positions, or the line's width divided by a number and rounded down.
struct MapLength {
  bool of_line = false;
  int value = 1;  // the number of positions, or the divisor

  bool operator==(const MapLength&) const = default;
  MapLength Over(int divisor) const {
    return {of_line, of_line ? value * divisor : value / divisor};
  }
};

struct MapShape {
  MapLength width;
  MapLength height;
  int depth = 0;

  bool operator==(const MapShape&) const = default;
};

}  // namespace sohoa
