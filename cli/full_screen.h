// SPDX-License-Identifier: Apache-2.0
//
// FullScreen: stdout's terminal as a screen that is drawn again in place. What was on it comes
// back when it ends, also where a second Ctrl-C ends the program at once.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sohoa {

class FullScreen {
 public:
  FullScreen();
  ~FullScreen();
  FullScreen(const FullScreen&) = delete;
  FullScreen& operator=(const FullScreen&) = delete;

  // As it is now; it may be changed while it is drawn on.
  std::size_t columns() const;
  std::size_t rows() const;
  void Draw(const std::vector<std::string>& lines) const;
};

}  // namespace sohoa
