// SPDX-License-Identifier: Apache-2.0
#include "documents/personal_data.h"

#include <gtest/gtest.h>

#include "documents/page_layout.h"

namespace sohoa {
namespace {

// The page's text with what is hidden as stars.
std::string Hidden(const std::vector<std::string>& lines, const std::vector<FieldValue>& fields = {}) {
  PageLayout layout;
  double y = 0.06;
  for (const std::string& line : lines) layout.Line(0.12, y += 0.03, line);
  PageRecord page = layout.record();
  HidePersonalData(FindPersonalData(page, fields, 1), page);
  std::string text;
  for (const Block& block : page.text.blocks) {
    for (const Line& line : block.lines) {
      for (std::size_t i = 0; i < line.words.size(); ++i) text += (i > 0 ? " " : "") + line.words[i].text;
      text += '\n';
    }
  }
  text.pop_back();
  return text;
}

TEST(PersonalData, HasNumbersOfIdentityPapers) {
  EXPECT_EQ(Hidden({"Số CCCD: 037090001234 cấp ngày 12/03/2021"}), "Số CCCD: ************ cấp ngày 12/03/2021");
  EXPECT_EQ(Hidden({"Giấy CMND 164512345, Công an Ninh Bình"}), "Giấy CMND ********** Công an Ninh Bình");
  EXPECT_EQ(Hidden({"số 037 090 001 234"}), "số *** *** *** ***");
  EXPECT_EQ(Hidden({"CMND:164512345"}), "**************");
  EXPECT_EQ(Hidden({"Căn cước công dân số 03709000123"}), "Căn cước công dân số ***********") << "a digit was lost";
}

TEST(PersonalData, HasTelephoneNumbersAndMail) {
  EXPECT_EQ(Hidden({"Điện thoại: 0912.345.678"}), "Điện thoại: ************");
  EXPECT_EQ(Hidden({"liên hệ 0912 345 678 hoặc +84 987 654 321"}), "liên hệ **** *** *** hoặc *** *** *** ***");
  EXPECT_EQ(Hidden({"ĐT 0229 3871 234 Email: ba.nguyen@thu.example"}), "ĐT **** **** *** Email: *********************");
}

TEST(PersonalData, HasAddressesToTheNextLabel) {
  EXPECT_EQ(Hidden({"Nơi thường trú: Thôn 3, xã Gia Sinh Điện thoại: 0912345678"}), "Nơi thường trú: **** ** ** *** **** Điện thoại: **********");
  EXPECT_EQ(Hidden({"Địa chỉ: số 5 đường Hoa Lư,", "phường Đông Thành", "Nội dung: xin cấp lại"}),
            "Địa chỉ: ** * ***** *** ***\n****** **** *****\nNội dung: xin cấp lại");
}

TEST(PersonalData, IsNotInSumsDatesAndNumbersOfDocuments) {
  for (const char* line : {"Số: 85/KH-UBND ngày 04 tháng 10 năm 2018", "Tổng số tiền: 164.512.345 đồng", "164512345 đồng", "Căn cứ Nghị định số 61/2018/NĐ-CP",
                           "Mã hồ sơ 000.00.18.H42-181004-0001", "từ năm 2018 đến năm 2020", "diện tích 120 m2, thửa 37, tờ 12"}) {
    EXPECT_EQ(Hidden({line}), line);
  }
}

TEST(PersonalData, HasWhatFieldsSayOfThePage) {
  PageLayout layout;
  layout.Line(0.12, 0.2, "Tổ 9 khu Đông");
  PageRecord page = layout.record();
  FieldValue address;
  address.code = "representative_address";
  Box all = page.text.blocks[0].lines[0].words[0].box;
  for (const Word& word : page.text.blocks[0].lines[0].words) all = Union(all, word.box);
  address.locations.push_back({2, "", page.geometry.ToPolygon(all)});
  EXPECT_EQ(FindPersonalData(page, {address}, 2).words.size(), 4u);
  EXPECT_TRUE(FindPersonalData(page, {address}, 1).empty()) << "of another page";
  address.code = "subject";
  EXPECT_TRUE(FindPersonalData(page, {address}, 2).empty());
}

TEST(PersonalData, TakesAwayAllThatWasReadOfAWord) {
  PageLayout layout;
  layout.Line(0.12, 0.2, "CCCD 037090001234 cấp");
  PageRecord page = layout.record();
  Word& number = page.text.blocks[0].lines[0].words[1];
  number.raw = "O37090001234";
  number.alternatives = {{"037090001284", 0.3}};
  page.barcodes.push_back({"QRCode", "037090001234|164512345|Nguyễn Văn Bưởi|12031990|Nam|Thôn 3", {100, 200, 300, 400}});
  page.barcodes.push_back({"Code128", "000.00.18.H42-181004-0001", {500, 200, 900, 260}});
  const PersonalData data = FindPersonalData(page, {}, 1);
  EXPECT_EQ(data.barcodes, std::vector<std::size_t>{0});
  const std::vector<Box> boxes = HidePersonalData(data, page);
  ASSERT_EQ(boxes.size(), 2u);
  EXPECT_TRUE(MostlyIn(number.box, boxes[0]));
  EXPECT_TRUE(MostlyIn(page.barcodes[0].box, boxes[1]));
  EXPECT_EQ(number.text, "************");
  EXPECT_TRUE(number.raw.empty());
  EXPECT_TRUE(number.alternatives.empty());
  EXPECT_TRUE(page.barcodes[0].text.empty());
  EXPECT_FALSE(page.barcodes[1].text.empty());
}

TEST(PersonalData, IsCoveredInARowWithoutGaps) {
  PageLayout layout;
  layout.Line(0.12, 0.2, "Địa chỉ: Thôn 3, xã Gia Sinh");
  PageRecord page = layout.record();
  const std::vector<Box> boxes = HidePersonalData(FindPersonalData(page, {}, 1), page);
  ASSERT_EQ(boxes.size(), 1u);
  EXPECT_LT(boxes[0].left, page.text.blocks[0].lines[0].words[2].box.left);
  EXPECT_GT(boxes[0].right, page.text.blocks[0].lines[0].words.back().box.right);
}

}  // namespace
}  // namespace sohoa
