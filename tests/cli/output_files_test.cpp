// SPDX-License-Identifier: Apache-2.0
#include "cli/output_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/test_folder.h"

namespace sohoa {
namespace {

std::string Content(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

class OutputFiles : public testing::Test {
 protected:
  TestFolder own_;  // tests run side by side
  const std::filesystem::path folder_ = own_.path();
};

TEST_F(OutputFiles, InputsOfOneNameGetFilesOfTheirOwn) {
  OutputNames names("out", ".txt");
  EXPECT_EQ(names.For("a/scan.pdf"), "out/scan.txt");
  EXPECT_EQ(names.For("b/scan.png"), "out/scan-2.txt");
  EXPECT_EQ(names.For("c/scan.tif"), "out/scan-3.txt");
}

TEST_F(OutputFiles, AWrittenFileReplacesTheOneBeforeAndLeavesNothingBeside) {
  const std::filesystem::path path = folder_ / "new" / "a.txt";
  ASSERT_TRUE(WriteWholeFile(path, "one").ok());
  ASSERT_TRUE(WriteWholeFile(path, "two").ok());
  EXPECT_EQ(Content(path), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
}

TEST_F(OutputFiles, SayWhereWritingFailed) {
  std::ofstream(folder_ / "file") << "x";
  const Status status = WriteWholeFile(folder_ / "file" / "a.txt", "one");
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.message().find("a.txt"), std::string::npos);
}

TEST_F(OutputFiles, AFolderIsNamedByASlashOrByBeingOne) {
  EXPECT_TRUE(NamesFolder("new/"));
  EXPECT_TRUE(NamesFolder(folder_.string()));
  EXPECT_FALSE(NamesFolder((folder_ / "a.txt").string()));
}

}  // namespace
}  // namespace sohoa
