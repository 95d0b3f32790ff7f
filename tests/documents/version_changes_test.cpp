// SPDX-License-Identifier: Apache-2.0
#include "documents/version_changes.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

using Kind = VersionChange::Kind;

FieldValue Read(std::string code, std::string value) {
  FieldValue field;
  field.code = std::move(code);
  field.value = std::move(value);
  return field;
}

Document Paper(std::vector<std::string> pages, std::vector<FieldValue> fields = {}) {
  Document document;
  document.id = "d-" + pages.front();
  document.page_ids = std::move(pages);
  document.fields = std::move(fields);
  return document;
}

Dossier Of(std::vector<Document> documents, std::uint32_t version = 1) {
  Dossier dossier;
  dossier.version = version;
  for (const Document& document : documents) {
    for (const std::string& id : document.page_ids) dossier.pages.push_back({id, 0, {}, Sha256::Of(id), false});
  }
  dossier.documents = std::move(documents);
  return dossier;
}

std::vector<std::string> Told(const Dossier& before, const Dossier& after) {
  std::vector<std::string> told;
  for (const VersionChange& change : CompareVersions(before, after)) {
    told.push_back(std::string(VersionChangeName(change.kind)) + " " + change.document + " " + change.what + " " + change.before + ">" + change.after);
  }
  return told;
}

using Told_ = std::vector<std::string>;

TEST(VersionChanges, OfEqualVersionsAreNone) {
  const Dossier dossier = Of({Paper({"a", "b"}, {Read("subject", "x")})});
  EXPECT_TRUE(CompareVersions(dossier, dossier).empty());
}

TEST(VersionChanges, TellValuesThatAreOthersFieldByField) {
  const Dossier before = Of({Paper({"a"}, {Read("signer", "A"), Read("signer", "B"), Read("gone", "g")})});
  Dossier after = Of({Paper({"a"}, {Read("signer", "A"), Read("signer", "C"), Read("new", "n")})});
  after.documents[0].fields[0].confidence = 0.9;  // alone no change
  EXPECT_EQ(Told(before, after), (Told_{"field_added d-a new >n", "field_changed d-a signer B>C", "field_gone d-a gone g>"}));
  EXPECT_EQ(CompareVersions(before, after)[1].ordinal, 1u);
}

TEST(VersionChanges, TellWhatIsReadBeneathAPersonsValue) {
  FieldValue old = Read("subject", "đúng");
  old.review = ReviewState::kConfirmed;
  old.reading.value = "đúng";
  FieldValue now = old;
  now.reading.value = "dúng";
  EXPECT_EQ(Told(Of({Paper({"a"}, {old})}), Of({Paper({"a"}, {now})})), (Told_{"reading_changed d-a subject đúng>dúng"}));
  FieldValue open = Read("subject", "đúng");
  EXPECT_EQ(Told(Of({Paper({"a"}, {open})}), Of({Paper({"a"}, {old})})), (Told_{"review_changed d-a subject đúng>đúng"}));
}

TEST(VersionChanges, TellPagesAndDocumentsThatCameAndWent) {
  const Dossier before = Of({Paper({"a", "b"}), Paper({"c"})});
  Dossier after = Of({Paper({"a"}), Paper({"b"}), Paper({"x"})});
  after.documents[0].type.code = "KH";
  after.pages[0].record = Sha256::Of("again");
  EXPECT_EQ(Told(before, after), (Told_{"page_reread  a >", "page_added  x >", "page_gone  c >", "pages_changed d-a pages a b>a",
                                        "type_changed d-a type other>KH", "document_added d-b document >other",
                                        "document_added d-x document >other", "document_gone d-c document other>"}));
}

}  // namespace
}  // namespace sohoa
