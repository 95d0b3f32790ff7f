// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace sohoa {

// A program that runs beside a test, with what it prints in files of a folder of its own. Ends with this.
class RunningExample {
 public:
  RunningExample(const std::vector<std::string>& command, const std::vector<std::pair<std::string, std::string>>& environment);
  ~RunningExample();
  RunningExample(const RunningExample&) = delete;
  RunningExample& operator=(const RunningExample&) = delete;

  // Its exit code, once it has ended.
  int Wait();
  std::string Out() const;
  std::string Err() const;
  // The first line on its standard error; waits for it, and is empty where none comes.
  std::string FirstErrLine() const;

  // "follow_events.sh" in examples/.
  static std::string File(const std::string& name);

 private:
  std::filesystem::path folder_;
  pid_t process_ = 0;
};

}  // namespace sohoa
