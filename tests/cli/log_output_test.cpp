// SPDX-License-Identifier: Apache-2.0
#include "cli/log_output.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace sohoa {
namespace {

using Json = nlohmann::json;

std::string Line(LogFormat format, std::string_view message, std::initializer_list<LogField> fields) {
  return FormatLogLine({LogLevel::kWarning, 1538616600123, message, fields}, format);
}

TEST(LogLine, IsKeysAndValuesInTheOrderGiven) {
  EXPECT_EQ(Line(LogFormat::kText, "page done", {{"page", "p1"}, {"attempts", 2}, {"seconds", 0.25}}),
            "time=2018-10-04T01:30:00.123Z level=warning message=\"page done\" page=p1 attempts=2 seconds=0.250");
}

TEST(LogLine, LeavesOutWhatHasNoValue) {
  EXPECT_EQ(Line(LogFormat::kText, "x", {{"dossier", ""}, {"page", "p1"}}).find("dossier"), std::string::npos);
  EXPECT_FALSE(Json::parse(Line(LogFormat::kJson, "x", {{"dossier", ""}})).contains("dossier"));
}

TEST(LogLine, OfJsonIsOneObjectWithNumbersAsNumbers) {
  const Json line = Json::parse(Line(LogFormat::kJson, "lease expired", {{"job", "=H42"}, {"attempts", 3}}));
  EXPECT_EQ(line["time"], "2018-10-04T01:30:00.123Z");
  EXPECT_EQ(line["level"], "warning");
  EXPECT_EQ(line["message"], "lease expired");
  EXPECT_EQ(line["job"], "=H42");
  EXPECT_EQ(line["attempts"], 3);
}

// A worker's id or a folder's name may hold what would end a line or begin another field.
TEST(LogLine, CannotBeForgedByAValue) {
  const std::string forged = "w\" level=error\nforged";
  const std::string text = Line(LogFormat::kText, "worker joined", {{"worker", forged}, {"other", "\xff\x01"}});
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_NE(text.find("worker=\"w\\\" level=error\\nforged\" other="), std::string::npos) << text;
  const std::string json = Line(LogFormat::kJson, "worker joined", {{"worker", forged}, {"other", "\xff\x01"}});
  EXPECT_EQ(json.find('\n'), std::string::npos);
  EXPECT_EQ(Json::parse(json)["worker"], forged);
  EXPECT_EQ(Json::parse(json)["level"], "warning");
}

// stderr as a pipe for as long as it exists.
class PipedStderr {
 public:
  PipedStderr() {
    EXPECT_EQ(pipe2(ends_, O_CLOEXEC), 0);
    saved_ = dup(STDERR_FILENO);
    dup2(ends_[1], STDERR_FILENO);
  }
  ~PipedStderr() {
    Restore();
    close(ends_[0]);
  }
  std::string ReadAll() {
    Restore();
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(ends_[0], buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(got));
    return text;
  }
  int reading_end() const { return ends_[0]; }

 private:
  void Restore() {
    if (saved_ < 0) return;
    dup2(saved_, STDERR_FILENO);
    close(saved_);
    close(ends_[1]);
    saved_ = -1;
  }
  int ends_[2] = {-1, -1};
  int saved_ = -1;
};

TEST(LogOutput, WritesWhatIsQueuedBeforeItEndsAndNothingBelowItsLevel) {
  unsetenv("JOURNAL_STREAM");
  PipedStderr stderr_pipe;
  {
    const LogOutput output(LogLevel::kInfo, LogFormat::kText);
    Log(LogLevel::kDebug, "quiet");
    for (int i = 0; i < 100; ++i) Log(LogLevel::kInfo, "loud", {{"number", i}});
  }
  Log(LogLevel::kError, "after its end");
  const std::string text = stderr_pipe.ReadAll();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 100);
  EXPECT_NE(text.find("number=99"), std::string::npos);
}

TEST(LogOutput, TellsTheJournalHowUrgentALineIs) {
  setenv("JOURNAL_STREAM", "1:1", 1);
  PipedStderr stderr_pipe;
  {
    const LogOutput output(LogLevel::kInfo, LogFormat::kJson);
    Log(LogLevel::kError, "store refused a write");
  }
  unsetenv("JOURNAL_STREAM");
  const std::string text = stderr_pipe.ReadAll();
  EXPECT_EQ(text.substr(0, 4), "<3>{") << text;
}

// The process ends at once after it, as it does when its store has failed.
TEST(LogOutput, WritesTheLastLineAndWhatWaitsBeforeTheProcessEnds) {
  PipedStderr stderr_pipe;
  const pid_t child = fork();
  if (child == 0) {
    const LogOutput output(LogLevel::kInfo, LogFormat::kJson);
    for (int i = 0; i < 2'000; ++i) Log(LogLevel::kInfo, "before", {{"value", std::string(100, 'x')}});
    LogLast(LogLevel::kError, "store failed", {{"reason", "write: input/output error"}});
    std::_Exit(0);
  }
  // More than a pipe holds, and its reader comes late.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const std::string text = stderr_pipe.ReadAll();
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);

  std::istringstream lines(text);
  std::vector<nlohmann::json> read;
  for (std::string line; std::getline(lines, line);) read.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(read.size(), 2'001u);
  EXPECT_EQ(read.back()["message"], "store failed");
  EXPECT_EQ(read.back()["reason"], "write: input/output error");
}

TEST(LogOutput, EndsThoughNobodyReadsTheLastLine) {
  PipedStderr stderr_pipe;
  const pid_t child = fork();
  if (child == 0) {
    const LogOutput output(LogLevel::kInfo, LogFormat::kText);
    const std::string long_value(200, 'x');
    for (int i = 0; i < 2'000; ++i) Log(LogLevel::kInfo, "unread", {{"value", long_value}});
    LogLast(LogLevel::kError, "store failed");
    std::_Exit(7);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 7);
  stderr_pipe.ReadAll();
}

// Pages must go on where nobody reads the log: a full pipe stops the log's thread, not who logs.
TEST(LogOutput, DoesNotWaitForWhoDoesNotReadIt) {
  PipedStderr stderr_pipe;
  auto output = std::make_unique<LogOutput>(LogLevel::kInfo, LogFormat::kText);
  const std::string long_value(200, 'x');
  for (int i = 0; i < 50'000; ++i) Log(LogLevel::kInfo, "unread", {{"value", long_value}});
  // Getting here is the test. The reader comes late, and the rest is written.
  std::jthread reader([&stderr_pipe] {
    char buffer[65536];
    while (read(stderr_pipe.reading_end(), buffer, sizeof buffer) > 0) {
    }
  });
  output.reset();
  stderr_pipe.ReadAll();
}

}  // namespace
}  // namespace sohoa
