// SPDX-License-Identifier: Apache-2.0
//
// Checks of people and enterprises against the register of examples/registry_fake.py, over HTTP.
#include "api/registry_checker.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/running_example.h"
#include "api/served_archive.h"
#include "core/calendar.h"
#include "storage/archive_codec.h"
#include "storage/key_layout.h"
#include "support/kept_log.h"

namespace sohoa {
namespace {

using AnswerJson = nlohmann::json;

constexpr const char* kRegistryKey = "a key of a test alone";
constexpr std::int64_t kOneDayMs = 24ll * 3600 * 1000;

class RegistryChecks : public ServedArchive {
 protected:
  RegistryChecks() {
    queries_.CarryWithoutCoordinator();
    there_ = register_.FirstErrLine();
    Restart("");
  }
  ~RegistryChecks() override { queries_.SetRegistryChecker(nullptr); }

  // A checker as after a new start, of a register with that fault. What was committed before the first one is not asked.
  void Restart(const std::string& fault, std::int64_t timeout_ms = 10'000) {
    queries_.SetRegistryChecker(nullptr);
    HttpRegistryOptions client;
    const std::string origin = "http://127.0.0.1:" + there_;
    client.outbound = {{origin}, networks_, timeout_ms, "registries"};
    client.population_url = origin + "/person" + (fault.empty() ? "" : "?fault=" + fault);
    client.enterprise_url = origin + "/enterprise";
    client.client_id = "H42.18";
    client.key = kRegistryKey;
    client.legal_basis = "một điều luật";
    EXPECT_TRUE(CheckRegistryOptions(client).ok());
    checker_options_.now_unix_ms = [this] { return now_; };
    checker_ = std::make_unique<RegistryChecker>(archive_, [this](const auto& stage) { return queries_.Carry(stage); }, MakeHttpRegistryClient(client), checker_options_);
    EXPECT_TRUE(checker_->Look().ok());
    queries_.SetRegistryChecker(checker_.get());
  }

  // A value that was read well, of the first document.
  void Say(const std::string& code, const std::string& value, std::size_t number = 1) {
    Document& document = made_.dossier.documents[number - 1];
    AddField(document, code, value, value);
    document.fields.back().review = ReviewState::kAutoAccepted;
  }
  void SayCard(const std::string& number, const std::string& name, const std::string& birth_date) {
    Say("identity_number", number);
    Say("subject_name", name);
    Say("birth_date", birth_date);
  }
  void Look() { EXPECT_TRUE(checker_->Look().ok()); }

  AnswerJson Field(const std::string& code, std::size_t number = 1) const {
    const AnswerJson shown = GetJson(std::string("/v1/dossiers/") + kServedDossier + "/documents/" + document(number).id + "/fields");
    for (const AnswerJson& field : shown["fields"]) {
      if (field["code"] == code) return field;
    }
    return {};
  }
  // "pass" "fail" "unknown"; "" = nothing was said.
  std::string ResultOf(const std::string& code, std::size_t number = 1) const {
    const AnswerJson field = Field(code, number);
    return field["validation"].empty() ? "" : field["validation"].back()["result"].get<std::string>();
  }
  AnswerJson Checks() const { return GetJson(std::string("/v1/dossiers/") + kServedDossier + "/registry-checks"); }
  std::vector<std::string> Events() {
    std::vector<std::string> told;
    const auto events = archive_.Events(0, 1000);
    for (const ArchiveEvent& event : *events) {
      if (event.kind == "field.validated") told.push_back(event.subject + " " + event.detail);
    }
    return told;
  }
  std::size_t Questions() const {
    const std::string lines = register_.Out();
    return static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n'));
  }
  WireResponse Order(const std::string& headers = "") const { return Ask(port(), "POST", std::string("/v1/dossiers/") + kServedDossier + "/registry-checks", headers, "{}"); }

  std::int64_t now_ = NowUnixMs();
  std::vector<std::string> networks_ = {"127.0.0.0/8"};
  RunningExample register_{{"python3", RunningExample::File("registry_fake.py"), "0"}, {{"SOHOA_REGISTRY_KEY", kRegistryKey}}};
  std::string there_;
  RegistryCheckerOptions checker_options_;
  std::unique_ptr<RegistryChecker> checker_;
};

TEST_F(RegistryChecks, AMatchIsShownWithItsSourceAndRaisesNothing) {
  SayCard("051190001234", "TRẦN THỊ BƯỞI", "1990-03-08");
  made_.dossier.documents[0].fields.back().review = ReviewState::kNeedsReview;
  Serve();
  Look();
  for (const char* code : {"identity_number", "subject_name", "birth_date"}) EXPECT_EQ(ResultOf(code), "pass") << code;
  const AnswerJson said = Field("birth_date")["validation"].back();
  EXPECT_EQ(said["rule"], "population_registry");
  EXPECT_EQ(said["at"], FormatVietnamTime(now_));
  EXPECT_EQ(said["source"]["kind"], "registry_lookup");
  EXPECT_EQ(said["source"]["system"], "http://127.0.0.1:" + there_);
  EXPECT_FALSE(said["source"]["request"].get<std::string>().empty());
  EXPECT_EQ(Field("birth_date")["review"]["state"], "needs_review");
  EXPECT_EQ(Field("birth_date")["confidence"], 0.9);
  EXPECT_EQ(Events(), (std::vector<std::string>{document(1).id + " population_registry pass"}));
  EXPECT_EQ(Questions(), 1u);
  Look();
  EXPECT_EQ(Questions(), 1u) << "it is answered";
  EXPECT_TRUE(Checks()["waiting"].is_null());
  EXPECT_EQ(GetJson(std::string("/v1/dossiers/") + kServedDossier)["version"], 1) << "no version is made of it";
}

TEST_F(RegistryChecks, AMismatchSendsTheValuesToReview) {
  SayCard("051085004321", "Trần Thị Bưởi", "1985-10-04");
  Serve();
  Look();
  EXPECT_EQ(ResultOf("identity_number"), "fail");
  EXPECT_EQ(ResultOf("subject_name"), "fail");
  EXPECT_EQ(ResultOf("birth_date"), "pass");
  EXPECT_EQ(Field("subject_name")["review"], (AnswerJson{{"state", "needs_review"}, {"reason", "check_failed"}}));
  EXPECT_EQ(Field("birth_date")["review"]["state"], "auto_accepted");
  EXPECT_EQ(Events(), (std::vector<std::string>{document(1).id + " population_registry fail"}));
}

TEST_F(RegistryChecks, ANumberThatTheRegisterDoesNotHaveFails) {
  SayCard("051190001235", "Trần Thị Bưởi", "1990-03-08");
  Serve();
  Look();
  EXPECT_EQ(ResultOf("identity_number"), "fail");
  EXPECT_EQ(ResultOf("subject_name"), "unknown");
}

TEST_F(RegistryChecks, WhatTheRegisterDoesNotSayIsUnknown) {
  SayCard("040201000777", "Lê Văn Mơ", "2001-02-03");
  Serve();
  Look();
  EXPECT_EQ(ResultOf("subject_name"), "pass");
  EXPECT_EQ(ResultOf("birth_date"), "unknown");
  EXPECT_EQ(ResultOf("identity_number"), "unknown");
  EXPECT_EQ(Field("birth_date")["review"]["state"], "auto_accepted");
}

TEST_F(RegistryChecks, EnterprisesAreHeldAgainstTheBusinessRegister) {
  Say("business_code", "9900000016");
  Say("business_name", "CÔNG TY TNHH QUẢ NGỌT");
  Say("business_code", "9900000023", 2);
  Say("business_name", "Công ty TNHH Quả Ngọt", 2);
  Serve();
  Look();
  EXPECT_EQ(ResultOf("business_code"), "pass");
  EXPECT_EQ(ResultOf("business_name", 2), "fail");
  EXPECT_EQ(Field("business_name", 2)["validation"].back()["rule"], "enterprise_registry");
  const AnswerJson checks = Checks()["checks"];
  ASSERT_EQ(checks.size(), 2u);
  EXPECT_EQ(checks[1]["document"], document(2).id);
  EXPECT_EQ(checks[1]["registry"], "enterprise");
  EXPECT_EQ(checks[1]["result"], "fail");
  EXPECT_EQ(checks[1]["fields"], (AnswerJson{{"number", "pass"}, {"name", "fail"}}));
  EXPECT_EQ(checks[1]["by"], "system");
}

TEST_F(RegistryChecks, OneQuestionIsAskedOnceHoweverManyPapersHaveIt) {
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  for (const FieldValue& field : std::vector<FieldValue>(made_.dossier.documents[0].fields.end() - 3, made_.dossier.documents[0].fields.end())) made_.dossier.documents[1].fields.push_back(field);
  Serve();
  Look();
  EXPECT_EQ(Questions(), 1u);
  EXPECT_EQ(ResultOf("subject_name", 2), "pass");
  EXPECT_EQ(Events().size(), 2u);
}

TEST_F(RegistryChecks, ARegisterThatIsAwayIsAskedAgainLaterAlsoAfterANewStart) {
  Restart("away");
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Serve();
  Look();
  EXPECT_EQ(ResultOf("subject_name"), "");
  EXPECT_EQ(Checks()["waiting"]["failures"], 1);
  Look();
  EXPECT_EQ(Questions(), 1u) << "before its time";
  now_ += 5'000;
  Restart("");
  EXPECT_EQ(ResultOf("subject_name"), "pass");
  EXPECT_TRUE(Checks()["waiting"].is_null());
}

TEST_F(RegistryChecks, ARegisterThatIsAwayForADayLeavesItUnknownAndIsAskedWithTheNextVersion) {
  Restart("away");
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Serve();
  for (int i = 0; i < 3; ++i) {
    Look();
    now_ += kOneDayMs / 2;
  }
  EXPECT_EQ(ResultOf("identity_number"), "unknown");
  EXPECT_TRUE(Checks()["waiting"].is_null());
  EXPECT_EQ(Events(), (std::vector<std::string>{document(1).id + " population_registry unknown"}));
  made_.dossier.version = 2;
  ASSERT_TRUE(Commit(archive_, made_).ok());
  now_ += kOneDayMs;
  Restart("");
  EXPECT_EQ(ResultOf("identity_number"), "pass");
}

TEST_F(RegistryChecks, WhatIsNoAnswerToTheQuestionIsNotTaken) {
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  made_.dossier.documents[0].fields.back().value.clear();  // so that its day is not asked
  Serve();
  std::size_t asked = 0;
  for (const char* fault : {"malformed", "unsigned", "forged", "old", "other", "chatty", "refused"}) {
    now_ += 5 * kOneDayMs / 100;
    Restart(fault);
    EXPECT_EQ(Questions(), ++asked) << fault;
    EXPECT_EQ(ResultOf("subject_name"), "") << fault;
    EXPECT_EQ(Checks()["waiting"]["failures"], asked) << fault;
  }
}

TEST_F(RegistryChecks, ASlowRegisterHoldsUpNothingForLongerThanItsTime) {
  Restart("slow", /*timeout_ms=*/200);
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Serve();
  Look();
  EXPECT_EQ(Questions(), 1u);
  EXPECT_EQ(ResultOf("subject_name"), "");
  EXPECT_EQ(Checks()["waiting"]["failures"], 1);
}

TEST_F(RegistryChecks, NothingIsSentWhereTheAddressIsNotAllowed) {
  networks_.clear();
  Restart("");
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Serve();
  Look();
  EXPECT_EQ(Questions(), 0u);
  EXPECT_EQ(Checks()["waiting"]["failures"], 1);
}

TEST_F(RegistryChecks, EachQuestionIsAuditedAndNobodyIsNamedInLogsEventsOrRecords) {
  const KeptLog log;
  Restart("away");
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Serve();
  Look();
  now_ += 5'000;
  Restart("");
  std::vector<std::string> lookups;
  std::string written;
  EXPECT_TRUE(archive_.meta().Scan(kAuditPrefix, "", [&](std::string_view, std::string_view value) {
    const auto record = DecodeAuditRecord(value);
    if (record && record->action == "registry.lookup") lookups.push_back(record->actor + " " + record->object + " " + record->purpose);
    return true;
  }).ok());
  EXPECT_EQ(lookups, std::vector<std::string>(2, "system " + std::string(kServedDossier) + "/" + document(1).id + " handling")) << "the one that was not answered too";
  for (const std::string_view prefix : {kAuditPrefix, kEventPrefix, std::string_view("v/")}) {
    EXPECT_TRUE(archive_.meta().Scan(prefix, "", [&](std::string_view key, std::string_view value) {
      written += std::string(key) + std::string(value);
      return true;
    }).ok());
  }
  for (const KeptLog::Line& line : log.lines()) {
    for (const auto& [name, value] : line.fields) written += value + "\n";
  }
  EXPECT_EQ(log.Of("register not asked").size(), 1u);
  EXPECT_NE(written.find("population_registry"), std::string::npos);
  for (const char* personal : {"051190001234", "Bưởi", "1990-03-08"}) EXPECT_EQ(written.find(personal), std::string::npos) << personal;
}

TEST_F(RegistryChecks, OfSecretDocumentsNothingIsAsked) {
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Say("secrecy", "MẬT");
  Serve();
  Look();
  EXPECT_EQ(Questions(), 0u);
  EXPECT_EQ(Order().status, 409);
}

TEST_F(RegistryChecks, WhatWasCommittedBeforeRegistersWereConfiguredIsAskedByOrderAlone) {
  MetaBatch batch;
  batch.Delete(std::string(kRegistryEventKey));
  ASSERT_TRUE(archive_.meta().Write(batch).ok());
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Serve();
  Restart("");
  Look();
  EXPECT_EQ(Questions(), 0u);
  EXPECT_EQ(Order().status, 202);
  Look();
  EXPECT_EQ(ResultOf("subject_name"), "pass");
}

TEST_F(RegistryChecks, APersonMayOrderThemAnewWhoseRoleAndPurposeAreHandling) {
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Serve();
  Look();
  const auto key = [this](const char* name, Role role) { return "Authorization: Bearer " + *queries_.accounts().AddKey(name, {{role}, {false, {"H42.18"}, Secrecy::kNone}}, 0, "test") + "\r\n"; };
  const std::string clerk = key("quay-1", Role::kClerk);
  EXPECT_EQ(Order(key("luu-tru", Role::kArchivist)).status, 403) << "keeping an archive is no reason to ask";
  EXPECT_EQ(Order(key("mot-cua", Role::kWorkflow)).status, 403);
  EXPECT_EQ(Order(clerk + "Sohoa-Purpose: archive\r\n").status, 403);
  now_ += 1'000;
  const WireResponse ordered = Order(clerk + "Sohoa-Purpose: handling\r\n");
  EXPECT_EQ(ordered.status, 202) << ordered.body;
  EXPECT_EQ(ordered.Header("location"), std::string("/v1/dossiers/") + kServedDossier + "/registry-checks");
  EXPECT_EQ(Checks()["waiting"]["by"], "machine:quay-1");
  Look();
  EXPECT_EQ(Questions(), 2u) << "what is kept does not count";
  EXPECT_EQ(Checks()["checks"][0]["by"], "machine:quay-1");
  EXPECT_EQ(Checks()["checks"].size(), 1u);
}

TEST_F(RegistryChecks, AreRefusedWhereNoRegisterIsConfigured) {
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Serve();
  queries_.SetRegistryChecker(nullptr);
  ExpectProblem(Order(), 409, "conflict");
  EXPECT_TRUE(Checks()["checks"].empty());
}

TEST_F(RegistryChecks, AnswersExpireAndAreTakenOutOfTheStore) {
  checker_options_.keep_ms = 1;
  Restart("");
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  now_ -= 1'000;
  Serve();
  Look();
  EXPECT_EQ(Questions(), 1u);
  EXPECT_EQ(ResultOf("subject_name"), "");
  EXPECT_TRUE(archive_.meta().Get(RegistryChecksKey(kServedDossier))->has_value());
  now_ += 2 * kOneDayMs;
  Look();
  EXPECT_FALSE(archive_.meta().Get(RegistryChecksKey(kServedDossier))->has_value());
}

TEST_F(RegistryChecks, NoMoreIsAskedAtOnceThanTheRateAllows) {
  checker_options_.per_minute = 1;
  Restart("");
  SayCard("051190001234", "Trần Thị Bưởi", "1990-03-08");
  Say("business_code", "9900000016", 2);
  Say("business_name", "Công ty TNHH Quả Ngọt", 2);
  Serve();
  Look();
  Look();
  EXPECT_EQ(Questions(), 1u);
  EXPECT_EQ(Checks()["waiting"]["failures"], 0) << "it waits, and nothing failed";
}

TEST(RegistryOptions, SayWhatIsMissingAndSendPersonalDataByTlsAlone) {
  HttpRegistryOptions options;
  EXPECT_TRUE(CheckRegistryOptions(options).ok()) << "off";
  options.population_url = "http://truc.example/person";
  options.client_id = "H42.18";
  options.key = kRegistryKey;
  options.legal_basis = "một điều luật";
  EXPECT_EQ(CheckRegistryOptions(options).code(), StatusCode::kInvalidArgument);
  options.population_url = "http://127.0.0.1.truc.example/person";
  EXPECT_EQ(CheckRegistryOptions(options).code(), StatusCode::kInvalidArgument);
  options.population_url = "https://truc.example/person";
  EXPECT_TRUE(CheckRegistryOptions(options).ok());
  for (std::string HttpRegistryOptions::*part : {&HttpRegistryOptions::client_id, &HttpRegistryOptions::key, &HttpRegistryOptions::legal_basis}) {
    HttpRegistryOptions without = options;
    (without.*part).clear();
    EXPECT_EQ(CheckRegistryOptions(without).code(), StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace sohoa
