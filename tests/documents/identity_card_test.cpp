// SPDX-License-Identifier: Apache-2.0
#include "documents/identity_card.h"

#include <algorithm>
#include <array>
#include <string>

#include <gtest/gtest.h>

#include "documents/page_layout.h"
#include "support/check_understanding.h"

namespace sohoa {
namespace {

using Zone = std::array<std::string, 3>;

std::string WithDigit(const std::string& text) { return text + MrzCheckDigit(text); }

// The zone of a card as it is printed; all of it is invented.
Zone ZoneOf(const std::string& personal_number, const std::string& birth, char sex,
            const std::string& name) {
  Zone zone;
  zone[0] = "IDVNM" + WithDigit(personal_number.substr(3)) + personal_number + "<<";
  zone[0] += MrzCheckDigit(personal_number + "<<");
  zone[1] = WithDigit(birth) + sex + WithDigit("300104") + "VNM<<<<<<<<<<<";
  zone[1] += MrzCheckDigit(zone[0].substr(5) + zone[1].substr(0, 7) + zone[1].substr(8, 7) +
                           zone[1].substr(18, 11));
  zone[2] = name + std::string(30 - name.size(), '<');
  return zone;
}

const std::string kNumber = "037090001234";
const Zone kZone = ZoneOf(kNumber, "900104", 'M', "TRAN<<VAN<BINH");
constexpr std::string_view kQr =
    "037090001234|164123456|Trần Văn Bình|04011990|Nam|"
    "Thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê|12052021";

PageLayout Card() {
  PageLayout page;
  Head(page, "BỘ CÔNG AN", "");
  page.Centre(0.14, "CĂN CƯỚC CÔNG DÂN").Centre(0.16, "Citizen Identity Card");
  page.Line(0.3, 0.20, "Số / No.: 037090001234");
  page.Line(0.3, 0.22, "Họ và tên / Full name:").Line(0.3, 0.24, "TRẦN VĂN BÌNH");
  page.Line(0.3, 0.26, "Ngày sinh / Date of birth: 04/01/1990");
  page.Line(0.3, 0.28, "Giới tính / Sex: Nam").Gap(0.05).Add("Quốc tịch / Nationality: Việt Nam");
  page.Line(0.3, 0.30, "Nơi thường trú / Place of residence: Thôn Đồng Mít, xã Thượng Lãm");
  return page;
}

void AddZone(PageLayout& page, const Zone& zone) {
  page.Line(0.2, 0.60, zone[0]).Line(0.2, 0.62, zone[1]).Line(0.2, 0.64, zone[2]);
}

TEST(MachineReadableZone, IsReadAsTheSpecimenOfDoc9303) {
  const auto zone =
      ParseMachineReadableZone({"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6",
                                "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"});
  ASSERT_TRUE(zone.has_value());
  EXPECT_TRUE(zone->AllCheck());
  EXPECT_EQ(zone->document_number, "D23145890");
  EXPECT_EQ(zone->birth_date, "1974-08-12");
  EXPECT_EQ(zone->expiry_date, "2012-04-15");
  EXPECT_EQ(zone->sex, "F");
  EXPECT_EQ(zone->name, "ERIKSSON ANNA MARIA");
  EXPECT_EQ(zone->personal_number, "");
}

TEST(MachineReadableZone, OfACardHasThePersonalNumberAndItsCentury) {
  const auto zone = ParseMachineReadableZone(kZone);
  ASSERT_TRUE(zone.has_value());
  EXPECT_TRUE(zone->AllCheck());
  EXPECT_EQ(zone->personal_number, kNumber);
  EXPECT_EQ(zone->birth_date, "1990-01-04");
  EXPECT_EQ(zone->expiry_date, "2030-01-04");
  EXPECT_EQ(zone->name, "TRAN VAN BINH");
  const auto child =
      ParseMachineReadableZone(ZoneOf("037212001234", "120104", 'M', "TRAN<<VAN<AN"));
  ASSERT_TRUE(child.has_value());
  EXPECT_EQ(child->birth_date, "2012-01-04");
}

TEST(MachineReadableZone, IsRepairedByPosition) {
  Zone read = kZone;
  std::replace(read[0].begin() + 5, read[0].end(), '0', 'O');
  read[0].replace(read[0].size() - 3, 2, "«");  // both fillers as one quotation mark
  read[1] = "900104" + read[1].substr(6, 9) + " VNM <<<<<<<<" + read[1].substr(29);
  const auto zone = ParseMachineReadableZone(read);
  ASSERT_TRUE(zone.has_value());
  EXPECT_TRUE(zone->AllCheck());
  EXPECT_EQ(zone->personal_number, kNumber);
}

TEST(MachineReadableZone, WithAWrongDigitSaysWhichCheckFails) {
  Zone wrong = kZone;
  wrong[1][1] = wrong[1][1] == '1' ? '2' : '1';
  const auto zone = ParseMachineReadableZone(wrong);
  ASSERT_TRUE(zone.has_value());
  EXPECT_FALSE(zone->birth_date_checks);
  EXPECT_TRUE(zone->document_number_checks);
  EXPECT_FALSE(zone->composite_checks);
}

TEST(MachineReadableZone, IsNoneWithoutThreeLinesOfItsForm) {
  EXPECT_FALSE(ParseMachineReadableZone({"", "", ""}).has_value());
  EXPECT_FALSE(ParseMachineReadableZone({"IDVNM", "123", "TRAN"}).has_value());
  EXPECT_TRUE(BeginsMachineReadableZone(kZone[0]));
  EXPECT_FALSE(BeginsMachineReadableZone(kZone[1]));
  EXPECT_FALSE(BeginsMachineReadableZone("Nơi thường trú: Thôn Đồng Mít, xã Thượng Lãm"));
}

TEST(IdentityCardCode, HasSevenTextsOfWhichTheOldNumberMayBeEmpty) {
  const auto code = ParseIdentityCardCode(kQr);
  ASSERT_TRUE(code.has_value());
  EXPECT_EQ(code->old_number, "164123456");
  EXPECT_EQ(code->birth_date, "1990-01-04");
  EXPECT_EQ(code->issued_date, "2021-05-12");
  const auto without =
      ParseIdentityCardCode("037090001234||Trần Văn Bình|04011990|Nam|Thôn Đồng Mít|12052021");
  ASSERT_TRUE(without.has_value());
  EXPECT_EQ(without->old_number, "");
}

TEST(IdentityCardCode, IsNoneOfAnotherText) {
  EXPECT_FALSE(ParseIdentityCardCode("").has_value());
  EXPECT_FALSE(ParseIdentityCardCode("000.00.18.H42-181004-0001").has_value());
  EXPECT_FALSE(ParseIdentityCardCode("a|b|c|d|e|f|g").has_value());
  EXPECT_FALSE(
      ParseIdentityCardCode("037090001234||Trần Văn Bình|31021990|Nam|Thôn|12052021").has_value());
}

TEST(Card, IsReadFromPrintAlone) {
  const PageLayout page = Card();

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "D07");
  EXPECT_EQ(read.Value("identity_number"), kNumber);
  EXPECT_EQ(read.Value("subject_name"), "Trần Văn Bình");
  EXPECT_EQ(read.Value("birth_date"), "1990-01-04");
  EXPECT_EQ(read.Value("sex"), "Nam");
  EXPECT_TRUE(Has(Field(read, "identity_number"), "birth_year_of_identity_number", true));
  EXPECT_TRUE(Has(Field(read, "identity_number"), "sex_of_identity_number", true));
}

TEST(Card, WithANumberThatItsBirthDateContradictsIsLeftToAPerson) {
  PageLayout page;
  page.Centre(0.14, "CĂN CƯỚC CÔNG DÂN");
  page.Line(0.3, 0.20, "Số / No.: 037080001234");
  page.Line(0.3, 0.26, "Ngày sinh / Date of birth: 04/01/1990");
  page.Line(0.3, 0.28, "Giới tính / Sex: Nữ");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_TRUE(Has(Field(read, "identity_number"), "birth_year_of_identity_number", false));
  EXPECT_TRUE(Has(Field(read, "identity_number"), "sex_of_identity_number", false));
  EXPECT_EQ(Field(read, "identity_number").review, ReviewState::kNeedsReview);
  EXPECT_EQ(Field(read, "birth_date").review, ReviewState::kNeedsReview);
}

TEST(Card, IsCompletedAndSettledByItsQrCode) {
  PageLayout page = Card();
  page.Code(kQr);

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("identity_number"), kNumber);
  EXPECT_EQ(Field(read, "identity_number").source_kind, "barcode");
  EXPECT_EQ(Field(read, "identity_number").review, ReviewState::kAutoAccepted);
  EXPECT_EQ(read.Value("old_identity_number"), "164123456");
  EXPECT_EQ(read.Value("identity_issued_date"), "2021-05-12");
  EXPECT_EQ(read.Value("address"), "Thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê");
  EXPECT_TRUE(Has(Field(read, "address"), "same_as_qr_code", true)) << "print has the first line";
  CheckUnderstanding({page.record()});
}

TEST(Card, ThatItsQrCodeContradictsIsLeftToAPerson) {
  PageLayout page;
  page.Centre(0.14, "CĂN CƯỚC CÔNG DÂN");
  page.Line(0.3, 0.20, "Số / No.: 037090001235");
  page.Code(kQr);
  AddZone(page, kZone);

  const ReadDocument read = Understand({&page.record()});

  const FieldValue& number = Field(read, "identity_number");
  EXPECT_EQ(number.normalized, kNumber);
  EXPECT_TRUE(Has(number, "same_as_qr_code", false));
  EXPECT_EQ(number.review, ReviewState::kNeedsReview) << "though the zone agrees with the code";
  ASSERT_FALSE(number.alternatives.empty());
  EXPECT_EQ(number.alternatives[0].normalized, "037090001235");
}

TEST(Card, IsHeldAgainstItsZone) {
  PageLayout front = Card();
  PageLayout back;
  AddZone(back, kZone);

  const ReadDocument read = Understand({&front.record(), &back.record()});

  EXPECT_TRUE(Has(Field(read, "identity_number"), "same_as_mrz", true));
  EXPECT_TRUE(Has(Field(read, "subject_name"), "same_as_mrz", true));
  EXPECT_EQ(Field(read, "subject_name").value, "TRẦN VĂN BÌNH");
  EXPECT_EQ(read.Value("expiry_date"), "2030-01-04");
  EXPECT_EQ(Field(read, "identity_number").locations.size(), 4u) << "print and three lines";
}

TEST(Card, TakesNothingUnseenFromAZoneWhoseDigitsDoNotFit) {
  PageLayout page;
  page.Centre(0.14, "CĂN CƯỚC CÔNG DÂN");
  Zone wrong = kZone;
  wrong[0][20] = wrong[0][20] == '1' ? '2' : '1';
  AddZone(page, wrong);

  const ReadDocument read = Understand({&page.record()});

  EXPECT_TRUE(Has(Field(read, "identity_number"), "mrz_check_digits", false));
  EXPECT_EQ(Field(read, "identity_number").review, ReviewState::kNeedsReview);
  EXPECT_EQ(read.Field("expiry_date"), nullptr);
}

}  // namespace
}  // namespace sohoa
