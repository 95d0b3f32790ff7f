// SPDX-License-Identifier: Apache-2.0
//
// Who may what and who did what, over HTTP.
#include <gtest/gtest.h>

#include "access/secrets.h"
#include "api/served_archive.h"
#include "core/calendar.h"
#include "storage/archive_codec.h"
#include "storage/journal.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

class AdminRoutes : public ServedArchive {
 protected:
  AdminRoutes() { queries_.CarryWithoutCoordinator(); }

  void Note(const std::string& actor) {
    ASSERT_TRUE(queries_.Carry([&](MetaBatch& batch) { return StageAudit(archive_.meta(), {actor, "test.done", "H42", "", "", "x"}, batch); }).ok());
  }
};

TEST_F(AdminRoutes, ShowTheAuditChainAndWhereItBreaks) {
  Serve();
  for (int i = 0; i < 3; ++i) Note("person:an");
  const nlohmann::json whole = GetJson("/v1/audit");
  const std::uint64_t last = whole["last"];
  EXPECT_EQ(whole["unbroken"], true);
  EXPECT_EQ(whole["records"][0]["sequence"], last);
  EXPECT_EQ(whole["records"][0]["actor"], "person:an");
  EXPECT_EQ(whole["records"].back()["sequence"], 1);
  EXPECT_TRUE(whole["next_before"].is_null());
  EXPECT_EQ(GetJson("/v1/audit/check")["problems"].size(), 0u);
  EXPECT_EQ(GetJson("/v1/audit?before=" + std::to_string(last))["records"][0]["sequence"], last - 1);
  EXPECT_EQ(Get("/v1/audit?before=x").status, 400);

  // Somebody else is put into the record before the last.
  const Result<std::optional<std::string>> bytes = archive_.meta().Get(AuditKey(last - 1));
  ASSERT_TRUE(bytes && *bytes);
  AuditRecord forged = *DecodeAuditRecord(**bytes);
  forged.actor = "person:binh";
  MetaBatch batch;
  batch.Put(AuditKey(last - 1), EncodeAuditRecord(forged));
  ASSERT_TRUE(archive_.meta().Write(batch).ok());
  EXPECT_EQ(GetJson("/v1/audit")["unbroken"], false);
  EXPECT_GT(GetJson("/v1/audit/check")["problems"].size(), 0u);
}

TEST_F(AdminRoutes, ListAccountsAndKeysWithoutTheirSecrets) {
  Serve();
  const Result<std::string> key = queries_.accounts().AddKey("mot-cua", {{Role::kWorkflow, Role::kAdministrator}, {true, {}, Secrecy::kNone}}, 0, "test");
  ASSERT_TRUE(key);
  Account account;
  account.name = "an";
  account.grant = {{Role::kClerk}, {true, {}, Secrecy::kNone}};
  account.password = *HashPassword("một mật khẩu dài");
  ASSERT_TRUE(queries_.accounts().Add(account, "test").ok());
  const WireResponse response = Ask(port(), "GET", "/v1/accounts", "Authorization: Bearer " + *key + "\r\n");
  ASSERT_EQ(response.status, 200) << response.body;
  const nlohmann::json json = nlohmann::json::parse(response.body);
  EXPECT_EQ(json["users"][0]["name"], "an");
  EXPECT_EQ(json["keys"][0]["name"], "mot-cua");
  EXPECT_EQ(response.body.find("argon2"), std::string::npos);
  EXPECT_EQ(response.body.find(*key), std::string::npos);
}

}  // namespace
}  // namespace sohoa
