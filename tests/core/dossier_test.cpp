// SPDX-License-Identifier: Apache-2.0
#include "core/dossier.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(DossierCode, AcceptsTheOldAndTheNewForm) {
  EXPECT_TRUE(IsStandardDossierCode("000.00.18.H42-181004-0001"));
  EXPECT_TRUE(IsStandardDossierCode("H42.18-260930-0012"));
  EXPECT_TRUE(IsStandardDossierCode("H42-260930-00012"));
}

TEST(DossierCode, RefusesADateThatIsNone) {
  EXPECT_FALSE(IsStandardDossierCode("000.00.18.H42-181304-0001"));
  EXPECT_FALSE(IsStandardDossierCode("000.00.18.H42-180230-0001"));
}

TEST(DossierCode, RefusesBrokenForms) {
  EXPECT_FALSE(IsStandardDossierCode(""));
  EXPECT_FALSE(IsStandardDossierCode("000.00.18.H42-181004"));
  EXPECT_FALSE(IsStandardDossierCode("00.00.18.H42-181004-0001"));
  EXPECT_FALSE(IsStandardDossierCode("H42.-181004-0001"));
}

TEST(DossierCode, NamesThatCouldLeaveAFolderAreNotAcceptable) {
  EXPECT_TRUE(IsAcceptableDossierCode("thu-2026_01"));
  EXPECT_FALSE(IsAcceptableDossierCode("../x"));
  EXPECT_FALSE(IsAcceptableDossierCode("a/b"));
  EXPECT_FALSE(IsAcceptableDossierCode(std::string_view("a\0b", 3)));
  EXPECT_FALSE(IsAcceptableDossierCode(std::string(101, 'a')));
}

}  // namespace
}  // namespace sohoa
