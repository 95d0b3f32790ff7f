// SPDX-License-Identifier: Apache-2.0
#include "desk/found_codes.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

using Codes = std::vector<std::string>;

TEST(FoundCodes, StandAloneOrWithinAnAddress) {
  EXPECT_EQ(DossierCodesIn("000.00.18.H42-261127-0007"), Codes{"000.00.18.H42-261127-0007"});
  EXPECT_EQ(DossierCodesIn("https://dvc.example.vn/tra-cuu?ma=H42.18-261127-0007&x=1"), Codes{"H42.18-261127-0007"});
  EXPECT_EQ(DossierCodesIn("Mã hồ sơ: H42.18-261127-0007."), Codes{"H42.18-261127-0007"});
  EXPECT_EQ(DossierCodesIn("H42.18-261127-0007|H42.18-261127-0008|H42.18-261127-0007"), (Codes{"H42.18-261127-0007", "H42.18-261127-0008"}));
}

TEST(FoundCodes, AreOfTheStandardFormsWithARealDateAlone) {
  for (const char* text : {"", "SOHOA:DOCUMENT", "8934563138164", "G09.01_CV_000021_V1", "H42.18-261327-0007", "001099012345|Nguyễn Thị Mẫu|01011999"}) {
    EXPECT_TRUE(DossierCodesIn(text).empty()) << text;
  }
}

TEST(FoundCodes, AreTakenOutOfWhatAReaderTypes) {
  EXPECT_EQ(DossierCodeOf("  H42.18-261127-0007\r\n"), "H42.18-261127-0007");
  EXPECT_EQ(DossierCodeOf("https://dvc.example.vn/H42.18-261127-0007"), "H42.18-261127-0007");
  EXPECT_EQ(DossierCodeOf("an-old-code_7"), "an-old-code_7") << "of an installation's own form";
  EXPECT_EQ(DossierCodeOf("H42.18-261127-0007 H42.18-261127-0008"), "H42.18-261127-0007 H42.18-261127-0008") << "nobody guesses which";
  EXPECT_EQ(DossierCodeOf(" "), "");
}

}  // namespace
}  // namespace sohoa
