// SPDX-License-Identifier: Apache-2.0
//
// A process that writes is killed at moments of no one's choosing; what it acknowledged must
// be there, whole, and nothing may be there by half.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "storage/archive.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

// Starts the writer at `first`, lets it acknowledge `count` dossiers and a little more, kills
// it, and gives the last number that it acknowledged.
int WriteAndKill(const std::string& folder, int first, int count, int extra_ms) {
  const char* bin = std::getenv("SOHOA_BIN_DIR");
  const std::string program = std::string(bin == nullptr ? "." : bin) + "/storage_crash_writer";
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const std::string number = std::to_string(first);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl(program.c_str(), program.c_str(), folder.c_str(), number.c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  FILE* lines = fdopen(ends[0], "r");
  int last = first - 1;
  char line[32];
  while (last < first + count - 1 && std::fgets(line, sizeof line, lines) != nullptr) {
    last = std::atoi(line);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(extra_ms));
  kill(child, SIGKILL);
  // What it said before it died counts too.
  while (std::fgets(line, sizeof line, lines) != nullptr) last = std::atoi(line);
  std::fclose(lines);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << program << " ended by itself: " << status;
  return last;
}

TEST(Crash, EveryAcknowledgedDossierSurvivesKillsAndNoneIsThereByHalf) {
  const TestFolder folder;
  int next = 0;
  for (int round = 0; round < 4; ++round) {
    const int last = WriteAndKill(folder.Sub("archive"), next, 8, 7 * round + 1);
    ASSERT_GE(last, next + 7);
    const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder.Sub("archive"));
    ASSERT_TRUE(archive) << archive.status().ToString();
    const std::size_t visible = (*archive)->ListDossiers("", 1000)->size();
    EXPECT_GE(visible, static_cast<std::size_t>(last + 1));
    EXPECT_LE(visible, static_cast<std::size_t>(last + 2)) << "one may have lost its answer";
    EXPECT_EQ((*archive)->Events(0, 1000)->size(), visible);
    SearchQuery query;
    query.text = "\"ghi được\"";
    query.limit = 1000;
    EXPECT_EQ((*archive)->index().Search(query)->total, visible);
    const Result<FixityReport> report = (*archive)->Verify("", nullptr, nullptr);
    ASSERT_TRUE(report);
    for (const FixityProblem& problem : report->problems) {
      // Blobs of a dossier that was under way belong to nobody yet.
      EXPECT_EQ(problem.kind, FixityProblem::Kind::kExtra)
          << problem.what << " " << problem.object << " " << problem.detail;
    }
    next = static_cast<int>(visible);
  }
}

}  // namespace
}  // namespace sohoa
