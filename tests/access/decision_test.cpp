// SPDX-License-Identifier: Apache-2.0
#include "access/decision.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

Principal Person(std::vector<Role> roles, std::vector<std::string> agencies = {"H42"}, Secrecy up_to = Secrecy::kNone) {
  return {Principal::Kind::kPerson, "an", std::move(roles), {false, std::move(agencies), up_to}, std::nullopt, ""};
}

AccessObject Paper(const std::string& agency, std::optional<Secrecy> degree = Secrecy::kNone) { return {true, agency, degree}; }

AccessVerdict Of(const Principal& principal, Action action, const AccessObject& object = {}) { return Decide(principal, action, object).verdict; }

TEST(Decide, LetsNobodyDoAnythingBeforeTheyAreKnown) {
  for (int action = 0; action < kActions; ++action) {
    EXPECT_EQ(Of(Principal{}, static_cast<Action>(action)), AccessVerdict::kUnknown);
    EXPECT_EQ(Of(Person({}), static_cast<Action>(action)), AccessVerdict::kRefused) << "without a role";
  }
}

TEST(Decide, KnowsNoActionThatIsNotInItsTable) { EXPECT_EQ(Of(Person({Role::kArchivist, Role::kAdministrator}), static_cast<Action>(kActions)), AccessVerdict::kRefused); }

TEST(Decide, HoldsAnAgencyToBeWithThoseBelowItAndNoOther) {
  const Principal clerk = Person({Role::kClerk}, {"H42.18"});
  EXPECT_EQ(Of(clerk, Action::kRead, Paper("H42.18")), AccessVerdict::kAllowed);
  EXPECT_EQ(Of(clerk, Action::kRead, Paper("H42.18.3")), AccessVerdict::kAllowed);
  for (const char* other : {"H42", "H42.180", "H42.19", "", "H42.1"}) EXPECT_EQ(Of(clerk, Action::kRead, Paper(other)), AccessVerdict::kHidden) << other;
  const Principal nowhere = Person({Role::kClerk}, {});
  EXPECT_EQ(Of(nowhere, Action::kRead, Paper("H42.18")), AccessVerdict::kHidden);
  EXPECT_EQ(Of(Person({Role::kClerk}, {""}), Action::kRead, Paper("")), AccessVerdict::kHidden);
  Principal everywhere = Person({Role::kClerk}, {});
  everywhere.sees.every_agency = true;
  EXPECT_EQ(Of(everywhere, Action::kRead, Paper("")), AccessVerdict::kAllowed);
}

TEST(Decide, HidesWhatIsMoreSecretThanTheClearance) {
  const Principal cleared = Person({Role::kVerifier}, {"H42"}, Secrecy::kSecret);
  EXPECT_EQ(Of(cleared, Action::kRead, Paper("H42.18", Secrecy::kSecret)), AccessVerdict::kAllowed);
  EXPECT_EQ(Of(cleared, Action::kRead, Paper("H42.18", Secrecy::kTopSecret)), AccessVerdict::kHidden);
  Principal highest = Person({Role::kVerifier}, {"H42"}, Secrecy::kUltraSecret);
  EXPECT_EQ(Of(highest, Action::kRead, Paper("H42.18", std::nullopt)), AccessVerdict::kHidden) << "a degree that is not known is for nobody";
}

// What it answers of an object that they may not touch tells nothing of whether it is there.
TEST(Decide, RefusesByRoleBeforeItLooksAtTheObject) {
  const Principal technician = Person({Role::kOperator});
  EXPECT_EQ(Of(technician, Action::kRead, Paper("H42.18")), AccessVerdict::kRefused);
  EXPECT_EQ(Of(technician, Action::kRead, Paper("H99")), AccessVerdict::kRefused);
}

TEST(Decide, CountsOnlyRolesThatServeThePurposeOfTheRequest) {
  Principal both = Person({Role::kClerk, Role::kArchivist});
  EXPECT_EQ(Decide(both, Action::kRead, Paper("H42.18")).purpose, Purpose::kHandling);
  both.purpose = Purpose::kArchive;
  EXPECT_EQ(Decide(both, Action::kRead, Paper("H42.18")).purpose, Purpose::kArchive);
  EXPECT_EQ(Of(both, Action::kLowerSecrecy, Paper("H42.18")), AccessVerdict::kAllowed);
  both.purpose = Purpose::kHandling;
  EXPECT_EQ(Of(both, Action::kLowerSecrecy, Paper("H42.18")), AccessVerdict::kRefused);
  both.purpose = Purpose::kInspection;
  EXPECT_EQ(Of(both, Action::kRead, Paper("H42.18")), AccessVerdict::kRefused);
}

TEST(Decide, LetsTheHolderOfAnArchiveWithoutAccountsDoEverything) {
  const Principal holder{Principal::Kind::kHolder, "", {}, {}, std::nullopt, ""};
  EXPECT_EQ(Of(holder, Action::kRead, Paper("", std::nullopt)), AccessVerdict::kAllowed);
}

TEST(ActionsOf, AreThoseThatARoleDoesToSomethingOrOther) {
  EXPECT_EQ(ActionsOf(Person({Role::kAdministrator})), (std::vector<Action>{Action::kSeeStatus, Action::kManageWebhooks, Action::kSeeAccounts}));
  EXPECT_EQ(ActionsOf(Principal{}), std::vector<Action>());
  EXPECT_EQ(ActionsOf({Principal::Kind::kHolder, "", {}, {}, std::nullopt, ""}).size(), kActions);
  EXPECT_EQ(ActionName(Action::kSeeStatus), "see-status");
}

TEST(Roles, HaveNamesThatAreReadBack) {
  for (int role = 0; role < kRoles; ++role) EXPECT_EQ(ParseRole(RoleName(static_cast<Role>(role))), static_cast<Role>(role));
  EXPECT_FALSE(ParseRole("root"));
  EXPECT_EQ(ParsePurpose("inspection"), Purpose::kInspection);
  EXPECT_FALSE(ParsePurpose("curiosity"));
}

}  // namespace
}  // namespace sohoa
