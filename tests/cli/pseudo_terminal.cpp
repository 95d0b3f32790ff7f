// SPDX-License-Identifier: Apache-2.0
#include "cli/pseudo_terminal.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <regex>
#include <stdexcept>
#include <thread>

#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sohoa {
namespace {

using Clock = std::chrono::steady_clock;

int LeftMs(Clock::time_point end) {
  return static_cast<int>(std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count()));
}

}  // namespace

PseudoTerminal::PseudoTerminal(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
                               const std::vector<std::pair<std::string, std::string>>& environment) {
  const char* programs = std::getenv("SOHOA_BIN_DIR");
  if (programs == nullptr) throw std::runtime_error("SOHOA_BIN_DIR is not set: run the tests through ctest");
  std::vector<std::string> words = {std::string(programs) + "/sohoa", "--archive", (folder / "archive").string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  winsize size{24, 80, 0, 0};
  process_ = forkpty(&terminal_, nullptr, nullptr, &size);
  if (process_ != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setenv("LANG", "C.UTF-8", 1);
  setenv("TERM", "xterm", 1);
  for (const char* name : {"LC_ALL", "NO_COLOR"}) unsetenv(name);
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  execv(argv[0], argv.data());
  _exit(127);
}

PseudoTerminal::~PseudoTerminal() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  close(terminal_);
}

const std::string& PseudoTerminal::Read(int wait_ms) {
  const auto end = Clock::now() + std::chrono::milliseconds(wait_ms);
  char buffer[4096];
  while (true) {
    pollfd ready{terminal_, POLLIN, 0};
    if (poll(&ready, 1, LeftMs(end)) <= 0) return text_;
    const ssize_t got = read(terminal_, buffer, sizeof buffer);
    if (got <= 0) return text_;
    text_.append(buffer, static_cast<std::size_t>(got));
  }
}

void PseudoTerminal::Type(const std::string& keys) const {
  if (write(terminal_, keys.data(), keys.size()) < 0) throw std::runtime_error("the terminal is gone");
}

void PseudoTerminal::Resize(unsigned short columns, unsigned short rows) const {
  winsize size{rows, columns, 0, 0};
  ioctl(terminal_, TIOCSWINSZ, &size);
}

int PseudoTerminal::Wait(int wait_ms) {
  const auto end = Clock::now() + std::chrono::milliseconds(wait_ms);
  while (LeftMs(end) > 0) {
    Read(50);
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) != process_) continue;
    process_ = -1;
    Read(50);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return -1;
}

std::vector<std::string> PseudoTerminal::LastFrame() const {
  // The cursor goes home before a frame and after it; between two frames there is nothing else.
  const auto home_before = [this](std::size_t at) { return at == 0 ? std::string::npos : text_.rfind("\033[H", at - 1); };
  std::size_t end = text_.rfind("\033[H");
  std::size_t begin = end == std::string::npos ? end : home_before(end);
  if (begin != std::string::npos && begin + 3 == end) {
    end = begin;
    begin = home_before(end);
  }
  if (begin == std::string::npos) return {};
  const std::string frame = std::regex_replace(text_.substr(begin, end - begin), std::regex("\033\\[[0-9;?]*[A-Za-z]"), "");
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= frame.size();) {
    const std::size_t stop = std::min(frame.find("\r\n", at), frame.size());
    // The terminal itself puts a return before each line's end.
    std::string line = frame.substr(at, stop - at);
    while (line.ends_with('\r')) line.pop_back();
    lines.push_back(std::move(line));
    at = stop + 2;
  }
  return lines;
}

}  // namespace sohoa
