// SPDX-License-Identifier: Apache-2.0
#include "understanding_truth.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "support/test_folder.h"

namespace sohoa {
namespace {

void Write(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

std::vector<std::string> FieldNames(const TrueDocument& document) {
  std::vector<std::string> names;
  for (const TrueField& field : document.fields) names.push_back(field.name);
  return names;
}

TEST(Truth, OfATableLeavesOutWhatIsInDoubtAndFilesThatAreNotThere) {
  const TestFolder folder;
  Write(folder.path() / "scans" / "a.pdf", "a");
  Write(folder.path() / "scans" / "header_truth.tsv",
        "file\tso_ky_hieu\tngay_ban_hanh\tloai_van_ban\tco_quan_ban_hanh\ttrich_yeu\tdo_khan\tdoubt\n"
        "scans/a.pdf\t05/KH-SXD\t2018-10-04\tKế hoạch\tSở Xây dựng\tKiểm tra\tKHẨN\t?num\n"
        "scans/b.pdf\t06/SXD-VP\t2018-10-04\tCông văn\tSở Xây dựng\tKiểm tra\t\t\n");
  std::size_t absent = 0;

  const auto truth = ReadTruth(folder.path() / "scans", absent);

  ASSERT_TRUE(truth) << truth.status().ToString();
  ASSERT_EQ(truth->size(), 1u);
  EXPECT_EQ(absent, 1u);
  const TrueDocument& document = truth->front();
  EXPECT_EQ(document.type.codes, std::vector<std::string>{"KH"});
  EXPECT_EQ(FieldNames(document),
            (std::vector<std::string>{"code_notation", "issued_date", "issued_month", "organ_name", "subject", "urgency"}));
  EXPECT_EQ(document.fields.front().wanted, "KH-SXD");
}

TEST(Truth, OfAKindThatTheTableDoesNotKnowIsNoneOfThoseThatItKnows) {
  const TestFolder folder;
  Write(folder.path() / "a.pdf", "a");
  Write(folder.path() / "header_truth.tsv", "file\tso_ky_hieu\tloai_van_ban\na.pdf\t01/ĐL-BTC\tĐiều lệ\n");
  std::size_t absent = 0;

  const auto truth = ReadTruth(folder.path(), absent);

  ASSERT_TRUE(truth) << truth.status().ToString();
  EXPECT_TRUE(truth->front().type.others);
}

TEST(Truth, OfTheSamplesIsReadFromWhatStandsBesideThem) {
  const char* source = std::getenv("SOHOA_SOURCE_DIR");
  ASSERT_NE(source, nullptr) << "SOHOA_SOURCE_DIR is not set: the test presets set it";
  std::size_t absent = 0;

  const auto truth = ReadTruth(std::filesystem::path(source) / "samples", absent);

  ASSERT_TRUE(truth) << truth.status().ToString();
  EXPECT_EQ(truth->size(), 6u);
  EXPECT_EQ(absent, 0u);
  EXPECT_EQ(truth->front().type.name, "C01");
  EXPECT_TRUE((*truth)[4].blank);
}

TEST(Truth, IsNotFoundInAFolderWithoutIt) {
  const TestFolder folder;
  std::size_t absent = 0;
  EXPECT_EQ(ReadTruth(folder.path(), absent).status().code(), StatusCode::kNotFound);
}

}  // namespace
}  // namespace sohoa
