// SPDX-License-Identifier: Apache-2.0
#include "stress/processes.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

extern char** environ;

namespace sohoa {
namespace {

std::vector<std::string> EnvironmentWith(const std::map<std::string, std::string>& more) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text(*entry);
    if (!more.contains(text.substr(0, text.find('=')))) result.push_back(text);
  }
  for (const auto& [name, value] : more) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<ProcessFacts> AllProcesses() {
  std::vector<ProcessFacts> all;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const int pid = std::atoi(entry.path().filename().c_str());
    if (pid <= 0) continue;
    std::ifstream file(entry.path() / "stat");
    // A process that ends meanwhile is an error of reading, for which a bare iterator throws.
    std::string text;
    std::getline(file, text, '\0');
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (close == std::string::npos) continue;
    ProcessFacts facts;
    facts.pid = pid;
    facts.name = text.substr(open + 1, close - open - 1);
    std::istringstream rest(text.substr(close + 1));
    rest >> facts.state >> facts.parent;
    all.push_back(facts);
  }
  return all;
}

}  // namespace

pid_t StartProcess(const ProcessCommand& command) {
  std::vector<std::string> words = command.words;
  std::vector<std::string> environment = EnvironmentWith(command.environment);
  const std::vector<char*> argv = Pointers(words);
  const std::vector<char*> variables = Pointers(environment);
  const int output = open(command.output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const pid_t parent = getpid();
  const pid_t process = fork();
  if (process == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    dup2(output, 1);
    dup2(output, 2);
    execve(argv[0], argv.data(), variables.data());
    _exit(127);
  }
  if (output >= 0) close(output);
  return process;
}

void AdoptOrphans() { prctl(PR_SET_CHILD_SUBREAPER, 1); }

std::vector<pid_t> ReapAll() {
  std::vector<pid_t> ended;
  for (pid_t pid = 0; (pid = waitpid(-1, nullptr, WNOHANG)) > 0;) ended.push_back(pid);
  return ended;
}

std::vector<ProcessFacts> DescendantsOf(pid_t ancestor) {
  const std::vector<ProcessFacts> all = AllProcesses();
  std::set<pid_t> family = {ancestor};
  std::vector<ProcessFacts> found;
  for (bool grown = true; grown;) {
    grown = false;
    for (const ProcessFacts& facts : all) {
      if (!family.contains(facts.parent) || family.contains(facts.pid)) continue;
      family.insert(facts.pid);
      found.push_back(facts);
      grown = true;
    }
  }
  return found;
}

std::vector<ProcessFacts> Descendants() { return DescendantsOf(getpid()); }

ProcessUse UseOf(pid_t pid) {
  ProcessUse use;
  const std::filesystem::path folder = "/proc/" + std::to_string(pid);
  std::ifstream status(folder / "status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) use.memory_bytes = std::strtoull(line.c_str() + 6, nullptr, 10) << 10;
    if (line.starts_with("Threads:")) use.threads = std::strtoull(line.c_str() + 8, nullptr, 10);
  }
  std::error_code error;
  for (auto entry = std::filesystem::directory_iterator(folder / "fd", error); !error && entry != std::filesystem::directory_iterator();
       entry.increment(error)) {
    ++use.descriptors;
  }
  return use;
}

}  // namespace sohoa
