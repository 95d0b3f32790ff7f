// SPDX-License-Identifier: Apache-2.0
//
// Values that people have to look at, handed out over HTTP by a real server with the sample dossier.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include <nlohmann/json.hpp>

#include "api/http_wire.h"
#include "api/running_example.h"
#include "cli/command_runner.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

using ReviewTestJson = nlohmann::json;

constexpr const char* kReviewed = "000.00.18.H42-181004-0001";

class Review : public testing::Test {
 protected:
  // `second`: fields that two people look at.
  void Serve(const std::string& second) {
    std::ofstream(sohoa_.folder() / "sohoa.toml") << "[review]\nsecond = [" << second << "]\n";
    server_ = sohoa_.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
    ASSERT_TRUE(WaitForServer(sohoa_));
    port_ = HttpPortOf(sohoa_);
    const CommandResult receipt = sohoa_.Run({"submit", "--dossier", kReviewed, "--procedure", "1.001193", "--agency", "H42.18", "--wait", CommandRunner::Samples().string()});
    ASSERT_EQ(receipt.exit_code, 0) << receipt.err;
  }
  void TearDown() override { EXPECT_EQ(sohoa_.Stop(server_, SIGTERM), 0); }

  // Of somebody with that role in that agency: what stands in each of their requests.
  std::string Somebody(const std::string& name, const std::string& role = "verifier", const std::string& agency = "H42.18") {
    const CommandResult key = sohoa_.Run({"--json", "key", "add", name, "--role", role, "--agency", agency});
    EXPECT_EQ(key.exit_code, 0) << key.err;
    return "Authorization: Bearer " + ReviewTestJson::parse(key.out)["key"].get<std::string>() + "\r\n";
  }

  WireResponse Send(const std::string& who, const std::string& method, const std::string& path, const ReviewTestJson& body = nullptr) {
    return Ask(port_, method, path, who, body.is_null() ? "" : body.dump());
  }
  ReviewTestJson Read(const std::string& who, const std::string& path) { return ReviewTestJson::parse(Send(who, "GET", path).body); }
  ReviewTestJson Claim(const std::string& who, int count) {
    const WireResponse claimed = Send(who, "POST", "/v1/review/claims", {{"count", std::to_string(count)}});
    EXPECT_EQ(claimed.status, 200) << claimed.body;
    return ReviewTestJson::parse(claimed.body);
  }
  WireResponse Decide(const std::string& who, const ReviewTestJson& value, const std::string& review, const std::string& text = "") {
    ReviewTestJson body = {{"field", value["field"]}, {"number", std::to_string(value["number"].get<int>())}, {"review", review}};
    if (!text.empty()) body["value"] = text;
    return Send(who, "POST", "/v1/review/" + value["page"].get<std::string>() + "/decisions", body);
  }
  static std::string NameOf(const ReviewTestJson& value) {
    return value["page"].get<std::string>() + "/" + value["field"].get<std::string>() + "/" + std::to_string(value["number"].get<int>());
  }
  static std::string StateOf(const WireResponse& response) { return ReviewTestJson::parse(response.body).value("state", response.body); }
  // The field as the newest version has it, once `is` holds of it.
  ReviewTestJson FieldWhen(const std::string& who, const ReviewTestJson& value, const std::function<bool(const ReviewTestJson&)>& is) {
    ReviewTestJson last;
    for (int i = 0; i < 400; ++i) {
      const ReviewTestJson dossier = Read(who, std::string("/v1/dossiers/") + kReviewed);
      for (const ReviewTestJson& document : dossier["documents"]) {
        if (document["pages"][0]["id"] != value["page"]) continue;
        int number = 0;
        for (const ReviewTestJson& field : document["fields"]) {
          if (field["code"] != value["field"] || ++number != value["number"].get<int>()) continue;
          last = field;
          if (is(field)) return field;
        }
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    ADD_FAILURE() << "stays " << last.dump();
    return last;
  }
  static bool IsDecided(const ReviewTestJson& field) { return field["review"].contains("by"); }

  CommandRunner sohoa_;
  pid_t server_ = 0;
  std::uint16_t port_ = 0;
};

TEST_F(Review, HandsEachValueToOnePersonAndTakesWhatTheySay) {
  Serve("");
  const std::string an = Somebody("an");
  const std::string binh = Somebody("binh");
  const ReviewTestJson list = Read(an, "/v1/review");
  EXPECT_EQ(list["complete"], true);
  const std::size_t waiting = list["waiting"];
  ASSERT_GE(waiting, 6u);
  EXPECT_EQ(list["values"].size(), waiting);
  EXPECT_EQ(list.dump().find("\"value\""), std::string::npos) << "a list tells no values";

  const ReviewTestJson of_an = Claim(an, 3);
  const ReviewTestJson of_binh = Claim(binh, 20);
  ASSERT_EQ(of_an["values"].size(), 3u);
  EXPECT_EQ(of_binh["values"].size(), waiting - 3);
  for (const ReviewTestJson& one : of_binh["values"]) {
    for (const ReviewTestJson& other : of_an["values"]) EXPECT_NE(NameOf(one), NameOf(other));
  }
  EXPECT_EQ(Decide(binh, of_an["values"][0], "confirmed").status, 409) << "somebody else has it";
  EXPECT_EQ(Send(binh, "DELETE", "/v1/review/claims").status, 204);
  EXPECT_EQ(Claim(binh, 2)["values"].size(), 2u) << "what was given back is handed out again";

  const auto with_value = std::find_if(of_an["values"].begin(), of_an["values"].end(), [](const ReviewTestJson& one) { return one["value"]["value"].is_string(); });
  ASSERT_NE(with_value, of_an["values"].end());
  const WireResponse corrected = Decide(an, *with_value, "corrected", "Bộ phận Một cửa");
  ASSERT_EQ(corrected.status, 202) << corrected.body;
  EXPECT_EQ(StateOf(corrected), "decided");
  EXPECT_GT(ReviewTestJson::parse(corrected.body)["seconds"].get<double>(), 0);
  // Once nobody goes on with this dossier there is a version that has it.
  EXPECT_EQ(Send(an, "DELETE", "/v1/review/claims").status, 204);
  EXPECT_EQ(Send(binh, "DELETE", "/v1/review/claims").status, 204);
  const ReviewTestJson field = FieldWhen(an, *with_value, IsDecided);
  EXPECT_EQ(field["value"], "Bộ phận Một cửa");
  EXPECT_EQ(field["review"]["state"], "corrected");
  EXPECT_EQ(field["review"]["by"], "machine:an");
  EXPECT_EQ(field["reading"]["value"], (*with_value)["value"]["value"]);
  EXPECT_EQ(Decide(an, *with_value, "confirmed").status, 409) << "it is decided on";
  EXPECT_EQ(Read(an, "/v1/review")["waiting"], waiting - 1);
  const ReviewTestJson edits = Read(an, std::string("/v1/dossiers/") + kReviewed)["edits"];
  EXPECT_GT(edits[0]["seconds"].get<double>(), 0);

  const std::string outcomes = sohoa_.Run({"outcomes"}).out;
  EXPECT_NE(outcomes.find("class,field,confidence,score,right,evidence\r\n"), std::string::npos) << outcomes;
  const std::string row = "\r\n" + (*with_value)["type"]["code"].get<std::string>() + "," + (*with_value)["field"].get<std::string>() + ",";
  EXPECT_NE(outcomes.find(row), std::string::npos) << outcomes;
  EXPECT_EQ(outcomes.find("Một cửa"), std::string::npos) << "no value is in it";
  const std::string scores = sohoa_.Run({"outcomes", "--scores", "--by-class"}).out;
  EXPECT_EQ(std::count(scores.begin(), scores.end(), '\t'), 7) << scores;
  EXPECT_EQ(Decide(an, of_an["values"][1], "confirmed", "").status, of_an["values"][1]["value"]["value"].is_null() ? 400 : 202);
  EXPECT_EQ(Decide(an, of_an["values"][2], "guessed").status, 400);
  EXPECT_EQ(Send(an, "POST", "/v1/review/claims", {{"count", "many"}}).status, 400);
  EXPECT_EQ(Send(Somebody("chi", "verifier", "H42.19"), "POST", "/v1/review/claims", {{"count", "5"}}).body.find("organ_name"), std::string::npos) << "of another agency";
  EXPECT_EQ(Send(Somebody("dung", "clerk"), "GET", "/v1/review").status, 403);
  const WireResponse metrics = Ask(port_, "GET", "/metrics");
  EXPECT_NE(metrics.body.find("sohoa_review_decisions_total{review=\"corrected\"} 1"), std::string::npos);
  EXPECT_NE(metrics.body.find("sohoa_review_seconds_count"), std::string::npos);
}

TEST_F(Review, GathersWhatIsSaidOfADossierInOneVersion) {
  Serve("");
  const std::string an = Somebody("an");
  const std::string binh = Somebody("binh");
  const int before = Read(an, std::string("/v1/dossiers/") + kReviewed)["version"];
  const ReviewTestJson values = Claim(an, 20)["values"];
  ASSERT_GE(values.size(), 4u);
  for (int i = 0; i < 3; ++i) ASSERT_EQ(Decide(an, values[i], "unreadable").status, 202);
  EXPECT_EQ(Decide(an, values[0], "unreadable").status, 409) << "it is decided on, though no version has it yet";
  EXPECT_EQ(Decide(binh, values[0], "unreadable").status, 409);
  EXPECT_EQ(Read(an, "/v1/review")["waiting"], values.size() - 3);
  EXPECT_EQ(Send(an, "DELETE", "/v1/review/claims").status, 204);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(FieldWhen(an, values[i], IsDecided)["review"]["state"], "unreadable");
  EXPECT_EQ(Read(an, std::string("/v1/dossiers/") + kReviewed)["version"], before + 1);
  EXPECT_EQ(Read(an, std::string("/v1/dossiers/") + kReviewed)["edits"].size(), 3u);
}

// What people said is what training/calibrate_fields.py reads.
TEST_F(Review, WritesOutcomesThatCalibrationReads) {
  Serve("");
  const std::string an = Somebody("an");
  const ReviewTestJson values = Claim(an, 20)["values"];
  const auto read = std::find_if(values.begin(), values.end(), [](const ReviewTestJson& one) { return one["value"]["value"].is_string() && one["field"] != "code_number" && one["field"] != "issued_date"; });
  ASSERT_NE(read, values.end());
  ASSERT_EQ(Decide(an, *read, "confirmed").status, 202);
  ASSERT_EQ(Send(an, "DELETE", "/v1/review/claims").status, 204);
  FieldWhen(an, *read, IsDecided);
  const std::string scores = (sohoa_.folder() / "scores.tsv").string();
  ASSERT_EQ(sohoa_.Run({"outcomes", "--scores", "-o", scores}).exit_code, 0);
  // Papers of known truth beside them: 30 right ones, of which the sure ones have evidence, and 5 wrong ones.
  const std::string made = (sohoa_.folder() / "made.tsv").string();
  std::ofstream file(made);
  for (int i = 0; i < 30; ++i) file << "subject\t0." << 70 + i % 30 << "\t1\t" << (i % 30 >= 10) << "\t0.97\t0.01\t0\t0\n";
  for (int i = 0; i < 5; ++i) file << "subject\t0.4" << i << "\t0\t0\t0.80\t0.30\t0.1\t0.1\n";
  file.close();
  const std::string table = (sohoa_.folder() / "table.cpp").string();
  RunningExample calibrated({"python3", std::string(std::getenv("SOHOA_SOURCE_DIR")) + "/training/calibrate_fields.py", scores, made, "--least", "30", "--out", table}, {});
  ASSERT_EQ(calibrated.Wait(), 0) << calibrated.Err();
  EXPECT_NE(calibrated.Out().find((*read)["field"].get<std::string>() + ": 1 values are too few"), std::string::npos) << calibrated.Out();
  EXPECT_NE(calibrated.Out().find("subject: 35 values, 85.7% right"), std::string::npos) << calibrated.Out();
  std::ifstream made_table(table);
  const std::string text((std::istreambuf_iterator<char>(made_table)), {});
  EXPECT_NE(text.find("{\"subject\", "), std::string::npos) << text;
}

// A paper of no class stays for a person.
TEST_F(Review, AsksForTheClassOfADocumentBeforeItsValues) {
  Serve("");
  const std::string an = Somebody("an");
  RunningExample drawn({std::string(std::getenv("SOHOA_BIN_DIR")) + "/sohoa-samples", "--out", (sohoa_.folder() / "drawn").string(), "--papers", "1", "--seed", "5", "--class", "other"}, {});
  ASSERT_EQ(drawn.Wait(), 0) << drawn.Err();
  constexpr const char* kUncertain = "H42.18-261127-0200";
  ASSERT_EQ(sohoa_.Run({"submit", "--dossier", kUncertain, "--agency", "H42.18", "--deadline", "2026-11-28", "--wait", (sohoa_.folder() / "drawn/dossier").string()}).exit_code, 0);
  const ReviewTestJson before = Read(an, std::string("/v1/dossiers/") + kUncertain)["documents"][0];
  ASSERT_EQ(before["type"]["review"]["state"], "needs_review") << before["type"];

  const ReviewTestJson claimed = Claim(an, 1);
  ASSERT_EQ(claimed["values"].size(), 1u);
  const ReviewTestJson& asked = claimed["values"][0];
  ASSERT_EQ(asked["dossier"], kUncertain) << "it has a deadline";
  EXPECT_EQ(asked["deadline"], "2026-11-29T00:00:00+07:00");
  ASSERT_EQ(asked["kind"], "class");
  EXPECT_EQ(asked["value"]["normalized"], before["type"]["code"]);
  ASSERT_GE(asked["choices"].size(), 2u);
  EXPECT_EQ(asked["choices"][0]["code"], before["type"]["code"]);
  EXPECT_GT(claimed["classes"].size(), 30u);
  for (const ReviewTestJson& one : Read(an, "/v1/review?limit=1000")["values"]) {
    const bool is_first = one["dossier"] != kUncertain || one["kind"] == "class";
    EXPECT_TRUE(is_first) << "which fields it has depends on its class";
  }
  EXPECT_EQ(Decide(an, asked, "unreadable").status, 400);
  EXPECT_EQ(Decide(an, asked, "corrected", "no such").status, 400);
  EXPECT_EQ(Decide(Somebody("binh"), asked, "corrected", "KH").status, 409) << "somebody else has it";
  const WireResponse decided = Decide(an, asked, "corrected", "TTr");
  ASSERT_EQ(decided.status, 202) << decided.body;
  EXPECT_GT(ReviewTestJson::parse(decided.body)["seconds"].get<double>(), 0);
  ReviewTestJson after;
  for (int i = 0; i < 400 && (after.is_null() || !after["type"]["review"].contains("by")); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
    after = Read(an, std::string("/v1/dossiers/") + kUncertain)["documents"][0];
  }
  EXPECT_EQ(after["type"]["code"], "TTr");
  EXPECT_EQ(after["type"]["review"]["by"], "machine:an");
  const ReviewTestJson values = Read(an, "/v1/review?limit=1000")["values"];
  EXPECT_TRUE(std::any_of(values.begin(), values.end(), [](const ReviewTestJson& one) { return one["dossier"] == kUncertain && one["kind"] == "field"; })) << "now its values wait";
  EXPECT_EQ(Decide(an, asked, "confirmed").status, 409) << "it is decided on";
}

TEST_F(Review, TakesTwoPeopleWhoDoNotKnowOfEachOtherAndAThirdWhereTheyDisagree) {
  Serve("\"C01/organ_name\", \"organ_superior\"");
  const std::string an = Somebody("an");
  const std::string binh = Somebody("binh");
  const std::string chi = Somebody("chi");
  const auto value_of = [&](const std::string& who, const std::string& field) {
    const ReviewTestJson claimed = Claim(who, 20);
    for (const ReviewTestJson& one : claimed["values"]) {
      if (one["field"] == field && one["type"]["code"] == "C01") return one;
    }
    return ReviewTestJson();
  };
  const auto give_back = [&](const std::string& who) { EXPECT_EQ(Send(who, "DELETE", "/v1/review/claims").status, 204); };

  const ReviewTestJson first = value_of(an, "organ_name");
  ASSERT_FALSE(first.is_null());
  EXPECT_EQ(first["look"], 1);
  EXPECT_EQ(StateOf(Decide(an, first, "corrected", "UBND huyện Vân Khê")), "second_look");
  EXPECT_EQ(Decide(an, first, "confirmed").status, 409) << "one person is not two";
  give_back(an);
  EXPECT_TRUE(value_of(an, "organ_name").is_null());
  give_back(an);
  EXPECT_FALSE(IsDecided(FieldWhen(an, first, [](const ReviewTestJson&) { return true; })));

  const ReviewTestJson second = value_of(binh, "organ_name");
  ASSERT_FALSE(second.is_null());
  EXPECT_EQ(second["look"], 2);
  EXPECT_EQ(second["opinions"].size(), 0u);
  EXPECT_EQ(second.dump().find("UBND huyện Vân Khê\""), std::string::npos) << "the second is not shown what the first said";
  EXPECT_EQ(StateOf(Decide(binh, second, "corrected", "UBND xã Vân Khê")), "third_look");
  give_back(binh);

  const ReviewTestJson third = value_of(chi, "organ_name");
  ASSERT_FALSE(third.is_null());
  ASSERT_EQ(third["opinions"].size(), 2u);
  EXPECT_EQ(third["opinions"][0]["value"], "UBND huyện Vân Khê");
  EXPECT_FALSE(third["opinions"][0].contains("by"));
  EXPECT_EQ(StateOf(Decide(chi, third, "corrected", "UBND huyện Vân Khê")), "decided");
  give_back(chi);
  const ReviewTestJson field = FieldWhen(an, first, IsDecided);
  EXPECT_EQ(field["value"], "UBND huyện Vân Khê");
  EXPECT_EQ(field["review"]["by"], "machine:an, machine:chi");

  // Two who agree are enough.
  const ReviewTestJson agreed = value_of(an, "organ_superior");
  ASSERT_FALSE(agreed.is_null());
  EXPECT_EQ(StateOf(Decide(an, agreed, "unreadable")), "second_look");
  give_back(an);
  EXPECT_EQ(StateOf(Decide(binh, value_of(binh, "organ_superior"), "unreadable")), "decided");
  give_back(binh);
  EXPECT_EQ(FieldWhen(an, agreed, IsDecided)["review"]["state"], "unreadable");
}

TEST_F(Review, RefusesRulesThatNameNoField) {
  Serve("");
  CommandRunner other;
  std::ofstream(other.folder() / "sohoa.toml") << "[review]\nsecond = [\"X99/full_name\"]\n";
  const CommandResult refused = other.Run({"serve", "--http", "127.0.0.1:0", "--workers", "0"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("X99/full_name"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace sohoa
