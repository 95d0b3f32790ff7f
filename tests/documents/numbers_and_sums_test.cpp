// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "core/vietnamese.h"
#include "documents/identity_numbers.h"
#include "documents/land_certificate.h"
#include "documents/vietnamese_numerals.h"

namespace sohoa {
namespace {

constexpr std::string_view kDigitNames[] = {"không", "một", "hai", "ba",  "bốn",
                                            "năm",   "sáu", "bảy", "tám", "chín"};

void Say(std::string& out, std::string_view word) {
  if (!out.empty()) out += ' ';
  out += word;
}

// Three digits as a clerk writes them; `inner` ones say their noughts.
void SayGroup(std::string& out, int group, bool inner) {
  const int hundreds = group / 100;
  const int tens = group / 10 % 10;
  const int units = group % 10;
  if (hundreds > 0 || inner) {
    Say(out, kDigitNames[hundreds]);
    Say(out, "trăm");
  }
  if (tens == 0 && units > 0 && (hundreds > 0 || inner)) Say(out, "linh");
  if (tens == 1) Say(out, "mười");
  if (tens > 1) {
    Say(out, kDigitNames[tens]);
    Say(out, "mươi");
  }
  if (units == 0) return;
  if (units == 1 && tens > 1) return Say(out, "mốt");
  if (units == 4 && tens > 1) return Say(out, "tư");
  if (units == 5 && tens > 0) return Say(out, "lăm");
  Say(out, kDigitNames[units]);
}

std::string InWords(std::int64_t number) {
  std::string out;
  if (number == 0) return "không";
  const auto below = [&](std::int64_t part, bool inner) {
    constexpr std::int64_t kScales[] = {1'000'000, 1'000, 1};
    constexpr std::string_view kNames[] = {"triệu", "nghìn", ""};
    for (std::size_t i = 0; i < 3; ++i) {
      const int group = static_cast<int>(part / kScales[i] % 1000);
      if (group == 0) continue;
      SayGroup(out, group, inner || !out.empty());
      if (!kNames[i].empty()) Say(out, kNames[i]);
    }
  };
  const std::int64_t billions = number / 1'000'000'000;
  if (billions > 0) {
    below(billions, false);
    Say(out, "tỷ");
  }
  below(number % 1'000'000'000, billions > 0);
  return out;
}

TEST(NumberInWords, ReadsWhatClerksWrite) {
  EXPECT_EQ(ParseNumberInWords("một triệu không trăm hai mươi bốn nghìn đồng"), 1'024'000);
  EXPECT_EQ(ParseNumberInWords("hai trăm ba mươi mốt nghìn không trăm linh năm đồng"), 231'005);
  EXPECT_EQ(ParseNumberInWords("Mười lăm triệu đồng chẵn./."), 15'000'000);
  EXPECT_EQ(ParseNumberInWords("(Bằng chữ: Hai mươi nghìn đồng)"), 20'000);
  EXPECT_EQ(ParseNumberInWords("năm"), 5);
  EXPECT_EQ(ParseNumberInWords("không đồng"), 0);
}

TEST(NumberInWords, ReadsBothUsages) {
  EXPECT_EQ(ParseNumberInWords("ba trăm lẻ năm ngàn đồng"), 305'000);
  EXPECT_EQ(ParseNumberInWords("hai tỉ không trăm lẻ bẩy triệu"), 2'007'000'000);
  EXPECT_EQ(ParseNumberInWords("hai mươi bốn"), 24);
  EXPECT_EQ(ParseNumberInWords("hai mươi nhăm"), 25);
  EXPECT_EQ(ParseNumberInWords("hai triệu rưỡi"), 2'500'000);
  EXPECT_EQ(ParseNumberInWords("một tỷ rưỡi đồng"), 1'500'000'000);
  EXPECT_EQ(ParseNumberInWords("hai nghìn năm trăm tỷ đồng"), 2'500'000'000'000);
  EXPECT_EQ(ParseNumberInWords("hai mươi triệu năm nghìn đồng"), 20'005'000);
}

TEST(NumberInWords, ReadsWithoutDiacriticsAndThroughAMisreadLetter) {
  EXPECT_EQ(ParseNumberInWords("Mot trieu khong tram hai muoi bon nghin dong"), 1'024'000);
  EXPECT_EQ(ParseNumberInWords("Ha1 mươi lãm nghỉn đổng"), 25'000);
  EXPECT_EQ(ParseNumberInWords("sáu trãm mưởi triêu dông"), 610'000'000);
  EXPECT_EQ(ParseNumberInWords("hai mươí nghln"), 20'000);
}

TEST(NumberInWords, DoesNotGuess) {
  EXPECT_FALSE(ParseNumberInWords("hai trăm năm").has_value()) << "205 or 250";
  EXPECT_FALSE(ParseNumberInWords("một triệu hai").has_value()) << "1.000.002 or 1.200.000";
  EXPECT_FALSE(ParseNumberInWords("xam nghìn").has_value()) << "năm, tám, lăm or sáu";
  EXPECT_FALSE(ParseNumberInWords("hai bươi nghìn").has_value()) << "mươi or rưỡi";
  EXPECT_FALSE(ParseNumberInWords("hai nghìn ba triệu").has_value());
  EXPECT_FALSE(ParseNumberInWords("hai ba nghìn").has_value());
  EXPECT_FALSE(ParseNumberInWords("mươi mươi").has_value());
  EXPECT_FALSE(ParseNumberInWords("trăm nghìn").has_value());
  EXPECT_FALSE(ParseNumberInWords("hai mươi đô la Mỹ").has_value());
  EXPECT_FALSE(ParseNumberInWords("hai trăm linh").has_value());
  EXPECT_FALSE(ParseNumberInWords("").has_value());
  EXPECT_FALSE(ParseNumberInWords("đồng").has_value());
}

TEST(NumberInWords, IsTheNumberThatWasSaid) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const int digits = 1 + static_cast<int>(random() % 15);
    std::int64_t most = 1;
    for (int d = 0; d < digits; ++d) most *= 10;
    std::int64_t number = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most));
    if (i % 2 == 0 && digits > 4) number = number / 1000 * 1000;
    const std::string words = InWords(number);
    ASSERT_EQ(ParseNumberInWords(words + " đồng"), number) << words;
    ASSERT_EQ(ParseNumberInWords(FoldedKey(words)), number) << FoldedKey(words);
  }
}

TEST(AmountInFigures, IsReadWithItsThousands) {
  EXPECT_EQ(ParseAmountInFigures("1.024.000 đồng"), 1'024'000);
  EXPECT_EQ(ParseAmountInFigures("20,000đ"), 20'000);
  EXPECT_EQ(ParseAmountInFigures("150 000 VNĐ"), 150'000);
  EXPECT_EQ(ParseAmountInFigures("1.024.000,00 đồng"), 1'024'000);
  EXPECT_EQ(ParseAmountInFigures("8000"), 8'000);
}

TEST(AmountInFigures, ThatLostADigitIsNotRead) {
  EXPECT_FALSE(ParseAmountInFigures("1.02.000 đồng").has_value());
  EXPECT_FALSE(ParseAmountInFigures("20.00").has_value());
  EXPECT_FALSE(ParseAmountInFigures("2O.000").has_value());
  EXPECT_FALSE(ParseAmountInFigures("20.000,50").has_value());
  EXPECT_FALSE(ParseAmountInFigures("đồng").has_value());
}

TEST(PersonalNumber, SaysProvinceSexAndYearOfBirth) {
  const auto man = ParsePersonalNumber("037090001234");
  ASSERT_TRUE(man.has_value());
  EXPECT_EQ(man->province, "Ninh Bình");
  EXPECT_EQ(man->sex, Sex::kMale);
  EXPECT_EQ(man->birth_year, 1990);
  const auto girl = ParsePersonalNumber("079312004321");
  ASSERT_TRUE(girl.has_value());
  EXPECT_EQ(girl->province, "TP Hồ Chí Minh");
  EXPECT_EQ(girl->sex, Sex::kFemale);
  EXPECT_EQ(girl->birth_year, 2012);
}

TEST(PersonalNumber, IsNoneWithoutAProvinceOrTwelveDigits) {
  EXPECT_FALSE(ParsePersonalNumber("003090001234").has_value());
  EXPECT_FALSE(ParsePersonalNumber("03709000123").has_value());
  EXPECT_FALSE(ParsePersonalNumber("0370900O1234").has_value());
  EXPECT_FALSE(IsIdentityNumber("037790001234")) << "born in 2290";
}

TEST(IdentityNumber, IsTakenOutOfALongerEntry) {
  EXPECT_EQ(FindIdentityNumber("037 090 001 234 cấp ngày 12/5/2021"), "037090001234");
  EXPECT_EQ(FindIdentityNumber("0370.9000.1234"), "037090001234");
  EXPECT_EQ(FindIdentityNumber("164123456, cấp ngày 12/5/2014"), "164123456");
  EXPECT_EQ(FindIdentityNumber("12/5/2014"), "");
}

TEST(TaxCode, OfAPersonIsTheTwelveDigitsOfThePersonalNumber) {
  EXPECT_TRUE(IsTaxCode("037090001234"));
  EXPECT_FALSE(IsTaxCode("003090001234"));
}

TEST(ProcedureCode, HasTheFormOfTheNationalList) {
  EXPECT_TRUE(IsProcedureCode("1.001234"));
  EXPECT_TRUE(IsProcedureCode("1.000234.000.00.00.H42"));
  EXPECT_FALSE(IsProcedureCode("4.001234"));
  EXPECT_FALSE(IsProcedureCode("1.01234"));
  EXPECT_EQ(RepairProcedureCode("l.OO1234."), "1.001234");
  EXPECT_EQ(RepairProcedureCode("1.000234.000.00.00.H42"), "1.000234.000.00.00.H42");
}

TEST(LandCertificateSerial, IsReadInItsThreeForms) {
  EXPECT_EQ(ReadLandCertificateSerial("AM 143443"), "AM 143443");
  EXPECT_EQ(ReadLandCertificateSerial("AM-143443"), "AM 143443");
  EXPECT_EQ(ReadLandCertificateSerial("Số: ĐA 143443"), "ĐA 143443");
  EXPECT_EQ(ReadLandCertificateSerial("AA 01695788"), "AA 01695788");
  EXPECT_EQ(ReadLandCertificateSerial("D 1234567"), "D 1234567");
}

TEST(LandCertificateSerial, IsRepairedByPositionOnly) {
  EXPECT_EQ(ReadLandCertificateSerial("BO I43S43"), "BO 143543");
  EXPECT_FALSE(ReadLandCertificateSerial("B0 143443").has_value());
  EXPECT_FALSE(ReadLandCertificateSerial("GIẤY CHỨNG NHẬN").has_value());
  EXPECT_FALSE(ReadLandCertificateSerial("OLIGOBIS").has_value());
  EXPECT_FALSE(ReadLandCertificateSerial("AM 14344").has_value());
  EXPECT_FALSE(ReadLandCertificateSerial("Số: 143443").has_value());
}

TEST(LandRegisterEntry, HasTheLettersOfItsRegister) {
  EXPECT_TRUE(IsLandRegisterEntry("CH 01234"));
  EXPECT_TRUE(IsLandRegisterEntry("CS01234"));
  EXPECT_TRUE(IsLandRegisterEntry("00123/QSDĐ/1234"));
  EXPECT_FALSE(IsLandRegisterEntry("XX 01234"));
  EXPECT_FALSE(IsLandRegisterEntry("CH"));
}

}  // namespace
}  // namespace sohoa
