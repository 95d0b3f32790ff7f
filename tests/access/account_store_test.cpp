// SPDX-License-Identifier: Apache-2.0
#include "access/account_store.h"

#include <gtest/gtest.h>

#include "core/calendar.h"
#include "storage/archive.h"
#include "storage/archive_codec.h"
#include "storage/journal.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

class AccountStoreTest : public testing::Test {
 protected:
  static Grant Reader() { return {{Role::kClerk}, {false, {"H42.18"}, Secrecy::kNone}}; }
  static Account An() {
    Account account;
    account.name = "an";
    account.grant = Reader();
    account.password = "hash";
    return account;
  }

  std::vector<std::string> Audited() {
    std::vector<std::string> lines;
    EXPECT_TRUE(archive_->meta().Scan(kAuditPrefix, "", [&](std::string_view, std::string_view value) {
      const std::optional<AuditRecord> record = DecodeAuditRecord(value);
      EXPECT_TRUE(record);
      lines.push_back(record->actor + " " + record->action + " " + record->object + " " + record->purpose);
      return true;
    }).ok());
    return lines;
  }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  AccountStore accounts_{archive_->meta(), [this](const std::function<Status(MetaBatch&)>& stage) {
                           MetaBatch batch;
                           const Status staged = stage(batch);
                           return staged.ok() ? archive_->meta().Write(batch) : staged;
                         }};
};

TEST_F(AccountStoreTest, KeepsAccountsAndWritesEachChangeIntoTheAuditChain) {
  EXPECT_FALSE(*accounts_.HasAccounts());
  ASSERT_TRUE(accounts_.Add(An(), "cli:root").ok());
  EXPECT_TRUE(*accounts_.HasAccounts());
  EXPECT_EQ(accounts_.Add(An(), "cli:root").code(), StatusCode::kConflict);
  ASSERT_TRUE(accounts_.Change("an", "disabled", "cli:root", [](Account& account) { account.disabled = true; }).ok());
  const Result<Account> found = accounts_.Find("an");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->disabled);
  EXPECT_EQ(found->generation, 2u);
  EXPECT_EQ(found->grant.sees.agencies, std::vector<std::string>{"H42.18"});
  EXPECT_EQ(Audited(), (std::vector<std::string>{"cli:root account.added an administration", "cli:root account.disabled an administration"}));
  EXPECT_TRUE(CheckAuditChain(archive_->meta())->empty());
  EXPECT_TRUE(archive_->Events(0, 10)->empty()) << "the feed of events names no accounts";
}

TEST_F(AccountStoreTest, FindsWhoLogsInElsewhereAndNoTwoWithOneSubject) {
  Account an = An();
  an.subject = "https://sso.example 7";
  ASSERT_TRUE(accounts_.Add(an, "test").ok());
  Account binh = An();
  binh.name = "binh";
  binh.subject = an.subject;
  EXPECT_EQ(accounts_.Add(binh, "test").code(), StatusCode::kConflict);
  binh.subject.clear();
  ASSERT_TRUE(accounts_.Add(binh, "test").ok());
  const auto take = [&](Account& account) { account.subject = an.subject; };
  EXPECT_EQ(accounts_.Change("binh", "subject", "test", take).code(), StatusCode::kConflict);
  EXPECT_TRUE(accounts_.Change("an", "subject", "test", take).ok()) << "it is its own";
  EXPECT_EQ((*accounts_.FindBySubject(an.subject))->name, "an");
  EXPECT_FALSE(accounts_.FindBySubject("7")->has_value());
  EXPECT_FALSE(accounts_.FindBySubject("")->has_value()) << "who has none is not found by none";
}

TEST_F(AccountStoreTest, TakesNamesThatCanStandAnywhereAndRolesThatAreOfUse) {
  for (const char* name : {"", "An", "an vui", "-an", "an/b", "ân", "an\n"}) {
    Account account = An();
    account.name = name;
    EXPECT_EQ(accounts_.Add(account, "cli:root").code(), StatusCode::kInvalidArgument) << name;
    EXPECT_EQ(accounts_.Find(name).status().code(), StatusCode::kNotFound) << name;
  }
  Account account = An();
  account.grant.sees.agencies.clear();
  EXPECT_EQ(accounts_.Add(account, "cli:root").code(), StatusCode::kInvalidArgument) << "reads, and sees nothing";
  account.grant.roles = {Role::kAdministrator};
  EXPECT_TRUE(accounts_.Add(account, "cli:root").ok());
  EXPECT_EQ(accounts_.Change("an", "role", "cli:root", [](Account& changed) { changed.grant.roles.clear(); }).code(), StatusCode::kInvalidArgument);
}

TEST_F(AccountStoreTest, AsksForPasswordsThatAreLongAndNotTheName) {
  EXPECT_TRUE(CheckPasswordRules("an", "mười hai chữ").ok());
  EXPECT_FALSE(CheckPasswordRules("an", "ngan").ok());
  EXPECT_FALSE(CheckPasswordRules("nguyen-van-an", "nguyen-van-an").ok());
  EXPECT_FALSE(CheckPasswordRules("an", std::string(257, 'x')).ok());
}

TEST_F(AccountStoreTest, GivesAKeyOnceAndKnowsItByItsHash) {
  const Result<std::string> key = accounts_.AddKey("mot-cua", Reader(), 0, "cli:root");
  ASSERT_TRUE(key);
  EXPECT_TRUE(key->starts_with("sohoa_"));
  const Result<std::optional<MachineKey>> found = accounts_.FindKey(*key, NowUnixMs());
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->name, "mot-cua");
  EXPECT_GT((*accounts_.ListKeys())[0].used_unix_ms, 0);
  // What is stored does not hold it.
  EXPECT_TRUE(archive_->meta().Scan("", "", [&](std::string_view, std::string_view value) {
    EXPECT_EQ(value.find(key->substr(key->rfind('_') + 1)), std::string_view::npos);
    return true;
  }).ok());
  for (const std::string& wrong : {key->substr(0, key->size() - 1), *key + "x", std::string("sohoa_"), std::string(), (*found)->id, "sohoa_" + (*found)->id + "_"}) {
    EXPECT_FALSE(*accounts_.FindKey(wrong, NowUnixMs())) << wrong;
  }
}

TEST_F(AccountStoreTest, OpensNothingForAKeyThatWasRevokedOrHasExpired) {
  const std::int64_t now = NowUnixMs();
  const Result<std::string> key = accounts_.AddKey("mot-cua", Reader(), now + 60'000, "cli:root");
  ASSERT_TRUE(key);
  EXPECT_EQ(accounts_.AddKey("mot-cua", Reader(), 0, "cli:root").status().code(), StatusCode::kConflict);
  EXPECT_TRUE(*accounts_.FindKey(*key, now));
  EXPECT_FALSE(*accounts_.FindKey(*key, now + 60'000));
  ASSERT_TRUE(accounts_.RevokeKey("mot-cua", "cli:root").ok());
  EXPECT_FALSE(*accounts_.FindKey(*key, now));
  EXPECT_EQ(accounts_.RevokeKey("mot-cua", "cli:root").code(), StatusCode::kNotFound);
  EXPECT_TRUE(accounts_.AddKey("mot-cua", Reader(), 0, "cli:root"));
  EXPECT_EQ(accounts_.AddKey("cu", Reader(), now - 1, "cli:root").status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sohoa
