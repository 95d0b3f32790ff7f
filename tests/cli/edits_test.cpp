// SPDX-License-Identifier: Apache-2.0
//
// A clerk's corrections as a person would type them, with real pages and workers.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/command_runner.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr const char* kFirst = "000.00.18.H42-181004-0001";
constexpr const char* kSecond = "000.00.18.H42-181004-0002";

class EditsByHand : public testing::Test {
 protected:
  Json Ask(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "--json");
    const CommandResult result = sohoa_.Run(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return Json::parse(result.out, nullptr, false);
  }

  static std::string Sample(const std::string& start) {
    for (const auto& entry : std::filesystem::directory_iterator(CommandRunner::Samples())) {
      if (entry.path().filename().string().starts_with(start)) return entry.path().string();
    }
    return std::string();
  }

  const CommandRunner sohoa_;
};

TEST_F(EditsByHand, GoThroughThePipelineAndOutliveANewReading) {
  Ask({"submit", "--dossier", kFirst, "--wait", Sample("01-"), Sample("06-")});
  Ask({"submit", "--dossier", kSecond, "--wait", Sample("06-")});
  const Json before = Ask({"show", kFirst});
  ASSERT_EQ(before["documents"].size(), 2u);
  const std::string receipt = before["documents"][0]["id"];
  const std::string letter = before["documents"][1]["pages"][0]["id"];

  // As a verifier would: a value that was misread, seen in version 1.
  Ask({"edit", "field", receipt, "--field", "phone", "--value", "0900 000 143", "--by", "clerk:an", "--version", "1", "--wait"});
  const CommandResult late = sohoa_.Run({"edit", "field", receipt, "--field", "phone", "--review", "unreadable", "--version", "1"});
  EXPECT_NE(late.exit_code, 0) << "that version is not the newest any more";
  EXPECT_NE(late.err.find("version 1"), std::string::npos) << late.err;
  const Json changes = Ask({"changes", kFirst})["changes"];
  ASSERT_EQ(changes.size(), 1u) << changes;
  EXPECT_EQ(changes[0]["what"], "phone");
  EXPECT_EQ(changes[0]["after"]["review"], "corrected");

  Ask({"reread", kFirst, "--wait"});
  EXPECT_EQ(Ask({"changes", kFirst})["changes"], Json::array()) << "the same program reads the same";
  const Json again = Ask({"show", kFirst});
  EXPECT_EQ(again["version"], 3);
  for (const Json& field : again["documents"][0]["fields"]) {
    if (field["code"] != "phone") continue;
    EXPECT_EQ(field["normalized"], "0900000143");
    EXPECT_EQ(field["review"]["by"], "clerk:an");
    EXPECT_EQ(field["reading"]["normalized"], "0900000142");
  }
  EXPECT_EQ(again["documents"][1]["pdf"], before["documents"][1]["pdf"]) << "what was not touched is as it was";

  Ask({"withdraw", letter, "--to", kSecond, "--reason", "nộp nhầm hồ sơ", "--wait"});
  Ask({"edit", "rotate", before["documents"][0]["pages"][0]["id"], "--turn", "180", "--wait"});
  const Json first = Ask({"show", kFirst});
  EXPECT_EQ(first["documents"].size(), 1u);
  EXPECT_EQ(first["set_aside"][0]["sent_to"], kSecond);
  const Json second = Ask({"show", kSecond});
  std::size_t pages = 0;
  for (const Json& document : second["documents"]) pages += document["pages"].size();
  EXPECT_EQ(pages, 2u) << second.dump();
  EXPECT_EQ(sohoa_.Run({"verify"}).exit_code, 0);
}

}  // namespace
}  // namespace sohoa
