// SPDX-License-Identifier: Apache-2.0
#include "storage/review_marks.h"

#include <gtest/gtest.h>

#include "storage/dossier_disposal.h"
#include "support/made_dossier.h"

namespace sohoa {
namespace {

class ReviewMarks : public testing::Test {
 protected:
  MadeDossier Made(const std::string& code) {
    MadeDossier made = NewDossier(code);
    AddPage(*archive_, made, {"quyết định"});
    Document& document = AddDocument(*archive_, made, 1, 1, "QĐ");
    document.type.review = ReviewState::kAutoAccepted;
    AddField(document, "code_number", "5/QĐ-UBND");
    document.fields[0].review = ReviewState::kAutoAccepted;
    return made;
  }
  static FieldValue& FieldOf(MadeDossier& made) { return made.dossier.documents[0].fields[0]; }
  std::vector<std::string> Marked(const std::string& after = "", std::uint32_t limit = 100) { return *ListToReview(archive_->meta(), after, limit); }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
};

TEST_F(ReviewMarks, ADossierIsMarkedAsLongAsItsNewestVersionHasAnUncertainValue) {
  MadeDossier made = Made("R-1");
  FieldOf(made).review = ReviewState::kNeedsReview;
  ASSERT_TRUE(Commit(*archive_, made).ok());
  EXPECT_EQ(Marked(), std::vector<std::string>{"R-1"});
  ++made.dossier.version;
  ASSERT_TRUE(Commit(*archive_, made).ok());
  EXPECT_EQ(Marked(), std::vector<std::string>{"R-1"}) << "the version does not change that";
  ++made.dossier.version;
  FieldOf(made).review = ReviewState::kConfirmed;
  ASSERT_TRUE(Commit(*archive_, made).ok());
  EXPECT_TRUE(Marked().empty());
}

TEST_F(ReviewMarks, AnUncertainClassCountsAndADocumentWithoutPagesDoesNot) {
  MadeDossier made = Made("R-1");
  made.dossier.documents[0].type.review = ReviewState::kNeedsReview;
  EXPECT_TRUE(NeedsReview(made.dossier));
  made.dossier.documents[0].page_ids.clear();
  EXPECT_FALSE(NeedsReview(made.dossier));
}

TEST_F(ReviewMarks, AreListedInOrderAndInPieces) {
  for (const std::string code : {"R-3", "R-1", "R-4", "R-2", "R-10"}) {
    MadeDossier made = Made(code);
    if (code != "R-4") FieldOf(made).review = ReviewState::kNeedsReview;
    ASSERT_TRUE(Commit(*archive_, made).ok());
  }
  EXPECT_EQ(Marked("", 2), (std::vector<std::string>{"R-1", "R-10"}));
  EXPECT_EQ(Marked("R-10", 2), (std::vector<std::string>{"R-2", "R-3"}));
  EXPECT_EQ(Marked("R-3", 2), std::vector<std::string>{});
  EXPECT_EQ(Marked("R-11"), (std::vector<std::string>{"R-2", "R-3"})) << "behind one that is marked no more";
}

TEST_F(ReviewMarks, AVersionUponOneThatCameInWithoutAMarkIsMarked) {
  MadeDossier made = Made("R-1");
  FieldOf(made).review = ReviewState::kNeedsReview;
  MetaBatch batch;
  StageReviewMark(made.dossier, &made.dossier, batch);
  ASSERT_TRUE(archive_->meta().Write(batch).ok());
  EXPECT_EQ(Marked(), std::vector<std::string>{"R-1"});
}

TEST_F(ReviewMarks, GoWithTheDossier) {
  MadeDossier made = Made("R-1");
  FieldOf(made).review = ReviewState::kNeedsReview;
  ASSERT_TRUE(Commit(*archive_, made).ok());
  MetaBatch batch;
  const auto contents = ReadContents(*archive_, {"R-1"});
  ASSERT_TRUE(contents);
  ASSERT_TRUE(StageDisposal(*archive_, contents->front(), {}, batch).ok());
  ASSERT_TRUE(archive_->meta().Write(batch).ok());
  EXPECT_TRUE(Marked().empty());
}

}  // namespace
}  // namespace sohoa
