// SPDX-License-Identifier: Apache-2.0
//
// Log: what whoever runs the program should know, as a message with named fields, so that it can
// be searched by dossier, page, job, worker or trace. Where lines go is a LogSink; without one
// (commands, tests) nothing is written and next to nothing is spent.
//
// Never recognised text, names of files or people, or a Status message that may hold them: codes
// and ids lead to what is stored.
//
// Safe from several threads.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace sohoa {

enum class LogLevel : std::uint8_t { kDebug = 0, kInfo = 1, kWarning = 2, kError = 3 };
// "debug" "info" "warning" "error"
std::string_view LogLevelName(LogLevel level);

// A field without a value is left out of the line.
struct LogField {
  LogField(std::string_view a_name, std::string_view text) : name(a_name), value(text) {}
  LogField(std::string_view a_name, std::integral auto number) : name(a_name), value(std::to_string(number)), is_number(true) {}
  // With three digits behind the point: seconds to the millisecond.
  LogField(std::string_view a_name, double number);

  std::string_view name;  // "dossier" "page" "job" "worker" "trace" ...
  std::string value;
  bool is_number = false;
};

struct LogRecord {
  LogLevel level = LogLevel::kInfo;
  std::int64_t at_unix_ms = 0;
  std::string_view message;
  std::initializer_list<LogField> fields;
};

class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual bool Wants(LogLevel level) const = 0;
  // Must not wait for whoever reads the log.
  virtual void Write(const LogRecord& record) = 0;
  // For who is about to end the process without destroying anything: what waits, and then this,
  // is written when it returns, unless nobody reads the log; waits a second or two at most.
  virtual void WriteLast(const LogRecord& record) { Write(record); }
};

// The sink of this process; nullptr = none. It must outlive every thread that logs.
void SetLogSink(LogSink* sink);

// `message` says what happened, in the same words each time. False: there is no sink.
bool Log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});
// Its last line; see LogSink::WriteLast.
bool LogLast(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

}  // namespace sohoa
