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
#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <thread>

#include "storage/archive.h"
#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "storage/segment_index.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

// Starts the writer at `first`, lets it acknowledge `count` dossiers and a little more, kills
// it, and gives the last number that it acknowledged.
int WriteAndKill(const std::string& folder, int first, int count, int extra_ms, const char* what = nullptr) {
  const char* bin = std::getenv("SOHOA_BIN_DIR");
  const std::string program = std::string(bin == nullptr ? "." : bin) + "/storage_crash_writer";
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const std::string number = std::to_string(first);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl(program.c_str(), program.c_str(), folder.c_str(), number.c_str(), what, nullptr);
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

TEST(Crash, AnIndexThatIsKilledWhileItMergesHasAllThatWasAcknowledged) {
  const TestFolder folder;
  int next = 0;
  std::uint64_t before = 0;  // dossiers
  for (int round = 0; round < 5; ++round) {
    const int last = WriteAndKill(folder.Sub("index"), next, 15, 11 * round + 1, "index");
    ASSERT_GE(last, next + 14);
    RocksStoreOptions options;
    options.folder = folder.Sub("index");
    const Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
    ASSERT_TRUE(store) << store.status().ToString();
    SegmentIndexOptions small;
    small.keeper = {false, 8, 3, 2};
    const std::unique_ptr<SearchIndex> index = NewSegmentIndex(**store, small);
    // Two of three numbers are dossiers; the third reads the first one again.
    const auto dossiers_at = [&](int number) {
      return before + static_cast<std::uint64_t>((number - next) / 3 * 2 + std::min((number - next) % 3, 1) + 1);
    };
    const auto expect_whole = [&] {
      SearchQuery query;
      query.text = "\"ghi được\"";
      const Result<SearchResult> result = index->Search(query);
      ASSERT_TRUE(result) << result.status().ToString();
      EXPECT_EQ(result->total % 3, 0u);
      EXPECT_GE(result->total, 3 * dossiers_at(last));
      EXPECT_LE(result->total, 3 * dossiers_at(last + 1)) << "one may have lost its answer";
      EXPECT_EQ(index->State()->pages, result->total);
    };
    expect_whole();
    EXPECT_TRUE(index->Settle({}).ok());
    expect_whole();
    std::set<std::uint64_t> segments;
    EXPECT_TRUE((*store)->Scan(kSegmentPrefix, "", [&](std::string_view key, std::string_view) {
      segments.insert(*ReadBigEndian64(key.substr(kSegmentPrefix.size(), 8)));
      return true;
    }).ok());
    EXPECT_EQ(segments.size(), index->State()->segments) << "what a killed merge wrote is gone";
    before = index->State()->pages / 3;
    next = (last + 4) / 3 * 3;
  }
}

}  // namespace
}  // namespace sohoa
