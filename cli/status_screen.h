// SPDX-License-Identifier: Apache-2.0
//
// The state of a coordinator (api/status_json.h) as lines for people: how fast it goes, what
// waits in which lane and for how long, times of stages, room on the disk, workers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/json_text.h"

namespace sohoa {

struct ScreenLook {
  std::size_t columns = 80;
  std::size_t rows = 0;  // 0 = as many as it takes
  bool colours = false;
  bool blocks = true;  // the terminal shows ▁▂▃, as every one with UTF-8 does
};

// No line is wider than the screen, and there are no more than it has rows: what is worth least
// goes first (empty lines, then workers at the end of the list).
std::vector<std::string> DrawStatus(const JsonView& status, const ScreenLook& look);

// "850 ms", "12.3 s", "4 min", "2 h 05", "3 d"
std::string ShortTime(double seconds);
// "512 B", "1.4 GiB"
std::string ShortBytes(double bytes);

}  // namespace sohoa
