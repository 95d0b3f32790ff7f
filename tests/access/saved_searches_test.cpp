// SPDX-License-Identifier: Apache-2.0
#include "access/saved_searches.h"

#include <gtest/gtest.h>

#include "storage/archive.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

class SavedSearchesTest : public testing::Test {
 protected:
  std::vector<std::string> NamesOf(const std::string& owner) {
    std::vector<std::string> names;
    const Result<std::vector<SavedSearch>> searches = searches_.List(owner);
    EXPECT_TRUE(searches);
    for (const SavedSearch& search : *searches) names.push_back(search.name + ": " + search.parameters);
    return names;
  }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  SavedSearches searches_{archive_->meta(), [this](const std::function<Status(MetaBatch&)>& stage) {
                            MetaBatch batch;
                            const Status staged = stage(batch);
                            return staged.ok() ? archive_->meta().Write(batch) : staged;
                          }};
};

TEST_F(SavedSearchesTest, AreThereForTheirOwnerAlone) {
  ASSERT_TRUE(searches_.Save("person:an", "Khen thưởng", "q=khen"));
  ASSERT_TRUE(searches_.Save("person:an", "Chờ xem", "q=quyet&review=needs_review"));
  // Whose name is the beginning of another's.
  ASSERT_TRUE(searches_.Save("person:anh", "Của anh", "q=dat"));
  EXPECT_EQ(NamesOf("person:an"), (std::vector<std::string>{"Chờ xem: q=quyet&review=needs_review", "Khen thưởng: q=khen"}));
  EXPECT_EQ(NamesOf("person:anh").size(), 1u);
  EXPECT_EQ(NamesOf("machine:an").size(), 0u);
  const std::string id = searches_.List("person:anh")->front().id;
  EXPECT_EQ(searches_.Remove("person:an", id).code(), StatusCode::kNotFound);
  EXPECT_TRUE(searches_.Remove("person:anh", id).ok());
  EXPECT_EQ(NamesOf("person:anh").size(), 0u);
}

TEST_F(SavedSearchesTest, OfTheSameNameTakeEachOthersPlace) {
  ASSERT_TRUE(searches_.Save("local", "Đất đai", "q=dat"));
  ASSERT_TRUE(searches_.Save("local", "Đa\u0302\u0301t đai", "q=dat+dai"));
  EXPECT_EQ(NamesOf("local"), std::vector<std::string>{"Đất đai: q=dat+dai"});
}

TEST_F(SavedSearchesTest, StandInNoAuditRecordAndNoEvent) {
  ASSERT_TRUE(searches_.Save("local", "Nguyễn Văn An", "q=nguyen+van+an"));
  EXPECT_TRUE(archive_->Events(0, 10)->empty());
  EXPECT_TRUE(archive_->meta().Scan(kAuditPrefix, "", [](std::string_view, std::string_view) {
    ADD_FAILURE() << "an audit record";
    return true;
  }).ok());
}

TEST_F(SavedSearchesTest, AreNotTakenWithoutANameOrBeyondTheirNumber) {
  EXPECT_EQ(searches_.Save("local", "", "q=a").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(searches_.Save("local", "hai\ndòng", "q=a").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(searches_.Save("local", std::string(201, 'a'), "q=a").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(searches_.Save("local", "a", "").status().code(), StatusCode::kInvalidArgument);
  for (std::size_t i = 0; i < kMostSavedSearches; ++i) ASSERT_TRUE(searches_.Save("local", std::to_string(i), "q=a"));
  EXPECT_EQ(searches_.Save("local", "one more", "q=a").status().code(), StatusCode::kResourceLimit);
  EXPECT_TRUE(searches_.Save("local", "7", "q=b")) << "one that is there may change";
}

}  // namespace
}  // namespace sohoa
