// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/procedure_list.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

std::vector<ListedProcedure> Listed(std::string_view text) {
  std::vector<Status> problems;
  const Result<std::vector<ListedProcedure>> listed = ReadProcedureList(ParseSeparatedValues(text), "list.csv", problems);
  EXPECT_TRUE(listed) << listed.status().message();
  for (const Status& problem : problems) ADD_FAILURE() << problem.message();
  return listed ? *listed : std::vector<ListedProcedure>();
}

ImportedList Import(std::string_view list, std::string_view present, const ProcedureCatalogue& others = {}) {
  const Result<ImportedList> imported = ImportProcedureList(Listed(list), present, others, "imported.toml");
  EXPECT_TRUE(imported) << imported.status().message();
  return imported ? *imported : ImportedList();
}

constexpr const char* kList =
    "\xef\xbb\xbf" "DANH MỤC THỦ TỤC HÀNH CHÍNH;;;;\r\n"
    "STT;Mã TTHC;Tên thủ tục;Lĩnh vực;Cấp thực hiện\r\n"
    "1;1.001193.000.00.00.H42;\"Đăng ký khai sinh; bản \"\"mới\"\"\";Hộ tịch;Cấp xã\r\n"
    "2;2.000635;Cấp bản sao\n  trích lục;Hộ tịch;Cấp tỉnh, cấp huyện, cấp xã\r\n"
    ";;Tổng cộng: 2;;\r\n";

TEST(ProcedureList, IsReadWhateverItsColumnsAreCalled) {
  const std::vector<ListedProcedure> semicolons = Listed(
      "STT;Mã TTHC;Tên thủ tục;Lĩnh vực;Cấp thực hiện\r\n1;1.001193.000.00.00.H42;\"Đăng ký khai sinh; bản \"\"mới\"\"\";Hộ tịch;Cấp xã\r\n");
  ASSERT_EQ(semicolons.size(), 1u);
  EXPECT_EQ(semicolons[0].code, "1.001193");
  EXPECT_EQ(semicolons[0].name, "Đăng ký khai sinh; bản \"mới\"");
  EXPECT_EQ(semicolons[0].field, "Hộ tịch");
  EXPECT_EQ(semicolons[0].levels, std::vector<std::string>{"commune"});
  const std::vector<ListedProcedure> commas = Listed("code,name,ngày hiệu lực\n1.000894,Đăng ký kết hôn,01/7/2025\n");
  ASSERT_EQ(commas.size(), 1u);
  EXPECT_EQ(commas[0].effective_from, "2025-07-01");
  EXPECT_EQ(Listed("Mã\tTên\n1.000894\tĐăng ký kết hôn\n").size(), 1u);
}

TEST(ProcedureList, MayHaveATitleAboveAndASumBelow) {
  std::vector<Status> problems;
  const Result<std::vector<ListedProcedure>> listed = ReadProcedureList(ParseSeparatedValues(kList), "list.csv", problems);
  ASSERT_TRUE(listed) << listed.status().message();
  ASSERT_EQ(listed->size(), 2u);
  EXPECT_EQ((*listed)[1].code, "2.000635");
  EXPECT_EQ(problems.size(), 1u) << "what a line break outside quotes cut off";
}

TEST(ProcedureList, SaysWhichRowHasNoCode) {
  std::vector<Status> problems;
  const auto listed = ReadProcedureList(ParseSeparatedValues("Mã,Tên\n1193,Đăng ký khai sinh\n"), "list.csv", problems);
  ASSERT_TRUE(listed);
  EXPECT_TRUE(listed->empty());
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_NE(problems[0].message().find("list.csv row 2"), std::string::npos) << problems[0].message();
  EXPECT_EQ(ReadProcedureList(ParseSeparatedValues("a,b\n1,2\n"), "list.csv", problems).status().code(), StatusCode::kBadInput);
  EXPECT_EQ(ReadProcedureList({}, "list.csv", problems).status().code(), StatusCode::kBadInput);
}

TEST(ProcedureList, BecomesACatalogueThatCanBeRead) {
  const ImportedList imported = Import("Mã,Tên,Lĩnh vực,Cấp\n1.001193,\"Khai \"\"sinh\"\" \\ a\",Hộ tịch,\"xã, tỉnh\"\n1.000894,Kết hôn,,\n", "");
  EXPECT_EQ(imported.added, 2u);
  std::vector<Status> problems;
  const std::vector<Procedure> read = ReadProcedures(imported.text, "imported.toml", problems);
  ASSERT_TRUE(problems.empty()) << problems[0].message() << "\n" << imported.text;
  ASSERT_EQ(read.size(), 2u);
  const ProcedureCatalogue catalogue(read, "");
  EXPECT_EQ(catalogue.Find("1.001193", "2026-01-01")->name, "Khai \"sinh\" \\ a");
  EXPECT_EQ(catalogue.Find("1.001193", "2026-01-01")->levels, (std::vector<std::string>{"province", "commune"}));
}

TEST(ProcedureList, LeavesWhatSomebodyWroteAsItIs) {
  const ImportedList first = Import("Mã,Tên\n1.001193,Khai sinh\n1.000894,Kết hôn\n1.000656,Khai tử\n", "");
  // Somebody fills in one entry, with a remark.
  std::string edited = first.text;
  const std::string papers = "# as decided\n[[procedure.paper]]\nid = \"a\"\nname   = \"Tờ khai\"\nclasses = [\"D01\"]\n";
  const std::size_t at = edited.find("name = \"Kết hôn\"\n");
  ASSERT_NE(at, std::string::npos);
  edited.insert(at + std::string("name = \"Kết hôn\"\n").size(), papers);

  const ImportedList second = Import("Mã,Tên\n1.001193,Đăng ký khai sinh\n1.000894,Đăng ký kết hôn\n2.000635,Bản sao\n", edited);
  EXPECT_NE(second.text.find(papers), std::string::npos) << second.text;
  EXPECT_NE(second.text.find("name = \"Kết hôn\""), std::string::npos);
  EXPECT_NE(second.text.find("name = \"Đăng ký khai sinh\""), std::string::npos) << "nobody had filled it in";
  EXPECT_EQ(second.added, 1u);
  EXPECT_EQ(second.updated, 1u);
  EXPECT_EQ(second.known, 1u);
  EXPECT_EQ(second.renamed, std::vector<std::string>{"1.000894"});
  EXPECT_EQ(second.not_listed, std::vector<std::string>{"1.000656"});
  EXPECT_NE(second.text.find("1.000656"), std::string::npos) << "nothing is dropped";
  const ImportedList third = Import("Mã,Tên\n1.001193,Đăng ký khai sinh\n1.000894,Đăng ký kết hôn\n2.000635,Bản sao\n", second.text);
  EXPECT_EQ(third.text, second.text) << "the same list again changes nothing";
}

TEST(ProcedureList, MakesNoSecondEntryOfWhatAnotherFileHas) {
  std::vector<Status> problems;
  const ProcedureCatalogue others(ReadProcedures("[[procedure]]\ncode = \"1.001193\"\nname = \"Đăng ký khai sinh\"\n", "x.toml", problems), "");
  const ImportedList imported = Import("Mã,Tên\n1.001193,Đăng ký khai sinh\n", "", others);
  EXPECT_EQ(imported.added, 0u);
  EXPECT_EQ(imported.known, 1u);
  EXPECT_EQ(imported.text.find("1.001193\""), std::string::npos);
}

TEST(ProcedureList, IsNotTakenIntoAFileThatCannotBeRead) {
  const auto imported = ImportProcedureList({}, "[[procedure]]\ncode = 5\n", ProcedureCatalogue(), "imported.toml");
  EXPECT_EQ(imported.status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sohoa
