// SPDX-License-Identifier: Apache-2.0
//
// A process that writes numbered things into a store, and is killed in the midst of it.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "storage/archive.h"

namespace sohoa {

// A storage_crash_writer that runs: it prints the number of each thing that it has got an acknowledgement for.
class RunningWriter {
 public:
  RunningWriter(const std::string& place, int first, const char* what) : last_(first - 1) {
    const char* bin = std::getenv("SOHOA_BIN_DIR");
    program_ = std::string(bin == nullptr ? "." : bin) + "/storage_crash_writer";
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    const std::string number = std::to_string(first);
    process_ = fork();
    if (process_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      execl(program_.c_str(), program_.c_str(), place.c_str(), number.c_str(), what, nullptr);
      _exit(127);
    }
    close(ends[1]);
    lines_ = fdopen(ends[0], "r");
  }
  ~RunningWriter() {
    std::fclose(lines_);
    if (!waited_) {
      kill(process_, SIGKILL);
      (void)Wait();
    }
  }
  RunningWriter(const RunningWriter&) = delete;

  pid_t process() const { return process_; }
  const std::string& program() const { return program_; }
  // The last number that it said.
  int ReadUntil(int number) {
    // What expectations that do not hold say there begins with no digit.
    char line[1000];
    while (last_ < number && std::fgets(line, sizeof line, lines_) != nullptr) {
      if (line[0] >= '0' && line[0] <= '9') last_ = std::atoi(line);
    }
    return last_;
  }
  int ReadToEnd() { return ReadUntil(INT_MAX); }
  int Wait() {
    int status = 0;
    waitpid(process_, &status, 0);
    waited_ = true;
    return status;
  }

 private:
  std::string program_;
  pid_t process_ = -1;
  FILE* lines_ = nullptr;
  int last_;
  bool waited_ = false;
};

// Starts the writer at `first`, lets it acknowledge `count` things and a little more, kills it, and gives the last number
// that it acknowledged.
inline int WriteAndKill(const std::string& place, int first, int count, int extra_ms, const char* what = nullptr) {
  RunningWriter writer(place, first, what);
  writer.ReadUntil(first + count - 1);
  std::this_thread::sleep_for(std::chrono::milliseconds(extra_ms));
  kill(writer.process(), SIGKILL);
  // What it said before it died counts too.
  const int last = writer.ReadToEnd();
  const int status = writer.Wait();
  EXPECT_TRUE(WIFSIGNALED(status)) << writer.program() << " ended by itself: " << status;
  return last;
}

// The archive has every dossier up to `last`, and perhaps one more, and nothing by half. Gives how many there are.
inline std::size_t CheckWhatWasWritten(Archive& archive, int last) {
  const std::size_t visible = archive.ListDossiers("", 1000)->size();
  EXPECT_GE(visible, static_cast<std::size_t>(last + 1));
  EXPECT_LE(visible, static_cast<std::size_t>(last + 2)) << "one may have lost its answer";
  EXPECT_EQ(archive.Events(0, 1000)->size(), visible);
  SearchQuery query;
  query.text = "\"ghi được\"";
  query.limit = 1000;
  EXPECT_EQ(archive.index().Search(query)->total, visible);
  const Result<FixityReport> report = archive.Verify("", nullptr, nullptr);
  EXPECT_TRUE(report) << report.status().ToString();
  if (!report) return visible;
  for (const FixityProblem& problem : report->problems) {
    // Blobs of a dossier that was under way belong to nobody yet.
    EXPECT_EQ(problem.kind, FixityProblem::Kind::kExtra) << problem.what << " " << problem.object << " " << problem.detail;
  }
  return visible;
}

}  // namespace sohoa
