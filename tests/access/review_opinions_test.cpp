// SPDX-License-Identifier: Apache-2.0
#include "access/review_opinions.h"

#include <gtest/gtest.h>

#include "storage/archive.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

class ReviewOpinionsTest : public testing::Test {
 protected:
  static ReviewOpinion Opinion(const std::string& by, const std::string& value, ReviewState review = ReviewState::kCorrected) { return {by, review, value, 1'000, 2'500}; }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  ReviewOpinions opinions_{archive_->meta(), [this](const std::function<Status(MetaBatch&)>& stage) -> Status {
                             MetaBatch batch;
                             if (const Status staged = stage(batch); !staged.ok()) return staged;
                             return archive_->meta().Write(batch);
                           }};
  const ReviewedValue value_{"p1", "subject", 1};
};

TEST_F(ReviewOpinionsTest, AreKeptForEachValueUntilTheyAreADecision) {
  ASSERT_TRUE(opinions_.Add("H42.18-1", value_, Opinion("person:an", "Về việc số hóa")).ok());
  ASSERT_TRUE(opinions_.Add("H42.18-1", value_, Opinion("person:binh", "", ReviewState::kUnreadable)).ok());
  const Result<std::vector<ReviewOpinion>> said = opinions_.List("H42.18-1", value_);
  ASSERT_TRUE(said);
  ASSERT_EQ(said->size(), 2u);
  EXPECT_EQ((*said)[0].by, "person:an");
  EXPECT_EQ((*said)[0].value, "Về việc số hóa");
  EXPECT_EQ((*said)[0].took_ms, 2'500u);
  EXPECT_EQ((*said)[1].review, ReviewState::kUnreadable);
  EXPECT_EQ(opinions_.List("H42.18-1", {"p1", "subject", 2})->size(), 0u);
  EXPECT_EQ(opinions_.List("H42.18-2", value_)->size(), 0u);
  ASSERT_TRUE(opinions_.Clear("H42.18-1", value_).ok());
  EXPECT_EQ(opinions_.List("H42.18-1", value_)->size(), 0u);
}

TEST_F(ReviewOpinionsTest, AreOneOfAPerson) {
  ASSERT_TRUE(opinions_.Add("H42.18-1", value_, Opinion("person:an", "a")).ok());
  EXPECT_EQ(opinions_.Add("H42.18-1", value_, Opinion("person:an", "b")).code(), StatusCode::kConflict);
}

TEST_F(ReviewOpinionsTest, AgreeWhereTheyComeToTheSameValue) {
  const ReviewOpinion confirmed = Opinion("person:an", "a", ReviewState::kConfirmed);
  EXPECT_TRUE(confirmed.AgreesWith(Opinion("person:binh", "a")));
  EXPECT_FALSE(confirmed.AgreesWith(Opinion("person:binh", "b")));
  EXPECT_FALSE(Opinion("person:an", "", ReviewState::kUnreadable).AgreesWith(confirmed));
}

TEST_F(ReviewOpinionsTest, RefuseARecordThatIsDamaged) {
  ASSERT_TRUE(opinions_.Add("H42.18-1", value_, Opinion("person:an", "a")).ok());
  MetaBatch batch;
  ASSERT_TRUE(archive_->meta().Scan(kReviewOpinionPrefix, "", [&](std::string_view key, std::string_view) {
    batch.Put(std::string(key), "\xff\xff");
    return true;
  }).ok());
  ASSERT_TRUE(archive_->meta().Write(batch).ok());
  EXPECT_EQ(opinions_.List("H42.18-1", value_).status().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sohoa
