// SPDX-License-Identifier: Apache-2.0
//
// The only file that knows spdlog.
#include "cli/log_output.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <utility>

#include <poll.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "core/calendar.h"

namespace sohoa {
namespace {

constexpr std::size_t kQueuedLines = 8192;
// The last line waits so long for those before it, and so long again for who reads.
constexpr auto kLastPatience = std::chrono::seconds(1);
constexpr auto kLastLook = std::chrono::milliseconds(5);

// "2018-10-04T01:30:00.123Z"
std::string TimeOf(std::int64_t unix_ms) {
  std::string time = FormatUtcTime(unix_ms);
  time.pop_back();
  const std::string digits = std::to_string(1000 + unix_ms % 1000);
  return time + "." + digits.substr(1) + "Z";
}

// As it is where no reader of key=value could misread it, else as JSON writes strings.
std::string TextValue(std::string_view value) {
  const bool plain = std::all_of(value.begin(), value.end(), [](unsigned char c) {
    return c > ' ' && c != '"' && c != '=' && c != '\\' && c != 0x7f;
  });
  if (plain) return std::string(value);
  return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

spdlog::level::level_enum LevelOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return spdlog::level::debug;
    case LogLevel::kInfo: return spdlog::level::info;
    case LogLevel::kWarning: return spdlog::level::warn;
    case LogLevel::kError: return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view PriorityOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return "<7>";
    case LogLevel::kInfo: return "<6>";
    case LogLevel::kWarning: return "<4>";
    case LogLevel::kError: return "<3>";
  }
  return "<3>";
}

}  // namespace

std::string FormatLogLine(const LogRecord& record, LogFormat format) {
  if (format == LogFormat::kJson) {
    nlohmann::ordered_json line = {
        {"time", TimeOf(record.at_unix_ms)}, {"level", LogLevelName(record.level)}, {"message", record.message}};
    for (const LogField& field : record.fields) {
      if (field.value.empty()) continue;
      nlohmann::ordered_json& value = line[std::string(field.name)];
      value = field.value;
      if (field.is_number) value = nlohmann::ordered_json::parse(field.value, nullptr, false);
    }
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  }
  std::string line = "time=" + TimeOf(record.at_unix_ms) + " level=" + std::string(LogLevelName(record.level)) +
                     " message=" + TextValue(record.message);
  for (const LogField& field : record.fields) {
    if (!field.value.empty()) line += " " + std::string(field.name) + "=" + TextValue(field.value);
  }
  return line;
}

struct LogOutput::Impl : public LogSink {
  Impl(LogLevel a_level, LogFormat a_format) : level(a_level), format(a_format) {
    pool = std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
    logger = std::make_shared<spdlog::async_logger>("sohoa", sink, pool, spdlog::async_overflow_policy::overrun_oldest);
    logger->set_pattern("%v");
    logger->set_level(spdlog::level::trace);
    logger->flush_on(spdlog::level::trace);
    prefixed = std::getenv("JOURNAL_STREAM") != nullptr;
  }

  bool Wants(LogLevel at) const override { return at >= level; }

  void Write(const LogRecord& record) override {
    const std::size_t dropped = pool->overrun_counter();
    if (const std::size_t before = reported.exchange(dropped); dropped > before) {
      Queue({LogLevel::kWarning, record.at_unix_ms, "log lines dropped, nobody reads them", {{"lines", dropped - before}}});
    }
    Queue(record);
  }

  void WriteLast(const LogRecord& record) override {
    const auto end = std::chrono::steady_clock::now() + kLastPatience;
    while (pool->queue_size() > 0 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(kLastLook);
    // A pipe that nobody empties must not keep the process from ending.
    pollfd room{STDERR_FILENO, POLLOUT, 0};
    if (poll(&room, 1, static_cast<int>(std::chrono::milliseconds(kLastPatience).count())) != 1) return;
    sink->log({"sohoa", LevelOf(record.level), LineOf(record)});
    sink->flush();
  }

  void Queue(const LogRecord& record) { logger->log(LevelOf(record.level), LineOf(record)); }

  std::string LineOf(const LogRecord& record) const {
    return (prefixed ? std::string(PriorityOf(record.level)) : std::string()) + FormatLogLine(record, format);
  }

  const LogLevel level;
  const LogFormat format;
  bool prefixed = false;
  std::atomic<std::size_t> reported{0};
  const std::shared_ptr<spdlog::sinks::stderr_sink_mt> sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
};

LogOutput::LogOutput(LogLevel level, LogFormat format) : impl_(std::make_unique<Impl>(level, format)) { SetLogSink(impl_.get()); }

LogOutput::~LogOutput() { SetLogSink(nullptr); }

}  // namespace sohoa
