// SPDX-License-Identifier: Apache-2.0
//
// A command on a terminal of its own: what it draws, and keys for it.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace sohoa {

class PseudoTerminal {
 public:
  // Runs `sohoa --archive FOLDER/archive ARGUMENTS` with these variables set.
  PseudoTerminal(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
                 const std::vector<std::pair<std::string, std::string>>& environment);
  ~PseudoTerminal();

  // All that was written so far.
  const std::string& Read(int wait_ms);
  void Type(const std::string& keys) const;
  void Resize(unsigned short columns, unsigned short rows) const;
  // Its exit code; -1 where it does not end within this time.
  int Wait(int wait_ms);
  // The lines of the last whole frame that it drew, without control sequences.
  std::vector<std::string> LastFrame() const;

 private:
  int terminal_ = -1;
  pid_t process_ = -1;
  std::string text_;
};

}  // namespace sohoa
