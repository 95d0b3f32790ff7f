// SPDX-License-Identifier: Apache-2.0
#include "api/secrecy_edits.h"

#include <gtest/gtest.h>

#include "storage/archive_codec.h"
#include "storage/key_layout.h"
#include "support/made_dossier.h"

namespace sohoa {
namespace {

class SecrecyEdits : public testing::Test {
 protected:
  SecrecyEdits() {
    for (int i = 0; i < 2; ++i) AddPage(*archive_, made_, {"trang"});
    AddDocument(*archive_, made_, 1, 1, "QĐ");
    AddField(AddDocument(*archive_, made_, 2, 2, "KH"), "secrecy", "MẬT");
    EXPECT_TRUE(Commit(*archive_, made_).ok());
    MadeDossier elsewhere = NewDossier("H42.19-260930-0001", "H42.19");
    AddPage(*archive_, elsewhere, {"trang"});
    EXPECT_TRUE(Commit(*archive_, elsewhere).ok());
  }

  static Principal Person(Role role, Secrecy up_to) { return {Principal::Kind::kPerson, "an", {role}, {false, {"H42.18"}, up_to}, std::nullopt, "192.0.2.1"}; }
  EditRequest Decision(ReviewState review, const std::string& value, const std::string& reason = "") const {
    EditRequest request;
    request.dossier = made_.dossier.head.code;
    request.edit.kind = EditKind::kField;
    request.edit.page = made_.dossier.pages[1].id;
    request.edit.field = "secrecy";
    request.edit.review = review;
    request.edit.value = value;
    request.edit.reason = reason;
    request.edit.by = "cli:root";
    return request;
  }
  StatusCode Check(const EditRequest& request, const Principal* asks) {
    return CheckEditAccess(*archive_, request, asks, [this](const auto& stage) {
             MetaBatch batch;
             const Status staged = stage(batch);
             return staged.ok() ? archive_->meta().Write(batch) : staged;
           }).code();
  }
  std::vector<std::string> Lowered() {
    std::vector<std::string> lines;
    EXPECT_TRUE(archive_->meta().Scan(kAuditPrefix, "", [&](std::string_view, std::string_view value) {
      const AuditRecord record = *DecodeAuditRecord(value);
      if (record.action == "secrecy.lowered") lines.push_back(record.actor + " " + record.object);
      return true;
    }).ok());
    return lines;
  }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  MadeDossier made_ = NewDossier("H42.18-260930-0012");
};

TEST_F(SecrecyEdits, OnlyWhoSeesADocumentAndKeepsTheArchiveMakesItLessSecretAndSaysWhy) {
  const EditRequest lower = Decision(ReviewState::kCorrected, "KHÔNG MẬT", "giải mật theo QĐ 12");
  const Principal uncleared = Person(Role::kArchivist, Secrecy::kNone);
  const Principal verifier = Person(Role::kVerifier, Secrecy::kSecret);
  const Principal archivist = Person(Role::kArchivist, Secrecy::kSecret);
  EXPECT_EQ(Check(lower, &uncleared), StatusCode::kNotFound);
  EXPECT_EQ(Check(lower, &verifier), StatusCode::kDenied);
  EXPECT_EQ(Check(Decision(ReviewState::kCorrected, "KHÔNG MẬT"), &archivist), StatusCode::kInvalidArgument) << "without a reason";
  EXPECT_TRUE(Lowered().empty());
  EXPECT_EQ(Check(lower, &archivist), StatusCode::kOk);
  EXPECT_EQ(Check(lower, nullptr), StatusCode::kOk);
  const std::string object = made_.dossier.head.code + "/" + made_.dossier.documents[1].id;
  EXPECT_EQ(Lowered(), (std::vector<std::string>{"person:an " + object, "cli:root " + object}));
}

TEST_F(SecrecyEdits, EmptyingOrRaisingADegreeLowersNothing) {
  const Principal verifier = Person(Role::kVerifier, Secrecy::kSecret);
  for (const EditRequest& edit : {Decision(ReviewState::kUnreadable, ""), Decision(ReviewState::kCorrected, "TỐI MẬT"), Decision(ReviewState::kConfirmed, "")}) {
    EXPECT_EQ(Check(edit, &verifier), StatusCode::kOk);
  }
  EXPECT_TRUE(Lowered().empty());
  EXPECT_EQ(DegreeAfter(made_.dossier.documents[1], Decision(ReviewState::kUnreadable, "").edit), Secrecy::kSecret);
}

TEST_F(SecrecyEdits, PagesAreArrangedByWhoSeesAllOfBothDossiers) {
  EditRequest edit;
  edit.dossier = made_.dossier.head.code;
  edit.edit.kind = EditKind::kSplit;
  edit.edit.page = made_.dossier.pages[0].id;
  const Principal lesser = Person(Role::kClerk, Secrecy::kNone);
  const Principal cleared = Person(Role::kClerk, Secrecy::kSecret);
  EXPECT_EQ(Check(edit, &lesser), StatusCode::kNotFound);
  EXPECT_EQ(Check(edit, &cleared), StatusCode::kOk);
  edit.edit.kind = EditKind::kSend;
  for (const char* to : {"H42.19-260930-0001", "H42.18-000000-0000"}) {
    edit.edit.dossier = to;
    EXPECT_EQ(Check(edit, &cleared), StatusCode::kNotFound) << to;
  }
}

}  // namespace
}  // namespace sohoa
