// SPDX-License-Identifier: Apache-2.0
//
// Supervisor: keeps a number of worker processes running. One that dies is started again, with
// a growing pause when it keeps dying; all of them die with this process.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

#include "core/result.h"

namespace sohoa {

struct SupervisorOptions {
  std::vector<std::string> command;  // program and arguments of one worker process
  std::uint32_t count = 2;
  std::int64_t stop_timeout_ms = 10'000;  // SIGTERM, then so long, then SIGKILL
};

// One place of the pool.
struct SupervisedProcess {
  pid_t process = 0;  // 0 = it pauses before the next start
  std::uint32_t restarts = 0;
  std::int64_t next_start_in_ms = 0;
  std::string last_end;  // "exit code 4", "signal 9"; empty = it never ended
};

class Supervisor {
 public:
  // kUnavailable when the program does not start.
  static Result<std::unique_ptr<Supervisor>> Start(SupervisorOptions options);
  virtual ~Supervisor() = default;  // stops them all
  virtual std::vector<pid_t> processes() = 0;
  virtual std::uint32_t restarts() = 0;
  virtual std::vector<SupervisedProcess> Describe() = 0;
};

}  // namespace sohoa
