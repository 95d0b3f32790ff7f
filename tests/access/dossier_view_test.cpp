// SPDX-License-Identifier: Apache-2.0
#include "access/dossier_view.h"

#include <gtest/gtest.h>

#include "support/made_dossier.h"

namespace sohoa {
namespace {

class DossierView : public testing::Test {
 protected:
  DossierView() {
    for (int i = 0; i < 4; ++i) AddPage(*archive_, made_, {"trang"}, /*blank=*/i == 3);
    AddDocument(*archive_, made_, 1, 1, "QĐ");
    AddField(AddDocument(*archive_, made_, 2, 3, "KH"), "secrecy", "MẬT");
    made_.dossier.completeness.state = CompletenessState::kComplete;
    for (const int page : {1, 2, 0}) {
      Edit edit;
      edit.kind = EditKind::kSplit;
      edit.page = Page(static_cast<std::size_t>(page));
      made_.dossier.edits.push_back(edit);
    }
  }
  const std::string& Page(std::size_t at) const { return made_.dossier.pages[at].id; }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  MadeDossier made_ = NewDossier("H42.18-260930-0012");
  const SearchAccess plain_{false, {"H42.18"}, Secrecy::kNone};
  const SearchAccess cleared_{false, {"H42.18"}, Secrecy::kSecret};
};

TEST_F(DossierView, HidesSecretDocumentsWithTheirPagesAndAllThatTellsOfThem) {
  Dossier seen = made_.dossier;
  const std::set<std::string> hidden = HiddenPages(seen, plain_);
  EXPECT_EQ(hidden, (std::set<std::string>{Page(1), Page(2), Page(3)})) << "the blank one, too, may be of the secret document";
  HidePages(hidden, seen);
  ASSERT_EQ(seen.documents.size(), 1u);
  EXPECT_EQ(seen.documents[0].type.code, "QĐ");
  EXPECT_EQ(seen.pages.size(), 1u);
  EXPECT_EQ(seen.originals.size(), 1u);
  EXPECT_EQ(seen.edits.size(), 1u);
  EXPECT_EQ(seen.completeness.state, CompletenessState::kUnchecked);
}

TEST_F(DossierView, HidesNothingFromWhoMaySeeAllOfIt) {
  Dossier seen = made_.dossier;
  const std::set<std::string> hidden = HiddenPages(seen, cleared_);
  EXPECT_TRUE(hidden.empty());
  HidePages(hidden, seen);
  EXPECT_EQ(EncodeDossier(seen), EncodeDossier(made_.dossier));
}

TEST_F(DossierView, APageIsAsSecretAsItsDocumentAndOneOfNoneAsTheDossier) {
  EXPECT_EQ(ObjectOfPage(made_.dossier, Page(0)).degree, Secrecy::kNone);
  EXPECT_EQ(ObjectOfPage(made_.dossier, Page(2)).degree, Secrecy::kSecret);
  EXPECT_EQ(ObjectOfPage(made_.dossier, Page(3)).degree, Secrecy::kSecret);
  EXPECT_EQ(ObjectOfPage(made_.dossier, "set-aside").degree, Secrecy::kSecret);
}

}  // namespace
}  // namespace sohoa
