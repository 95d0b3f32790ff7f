// SPDX-License-Identifier: Apache-2.0
#include "storage/leadership.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "storage/archive.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

TEST(Leadership, OfAFolderIsOnesAtATimeAndNamesWho) {
  const TestFolder folder;
  Result<std::unique_ptr<Leadership>> first = LeadFolder(folder.Sub("archive"));
  ASSERT_TRUE(first) << first.status().ToString();
  EXPECT_TRUE((*first)->Check().ok());
  const Status second = LeadFolder(folder.Sub("archive")).status();
  EXPECT_EQ(second.code(), StatusCode::kUnavailable);
  EXPECT_NE(second.message().find("process " + std::to_string(getpid())), std::string::npos) << second.message();
  first->reset();
  EXPECT_TRUE(LeadFolder(folder.Sub("archive")));
}

TEST(Leadership, EndsWithTheProcessThatIsKilled) {
  const TestFolder folder;
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    const Result<std::unique_ptr<Leadership>> leads = LeadFolder(folder.Sub("archive"));
    const char told = leads ? 'y' : 'n';
    static_cast<void>(!write(ends[1], &told, 1));
    pause();
    _exit(1);
  }
  char told = 0;
  ASSERT_EQ(read(ends[0], &told, 1), 1);
  EXPECT_EQ(told, 'y');
  EXPECT_EQ(LeadFolder(folder.Sub("archive")).status().code(), StatusCode::kUnavailable);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(LeadFolder(folder.Sub("archive")));
  close(ends[0]);
  close(ends[1]);
}

TEST(Leadership, IsTheArchivesForAsLongAsItIsOpen) {
  const TestFolder folder;
  Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder.Sub("archive"));
  ASSERT_TRUE(archive);
  EXPECT_EQ(LeadFolder(folder.Sub("archive")).status().code(), StatusCode::kUnavailable);
  archive->reset();
  const Result<std::unique_ptr<Leadership>> leads = LeadFolder(folder.Sub("archive"));
  ASSERT_TRUE(leads);
  EXPECT_EQ(OpenLocalArchive(folder.Sub("archive")).status().code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace sohoa
