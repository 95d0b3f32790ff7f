// SPDX-License-Identifier: Apache-2.0
#include "cli/full_screen.h"

#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/terminal.h"

namespace sohoa {
namespace {

// The other screen, no cursor; and back.
constexpr const char* kEnter = "\033[?1049h\033[?25l";
constexpr const char* kLeave = "\033[?25h\033[?1049l";

winsize SizeOf() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {24, 80, 0, 0};
  return size;
}

}  // namespace

FullScreen::FullScreen() {
  SetInterruptFarewell(kLeave);
  std::fputs(kEnter, stdout);
}

FullScreen::~FullScreen() {
  SetInterruptFarewell(nullptr);
  std::fputs(kLeave, stdout);
  std::fflush(stdout);
}

std::size_t FullScreen::columns() const { return SizeOf().ws_col; }
std::size_t FullScreen::rows() const { return SizeOf().ws_row; }

// Line by line over what is there, and the rest cleared: nothing flickers. A line is cleared before
// it is written, for behind its last column a terminal would clear that column.
void FullScreen::Draw(const std::vector<std::string>& lines) const {
  std::string frame = "\033[H";
  for (std::size_t i = 0; i < lines.size(); ++i) frame += (i == 0 ? "\033[K" : "\r\n\033[K") + lines[i];
  if (lines.size() < rows()) frame += "\r\n\033[J";
  frame += "\033[H";
  std::fwrite(frame.data(), 1, frame.size(), stdout);
  std::fflush(stdout);
}

}  // namespace sohoa
