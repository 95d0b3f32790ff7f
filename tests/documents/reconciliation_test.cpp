// SPDX-License-Identifier: Apache-2.0
#include "documents/reconciliation.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sohoa {
namespace {

FieldValue MakeField(const std::string& code, const std::string& value, double confidence, ReviewState review) {
  FieldValue field;
  field.code = code;
  field.value = field.normalized = value;
  field.confidence = confidence;
  field.review = review;
  return field;
}

Document IssuedPaper(const std::string& number, const std::string& date, ReviewState review, double confidence = 0.6) {
  Document document;
  document.fields = {MakeField("code_number", number, confidence, review),
                     MakeField("code_notation", "KH-SXD", 0.99, ReviewState::kAutoAccepted),
                     MakeField("issued_date", date, 0.9, ReviewState::kAutoAccepted),
                     MakeField("organ_name", "Sở Xây dựng Ninh Bình", 0.99, ReviewState::kAutoAccepted)};
  return document;
}

Document Citing(const std::string& reference, const std::string& date) {
  Document document;
  FieldValue bases = MakeField("legal_bases", reference, 0.99, ReviewState::kAutoAccepted);
  bases.parts = {{"citation", reference}, {"kind", "Kế hoạch"}, {"date", date}};
  document.fields = {bases};
  return document;
}

const FieldValue& NumberField(const Document& document) { return *document.Field("code_number"); }

bool WasChecked(const FieldValue& field, const std::string& rule, bool pass) {
  return std::any_of(field.validation.begin(), field.validation.end(),
                     [&](const FieldValidation& v) { return v.rule == rule && v.pass == pass; });
}

TEST(Reconciliation, ANumberThatAnotherPaperCitesIsLikelier) {
  std::vector<Document> documents = {IssuedPaper("85", "2018-10-04", ReviewState::kNeedsReview), Citing("85/KH-SXD", "2018-10-04")};
  ReconcileDocuments(documents);
  EXPECT_GE(NumberField(documents[0]).confidence, 0.9);
  EXPECT_TRUE(WasChecked(NumberField(documents[0]), "same_number_in_dossier", true));
}

TEST(Reconciliation, NoPaperIsIssuedAfterItWasHandedIn) {
  Document fits = IssuedPaper("85", "2018-10-04", ReviewState::kAutoAccepted);
  const Document before = fits;
  ReconcileWithReceipt("2018-10-04", fits);
  ReconcileWithReceipt("", fits);
  EXPECT_EQ(fits, before);
  Document month = IssuedPaper("85", "2018-10-XX", ReviewState::kAutoAccepted);
  ReconcileWithReceipt("2018-10-04", month);
  EXPECT_EQ(month.Field("issued_date")->review, ReviewState::kAutoAccepted) << "it may be the first";

  Document late = IssuedPaper("85", "2028-10-04", ReviewState::kNeedsReview);
  late.fields[2].alternatives = {{"2029-10-04", "2029-10-04", 0.4}, {"2018-10-04", "2018-10-04", 0.3}};
  ReconcileWithReceipt("2018-10-05", late);
  EXPECT_EQ(late.Field("issued_date")->normalized, "2018-10-04");
  EXPECT_TRUE(WasChecked(*late.Field("issued_date"), "not_after_receipt", true));
  EXPECT_EQ(late.Field("issued_date")->review, ReviewState::kNeedsReview);

  Document never = IssuedPaper("85", "2028-10-XX", ReviewState::kAutoAccepted);
  ReconcileWithReceipt("2018-10-05", never);
  EXPECT_TRUE(WasChecked(*never.Field("issued_date"), "not_after_receipt", false));
  EXPECT_EQ(never.Field("issued_date")->review, ReviewState::kNeedsReview);
  EXPECT_EQ(never.Field("issued_date")->review_reason, "check_failed");
}

TEST(Reconciliation, TheReadingThatAnotherPaperCitesIsChosen) {
  std::vector<Document> documents = {IssuedPaper("35", "2018-10-04", ReviewState::kNeedsReview, 0.5), Citing("85/KH-SXD", "2018-10-04")};
  documents[0].fields[0].alternatives = {{"85", "85", 0.3}};
  ReconcileDocuments(documents);
  EXPECT_EQ(NumberField(documents[0]).value, "85");
  EXPECT_EQ(NumberField(documents[0]).review, ReviewState::kNeedsReview);
  EXPECT_EQ(NumberField(documents[0]).alternatives.front().value, "35");
}

TEST(Reconciliation, AContradictionIsTold) {
  std::vector<Document> documents = {IssuedPaper("85", "2018-10-04", ReviewState::kAutoAccepted, 0.99), Citing("05/KH-SXD", "2018-10-04")};
  ReconcileDocuments(documents);
  EXPECT_EQ(NumberField(documents[0]).value, "85");
  EXPECT_EQ(NumberField(documents[0]).review, ReviewState::kNeedsReview);
  EXPECT_TRUE(WasChecked(NumberField(documents[0]), "same_number_in_dossier", false));
  EXPECT_EQ(NumberField(documents[0]).alternatives.front().value, "05");
}

TEST(Reconciliation, AnotherPaperOfThatOfficeIsNoContradiction) {
  std::vector<Document> documents = {IssuedPaper("85", "2018-10-04", ReviewState::kAutoAccepted, 0.99), Citing("05/KH-SXD", "2018-01-09")};
  const std::vector<Document> before = documents;
  ReconcileDocuments(documents);
  EXPECT_EQ(documents, before);
}

TEST(Reconciliation, NumbersOfAYearAreInTheOrderOfDates) {
  std::vector<Document> documents = {IssuedPaper("80", "2018-10-01", ReviewState::kAutoAccepted, 0.99),
                                     IssuedPaper("35", "2018-10-04", ReviewState::kNeedsReview, 0.5),
                                     IssuedPaper("91", "2018-10-09", ReviewState::kConfirmed, 0.99)};
  documents[1].fields[0].alternatives = {{"95", "95", 0.2}, {"85", "85", 0.15}};
  ReconcileDocuments(documents);
  EXPECT_EQ(NumberField(documents[1]).value, "85");
  EXPECT_TRUE(WasChecked(NumberField(documents[1]), "number_order_in_year", true));

  documents[1] = IssuedPaper("35", "2018-10-04", ReviewState::kNeedsReview, 0.9);
  ReconcileDocuments(documents);
  EXPECT_EQ(NumberField(documents[1]).value, "35");
  EXPECT_TRUE(WasChecked(NumberField(documents[1]), "number_order_in_year", false));
}

TEST(Reconciliation, WhatAPersonConfirmedStays) {
  std::vector<Document> documents = {IssuedPaper("35", "2018-10-04", ReviewState::kConfirmed), Citing("85/KH-SXD", "2018-10-04")};
  documents[0].fields[0].alternatives = {{"85", "85", 0.3}};
  ReconcileDocuments(documents);
  EXPECT_EQ(NumberField(documents[0]).value, "35");
  EXPECT_EQ(NumberField(documents[0]).review, ReviewState::kConfirmed);
}

}  // namespace
}  // namespace sohoa
