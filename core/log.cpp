// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"

#include <atomic>
#include <cstdio>

#include "core/calendar.h"

namespace sohoa {
namespace {

// Every part of a process writes one log, so its place is the process's own.
std::atomic<LogSink*> process_sink{nullptr};

}  // namespace

std::string_view LogLevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return "debug";
    case LogLevel::kInfo: return "info";
    case LogLevel::kWarning: return "warning";
    case LogLevel::kError: return "error";
  }
  return "error";
}

LogField::LogField(std::string_view a_name, double number) : name(a_name), is_number(true) {
  char text[64];
  std::snprintf(text, sizeof text, "%.3f", number);
  value = text;
}

void SetLogSink(LogSink* sink) { process_sink.store(sink); }

bool Log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  LogSink* sink = process_sink.load();
  if (sink == nullptr) return false;
  if (sink->Wants(level)) sink->Write({level, NowUnixMs(), message, fields});
  return true;
}

bool LogLast(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  LogSink* sink = process_sink.load();
  if (sink == nullptr) return false;
  if (sink->Wants(level)) sink->WriteLast({level, NowUnixMs(), message, fields});
  return true;
}

}  // namespace sohoa
