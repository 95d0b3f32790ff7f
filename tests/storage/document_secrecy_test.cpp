// SPDX-License-Identifier: Apache-2.0
#include "storage/document_secrecy.h"

#include <gtest/gtest.h>

#include "support/made_dossier.h"

namespace sohoa {
namespace {

constexpr const char* kSecret = "H42.18-260930-0012";

FieldValue Degree(const std::string& value, const std::string& normalized = "") {
  FieldValue field;
  field.code = kSecrecyField;
  field.value = value;
  field.normalized = normalized;
  return field;
}

// A person said that nobody can read what stands there.
FieldValue Emptied(const std::string& read) {
  FieldValue field = Degree("");
  field.reading.value = read;
  field.review = ReviewState::kUnreadable;
  field.decided_by = "person:an";
  return field;
}

std::optional<Secrecy> Of(const std::vector<FieldValue>& fields) {
  Document document;
  document.fields = fields;
  return DegreeOf(document);
}

TEST(DocumentSecrecy, IsTheDegreeThatTheStampSays) {
  EXPECT_EQ(Of({}), Secrecy::kNone);
  EXPECT_EQ(Of({Degree("MẬT")}), Secrecy::kSecret);
  EXPECT_EQ(Of({Degree("Tối mật")}), Secrecy::kTopSecret);
  EXPECT_EQ(Of({Degree("TUYET  MAT")}), Secrecy::kUltraSecret);
  EXPECT_EQ(Of({Degree("KHÔNG MẬT")}), Secrecy::kNone);
}

TEST(DocumentSecrecy, IsForNobodyWhereTheDegreeIsNotKnown) {
  EXPECT_EQ(Of({Degree("RẤT MẬT")}), std::nullopt);
  EXPECT_EQ(Of({Degree("MẬT"), Degree("?")}), std::nullopt);
}

TEST(DocumentSecrecy, IsTheHighestThatIsSaidAnywhere) {
  EXPECT_EQ(Of({Degree("MẬT"), Degree("TỐI MẬT")}), Secrecy::kTopSecret);
  EXPECT_EQ(Of({Degree("KHÔNG MẬT", "MẬT")}), Secrecy::kSecret);
}

TEST(DocumentSecrecy, StaysWhenAPersonEmptiesTheValue) {
  EXPECT_EQ(Of({Emptied("TỐI MẬT")}), Secrecy::kTopSecret);
  EXPECT_EQ(Of({Emptied("")}), Secrecy::kNone);
}

// Search must agree with all other ways to read.
class SecretSearch : public testing::TestWithParam<std::string> {};

TEST_P(SecretSearch, FindsNothingOfADocumentThatIsTooSecret) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  MadeDossier made = NewDossier(kSecret);
  AddPage(*archive, made, {"phương án bảo vệ"});
  FieldValue field = GetParam().starts_with("emptied ") ? Emptied(GetParam().substr(8)) : Degree(GetParam());
  AddDocument(*archive, made, 1, 1, "KH").fields.push_back(field);
  ASSERT_TRUE(Commit(*archive, made).ok());
  for (const Secrecy up_to : {Secrecy::kNone, Secrecy::kSecret, Secrecy::kTopSecret, Secrecy::kUltraSecret}) {
    SearchQuery query;
    query.text = "phương án";
    query.access = SearchAccess{true, {}, up_to};
    const Result<SearchResult> result = archive->index().Search(query);
    ASSERT_TRUE(result);
    const std::optional<Secrecy> degree = DegreeOf(made.dossier);
    EXPECT_EQ(result->total, degree && *degree <= up_to ? 1u : 0u) << SecrecyName(up_to);
  }
}

INSTANTIATE_TEST_SUITE_P(Degrees, SecretSearch,
                         testing::Values("MẬT", "TỐI MẬT", "KHÔNG MẬT", "RẤT MẬT", "emptied MẬT", "emptied TUYỆT MẬT", "emptied ", std::string(3000, 'x')),
                         [](const auto& one) { return "Number" + std::to_string(one.index); });

TEST(DocumentSecrecy, HasNamesThatAreReadBack) {
  for (const Secrecy degree : {Secrecy::kNone, Secrecy::kSecret, Secrecy::kTopSecret, Secrecy::kUltraSecret}) EXPECT_EQ(ParseSecrecy(SecrecyName(degree)), degree);
  EXPECT_FALSE(ParseSecrecy("secret"));
}

}  // namespace
}  // namespace sohoa
