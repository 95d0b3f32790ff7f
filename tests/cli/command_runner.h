// SPDX-License-Identifier: Apache-2.0
//
// Runs the built `sohoa` as a person would, and keeps what it said.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

namespace sohoa {

struct CommandResult {
  int exit_code = -1;  // 128 + signal when it was killed by one
  std::string out;
  std::string err;
};

// A folder of a test's own, gone with it; commands run with an archive in it.
class CommandRunner {
 public:
  CommandRunner();
  ~CommandRunner();

  // `input` is what stands on its standard input.
  CommandResult Run(const std::vector<std::string>& arguments, const std::string& input = "") const;
  // Starts it in the background; stopped when the runner goes, if it still runs.
  pid_t Start(const std::vector<std::string>& arguments);
  // True when a started command has ended by itself; Stop() then gives its own exit code.
  bool Ended(pid_t process) const;
  // Ends a started command and gives its exit code.
  int Stop(pid_t process, int signal);
  // Waits until a started command ends by itself; 128 + SIGKILL when it does not within a minute.
  int Wait(pid_t process);

  const std::filesystem::path& folder() const { return folder_; }
  // The sample dossier that ships with the sources.
  static std::filesystem::path Samples();

 private:
  std::filesystem::path folder_;
  std::vector<pid_t> running_;
};

}  // namespace sohoa
