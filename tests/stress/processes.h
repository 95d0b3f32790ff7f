// SPDX-License-Identifier: Apache-2.0
//
// Processes that the test starts, stops, kills and counts.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sohoa {

struct ProcessCommand {
  std::vector<std::string> words;
  std::map<std::string, std::string> environment;  // beside our own
  std::string output;                              // file; stdout and stderr are added to it
};

// Dies with the thread that started it. -1 when it cannot be started.
pid_t StartProcess(const ProcessCommand& command);

// Orphans of ours become our children, so that none is overlooked.
void AdoptOrphans();
// All that have ended, children that we did not know of too.
std::vector<pid_t> ReapAll();

struct ProcessFacts {
  pid_t pid = 0;
  pid_t parent = 0;
  char state = '?';  // 'Z' has ended
  std::string name;  // at most 15 characters
};
// Of this process: children, their children and so on.
std::vector<ProcessFacts> Descendants();
std::vector<ProcessFacts> DescendantsOf(pid_t ancestor);

struct ProcessUse {
  std::uint64_t memory_bytes = 0;  // resident
  std::uint64_t descriptors = 0;
  std::uint64_t threads = 0;
};
ProcessUse UseOf(pid_t pid);

}  // namespace sohoa
