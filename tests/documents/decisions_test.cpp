// SPDX-License-Identifier: Apache-2.0
#include "documents/decisions.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

FieldValue Read(std::string code, std::string value, std::string normalized) {
  FieldValue field;
  field.code = std::move(code);
  field.value = std::move(value);
  field.normalized = std::move(normalized);
  field.confidence = 0.8;
  field.review = ReviewState::kNeedsReview;
  field.review_reason = "probability_too_low";
  field.raw = "rãw";
  return field;
}

Edit Decide(std::string field, ReviewState review, std::string value = "") {
  Edit edit;
  edit.kind = EditKind::kField;
  edit.field = std::move(field);
  edit.review = review;
  edit.value = std::move(value);
  edit.by = "clerk:an";
  edit.at_unix_ms = 7;
  return edit;
}

FieldValue Decided(FieldValue field, const Edit& decision, const std::string& class_code = "KH") {
  DocumentType type;
  type.code = class_code;
  std::vector<FieldValue> fields = {std::move(field)};
  ApplyDecisions({&decision}, type, fields);
  return fields.at(0);
}

TEST(Decisions, ACorrectionKeepsWhatWasReadBesideIt) {
  const FieldValue field = Decided(Read("subject", "Số hoá", "Số hoá"), Decide("subject", ReviewState::kCorrected, "Số hóa hồ sơ"));
  EXPECT_EQ(field.value, "Số hóa hồ sơ");
  EXPECT_EQ(field.normalized, "Số hóa hồ sơ");
  EXPECT_EQ(field.reading, (FieldAlternative{"Số hoá", "Số hoá", 0.8}));
  EXPECT_EQ(field.review, ReviewState::kCorrected);
  EXPECT_EQ(field.review_reason, "");
  EXPECT_EQ(field.source_kind, "person");
  EXPECT_EQ(field.decided_by, "clerk:an");
  EXPECT_EQ(field.decided_at_unix_ms, 7);
  EXPECT_EQ(field.confidence, 1);
  EXPECT_EQ(field.raw, "") << "the value no longer rests on those words";
}

TEST(Decisions, WhatAValueIsNormalizedToFollowsFromItsKind) {
  const FieldValue date = Decided(Read("issued_date", "ngày 04 tháng 10 năm 2013", "2013-10-04"),
                                  Decide("issued_date", ReviewState::kCorrected, "ngày 04 tháng 10 năm 2018"));
  EXPECT_EQ(date.normalized, "2018-10-04");
  Edit said = Decide("issued_date", ReviewState::kCorrected, "mùng bốn");
  said.normalized = "2018-10-04";
  EXPECT_EQ(Decided(Read("issued_date", "?", ""), said).normalized, "2018-10-04");
  EXPECT_EQ(NormalizedAs("C01", "phone", "0900 000 143"), "0900000143");
  EXPECT_EQ(NormalizedAs("other", "phone", "0900 000 143"), "0900 000 143") << "a class that has no such field";
}

TEST(Decisions, ChecksAreRunAnewOnACorrection) {
  FieldValue read = Read("identity_number", "038203012346", "038203012346");
  read.validation = {{"identity_number", false}};
  const FieldValue number = Decided(read, Decide("identity_number", ReviewState::kCorrected, "038 203 012 345"), "D01");
  EXPECT_EQ(number.normalized, "038203012345");
  ASSERT_EQ(number.validation.size(), 1u);
  EXPECT_TRUE(number.validation[0].pass);
}

TEST(Decisions, AConfirmedValueStaysWhateverIsReadLater) {
  const Edit confirmed = Decide("subject", ReviewState::kConfirmed, "Số hóa hồ sơ");
  const FieldValue same = Decided(Read("subject", "Số hóa hồ sơ", "x"), confirmed);
  EXPECT_EQ(same.normalized, "x") << "as it was read";
  EXPECT_EQ(same.raw, "rãw");
  const FieldValue later = Decided(Read("subject", "Số hóa hồ so", "y"), confirmed);
  EXPECT_EQ(later.value, "Số hóa hồ sơ");
  EXPECT_EQ(later.review, ReviewState::kConfirmed);
  EXPECT_EQ(later.reading.value, "Số hóa hồ so");
}

TEST(Decisions, WhatNobodyCanReadHasNoValue) {
  const FieldValue field = Decided(Read("subject", "####", "####"), Decide("subject", ReviewState::kUnreadable));
  EXPECT_EQ(field.value, "");
  EXPECT_EQ(field.null_reason, "illegible");
  EXPECT_EQ(field.review, ReviewState::kUnreadable);
  EXPECT_EQ(field.reading.value, "####");
}

TEST(Decisions, AFieldThatWasNotFoundIsAddedWithItsValue) {
  DocumentType type;
  std::vector<FieldValue> fields = {Read("signer_name", "A", "A"), Read("signer_name", "B", "B")};
  Edit second = Decide("signer_name", ReviewState::kCorrected, "C");
  second.ordinal = 1;
  const Edit added = Decide("subject", ReviewState::kCorrected, "Về việc");
  ApplyDecisions({&second, &added}, type, fields);
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[0].value, "A");
  EXPECT_EQ(fields[1].value, "C");
  EXPECT_EQ(fields[2].value, "Về việc");
  EXPECT_FALSE(fields[2].label.empty());
}

TEST(Decisions, AClassIsAsThePersonSaysAndKeepsTheProgramsOwn) {
  DocumentType type{"CV", "Công văn", 0.6, ReviewState::kNeedsReview, "probability_too_low", 0.5};
  Edit decision = Decide("", ReviewState::kCorrected, "KH");
  decision.kind = EditKind::kType;
  ApplyDecision(decision, type);
  EXPECT_EQ(type.code, "KH");
  EXPECT_EQ(type.label, "Kế hoạch");
  EXPECT_EQ(type.read_code, "CV");
  EXPECT_EQ(type.review, ReviewState::kCorrected);
  EXPECT_EQ(type.review_reason, "");
  EXPECT_EQ(type.decided_by, "clerk:an");
}

}  // namespace
}  // namespace sohoa
