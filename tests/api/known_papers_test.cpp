// SPDX-License-Identifier: Apache-2.0
#include "api/known_papers.h"

#include <gtest/gtest.h>

#include "support/made_dossier.h"

namespace sohoa {
namespace {

constexpr const char* kCitizen = "001099012345";
constexpr const char* kOther = "001099054321";

class KnownPapers : public testing::Test {
 protected:
  // A dossier with a decision of this number and a declaration of who hands it in.
  void Commit(const std::string& code, const std::string& agency, const std::string& number, const std::string& citizen) {
    MadeDossier made = NewDossier(code, agency);
    AddPage(*archive_, made, {"Quyết định số", number});
    AddPage(*archive_, made, {"Tờ khai của", citizen});
    AddField(AddDocument(*archive_, made, 1, 1, "A01"), "code_number", number);
    AddField(AddDocument(*archive_, made, 2, 2, "D05"), "identity_number", citizen);
    ASSERT_TRUE(sohoa::Commit(*archive_, made).ok());
  }

  static DossierDraft Draft(const std::string& agency, const std::string& number, const std::string& citizen) {
    DossierDraft draft;
    draft.head = {"H42.18-261127-0009", "", agency, ""};
    draft.documents.resize(2);
    draft.documents[0].pages = {1};
    draft.documents[1].pages = {2};
    draft.documents[0].type.code = "D05";
    AddField(draft.documents[0], "identity_number", citizen);
    draft.documents[1].type.code = "A01";
    AddField(draft.documents[1], "code_number", number);
    return draft;
  }

  std::vector<KnownPaper> Find(const DossierDraft& draft) {
    Result<std::vector<KnownPaper>> known = FindKnownPapers(*archive_, draft, asked_);
    EXPECT_TRUE(known) << known.status().ToString();
    return known ? *known : std::vector<KnownPaper>();
  }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  bool asked_ = false;
};

TEST_F(KnownPapers, AreOfTheSameClassAndNumberAndTheSameCitizen) {
  Commit("H42.18-261001-0001", "H42.18", "12", kCitizen);
  Commit("H42.18-261001-0002", "H42.18", "12", kOther);
  Commit("H42.18-261001-0003", "H42.18", "13", kCitizen);
  const std::vector<KnownPaper> known = Find(Draft("H42.18", "12", kCitizen));
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].dossier, "H42.18-261001-0001");
  EXPECT_EQ(known[0].document, 1u) << "declarations have no number, and each is another";
  EXPECT_TRUE(asked_);
  EXPECT_TRUE(Find(Draft("H42.18", "14", kCitizen)).empty());
}

TEST_F(KnownPapers, AreThoseOfTheOwnAgencyAlone) {
  Commit("H42.19-261001-0001", "H42.19", "12", kCitizen);
  EXPECT_TRUE(Find(Draft("H42.18", "12", kCitizen)).empty());
  EXPECT_TRUE(Find(Draft("", "12", kCitizen)).empty()) << "whose agency is not known";
  EXPECT_FALSE(asked_);
  EXPECT_EQ(Find(Draft("H42.19", "12", kCitizen)).size(), 1u);
}

TEST_F(KnownPapers, AreNotLookedForByWhatIsNoIdentityNumber) {
  Commit("H42.18-261001-0001", "H42.18", "12", "00109901234");
  EXPECT_TRUE(Find(Draft("H42.18", "12", "00109901234")).empty());
  EXPECT_FALSE(asked_);
}

}  // namespace
}  // namespace sohoa
