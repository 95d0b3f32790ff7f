// SPDX-License-Identifier: Apache-2.0
#include "stress/action_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace sohoa {

std::int64_t MonotonicNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

ActionLog::ActionLog(const std::string& path) : file_(open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644)) {
  // One who was killed in the midst of a line leaves it without an end.
  if (file_ >= 0 && lseek(file_, 0, SEEK_END) > 0 && write(file_, "\n", 1) != 1) std::abort();
}

ActionLog::~ActionLog() {
  if (file_ >= 0) close(file_);
}

void ActionLog::Add(Action action) {
  std::ostringstream line;
  line << MonotonicNs() << ' ' << action.what << ' ' << action.state << ' ' << action.dossier << ' ' << action.batch << ' ' << action.place
       << ' ' << action.remark << '\n';
  const std::string bytes = line.str();
  // Without its memory the test proves nothing.
  if (write(file_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) || fdatasync(file_) != 0) {
    std::perror("write the log of actions");
    std::abort();
  }
}

std::vector<Action> ActionReader::More() {
  std::vector<Action> actions;
  std::ifstream file(path_, std::ios::binary);
  if (!file.seekg(static_cast<std::streamoff>(offset_))) return actions;
  for (std::string line; std::getline(file, line);) {
    if (file.eof()) break;
    offset_ += line.size() + 1;
    std::istringstream in(line);
    Action action;
    if (!(in >> action.at_ns >> action.what >> action.state >> action.dossier >> action.batch >> action.place)) continue;
    std::getline(in >> std::ws, action.remark);
    actions.push_back(std::move(action));
  }
  return actions;
}

}  // namespace sohoa
