// SPDX-License-Identifier: Apache-2.0
#include "access/authenticator.h"

#include <gtest/gtest.h>

#include "access/secrets.h"
#include "storage/archive.h"

namespace sohoa {
namespace {

constexpr const char* kPassword = "một mật khẩu dài";

class AuthenticatorTest : public testing::Test {
 protected:
  AuthenticatorTest() {
    Account account;
    account.name = "an";
    account.grant = {{Role::kClerk}, {true, {}, Secrecy::kNone}};
    account.password = *HashPassword(kPassword);
    EXPECT_TRUE(accounts_.Add(account, "cli:root").ok());
  }

  Result<LoggedIn> LogIn(const std::string& name, const std::string& password, const std::string& client = "10.0.0.1") { return people_.LogIn(name, password, client, retry_after_ms_); }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  AccountStore accounts_{archive_->meta(), [this](const std::function<Status(MetaBatch&)>& stage) {
                           MetaBatch batch;
                           const Status staged = stage(batch);
                           return staged.ok() ? archive_->meta().Write(batch) : staged;
                         }};
  Authenticator people_{accounts_};
  std::int64_t retry_after_ms_ = 0;
};

TEST_F(AuthenticatorTest, LogsInWhoKnowsThePasswordHoweverItsMarksAreTyped) {
  const Result<LoggedIn> in = LogIn("an", kPassword);
  ASSERT_TRUE(in) << in.status().ToString();
  std::optional<Session> session;
  const Result<Principal> principal = people_.OfSession(in->token, session);
  ASSERT_TRUE(principal && session);
  EXPECT_EQ(principal->kind, Principal::Kind::kPerson);
  EXPECT_EQ(principal->name, "an");
  // NFD
  EXPECT_TRUE(LogIn("an", "mo\xCC\xA3\xCC\x82t ma\xCC\xA3\xCC\x82t kha\xCC\x82\xCC\x89u da\xCC\x80i"));
  people_.LogOut(in->token, "");
  EXPECT_EQ(people_.OfSession(in->token, session)->kind, Principal::Kind::kNobody);
}

TEST_F(AuthenticatorTest, SaysNotWhatWasWrong) {
  const Status wrong = LogIn("an", "một mật khẩu khác").status();
  const Status unknown = LogIn("binh", kPassword).status();
  ASSERT_TRUE(accounts_.Change("an", "disabled", "cli:root", [](Account& account) { account.disabled = true; }).ok());
  const Status disabled = LogIn("an", kPassword).status();
  for (const Status& status : {wrong, unknown, disabled}) {
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(status.message(), wrong.message());
  }
}

TEST_F(AuthenticatorTest, LetsNobodyGuessForLong) {
  int tries = 0;
  while (tries < 20 && LogIn("an", "một mật khẩu khác").status().code() == StatusCode::kInvalidArgument) ++tries;
  EXPECT_EQ(tries, 5);
  EXPECT_GT(retry_after_ms_, 0);
  EXPECT_EQ(LogIn("an", kPassword).status().code(), StatusCode::kUnavailable) << "the right one does not help either";
  EXPECT_TRUE(LogIn("an", kPassword, "10.0.0.2")) << "who sits elsewhere is not locked out by it";
}

TEST_F(AuthenticatorTest, EndsSessionsWhenTheAccountIsChanged) {
  const Result<LoggedIn> in = LogIn("an", kPassword);
  ASSERT_TRUE(in);
  ASSERT_TRUE(accounts_.Change("an", "role", "cli:root", [](Account& account) { account.grant.roles = {Role::kOperator}; }).ok());
  std::optional<Session> session;
  EXPECT_EQ(people_.OfSession(in->token, session)->kind, Principal::Kind::kNobody);
}

}  // namespace
}  // namespace sohoa
