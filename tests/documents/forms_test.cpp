// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "documents/identity_numbers.h"
#include "documents/page_layout.h"
#include "support/check_understanding.h"

namespace sohoa {
namespace {

PageLayout Receipt(std::string_view code) {
  PageLayout page;
  Head(page, "UBND THÀNH PHỐ NINH BÌNH", "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ");
  page.Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ");
  page.Line(0.4, 0.19, "Mã hồ sơ:").Add(code);
  page.Line(0.13, 0.24, "Tiếp nhận hồ sơ của: Lê Thị Hạnh");
  page.Line(0.13, 0.26, "Địa chỉ: Phường Đông Thành, thành phố Ninh Bình");
  page.Line(0.13, 0.28, "Số điện thoại: 0912 000 111").Gap(0.1).Add("Email:");
  page.Line(0.13, 0.30, "Nội dung yêu cầu giải quyết: Cấp giấy phép xây dựng");
  page.Line(0.13, 0.32, "1. Thành phần hồ sơ nộp gồm:");
  page.Line(0.15, 0.34, "1. Đơn đề nghị cấp phép");
  page.Line(0.15, 0.36, "2. Bản vẽ thiết kế");
  page.Line(0.13, 0.38, "2. Số lượng hồ sơ: 01 (bộ)");
  page.Line(0.13, 0.40, "4. Thời gian nhận hồ sơ: 8 giờ 30 phút, ngày 04 tháng 10 năm 2018");
  page.Line(0.13, 0.42,
            "5. Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 00 phút, ngày 25/10/2018");
  return page;
}

const FieldValue& Field(const ReadDocument& read, std::string_view code) {
  const FieldValue* field = read.Field(code);
  if (field == nullptr) throw std::runtime_error("no field " + std::string(code));
  return *field;
}

bool Has(const FieldValue& field, std::string_view rule, bool pass) {
  return std::any_of(field.validation.begin(), field.validation.end(),
                     [&](const FieldValidation& v) { return v.rule == rule && v.pass == pass; });
}

TEST(Receipt, GivesWhatItsLabelsAskFor) {
  const PageLayout page = Receipt("000.00.18.H42-181004-0001");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "C01");
  EXPECT_EQ(read.Value("dossier_code"), "000.00.18.H42-181004-0001");
  EXPECT_EQ(read.Value("applicant_name"), "Lê Thị Hạnh");
  EXPECT_EQ(read.Value("phone"), "0912000111");
  EXPECT_EQ(read.Value("request"), "Cấp giấy phép xây dựng");
  EXPECT_EQ(read.Value("received_at"), "2018-10-04T08:30:00+07:00");
  EXPECT_EQ(read.Value("due_at"), "2018-10-25T16:00:00+07:00");
  const auto& items = Field(read, "components").parts;
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[1].second, "Bản vẽ thiết kế");
  EXPECT_TRUE(Has(Field(read, "received_at"), "same_day_as_dossier_code", true));
  EXPECT_TRUE(Has(Field(read, "due_at"), "not_before_received", true));
  CheckUnderstanding({page.record()});
}

TEST(Receipt, BelievesTheBarcodeMoreThanThePrintAndSaysSo) {
  PageLayout page = Receipt("000.00.18.H42-181004-0007");
  page.Code("000.00.18.H42-181004-0001");

  const ReadDocument read = Understand({&page.record()});

  const FieldValue& code = Field(read, "dossier_code");
  EXPECT_EQ(code.value, "000.00.18.H42-181004-0001");
  EXPECT_EQ(code.source_kind, "barcode");
  EXPECT_EQ(code.review, ReviewState::kNeedsReview);
  ASSERT_FALSE(code.alternatives.empty());
  EXPECT_EQ(code.alternatives[0].value, "000.00.18.H42-181004-0007");
}

TEST(Receipt, FlagsAReceiptDateThatItsCodeContradicts) {
  const PageLayout page = Receipt("000.00.18.H42-181005-0001");
  const ReadDocument read = Understand({&page.record()});
  EXPECT_TRUE(Has(Field(read, "received_at"), "same_day_as_dossier_code", false));
  EXPECT_EQ(Field(read, "received_at").review, ReviewState::kNeedsReview);
}

TEST(Declaration, HasAnApplicantAndSaysWhatIsMissing) {
  PageLayout page;
  page.Centre(0.06, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
      .Centre(0.08, "Độc lập - Tự do - Hạnh phúc");
  page.Centre(0.14, "TỜ KHAI ĐĂNG KÝ KHAI SINH");
  page.Line(0.13, 0.20, "Kính gửi: UBND phường Đông Thành");
  page.Line(0.13, 0.24, "Họ, chữ đệm, tên người yêu cầu: ....................");
  page.Line(0.13, 0.28, "Nơi cư trú: Phường Đông Thành");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "D01");
  EXPECT_EQ(read.Value("address"), "Phường Đông Thành");
  EXPECT_EQ(Field(read, "applicant_name").null_reason, "handwritten");
}

TEST(FormClass, FollowsTheTitleNotTheFormNumber) {
  PageLayout page;
  page.Line(0.8, 0.03, "Mẫu số 05");
  Head(page, "UBND TỈNH NINH BÌNH", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG");
  page.Centre(0.17, "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ");
  EXPECT_EQ(Understand({&page.record()}).type.code, "C02");
}

TEST(FormClass, ReadsATitleOverTwoLines) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG");
  page.Centre(0.17, "PHIẾU KIỂM SOÁT").Centre(0.188, "QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ");
  EXPECT_EQ(Understand({&page.record()}).type.code, "C05");
}

TEST(TaxCode, ChecksItsTenthDigit) {
  EXPECT_TRUE(IsTaxCode("0100233488"));
  EXPECT_TRUE(IsTaxCode("0314409058002"));
  EXPECT_FALSE(IsTaxCode("0100233480"));
  EXPECT_FALSE(IsTaxCode("0100000008"));
  EXPECT_FALSE(IsTaxCode("0314409058000"));
}

TEST(IdentityNumber, BeginsWithAProvince) {
  EXPECT_TRUE(IsIdentityNumber("037090001234"));
  EXPECT_FALSE(IsIdentityNumber("003090001234"));
  EXPECT_FALSE(IsIdentityNumber("03709000123"));
}

TEST(DossierCode, IsRepairedByPosition) {
  EXPECT_EQ(RepairDossierCode("OOO.00.l8.H42-181004-0001"), "000.00.18.H42-181004-0001");
  EXPECT_EQ(RepairDossierCode("H42.18-18lOO4-0001"), "H42.18-181004-0001");
}

}  // namespace
}  // namespace sohoa
