// SPDX-License-Identifier: Apache-2.0
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

PageLayout FormOfRequest(std::string_view request) {
  PageLayout page;
  page.Centre(0.12, "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ");
  page.Line(0.13, 0.20, "Tiếp nhận hồ sơ của: Lê Thị Hạnh");
  page.Line(0.13, 0.24, "Nội dung yêu cầu giải quyết: " + std::string(request));
  return page;
}

PageLayout Application(std::string_view address) {
  PageLayout page;
  page.Centre(0.06, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").Centre(0.08, "Độc lập - Tự do - Hạnh phúc");
  page.Centre(0.14, "TỜ KHAI ĐĂNG KÝ KHAI SINH");
  page.Line(0.13, 0.24, "Họ, chữ đệm, tên người yêu cầu: LÊ THỊ HẠNH");
  page.Line(0.13, 0.28, "Nơi cư trú: " + std::string(address));
  return page;
}

TEST(Address, WaitsWhereItEndsBeforeItsProvince) {
  const auto state = [](std::string_view address) { return Field(Understand({&Application(address).record()}), "address").review; };

  EXPECT_EQ(state("xã Hải Vân, huyện Thái Hải, tỉnh An Giang"), ReviewState::kAutoAccepted);
  EXPECT_EQ(state("xã Hải Vân, huyện Thái Hải, An Giang"), ReviewState::kAutoAccepted);
  EXPECT_EQ(state("phường Hải Vân, quận Thái Hải, thành phố Đà Nẵng"), ReviewState::kAutoAccepted);
  EXPECT_EQ(state("xã Hải Vân, huyện Thái Hải, tỉnh"), ReviewState::kNeedsReview);
  EXPECT_EQ(state("xã Hải Vân, huyện Thái Hải"), ReviewState::kNeedsReview);
  EXPECT_EQ(state("phường Hải Vân, thành phố Ninh Bình"), ReviewState::kNeedsReview) << "a city of a province";
  EXPECT_EQ(state("phường Hải Vân, quận Thái Hải, thành phố Đà"), ReviewState::kNeedsReview);
}

TEST(SignedDate, HasItsYearWhereThatStandsAloneInTheLineBelow) {
  PageLayout page = Application("xã Hải Vân, huyện Thái Hải, tỉnh An Giang");
  page.Line(0.52, 0.50, "Làm tại: Trấn An Lộc, ngày 15 tháng 10 năm").Line(0.7, 0.52, "2023");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("issued_date"), "2023-10-15");
  EXPECT_EQ(read.Value("place"), "Trấn An Lộc");
}

TEST(Office, WaitsWhereItEndsInALevelWithoutAName) {
  const auto state = [](std::string_view office) {
    PageLayout page = Application("xã Hải Vân, huyện Thái Hải, tỉnh An Giang");
    page.Line(0.13, 0.20, "Kính gửi: " + std::string(office));
    return Field(Understand({&page.record()}), "addressee").review;
  };
  EXPECT_EQ(state("Ủy ban nhân dân phường Lâm Sơn, thành phố Liên Phú"), ReviewState::kAutoAccepted);
  EXPECT_EQ(state("Ủy ban nhân dân phường Lâm Sơn, thành phố Liên Phú, tỉnh"), ReviewState::kNeedsReview);
}

TEST(Entry, ThatMayGoOnInTheLineBelowWaits) {
  // Three quarters of the line are full, and the words below stand under it; whether they belong to it nobody knows.
  PageLayout page = FormOfRequest("Đăng ký biến động đất đai do chuyển nhượng quyền");
  page.Line(0.13, 0.26, "sử dụng đất");
  page.Line(0.13, 0.29, "Qua xem xét hồ sơ, Bộ phận Tiếp nhận và Trả kết quả xin thông báo với ông bà như sau đây");

  const FieldValue request = Field(Understand({&page.record()}), "request");
  EXPECT_EQ(request.review, ReviewState::kNeedsReview) << request.value;
  const PageLayout alone = FormOfRequest("Đăng ký biến động đất đai do chuyển nhượng quyền");
  EXPECT_EQ(Field(Understand({&alone.record()}), "request").review, ReviewState::kAutoAccepted);
}

TEST(Entry, BeginsBehindTheTranslationOfItsLabelHoweverThatWasRead) {
  PageLayout page;
  page.Centre(0.12, "CĂN CƯỚC CÔNG DÂN").Centre(0.15, "Citizen Identity Card");
  page.Line(0.3, 0.20, "Số / No.: 082180453401");
  page.Line(0.3, 0.23, "Họ và tên / Full name.");
  page.Line(0.3, 0.245, "TRỊNH THÙY LINH");
  page.Line(0.3, 0.29, "Nơi thường trú / Place of residence; xã Thạch Thủy, huyện Tây Hải, Tiền Giang");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("subject_name"), "Trịnh Thùy Linh");
  EXPECT_EQ(read.Value("address"), "xã Thạch Thủy, huyện Tây Hải, Tiền Giang");
}

TEST(Entry, BeginsBehindALabelWhoseColonWasReadAsASemicolonOrNotAtAll) {
  PageLayout page;
  page.Centre(0.12, "CĂN CƯỚC CÔNG DÂN").Centre(0.15, "Citizen Identity Card");
  page.Line(0.3, 0.20, "Số / No.: 082180453401");
  page.Line(0.3, 0.23, "Họ và tên; TRỊNH THÙY LINH").Gap(0.1).Add("Giới tính: Nữ");
  page.Line(0.3, 0.26, "Ngày sinh: 06/03/1980").Gap(0.1).Add("Quốc tịch; Việt Nam");
  page.Line(0.3, 0.29, "Quê quán / Place of origin phường Việt Lâm, thị xã Long Khê,");
  page.Line(0.3, 0.31, "Hà Giang");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("subject_name"), "Trịnh Thùy Linh");
  EXPECT_EQ(read.Value("sex"), "Nữ");
  EXPECT_EQ(read.Value("nationality"), "Việt Nam");
  EXPECT_TRUE(read.Value("hometown").starts_with("phường Việt Lâm, thị xã Long Khê")) << read.Value("hometown");
}

TEST(Entry, HasNoMarkAtItsEndAndEvenSpacesInMeasures) {
  EXPECT_EQ(Understand({&FormOfRequest("Cấp lại giấy phép có ảnh 3x 4’·").record()}).Value("request"), "Cấp lại giấy phép có ảnh 3 x 4");
}

PageLayout FeeReceipt(std::string_view figures, std::string_view words) {
  PageLayout page;
  page.Centre(0.12, "BIÊN LAI THU PHÍ, LỆ PHÍ");
  page.Line(0.13, 0.20, "Tên đơn vị hoặc người nộp tiền: Lê Thị Hạnh");
  page.Line(0.13, 0.22, "Số tiền: " + std::string(figures) + " đồng", 0.8);
  page.Line(0.13, 0.24, "(Viết bằng chữ: " + std::string(words) + ")", 0.8);
  return page;
}

TEST(FeeReceipt, WhoseSumIsTheSameInFiguresAndInWordsIsAcceptedUnseen) {
  const PageLayout page = FeeReceipt("150.000", "Một trăm năm mươi nghìn đồng");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "D23");
  EXPECT_EQ(read.Value("amount"), "150000");
  EXPECT_EQ(read.Value("amount_in_words"), "150000");
  EXPECT_EQ(Field(read, "amount_in_words").value, "Một trăm năm mươi nghìn đồng");
  EXPECT_TRUE(Has(Field(read, "amount"), "amount_in_words", true));
  EXPECT_EQ(Field(read, "amount").review, ReviewState::kAutoAccepted);
  CheckUnderstanding({page.record()});
}

TEST(FeeReceipt, WhoseSumsDifferIsLeftToAPersonWithBoth) {
  const PageLayout page = FeeReceipt("750.000", "Một trăm năm mươi nghìn đồng");

  const ReadDocument read = Understand({&page.record()});

  const FieldValue& amount = Field(read, "amount");
  EXPECT_TRUE(Has(amount, "amount_in_words", false));
  EXPECT_EQ(amount.review, ReviewState::kNeedsReview);
  ASSERT_EQ(amount.alternatives.size(), 1u);
  EXPECT_EQ(amount.alternatives[0].normalized, "150000");
  EXPECT_EQ(Field(read, "amount_in_words").review, ReviewState::kNeedsReview);
}

TEST(FeeReceipt, HasASumInWordsOverTwoLines) {
  PageLayout page = FeeReceipt("1.024.000", "Một triệu không trăm hai mươi");
  page.Line(0.13, 0.26, "bốn nghìn đồng)", 0.8);

  EXPECT_EQ(Understand({&page.record()}).Value("amount_in_words"), "1024000");
}

TEST(FeeReceipt, TellsALabelOfWordsFromOneOfFigures) {
  PageLayout page;
  page.Centre(0.12, "BIÊN LAI THU TIỀN");
  page.Line(0.13, 0.24, "Số tiền (viết bằng chữ): Hai mươi nghìn đồng");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Field("amount"), nullptr);
  EXPECT_EQ(read.Value("amount_in_words"), "20000");
}

TEST(LandCertificate, HasItsSerialInRedAndItsRegisterEntry) {
  PageLayout page;
  page.Centre(0.12, "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT");
  page.Line(0.13, 0.20, "Thửa đất số: 12").Gap(0.05).Add("Tờ bản đồ số: 34");
  page.Line(0.13, 0.30, "Số vào sổ cấp GCN: CH 01234");
  page.Line(0.6, 0.40, "AM 143443", 0.96, InkKind::kStamp);

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "D11");
  EXPECT_EQ(read.Value("certificate_serial"), "AM 143443");
  EXPECT_EQ(read.Value("register_entry"), "CH 01234");
  EXPECT_TRUE(Has(Field(read, "register_entry"), "register_entry_pattern", true));
  CheckUnderstanding({page.record()});
}

TEST(LandCertificate, HasAnOwnerWhoseNameIsNearlyALabel) {
  PageLayout page;
  page.Centre(0.12, "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT");
  page.Line(0.13, 0.20, "Ông: LÒ NGỌC THẮNG, năm sinh: 1954, CCCD số: 052054696163");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("owner_name"), "Lò Ngọc Thắng");
  EXPECT_EQ(read.Value("birth_date"), "1954");
}

TEST(LandCertificate, SaysThatItsSerialWasNotFound) {
  PageLayout page;
  page.Centre(0.12, "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT");
  const ReadDocument read = Understand({&page.record()});
  EXPECT_EQ(Field(read, "certificate_serial").null_reason, "not_found");
}

TEST(Receipt, NamesItsProcedureByCode) {
  PageLayout page = Receipt("000.00.18.H42-181004-0001");
  page.Line(0.13, 0.44, "Mã thủ tục hành chính: 1.OO1234");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("procedure_code"), "1.001234");
  EXPECT_TRUE(Has(Field(read, "procedure_code"), "procedure_code_pattern", true));
}

TEST(Permit, HasTheHeadAndTheSignatureOfItsIssuer) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/GPXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "GIẤY PHÉP XÂY DỰNG");
  page.Line(0.13, 0.70, "Nơi nhận:").Line(0.62, 0.70, "KT. GIÁM ĐỐC");
  page.Line(0.61, 0.72, "PHÓ GIÁM ĐỐC").Line(0.62, 0.82, "Trần Văn Bình");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "D15");
  EXPECT_EQ(read.Value("organ_name"), "Sở Xây dựng Ninh Bình");
  EXPECT_EQ(read.Value("code_number"), "85");
  EXPECT_EQ(read.Value("code_notation"), "GPXD");
  EXPECT_EQ(read.Value("issued_date"), "2018-10-04");
  EXPECT_EQ(read.Value("signer_name"), "Trần Văn Bình");
  CheckUnderstanding({page.record()});
}

TEST(Certificate, WithoutAHeadHasNoEmptyFieldsOfOne) {
  PageLayout page;
  page.Centre(0.12, "GIẤY KHAI SINH");
  page.Line(0.13, 0.20, "Họ, chữ đệm, tên: LÃ NÔNG MINH KHÔI");
  const ReadDocument read = Understand({&page.record()});
  EXPECT_EQ(read.type.code, "D03");
  EXPECT_EQ(read.Field("code_notation"), nullptr);
  EXPECT_EQ(read.Field("organ_name"), nullptr);
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
