// SPDX-License-Identifier: Apache-2.0
//
// What a reader that has been taken over can still do: jail_probe tries, in the jail of sohoa-reader.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/syscall.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include "support/test_folder.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

std::string BinFolder() {
  const char* folder = std::getenv("SOHOA_BIN_DIR");
  return folder != nullptr ? folder : ".";
}

class ReaderJailTest : public testing::Test {
 protected:
  ReaderJailTest() {
    std::filesystem::create_directory(folder_.Sub("allowed"));
    for (const char* name : {"allowed/font", "secret", "doomed"}) std::ofstream(folder_.Sub(name)) << "text";
    setenv("PROBE_FOLDER", folder_.path().c_str(), 1);
  }
  ~ReaderJailTest() override {
    unsetenv("PROBE_FOLDER");
    unsetenv("PROBE_JAIL");
  }

  void Start(const char* jail) {
    setenv("PROBE_JAIL", jail, 1);
    ReaderOptions options;
    options.executable = BinFolder() + "/jail_probe";
    Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
    ASSERT_TRUE(reader) << reader.status().ToString();
    reader_ = std::move(*reader);
  }

  // The original is a file that its owner may write.
  Status Try(const std::string& what) {
    const Result<OriginalFile> original = OriginalFile::FromBytes("bytes", what);
    EXPECT_TRUE(original);
    const Status status = reader_->imaging().Inspect(*original).status();
    EXPECT_EQ(*original->ReadAt(0, 10), "bytes") << what;
    return status;
  }

  TestFolder folder_;
  std::unique_ptr<ReaderClient> reader_;
};

const char* const kFileAttempts[] = {
    "read another file", "read a file of the system", "list another folder", "write a file",
    "write in the allowed folder", "empty a file", "make a nameless file", "remove a file"};

const std::pair<const char*, long> kStoppedAttempts[] = {
    {"write into the original", SYS_pwrite64},
    {"share memory with the original", SYS_mmap},
    {"open a socket", SYS_socket},
    {"open a pair of sockets", SYS_socketpair},
    {"start a process", SYS_clone},
    {"execute a program", SYS_execve},
    {"map executable memory", SYS_mmap},
    {"make memory executable", SYS_mprotect},
    {"make an executable file in memory", SYS_memfd_create},
    {"signal its parent", SYS_kill},
    {"be traced", SYS_ptrace},
    {"raise a limit", SYS_prlimit64},
    {"leave its namespaces", SYS_unshare},
};

const char* const kNeeds[] = {"read the allowed folder", "start a thread", "take memory", "read the original"};

// Else the tests below would prove nothing.
TEST_F(ReaderJailTest, OutsideOfItAllThatIsTriedGoesThrough) {
  Start("none");
  for (const char* attempt : kNeeds) EXPECT_TRUE(Try(attempt).ok()) << attempt;
  for (const char* attempt : kFileAttempts) EXPECT_TRUE(Try(attempt).ok()) << attempt << Try(attempt).ToString();
  for (const auto& [attempt, call] : kStoppedAttempts) {
    // That it may not write is the client's doing, jail or not.
    const bool to_original = std::string(attempt).find("original") != std::string::npos;
    EXPECT_EQ(Try(attempt).ok(), !to_original) << attempt;
  }
  EXPECT_EQ(reader_->restarts(), 0u);
}

#ifndef SOHOA_SANITIZED

TEST_F(ReaderJailTest, StandsWholeOnThisKernel) {
  Start("");
  EXPECT_TRUE(reader_->jail().missing.empty()) << reader_->jail().missing.front();
  EXPECT_EQ(reader_->jail().standing.size(), 7u);
}

TEST_F(ReaderJailTest, LetsThroughWhatReadingNeeds) {
  Start("");
  for (const char* attempt : kNeeds) {
    EXPECT_TRUE(Try(attempt).ok()) << attempt;
    EXPECT_TRUE(Try(std::string("early: ") + attempt).ok()) << attempt;
  }
  EXPECT_EQ(reader_->restarts(), 0u);
}

TEST_F(ReaderJailTest, RefusesFilesAndGoesOn) {
  Start("");
  for (const std::string where : {"", "early: "}) {
    for (const char* attempt : kFileAttempts) {
      const Status status = Try(where + attempt);
      EXPECT_EQ(status.code(), StatusCode::kIoError) << where << attempt;
      EXPECT_EQ(status.message(), "EACCES") << where << attempt;
    }
  }
  EXPECT_EQ(reader_->restarts(), 0u);
  EXPECT_FALSE(std::filesystem::exists(folder_.Sub("new")));
  EXPECT_TRUE(std::filesystem::exists(folder_.Sub("doomed")));
  EXPECT_EQ(std::filesystem::file_size(folder_.Sub("allowed/font")), 4u);
}

TEST_F(ReaderJailTest, StopsWhatNoDecoderDoesAndSaysWhichCallItWas) {
  Start("");
  std::uint32_t restarts = 0;
  for (const std::string where : {"", "early: "}) {
    for (const auto& [attempt, call] : kStoppedAttempts) {
      const Status status = Try(where + attempt);
      EXPECT_EQ(status.code(), StatusCode::kBadInput) << where << attempt << ": " << status.ToString();
      const std::string said = "was stopped by its jail (system call " + std::to_string(call) + ")";
      EXPECT_NE(status.message().find(said), std::string::npos) << where << attempt << ": " << status.message();
      EXPECT_EQ(reader_->restarts(), ++restarts) << where << attempt;
      EXPECT_TRUE(Try("take memory").ok()) << "the next reader does not work";
    }
  }
}

TEST_F(ReaderJailTest, CannotTakeItsOwnGuardAway) {
  Start("");
  const Status status = Try("take the signal handler away");
  EXPECT_NE(status.message().find("stopped by its jail"), std::string::npos) << status.message();
  EXPECT_EQ(reader_->restarts(), 1u);
}

TEST_F(ReaderJailTest, CountsRefusalsWhereItIsToldNotToStop) {
  Start("refuse");
  std::uint32_t refusals = 0;
  for (const auto& [attempt, call] : kStoppedAttempts) {
    const Status status = Try(attempt);
    EXPECT_EQ(status.code(), StatusCode::kIoError) << attempt;
    const Result<OriginalSummary> count = reader_->imaging().Inspect(*OriginalFile::FromBytes("x", "count"));
    ASSERT_TRUE(count);
    EXPECT_GT(count->pages, refusals) << attempt;
    refusals = count->pages;
  }
  EXPECT_EQ(reader_->restarts(), 0u);
}

TEST_F(ReaderJailTest, TellsWhatAKernelLacksAndClosesTheRest) {
  testing::internal::CaptureStderr();
  Start("old");
  const std::string warning = testing::internal::GetCapturedStderr();
  const ReaderJail& jail = reader_->jail();
  ASSERT_EQ(jail.missing.size(), 2u);
  EXPECT_EQ(jail.missing[0], "no network: Operation not permitted");
  EXPECT_EQ(jail.missing[1], "file rules: Function not implemented");
  EXPECT_EQ(jail.standing.size(), 5u);
  for (const std::string& layer : jail.missing) EXPECT_NE(warning.find(layer), std::string::npos) << warning;
  // Once is enough, however many readers follow.
  testing::internal::CaptureStderr();
  Start("old");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_TRUE(Try("read another file").ok()) << "nothing but file rules bounds what can be read";
  EXPECT_EQ(Try("write a file").message(), "EACCES");
  EXPECT_NE(Try("open a socket").message().find("jail"), std::string::npos);
}

// The memory limit's own handler of crashes must not be what the filter stops.
TEST_F(ReaderJailTest, ACrashIsStillACrash) {
  ReaderOptions options;
  options.executable = BinFolder() + "/sohoa-reader";
  options.ocr.engine = "null";
  Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
  ASSERT_TRUE(reader);
  EXPECT_TRUE((*reader)->jail().missing.empty());
  std::ifstream children("/proc/thread-self/children");
  pid_t pid = -1;
  children >> pid;
  ASSERT_GT(pid, 0);
  ASSERT_EQ(kill(pid, SIGSEGV), 0);
  const Status status = (*reader)->imaging().Inspect(*OriginalFile::FromBytes("P5\n1 1\n255\nx", "x")).status();
  EXPECT_NE(status.message().find("died by signal 11"), std::string::npos) << status.message();
}

#endif  // SOHOA_SANITIZED

}  // namespace
}  // namespace sohoa
