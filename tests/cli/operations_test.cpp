// SPDX-License-Identifier: Apache-2.0
//
// What operators build on: the metrics that the dashboard and the alert rules of deploy/ name, and
// the log in which one trace shows the life of a page.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include "api/http_wire.h"
#include "cli/command_runner.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

std::string Content(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

std::filesystem::path Source() { return CommandRunner::Samples().parent_path().parent_path(); }

// {expression: where it stands} of the dashboard and of the rules.
std::map<std::string, std::string> Expressions() {
  std::map<std::string, std::string> found;
  const Json dashboard = Json::parse(Content(Source() / "deploy" / "grafana" / "sohoa.json"));
  for (const Json& panel : dashboard["panels"]) {
    for (const Json& target : panel["targets"]) found[target["expr"]] = "panel " + panel["title"].get<std::string>();
  }
  for (const YAML::Node& group : YAML::LoadFile(Source() / "deploy" / "prometheus" / "sohoa.rules.yml")["groups"]) {
    for (const YAML::Node& rule : group["rules"]) found[rule["expr"].as<std::string>()] = "alert " + rule["alert"].as<std::string>();
  }
  return found;
}

class OperationsTest : public testing::Test {
 protected:
  void Serve(const std::string& config) {
    std::ofstream(sohoa_.folder() / "sohoa.toml") << config;
    sohoa_.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
    ASSERT_TRUE(WaitForServer(sohoa_));
  }

  std::string Log() const { return Content(sohoa_.folder() / "stderr-0"); }

  std::uint16_t Port() const {
    std::smatch match;
    const std::string log = Log();
    EXPECT_TRUE(std::regex_search(log, match, std::regex("127\\.0\\.0\\.1:([0-9]+)"))) << log;
    return match.empty() ? 0 : static_cast<std::uint16_t>(std::stoi(match[1]));
  }

  // The receipt of a sample that is searchable.
  Json Submit() {
    const CommandResult submitted = sohoa_.Run({"--json", "submit", "--dossier", "H42.18-260930-0012", "--applicant",
                                                "Nguyễn Thị Mừng", "--wait", SampleWith(".png").string()});
    EXPECT_EQ(submitted.exit_code, 0) << submitted.err;
    return Json::parse(submitted.out);
  }

  CommandRunner sohoa_;
};

TEST_F(OperationsTest, EveryMetricOfTheDashboardAndTheAlertRulesIsThere) {
  Serve("[webhooks]\nallow = [\"https://mot-cua.example\"]\n");
  ASSERT_EQ(sohoa_.Run({"key", "add", "mot-cua", "--role", "workflow", "--agency", "*"}).exit_code, 0);
  ASSERT_EQ(sohoa_.Run({"webhook", "add", "mot-cua", "--url", "https://mot-cua.example/", "--key", "mot-cua", "--events", "dossier.disposed"}).exit_code, 0);
  Submit();
  Ask(Port(), "GET", "/healthz");
  const std::string metrics = Ask(Port(), "GET", "/metrics").body;
  std::istringstream lines(metrics);
  std::set<std::string> names;
  for (std::string line; std::getline(lines, line);) names.insert(line.substr(0, line.find_first_of("{ ")));

  const std::map<std::string, std::string> expressions = Expressions();
  EXPECT_GT(expressions.size(), 30u);
  const std::regex name("sohoa_[a-z_]+");
  const std::regex labelled("(sohoa_[a-z_]+)\\{([a-z]+)=\"([a-z]+)\"");
  for (const auto& [expression, place] : expressions) {
    ASSERT_TRUE(std::regex_search(expression, name)) << place;
    for (std::sregex_iterator at(expression.begin(), expression.end(), name), end; at != end; ++at) {
      EXPECT_TRUE(names.contains(at->str())) << place << " names " << at->str();
    }
    for (std::sregex_iterator at(expression.begin(), expression.end(), labelled), end; at != end; ++at) {
      const std::regex series((*at)[1].str() + "\\{[^}]*" + (*at)[2].str() + "=\"" + (*at)[3].str() + "\"");
      EXPECT_TRUE(std::regex_search(metrics, series)) << place << " asks for " << at->str();
    }
  }
}

TEST_F(OperationsTest, EveryAlertLeadsToWhatToDo) {
  const std::string manual = Content(Source() / "docs" / "OPERATIONS.md");
  int alerts = 0;
  for (const YAML::Node& group : YAML::LoadFile(Source() / "deploy" / "prometheus" / "sohoa.rules.yml")["groups"]) {
    for (const YAML::Node& rule : group["rules"]) {
      const auto alert = rule["alert"].as<std::string>();
      std::string anchor = alert;
      std::transform(anchor.begin(), anchor.end(), anchor.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      EXPECT_EQ(rule["annotations"]["runbook"].as<std::string>(), "docs/OPERATIONS.md#" + anchor);
      EXPECT_NE(manual.find("### " + alert + "\n"), std::string::npos) << alert;
      EXPECT_FALSE(rule["annotations"]["summary"].as<std::string>().empty()) << alert;
      EXPECT_FALSE(rule["labels"]["severity"].as<std::string>().empty()) << alert;
      ++alerts;
    }
  }
  EXPECT_GT(alerts, 10);
}

TEST_F(OperationsTest, OneTraceInTheLogShowsTheLifeOfAPage) {
  Serve("[log]\nformat = \"json\"\n");
  const std::string trace = Submit()["batch"];
  ASSERT_FALSE(trace.empty());

  std::istringstream lines(Log());
  std::multiset<std::string> messages;
  for (std::string line; std::getline(lines, line);) {
    const Json record = Json::parse(line, nullptr, false);
    ASSERT_TRUE(record.is_object()) << line;
    EXPECT_TRUE(record.contains("time") && record.contains("level") && record.contains("message")) << line;
    if (record.value("trace", "") == trace) messages.insert(record["message"].get<std::string>());
  }
  for (const char* message : {"original received", "batch sealed", "page done", "dossier committed"}) {
    EXPECT_EQ(messages.count(message), 1u) << message << "\n" << Log();
  }
  EXPECT_EQ(messages.count("job done"), 2u) << "the worker's, of the page and of the dossier";
  EXPECT_EQ(Log().find("Mừng"), std::string::npos);

  const Json events = Json::parse(Ask(Port(), "GET", "/v1/events").body);
  for (const Json& event : events["events"]) EXPECT_EQ(event["trace"], trace) << event;
}

// Each setting of the sample configuration is one that the program knows.
TEST_F(OperationsTest, TheSampleConfigurationIsTaken) {
  std::string sample = Content(Source() / "deploy" / "sohoa.toml");
  sample = std::regex_replace(sample, std::regex("\n# ([a-z_]+ = )"), "\n$1");
  sample = std::regex_replace(sample, std::regex("/var/lib/sohoa/archive"), (sohoa_.folder() / "archive").string());
  sample = std::regex_replace(sample, std::regex("/run/sohoa"), sohoa_.folder().string());
  sample = std::regex_replace(sample, std::regex("/etc/sohoa/procedures"), (Source() / "deploy" / "procedures").string());
  sample = std::regex_replace(sample, std::regex(":8080"), ":0");
  Serve(sample);
  EXPECT_EQ(sohoa_.Run({"status"}).exit_code, 0);
}

}  // namespace
}  // namespace sohoa
