// SPDX-License-Identifier: Apache-2.0
//
// A coordinator or worker in a process of its own (workers_process), to be killed.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace sohoa {

// Where the programs are that tests start.
inline std::string BinFolder() {
  const char* folder = std::getenv("SOHOA_BIN_DIR");
  return folder == nullptr ? "." : folder;
}

class ChildProcess {
 public:
  explicit ChildProcess(const std::vector<std::string>& arguments) {
    std::vector<std::string> words = {BinFolder() + "/workers_process"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    process_ = fork();
    if (process_ == 0) {
      execv(argv[0], argv.data());
      _exit(127);
    }
    EXPECT_GT(process_, 0);
  }
  ~ChildProcess() { Kill(); }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // At once, with no chance to tidy up.
  void Kill() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    int status = 0;
    waitpid(process_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << status;
    process_ = 0;
  }

 private:
  pid_t process_ = 0;
};

}  // namespace sohoa
