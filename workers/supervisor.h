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

class Supervisor {
 public:
  // kUnavailable when the program does not start.
  static Result<std::unique_ptr<Supervisor>> Start(SupervisorOptions options);
  virtual ~Supervisor() = default;  // stops them all
  virtual std::vector<pid_t> processes() = 0;
  virtual std::uint32_t restarts() = 0;
};

}  // namespace sohoa
