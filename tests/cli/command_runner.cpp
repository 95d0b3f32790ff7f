// SPDX-License-Identifier: Apache-2.0
#include "cli/command_runner.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sohoa {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set: run the tests through ctest");
  return value;
}

std::string Content(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

int ExitCodeOf(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

pid_t Spawn(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
            const std::filesystem::path& out, const std::filesystem::path& err, const std::filesystem::path& in = "") {
  std::vector<std::string> words = {Environment("SOHOA_BIN_DIR") + "/sohoa", "--archive", folder / "archive"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t process = fork();
  if (process != 0) return process;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setenv("LANG", "C.UTF-8", 1);
  unsetenv("LC_ALL");
  if (chdir(folder.c_str()) != 0) _exit(127);
  if (!in.empty()) dup2(open(in.c_str(), O_RDONLY), STDIN_FILENO);
  dup2(open(out.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600), STDOUT_FILENO);
  dup2(open(err.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600), STDERR_FILENO);
  execv(argv[0], argv.data());
  _exit(127);
}

}  // namespace

CommandRunner::CommandRunner() {
  std::string folder = (std::filesystem::temp_directory_path() / "sohoa-command-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = folder;
}

CommandRunner::~CommandRunner() {
  for (const pid_t process : std::vector<pid_t>(running_)) Stop(process, SIGKILL);
  std::filesystem::remove_all(folder_);
}

CommandResult CommandRunner::Run(const std::vector<std::string>& arguments, const std::string& input) const {
  const std::filesystem::path out = folder_ / "stdout";
  const std::filesystem::path err = folder_ / "stderr";
  const std::filesystem::path in = folder_ / "stdin";
  std::ofstream(in, std::ios::binary) << input;
  const pid_t process = Spawn(folder_, arguments, out, err, in);
  int status = 0;
  waitpid(process, &status, 0);
  return {ExitCodeOf(status), Content(out), Content(err)};
}

pid_t CommandRunner::Start(const std::vector<std::string>& arguments) {
  const std::string number = std::to_string(running_.size());
  running_.push_back(Spawn(folder_, arguments, folder_ / ("stdout-" + number), folder_ / ("stderr-" + number)));
  return running_.back();
}

bool CommandRunner::Ended(pid_t process) const {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == process;
}

int CommandRunner::Stop(pid_t process, int signal) {
  std::erase(running_, process);
  kill(process, signal);
  int status = 0;
  waitpid(process, &status, 0);
  return ExitCodeOf(status);
}

int CommandRunner::Wait(pid_t process) {
  for (int i = 0; i < 600; ++i) {
    int status = 0;
    if (waitpid(process, &status, WNOHANG) == process) {
      std::erase(running_, process);
      return ExitCodeOf(status);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return Stop(process, SIGKILL);
}

std::filesystem::path CommandRunner::Samples() {
  return std::filesystem::path(Environment("SOHOA_SOURCE_DIR")) / "samples" / "dossier";
}

}  // namespace sohoa
