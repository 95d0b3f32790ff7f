// SPDX-License-Identifier: Apache-2.0
//
// The catalogue of procedures over HTTP: what is loaded, what lies in its folder by now, a file that is checked.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "api/served_archive.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

constexpr const char* kBirth = R"([[procedure]]
code = "1.001193"
name = "Đăng ký khai sinh"
effective_from = 2025-07-01

[[procedure.paper]]
id = "declaration"
name = "Tờ khai đăng ký khai sinh"
classes = ["D01"]
originals = 1
)";
constexpr const char* kMarriage = "[[procedure]]\ncode = \"1.000894\"\nname = \"Đăng ký kết hôn\"\n";

class ProcedureRoutes : public ServedArchive {
 protected:
  ProcedureRoutes() {
    char folder[] = "/tmp/sohoa-catalogue-XXXXXX";
    folder_ = mkdtemp(folder);
    queries_.CarryWithoutCoordinator();
  }
  ~ProcedureRoutes() override { std::filesystem::remove_all(folder_); }

  void Write(const char* file, const std::string& text) { std::ofstream(folder_ / file) << text; }
  void ServeWithCatalogue() {
    Write("ho-tich.toml", kBirth);
    Write("khac.toml", kMarriage);
    options_.catalogue = {folder_.string(), *ParseVietnamTime("2026-11-27T08:00"), std::make_shared<const ProcedureCatalogue>(*LoadProcedureCatalogue(folder_.string()))};
    Serve();
  }
  nlohmann::json Check(const std::string& file, const std::string& text) {
    const WireResponse response = Ask(port(), "POST", "/v1/procedures/check", "Content-Type: application/json\r\n", nlohmann::json{{"file", file}, {"text", text}}.dump());
    EXPECT_EQ(response.status, 200) << response.body;
    return nlohmann::json::parse(response.body);
  }

  std::filesystem::path folder_;
};

TEST_F(ProcedureRoutes, SayWhatIsLoadedWithFileAndLineAndWhatTheFolderHasByNow) {
  ServeWithCatalogue();
  const nlohmann::json loaded = GetJson("/v1/procedures");
  EXPECT_EQ(loaded["path"], folder_.string());
  EXPECT_EQ(loaded["loaded_at"], "2026-11-27T08:00:00+07:00");
  EXPECT_TRUE(loaded["on_disk"].is_null());
  ASSERT_EQ(loaded["procedures"].size(), 2u);
  const nlohmann::json& birth = loaded["procedures"][1];
  EXPECT_EQ(birth["code"], "1.001193");
  EXPECT_EQ(birth["file"], "ho-tich.toml");
  EXPECT_EQ(birth["line"], 1);
  EXPECT_EQ(birth["papers"], 1);
  EXPECT_EQ(birth["in_force"], true);

  const nlohmann::json shown = GetJson("/v1/procedures/1.001193.H42");
  EXPECT_EQ(shown["versions"][0]["papers"][0]["originals"], 1);
  EXPECT_EQ(shown["classes"]["D01"], "Tờ khai");
  ExpectProblem(Get("/v1/procedures/1.009999"), 404, "not_found");

  // What is loaded stays so until the server is started again, and the page says what would be then.
  Write("khac.toml", std::string(kMarriage) + "nonsense = 1\n");
  const nlohmann::json changed = GetJson("/v1/procedures");
  EXPECT_EQ(changed["catalogue"], loaded["catalogue"]);
  EXPECT_NE(changed["on_disk"]["catalogue"], loaded["catalogue"]);
  ASSERT_EQ(changed["on_disk"]["problems"].size(), 1u);
  EXPECT_NE(changed["on_disk"]["problems"][0].get<std::string>().find("line 4"), std::string::npos) << changed["on_disk"];
}

TEST_F(ProcedureRoutes, CheckAFileAsIfItLayThereAndChangeNothing) {
  ServeWithCatalogue();
  const nlohmann::json same = Check("ho-tich.toml", kBirth);
  EXPECT_EQ(same["problems"].size(), 0u) << same;
  EXPECT_EQ(same["added"].size() + same["changed"].size() + same["gone"].size(), 0u) << same;

  const nlohmann::json other = Check("ho-tich.toml", std::string(kBirth) + "copies = 2\n[[procedure]]\ncode = \"1.000656\"\nname = \"Đăng ký khai tử\"\n");
  EXPECT_EQ(other["changed"], nlohmann::json({"1.001193 2025-07-01"}));
  EXPECT_EQ(other["added"], nlohmann::json({"1.000656"}));

  // With the other files it has to fit together too.
  const nlohmann::json twice = Check("ho-tich.toml", kMarriage);
  EXPECT_EQ(twice["gone"], nlohmann::json({"1.001193 2025-07-01"}));
  ASSERT_EQ(twice["problems"].size(), 1u) << twice;
  EXPECT_NE(twice["problems"][0].get<std::string>().find("1.000894"), std::string::npos);

  EXPECT_NE(Check("a.toml", "[[procedure]\n")["problems"][0].get<std::string>().find("line 1"), std::string::npos);
  EXPECT_NE(Check("../../a.toml", kBirth)["file"], "../../a.toml");
  ExpectProblem(Ask(port(), "POST", "/v1/procedures/check", "Content-Type: application/json\r\n", "{}"), 400, "invalid_argument");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator()), 2);
  EXPECT_EQ(GetJson("/v1/procedures")["procedures"].size(), 2u);
}

TEST_F(ProcedureRoutes, SayThatThereIsNoCatalogue) {
  Serve();
  const nlohmann::json none = GetJson("/v1/procedures");
  EXPECT_TRUE(none["catalogue"].is_null());
  EXPECT_TRUE(none["on_disk"].is_null());
  EXPECT_EQ(none["procedures"].size(), 0u);
}

}  // namespace
}  // namespace sohoa
