// SPDX-License-Identifier: Apache-2.0
//
// Keeps what the process logs while it exists, for tests that look at it.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/log.h"

namespace sohoa {

class KeptLog : public LogSink {
 public:
  struct Line {
    LogLevel level = LogLevel::kInfo;
    std::string message;
    std::map<std::string, std::string> fields;
  };

  KeptLog() { SetLogSink(this); }
  ~KeptLog() override { SetLogSink(nullptr); }

  bool Wants(LogLevel) const override { return true; }
  void Write(const LogRecord& record) override {
    Line line{record.level, std::string(record.message), {}};
    for (const LogField& field : record.fields) line.fields[std::string(field.name)] = field.value;
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }

  std::vector<Line> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  std::vector<Line> Of(const std::string& message) const {
    std::vector<Line> found = lines();
    std::erase_if(found, [&message](const Line& line) { return line.message != message; });
    return found;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};

}  // namespace sohoa
