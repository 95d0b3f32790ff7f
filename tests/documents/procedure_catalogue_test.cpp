// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/procedure_catalogue.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/test_folder.h"

namespace sohoa {
namespace {

constexpr const char* kTwoVersions = R"toml(
[[procedure]]
code = "1.001193"
name = "Đăng ký khai sinh"
effective_from = 2020-01-01
[[procedure.paper]]
id = "declaration"
name = "Tờ khai đăng ký khai sinh"
classes = ["D01"]
titles = ["ĐĂNG KÝ KHAI SINH"]

[[procedure]]
code = "1.001193"
name = "Đăng ký khai sinh (mới)"
effective_from = "2025-07-01"
)toml";

std::vector<std::string> ProblemsOf(std::string_view text) {
  std::vector<Status> problems;
  ProcedureCatalogue catalogue(ReadProcedures(text, "ho-tich.toml", problems), "");
  for (const Status& status : catalogue.Contradictions()) problems.push_back(status);
  std::vector<std::string> messages;
  for (const Status& status : problems) messages.push_back(status.message());
  return messages;
}

// A procedure with `lines` in it, the first of them on line 4.
std::string With(const std::string& lines) { return "[[procedure]]\ncode = \"1.001193\"\nname = \"X\"\n" + lines + "\n"; }

void ExpectProblem(const std::string& text, const std::string& line, const std::string& what) {
  const std::vector<std::string> problems = ProblemsOf(text);
  ASSERT_FALSE(problems.empty()) << text;
  EXPECT_NE(problems.front().find("ho-tich.toml line " + line + ":"), std::string::npos) << problems.front();
  EXPECT_NE(problems.front().find(what), std::string::npos) << problems.front();
}

TEST(ProcedureCatalogue, GivesTheVersionThatWasInForceOnTheDay) {
  std::vector<Status> problems;
  const ProcedureCatalogue catalogue(ReadProcedures(kTwoVersions, "x.toml", problems), "");
  ASSERT_TRUE(problems.empty()) << problems.front().message();
  EXPECT_EQ(catalogue.Find("1.001193", "2019-12-31"), nullptr);
  ASSERT_NE(catalogue.Find("1.001193", "2025-06-30"), nullptr);
  EXPECT_EQ(catalogue.Find("1.001193", "2025-06-30")->name, "Đăng ký khai sinh");
  EXPECT_EQ(catalogue.Find("1.001193", "2025-07-01")->name, "Đăng ký khai sinh (mới)");
  EXPECT_EQ(catalogue.Find("1.001193.000.00.00.H42", "2025-07-01")->code, "1.001193") << "as an agency writes it";
  EXPECT_EQ(catalogue.Find("1.001194", "2025-07-01"), nullptr);
  EXPECT_TRUE(catalogue.Knows("1.001193"));
  EXPECT_FALSE(catalogue.Knows("1.001194"));
}

TEST(ProcedureCatalogue, EndsAVersionOnItsLastDay) {
  std::vector<Status> problems;
  const ProcedureCatalogue catalogue(ReadProcedures(With("effective_until = 2025-02-28"), "x.toml", problems), "");
  EXPECT_NE(catalogue.Find("1.001193", "2025-02-28"), nullptr);
  EXPECT_EQ(catalogue.Find("1.001193", "2025-03-01"), nullptr);
}

TEST(ProcedureCatalogue, NamesFileLineAndProcedureOfWhatIsWrong) {
  ExpectProblem(With("nmae = \"Y\""), "4", "procedure 1.001193: \"nmae\": the key is unknown");
  ExpectProblem(With("effective_from = \"30/02/2025\""), "4", "a day such as");
  ExpectProblem(With("effective_from = 2025-02-30"), "4", "");
  ExpectProblem(With("processing_days = \"ba\""), "4", "whole number");
  ExpectProblem(With("levels = [\"village\"]"), "4", "a level is");
  ExpectProblem(With("maintenance = \"08\""), "4", "retention code");
  ExpectProblem(With("[[procedure.paper]]\nid = \"a\"\nname = \"A\"\nclasses = [\"D99\"]"), "7", "no document class \"D99\"");
  ExpectProblem(With("[[procedure.paper]]\nid = \"a\"\nname = \"A\""), "4", "it needs \"classes\"");
  ExpectProblem(With("[[procedure.paper]]\nid = \"a\"\nname = \"A\"\nclasses = [\"D01\"]\nneed = \"conditional\""), "4", "condition");
  ExpectProblem(With("[[procedure.paper]]\nid = \"a\"\nname = \"A\"\nclasses = [\"D01\"]\ncount = 2"), "8", "unknown");
  ExpectProblem("[[procedure]]\ncode = \"1193\"\nname = \"X\"\n", "1", "\"code\" must be");
  ExpectProblem("[[procedure]]\ncode = \"1.001193\"\n", "1", "\"name\" is missing");
  ExpectProblem("title = \"x\"\n", "1", "\"title\" is unknown");
  ExpectProblem("[[procedure]]\ncode = \n", "2", "");
}

TEST(ProcedureCatalogue, TellsOfTwoPapersWithOneName) {
  const std::string paper = "[[procedure.paper]]\nid = \"a\"\nname = \"A\"\nclasses = [\"D01\"]\n";
  ExpectProblem(With(paper + paper), "8", "another paper has the same id");
}

TEST(ProcedureCatalogue, TellsOfVersionsThatAreInForceAtOnce) {
  const std::string one = With("effective_from = 2025-01-01\neffective_until = 2025-12-31");
  EXPECT_EQ(ProblemsOf(one).size(), 0u);
  EXPECT_NE(ProblemsOf(one + With("effective_from = 2025-01-01")).at(0).find("from the same day"), std::string::npos);
  EXPECT_NE(ProblemsOf(one + With("effective_from = 2025-12-31")).at(0).find("until 2025-12-31"), std::string::npos);
  EXPECT_TRUE(ProblemsOf(one + With("effective_from = 2026-01-01")).empty());
}

TEST(ProcedureCatalogue, ReadsAFolderAndHasAFingerprintOfItsFiles) {
  const TestFolder folder;
  std::ofstream(folder.Sub("a.toml")) << With("");
  std::ofstream(folder.Sub("notes.txt")) << "no catalogue";
  const Result<ProcedureCatalogue> before = LoadProcedureCatalogue(folder.Sub(""));
  ASSERT_TRUE(before) << before.status().message();
  EXPECT_EQ(before->procedures().size(), 1u);
  EXPECT_EQ(before->fingerprint().size(), 16u);
  EXPECT_EQ(LoadProcedureCatalogue(folder.Sub(""))->fingerprint(), before->fingerprint());
  std::ofstream(folder.Sub("a.toml"), std::ios::app) << "# a remark\n";
  EXPECT_NE(LoadProcedureCatalogue(folder.Sub(""))->fingerprint(), before->fingerprint());
  EXPECT_EQ(LoadProcedureCatalogue(folder.Sub("nothere")).status().code(), StatusCode::kNotFound);
}

TEST(ProcedureCatalogue, ThatIsShippedIsWithoutFault) {
  const char* source = std::getenv("SOHOA_SOURCE_DIR");
  ASSERT_NE(source, nullptr);
  std::vector<Status> problems;
  const ProcedureCatalogue catalogue = ReadProcedureCatalogue(std::string(source) + "/deploy/procedures", problems);
  for (const Status& problem : problems) ADD_FAILURE() << problem.message();
  EXPECT_GE(catalogue.procedures().size(), 12u);
  for (const Procedure& procedure : catalogue.procedures()) {
    EXPECT_TRUE(procedure.verified.empty()) << procedure.code << ": nobody has compared it yet";
  }
}

}  // namespace
}  // namespace sohoa
