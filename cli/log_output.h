// SPDX-License-Identifier: Apache-2.0
//
// LogOutput: the log of a service, on stderr, a line a record. "text" is key=value, "json" one
// object a line; both hold time (UTC), level, message and the fields. Under systemd each line
// begins with its priority (sd-daemon's "<6>"), so that `journalctl -p warning` works.
//
// Lines go through a bounded queue and a thread: whoever does not read the log cannot hold up
// pages. When the queue is full the oldest lines are dropped, and the next line says how many.
#pragma once

#include <memory>
#include <string>

#include "core/log.h"

namespace sohoa {

enum class LogFormat : std::uint8_t { kText, kJson };

// One line of the log, without its end.
std::string FormatLogLine(const LogRecord& record, LogFormat format);

class LogOutput {
 public:
  // Writes what is at least `level` until it is destroyed, which writes what is queued.
  LogOutput(LogLevel level, LogFormat format);
  ~LogOutput();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
