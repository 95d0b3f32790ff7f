// SPDX-License-Identifier: Apache-2.0
#include "core/vietnamese.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

std::vector<std::string> TokenTexts(std::string_view text) {
  std::vector<std::string> out;
  for (const Token& token : Tokenize(text)) out.emplace_back(token.text);
  return out;
}

TEST(Nfc, ComposesDecomposedAndHalfComposedText) {
  EXPECT_EQ(ToNfc("quye\u0302\u0301t \u0111i\u0323nh"), "quyết định");
  EXPECT_EQ(ToNfc("\u00e2\u0301"), "ấ");
}

TEST(Nfc, FoldsLookAlikesOfTheBarredD) {
  EXPECT_EQ(ToNfc("N\u00d0-CP \u0189 \u00f0"), "NĐ-CP Đ đ");
}

TEST(Nfc, ReplacesBytesThatAreNotUtf8) { EXPECT_EQ(ToNfc("a\xff\xfe" "b"), "a\uFFFD\uFFFDb"); }

TEST(SearchKeys, PutTheToneWhereTheNewStyleHasIt) {
  EXPECT_EQ(ExactKey("Hòa"), ExactKey("hoà"));
  EXPECT_EQ(ExactKey("thủy"), ExactKey("thuỷ"));
  EXPECT_EQ(ExactKey("KHỎE"), ExactKey("khoẻ"));
  EXPECT_EQ(ExactKey("Ủy ban"), ExactKey("uỷ ban"));
  EXPECT_EQ(ExactKey("của"), "của");
  EXPECT_EQ(ExactKey("hoàn"), "hoàn");
}

TEST(SearchKeys, FoldInTwoSteps) {
  EXPECT_EQ(ToneStrippedKey("Quyết định"), "quyêt đinh");
  EXPECT_EQ(FoldedKey("Quyết ĐỊNH số 61/2018/NĐ-CP"), "quyet dinh so 61/2018/nd-cp");
}

TEST(SearchKeys, AreTheSameForComposedAndDecomposedText) {
  EXPECT_EQ(FoldedKey("kie\u0323\u0302n toa\u0300n"), "kien toan");
  EXPECT_EQ(ExactKey("kie\u0323\u0302n"), ExactKey("kiện"));
}

TEST(Syllable, AcceptsWhatIsSpeltRight) {
  for (const char* good : {"nghiệp", "quyết", "giết", "gì", "giếng", "quý", "Uỷ", "hòa", "hoà", "yêu",
                           "khuỷu", "thuở", "xoong", "ngoằn", "gia", "quốc", "đường", "Nguyễn", "y"}) {
    EXPECT_TRUE(IsVietnameseSyllable(good)) << good;
  }
}

TEST(Syllable, RefusesWhatSpellingForbids) {
  for (const char* bad : {"", "ngiệp", "kà", "ceo", "biêt", "hocs", "tivi", "qết", "nghà", "iêu", "web",
                          "12", "mấtt", "hòà"}) {
    EXPECT_FALSE(IsVietnameseSyllable(bad)) << bad;
  }
}

TEST(Tokenize, KeepsCodesWholeAndKnowsTheirParts) {
  EXPECT_EQ(TokenTexts("Nghị định số 61/2018/NĐ-CP, ngày 23/4/2018."),
            (std::vector<std::string>{"Nghị", "định", "số", "61/2018/NĐ-CP", "ngày", "23/4/2018"}));
  EXPECT_EQ(CodeParts("61/2018/NĐ-CP"), (std::vector<std::string_view>{"61", "2018", "NĐ", "CP"}));
  EXPECT_EQ(TokenTexts("000.00.18.H42-181004-0001"),
            (std::vector<std::string>{"000.00.18.H42-181004-0001"}));
  EXPECT_TRUE(CodeParts("định").empty());
}

TEST(Tokenize, CutsWordsThatOnlyLookLikeACode) {
  EXPECT_EQ(TokenTexts("và/hoặc"), (std::vector<std::string>{"và", "hoặc"}));
  EXPECT_EQ(TokenTexts("NĐ-CP"), (std::vector<std::string>{"NĐ", "CP"}));
  EXPECT_EQ(TokenTexts("năm 2018.Các sở"), (std::vector<std::string>{"năm", "2018", "Các", "sở"}));
}

TEST(Tokenize, GivesPlacesInBytes) {
  const std::string text = "Số: 85/KH-UBND";
  const std::vector<Token> tokens = Tokenize(text);
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(text.substr(tokens[1].begin, tokens[1].end - tokens[1].begin), "85/KH-UBND");
}

TEST(NaturalOrder, ComparesNumbersAsNumbers) {
  EXPECT_TRUE(NaturalLess("trang 2.png", "trang 10.png"));
  EXPECT_FALSE(NaturalLess("trang 10.png", "trang 2.png"));
  EXPECT_TRUE(NaturalLess("a1", "b1"));
  EXPECT_FALSE(NaturalLess("a1", "a1"));
  EXPECT_NE(NaturalLess("a01", "a1"), NaturalLess("a1", "a01"));
}

}  // namespace
}  // namespace sohoa
