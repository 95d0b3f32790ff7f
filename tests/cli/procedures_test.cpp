// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "cli/command_runner.h"

namespace sohoa {
namespace {

using ProcedureJson = nlohmann::json;

void Write(const std::filesystem::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

bool Mentions(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The receipt of the samples, which a counter made, and a procedure that asks for it and for a
// paper that is not there.
constexpr const char* kCounterCatalogue = R"toml(
[[procedure]]
code = "1.001234"
name = "Thủ tục thử"
[[procedure.paper]]
id = "declaration"
name = "Tờ khai"
classes = ["D01"]
)toml";

TEST(Procedures, OfTheShippedCatalogueAreListedShownAndWithoutFault) {
  const CommandRunner sohoa;
  const CommandResult checked = sohoa.Run({"--json", "procedures", "check"});
  EXPECT_EQ(checked.exit_code, 0) << checked.out << checked.err;
  const CommandResult listed = sohoa.Run({"--json", "procedures", "list", "--on", "2026-01-01"});
  ASSERT_EQ(listed.exit_code, 0) << listed.err;
  const ProcedureJson list = ProcedureJson::parse(listed.out);
  EXPECT_GE(list["procedures"].size(), 10u);
  for (const ProcedureJson& procedure : list["procedures"]) EXPECT_NE(procedure["code"], "2.000488") << "no more in force";
  const CommandResult shown = sohoa.Run({"--json", "procedures", "show", "1.001193"});
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_EQ(ProcedureJson::parse(shown.out)["papers"][0]["id"], "declaration");
  EXPECT_EQ(sohoa.Run({"procedures", "show", "1.999999"}).exit_code, 3);
  EXPECT_EQ(sohoa.Run({"procedures", "show"}).exit_code, 2);
  EXPECT_EQ(sohoa.Run({"procedures", "list", "--on", "tomorrow"}).exit_code, 2);
}

TEST(Procedures, OfAFaultyCatalogueAreNamedByFileAndLine) {
  const CommandRunner sohoa;
  Write(sohoa.folder() / "bad.toml", "[[procedure]]\ncode = \"1.001193\"\nname = \"X\"\nnmae = \"Y\"\n");
  const CommandResult checked = sohoa.Run({"procedures", "check", "bad.toml"});
  EXPECT_EQ(checked.exit_code, 3);
  EXPECT_TRUE(Mentions(checked.err, "bad.toml line 4")) << checked.err;
  Write(sohoa.folder() / "sohoa.toml", "[procedures]\ncatalogue = \"bad.toml\"\n");
  const CommandResult submitted = sohoa.Run({"submit", "--dossier", "H42.18-260930-0012", "bad.toml"});
  EXPECT_NE(submitted.exit_code, 0);
  EXPECT_TRUE(Mentions(submitted.err, "bad.toml line 4")) << submitted.err;
}

TEST(Procedures, AreImportedFromAListAndKeepWhatWasWritten) {
  const CommandRunner sohoa;
  Write(sohoa.folder() / "sohoa.toml", "[procedures]\ncatalogue = \"\"\n");
  Write(sohoa.folder() / "list.csv", "Mã TTHC;Tên TTHC;Lĩnh vực\n1.001193.H42;Đăng ký khai sinh;Hộ tịch\n1.000894;Đăng ký kết hôn;Hộ tịch\n");
  const CommandResult imported = sohoa.Run({"--json", "procedures", "import", "list.csv", "-o", "imported.toml"});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_EQ(ProcedureJson::parse(imported.out)["added"], 2);
  EXPECT_EQ(sohoa.Run({"procedures", "check", "imported.toml"}).exit_code, 0);

  const std::string mine = "# mine\nlegal_basis = \"Luật Hộ tịch\"\n";
  Write(sohoa.folder() / "imported.toml", Read(sohoa.folder() / "imported.toml") + mine);
  Write(sohoa.folder() / "list.json", R"({"data": [{"maTTHC": 1, "Mã TTHC": "1.001193", "Tên TTHC": "Khai sinh"}]})");
  const CommandResult again = sohoa.Run({"--json", "procedures", "import", "list.json", "-o", "imported.toml"});
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(ProcedureJson::parse(again.out)["added"], 0);
  EXPECT_TRUE(Mentions(Read(sohoa.folder() / "imported.toml"), mine));
  EXPECT_EQ(sohoa.Run({"procedures", "import", "list.csv"}).exit_code, 2);
  EXPECT_EQ(sohoa.Run({"procedures", "import", "sohoa.toml", "-o", "x.toml"}).exit_code, 3);
}

// Paper in; what the procedure asks for is said in the receipt, shown, and asked for.
TEST(Procedures, SayWhatADossierLacks) {
  const CommandRunner sohoa;
  Write(sohoa.folder() / "catalogue.toml", kCounterCatalogue);
  Write(sohoa.folder() / "sohoa.toml", "[procedures]\ncatalogue = \"catalogue.toml\"\n[agency]\nname = \"UBND xã Gia Sinh\"\nmaintenance = \"04\"\n");
  std::string page;
  for (const auto& entry : std::filesystem::directory_iterator(CommandRunner::Samples())) {
    if (entry.path().extension() == ".png") page = entry.path().string();
  }
  const CommandResult submitted =
      sohoa.Run({"--json", "submit", "--dossier", "H42.18-260930-0012", "--procedure", "1.001234", "--applicant", "Trần Thị Bưởi", "--wait", page});
  ASSERT_EQ(submitted.exit_code, 0) << submitted.err;
  EXPECT_EQ(ProcedureJson::parse(submitted.out)["missing_papers"],
            ProcedureJson::array({{{"paper", "declaration"}, {"name", "Tờ khai"}, {"state", "missing"}}}));

  const CommandResult shown = sohoa.Run({"--json", "show", "H42.18-260930-0012"});
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  const ProcedureJson dossier = ProcedureJson::parse(shown.out);
  EXPECT_EQ(dossier["completeness"]["state"], "incomplete");
  EXPECT_EQ(dossier["completeness"]["documents"][0]["role"], "accompanying");
  EXPECT_EQ(dossier["archive"]["tt05"][2]["value"], "04") << dossier["archive"].dump();
  EXPECT_TRUE(Mentions(sohoa.Run({"show", "H42.18-260930-0012"}).out, "missing"));

  const CommandResult drafted = sohoa.Run({"supplement", "H42.18-260930-0012"});
  EXPECT_EQ(drafted.exit_code, 0) << drafted.err;
  EXPECT_TRUE(Mentions(drafted.out, "1. Tờ khai")) << drafted.out;
  EXPECT_TRUE(Mentions(drafted.out, "UBND xã Gia Sinh"));
  EXPECT_EQ(sohoa.Run({"supplement", "H42.18-260930-0012", "-o", "mau02.html"}).exit_code, 0);
  EXPECT_TRUE(Mentions(Read(sohoa.folder() / "mau02.html"), "<h1>"));
  EXPECT_NE(sohoa.Run({"supplement", "H42.18-260930-9999"}).exit_code, 0);
}

}  // namespace
}  // namespace sohoa
