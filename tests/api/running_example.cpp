// SPDX-License-Identifier: Apache-2.0
#include "api/running_example.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sohoa {
namespace {

std::string WholeFile(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

RunningExample::RunningExample(const std::vector<std::string>& command, const std::vector<std::pair<std::string, std::string>>& environment) {
  char folder[] = "/tmp/sohoa-example-XXXXXX";
  folder_ = mkdtemp(folder);
  const std::string out = folder_ / "out";
  const std::string err = folder_ / "err";
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  process_ = fork();
  if (process_ != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  dup2(open(out.c_str(), O_CREAT | O_WRONLY, 0600), STDOUT_FILENO);
  dup2(open(err.c_str(), O_CREAT | O_WRONLY, 0600), STDERR_FILENO);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

RunningExample::~RunningExample() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  std::filesystem::remove_all(folder_);
}

int RunningExample::Wait() {
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string RunningExample::Out() const { return WholeFile(folder_ / "out"); }
std::string RunningExample::Err() const { return WholeFile(folder_ / "err"); }

std::string RunningExample::FirstErrLine() const {
  for (int i = 0; i < 400; ++i) {
    const std::string text = Err();
    if (const std::size_t end = text.find('\n'); end != std::string::npos) return text.substr(0, end);
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  return {};
}

std::string RunningExample::File(const std::string& name) { return std::string(std::getenv("SOHOA_SOURCE_DIR")) + "/examples/" + name; }

}  // namespace sohoa
