// SPDX-License-Identifier: Apache-2.0
#include "core/edit.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

using Ids = std::vector<std::string>;

Edit Of(EditKind kind, std::string page, std::string other = "") {
  Edit edit;
  edit.kind = kind;
  edit.page = std::move(page);
  edit.other = std::move(other);
  return edit;
}

Edit Send(std::string page, std::string dossier) {
  Edit edit = Of(EditKind::kSend, std::move(page));
  edit.dossier = std::move(dossier);
  return edit;
}

TEST(Edit, EveryKindHasANameThatLeadsBackToIt) {
  for (std::uint8_t kind = 0; kind <= static_cast<std::uint8_t>(EditKind::kField); ++kind) {
    const auto value = static_cast<EditKind>(kind);
    EXPECT_EQ(EditKindOfName(EditKindName(value)), value);
  }
  EXPECT_FALSE(EditKindOfName("shred"));
}

TEST(Edit, MovesPagesBehindOthersAndToTheFront) {
  EXPECT_EQ(Arrange({"a", "b", "c"}, {Of(EditKind::kMove, "a", "c")}).pages, (Ids{"b", "c", "a"}));
  EXPECT_EQ(Arrange({"a", "b", "c"}, {Of(EditKind::kMove, "c")}).pages, (Ids{"c", "a", "b"}));
  EXPECT_EQ(Arrange({"a", "b", "c"}, {Of(EditKind::kMove, "a", "b"), Of(EditKind::kMove, "c", "b")}).pages, (Ids{"b", "c", "a"}));
}

TEST(Edit, ThatNamesAPageWhichIsNotThereChangesNothing) {
  const std::vector<Edit> edits = {Of(EditKind::kMove, "x", "a"),    Of(EditKind::kMove, "a", "x"), Of(EditKind::kReplace, "x", "a"),
                                   Of(EditKind::kReplace, "a", "x"), Of(EditKind::kSetAside, "x"),  Of(EditKind::kRestore, "x")};
  for (const Edit& edit : edits) {
    const PageArrangement made = Arrange({"a", "b"}, {edit});
    EXPECT_EQ(made.pages, (Ids{"a", "b"})) << EditKindName(edit.kind);
    EXPECT_TRUE(made.aside.empty()) << EditKindName(edit.kind);
  }
}

TEST(Edit, PutsARescannedPageIntoThePlaceOfTheBadOneWithItsCut) {
  const PageArrangement made = Arrange({"a", "b", "c", "new"}, {Of(EditKind::kSplit, "b"), Of(EditKind::kReplace, "b", "new")});
  EXPECT_EQ(made.pages, (Ids{"a", "new", "c"}));
  EXPECT_EQ(made.aside.at("b").replaced_by, "new");
  EXPECT_TRUE(made.cuts.at("new"));
}

TEST(Edit, BringsARestoredPageBackToWhereItArrived) {
  const std::vector<Edit> aside = {Of(EditKind::kSetAside, "b"), Of(EditKind::kSetAside, "c")};
  std::vector<Edit> edits = aside;
  edits.push_back(Of(EditKind::kRestore, "b"));
  EXPECT_EQ(Arrange({"a", "b", "c", "d"}, edits).pages, (Ids{"a", "b", "d"}));
  edits.push_back(Of(EditKind::kRestore, "c"));
  const PageArrangement made = Arrange({"a", "b", "c", "d"}, edits);
  EXPECT_EQ(made.pages, (Ids{"a", "b", "c", "d"}));
  EXPECT_TRUE(made.aside.empty());
  EXPECT_EQ(Arrange({"a", "b"}, {Of(EditKind::kSetAside, "b"), Of(EditKind::kRestore, "b")}).pages, (Ids{"a", "b"}));
}

TEST(Edit, ASentPageComesBackOnlyFromWhereItWent) {
  const Ids arrived = {"a", "b", "c"};
  std::vector<Edit> edits = {Send("b", "H42-2"), Of(EditKind::kRestore, "b")};
  EXPECT_EQ(Arrange(arrived, edits).pages, (Ids{"a", "c"}));
  EXPECT_EQ(Arrange(arrived, edits).aside.at("b").sent_to, "H42-2");
  edits.push_back(Of(EditKind::kReceive, "b"));
  EXPECT_EQ(Arrange(arrived, edits).pages, arrived);
  EXPECT_TRUE(Arrange(arrived, edits).aside.empty());
  edits.push_back(Of(EditKind::kReceive, "guest"));
  EXPECT_EQ(Arrange(arrived, edits).pages, (Ids{"a", "b", "c", "guest"}));
}

TEST(Edit, TheLastDecisionOnACutCounts) {
  std::vector<Edit> edits = {Of(EditKind::kSplit, "b"), Of(EditKind::kJoin, "b")};
  EXPECT_FALSE(Arrange({"a", "b"}, edits).cuts.at("b"));
  edits.push_back(Of(EditKind::kAutomatic, "b"));
  EXPECT_TRUE(Arrange({"a", "b"}, edits).cuts.empty());
}

TEST(Edit, TheLastDecisionOnAValueCountsUntilItIsTakenBack) {
  Edit type = Of(EditKind::kType, "a");
  type.review = ReviewState::kCorrected;
  type.value = "KH";
  Edit field = Of(EditKind::kField, "a");
  field.field = "subject";
  field.review = ReviewState::kConfirmed;
  Edit second = field;
  second.ordinal = 1;
  std::vector<Edit> edits = {type, field, second};
  EXPECT_EQ(TypeDecision(edits, "a"), &edits[0]);
  EXPECT_EQ(TypeDecision(edits, "b"), nullptr);
  EXPECT_EQ(FieldDecisions(edits, "a"), (std::vector<const Edit*>{&edits[1], &edits[2]}));
  type.review = ReviewState::kNeedsReview;
  field.review = ReviewState::kNeedsReview;
  edits.push_back(type);
  edits.push_back(field);
  EXPECT_EQ(TypeDecision(edits, "a"), nullptr);
  ASSERT_EQ(FieldDecisions(edits, "a").size(), 1u);
  EXPECT_EQ(FieldDecisions(edits, "a")[0]->ordinal, 1u);
}

}  // namespace
}  // namespace sohoa
