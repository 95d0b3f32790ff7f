// SPDX-License-Identifier: Apache-2.0
#include "ocr/page_reading.h"

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "ocr/drawn_page.h"
#include "ocr/open_engine.h"
#include "ocr/prepared_pages.h"
#include "support/check_ocr_engine.h"

namespace sohoa {
namespace {

// The engines that read, by name: what they give is the same, whoever finds the lines.
class PageEngine : public testing::TestWithParam<const char*> {
 protected:
  // One model for all tests of an engine: it takes a while to load.
  static OcrEngine& Engine() {
    static std::map<std::string, std::unique_ptr<OcrEngine>> engines;
    std::unique_ptr<OcrEngine>& engine = engines[GetParam()];
    if (engine == nullptr) {
      Result<std::unique_ptr<OcrEngine>> opened = OpenEngine({GetParam(), "vie"});
      if (!opened) throw std::runtime_error(opened.status().ToString());
      engine = std::move(*opened);
    }
    return *engine;
  }

  static std::string Read(const DrawnPage& drawn) {
    const Result<PageText> text = Engine().Recognise(ToPreparedPage(drawn));
    EXPECT_TRUE(text) << text.status().ToString();
    return text ? PlainText(*text) : "";
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, PageEngine, testing::Values("lines", "tesseract"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST_P(PageEngine, KeepsThePromisesOfItsSeam) {
  DrawnPage printed(1000, 300);
  printed.Text(60, 60, "Căn cứ Luật Tổ chức chính quyền địa phương");
  printed.Text(60, 130, "Theo đề nghị của Giám đốc Sở Nội vụ");
  const DrawnPage blank(1000, 300);
  CheckOcrEngine(Engine(), ToPreparedPage(printed), ToPreparedPage(blank));
}

TEST_P(PageEngine, ReadsVietnameseWithBoxesOnItsInk) {
  DrawnPage drawn(1000, 300);
  const Box ink = drawn.Text(60, 100, "Quyết định này có hiệu lực");
  const Result<PageText> text = Engine().Recognise(ToPreparedPage(drawn));
  ASSERT_TRUE(text);
  EXPECT_EQ(PlainText(*text), "Quyết định này có hiệu lực\n");
  EXPECT_GT(text->mean_confidence, 0.8);
  ASSERT_EQ(text->blocks.size(), 1u);
  const Box& box = text->blocks[0].lines[0].box;
  EXPECT_NEAR(box.left, ink.left, 6);
  EXPECT_NEAR(box.right, ink.right, 6);
  EXPECT_NEAR(box.top, ink.top, 6);
  EXPECT_NEAR(box.bottom, ink.bottom, 6);
}

TEST_P(PageEngine, ReadsTheLeftHeadBlockBeforeTheRightOne) {
  DrawnPage drawn(1600, 700);
  drawn.Text(120, 60, "ỦY BAN NHÂN DÂN");
  drawn.Text(150, 110, "TỈNH NINH BÌNH");
  drawn.Text(150, 190, "Số: 85/KH-UBND");
  drawn.Text(680, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  drawn.Text(860, 110, "Độc lập - Tự do - Hạnh phúc");
  drawn.Text(790, 190, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  drawn.Text(120, 330, "Thực hiện Nghị định của Chính phủ về cơ chế một cửa trong giải quyết thủ tục");
  drawn.Text(120, 390, "hành chính, Ủy ban nhân dân tỉnh ban hành kế hoạch thực hiện như sau:");
  EXPECT_EQ(Read(drawn),
            "ỦY BAN NHÂN DÂN\nTỈNH NINH BÌNH\nSố: 85/KH-UBND\n"
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
            "Ninh Bình, ngày 04 tháng 10 năm 2018\n"
            "Thực hiện Nghị định của Chính phủ về cơ chế một cửa trong giải quyết thủ tục\n"
            "hành chính, Ủy ban nhân dân tỉnh ban hành kế hoạch thực hiện như sau:\n");
}

TEST_P(PageEngine, ReadsARuledTableCellByCell) {
  DrawnPage drawn(1400, 500);
  for (const int y : {100, 200, 360}) drawn.Stroke(80, y, 1300, y, 3);
  for (const int x : {80, 500, 900, 1300}) drawn.Stroke(x, 100, x, 360, 3);
  drawn.Text(120, 125, "Nội dung");
  drawn.Text(540, 125, "Cơ quan");
  drawn.Text(940, 125, "Thời gian");
  drawn.Text(110, 215, "Xây dựng kế hoạch");
  drawn.Text(110, 285, "của tỉnh");
  drawn.Text(540, 215, "Sở Nội vụ");
  drawn.Text(940, 215, "Tháng 12");
  const Result<PageText> text = Engine().Recognise(ToPreparedPage(drawn));
  ASSERT_TRUE(text);
  EXPECT_EQ(PlainText(*text),
            "Nội dung Cơ quan Thời gian\nXây dựng kế hoạch của tỉnh Sở Nội vụ Tháng 12\n");
  ASSERT_EQ(text->tables.size(), 1u);
  EXPECT_EQ(text->tables[0].rows, 2);
  EXPECT_EQ(text->tables[0].columns, 3);
  ASSERT_EQ(text->tables[0].cells.size(), 6u);
  EXPECT_EQ(text->tables[0].cells[3].text, "Xây dựng kế hoạch của tỉnh");
  ASSERT_EQ(text->blocks.size(), 1u);
  EXPECT_EQ(text->blocks[0].kind, BlockKind::kTable);
}

TEST_P(PageEngine, ReadsWhatStandsAboutATableOnceAndInItsPlace) {
  DrawnPage drawn(1400, 700);
  drawn.Text(120, 40, "Biểu tổng hợp kết quả thực hiện");
  for (const int y : {150, 250, 350}) drawn.Stroke(80, y, 1300, y, 3);
  for (const int x : {80, 700, 1300}) drawn.Stroke(x, 150, x, 350, 3);
  drawn.Text(120, 175, "Nội dung");
  drawn.Text(740, 175, "Thời gian");
  drawn.Text(120, 275, "Tổng hợp báo cáo");
  drawn.Text(120, 420, "Căn cứ kết quả nêu trên");
  EXPECT_EQ(Read(drawn),
            "Biểu tổng hợp kết quả thực hiện\nNội dung Thời gian\nTổng hợp báo cáo\nCăn cứ kết quả nêu trên\n");
}

TEST_P(PageEngine, ReadsCellsWhoseTextRunsUpOrDown) {
  DrawnPage drawn(1400, 700);
  for (const int y : {100, 400, 500}) drawn.Stroke(80, y, 1300, y, 3);
  for (const int x : {80, 200, 320, 800, 1300}) drawn.Stroke(x, 100, x, 500, 3);
  drawn.TurnedText(95, 390, "Số thứ tự của", DrawnPage::Run::kUpwards);
  drawn.TurnedText(140, 390, "từng hồ sơ", DrawnPage::Run::kUpwards);
  drawn.TurnedText(290, 120, "Đơn vị tính", DrawnPage::Run::kDownwards);
  drawn.Text(400, 220, "Nội dung công việc");
  drawn.Text(900, 220, "Cơ quan thực hiện");
  drawn.Text(125, 420, "1");
  drawn.Text(220, 420, "bản");
  drawn.Text(360, 420, "Lập kế hoạch của tỉnh");
  drawn.Text(840, 420, "Sở Nội vụ");
  const Result<PageText> text = Engine().Recognise(ToPreparedPage(drawn));
  ASSERT_TRUE(text);
  EXPECT_EQ(PlainText(*text),
            "Số thứ tự của từng hồ sơ Đơn vị tính Nội dung công việc Cơ quan thực hiện\n"
            "1 bản Lập kế hoạch của tỉnh Sở Nội vụ\n");
  ASSERT_EQ(text->blocks.size(), 1u);
  const std::vector<Word>& words = text->blocks[0].lines.at(0).words;
  ASSERT_EQ(words.size(), 18u);
  // Upwards: the first word stands lowest, and the second line to the right of the first.
  EXPECT_GT(words[0].box.top, words[1].box.top);
  EXPECT_NEAR(words[0].box.bottom, 388, 8);
  EXPECT_GT(words[5].box.left, words[0].box.left + 20);
  // Downwards: the first word stands highest.
  EXPECT_EQ(words[7].text, "Đơn");
  EXPECT_NEAR(words[7].box.top, 122, 8);
  EXPECT_GT(words[9].box.top, words[8].box.top);
  for (const Word& word : words) {
    EXPECT_GE(word.box.left, 80);
    EXPECT_LE(word.box.bottom, 400);
  }
}

TEST_P(PageEngine, LeavesTallCellsAsTheyStandWhereTheyReadThatWay) {
  DrawnPage drawn(1400, 700);
  for (const int y : {100, 450}) drawn.Stroke(80, y, 1300, y, 3);
  drawn.Stroke(240, 280, 1300, 280, 3);
  for (const int x : {80, 240, 800, 1300}) drawn.Stroke(x, 100, x, 450, 3);
  int y = 120;
  for (const char* word : {"Phòng", "Nội vụ", "huyện", "Vân Khê"}) {
    drawn.Text(100, y, word);
    y += 60;
  }
  drawn.Text(300, 150, "Lập kế hoạch");
  drawn.Text(300, 320, "Báo cáo kết quả");
  drawn.Text(840, 150, "Tháng 3");
  drawn.Text(840, 320, "Tháng 9");
  EXPECT_EQ(Read(drawn), "Phòng Nội vụ huyện Vân Khê Lập kế hoạch Tháng 3\nBáo cáo kết quả Tháng 9\n");
}

TEST_P(PageEngine, ReadsNothingOutOfAPortrait) {
  for (const DrawnPage::Print print : {DrawnPage::Print::kGray, DrawnPage::Print::kDots}) {
    DrawnPage drawn(1400, 900);
    drawn.Text(480, 60, "SƠ YẾU LÝ LỊCH");
    const Box portrait{100, 160, 336, 475};  // 3 x 4 cm
    drawn.Portrait(portrait, print);
    drawn.Text(480, 200, "Họ và tên khai sinh của người khai");
    drawn.Text(480, 270, "Quê quán và nơi cư trú hiện nay");
    drawn.Text(100, 600, "Căn cứ Luật Tổ chức chính quyền địa phương");
    const Result<PageText> text = Engine().Recognise(ToPreparedPage(drawn));
    ASSERT_TRUE(text);
    EXPECT_EQ(PlainText(*text, true),
              "SƠ YẾU LÝ LỊCH\nHọ và tên khai sinh của người khai\nQuê quán và nơi cư trú hiện nay\n"
              "Căn cứ Luật Tổ chức chính quyền địa phương\n");
    const auto picture = std::find_if(text->blocks.begin(), text->blocks.end(),
                                      [](const Block& block) { return block.kind == BlockKind::kPicture; });
    ASSERT_NE(picture, text->blocks.end());
    EXPECT_TRUE(picture->lines.empty());
    EXPECT_NEAR(picture->box.left, portrait.left, 16);
    EXPECT_NEAR(picture->box.top, portrait.top, 16);
    EXPECT_NEAR(picture->box.right, portrait.right, 16);
    EXPECT_NEAR(picture->box.bottom, portrait.bottom, 16);
  }
}

TEST_P(PageEngine, ReadsATableWithoutRulesCellByCell) {
  DrawnPage drawn(1400, 700);
  drawn.Text(120, 40, "Lịch làm việc của tuần tới như sau:");
  int y = 130;
  for (const char* day : {"Thứ hai", "Thứ ba", "Thứ tư"}) {
    drawn.Text(120, y, day);
    drawn.Text(460, y, "Họp giao ban với các");
    drawn.Text(460, y + 45, "phòng chuyên môn");
    drawn.Text(1020, y, "Phòng họp");
    y += 120;
  }
  drawn.Text(120, 560, "Các đơn vị chuẩn bị báo cáo theo phân công.");
  const Result<PageText> text = Engine().Recognise(ToPreparedPage(drawn));
  ASSERT_TRUE(text);
  EXPECT_EQ(PlainText(*text),
            "Lịch làm việc của tuần tới như sau:\n"
            "Thứ hai Họp giao ban với các phòng chuyên môn Phòng họp\n"
            "Thứ ba Họp giao ban với các phòng chuyên môn Phòng họp\n"
            "Thứ tư Họp giao ban với các phòng chuyên môn Phòng họp\n"
            "Các đơn vị chuẩn bị báo cáo theo phân công.\n");
  ASSERT_EQ(text->tables.size(), 1u);
  EXPECT_EQ(text->tables[0].rows, 3);
  EXPECT_EQ(text->tables[0].columns, 3);
  EXPECT_EQ(text->tables[0].cells.at(4).text, "Họp giao ban với các phòng chuyên môn");
  ASSERT_EQ(text->blocks.size(), 3u);
  EXPECT_EQ(text->blocks[1].kind, BlockKind::kTable);
}

TEST_P(PageEngine, FindsThatAPageLiesOnItsSide) {
  DrawnPage drawn(1200, 1200);
  for (int y = 60; y < 1100; y += 70) {
    drawn.Text(60, y, "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015");
  }
  // Turned a quarter counter-clockwise: a quarter clockwise makes it upright again.
  const GrayImage upright = ToGrayImage(drawn);
  auto turned = std::make_shared<LocalImage>(upright.height, upright.width, 1);
  for (int y = 0; y < upright.height; ++y) {
    for (int x = 0; x < upright.width; ++x) {
      turned->row(upright.width - 1 - x)[y] = upright.Row(y)[x];
    }
  }
  DecodedPage page;
  page.image = turned;
  page.dpi = DrawnPage::kDpi;
  const Result<Orientation> found = Engine().DetectOrientation(page);
  ASSERT_TRUE(found) << found.status().ToString();
  EXPECT_EQ(found->rotation, 90);
  EXPECT_GT(found->confidence, 0.5);

  page.image = std::make_shared<LocalImage>(300, 300, 1, std::uint8_t{255});
  const Result<Orientation> none = Engine().DetectOrientation(page);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.status().code(), StatusCode::kNotFound);
}

TEST(OpenEngine, SaysWhichPackageAMissingModelIsIn) {
  const Result<std::unique_ptr<OcrEngine>> missing = OpenEngine({"tesseract", "vie+xyz"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(missing.status().message().find("tesseract-ocr-xyz"), std::string::npos);
  const Result<std::unique_ptr<OcrEngine>> alone = OpenEngine({"lines", "xyz"});
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(alone.status().message().find("tesseract-ocr-xyz"), std::string::npos);
}

TEST(OpenEngine, TakesNoPathForTheNameOfAModel) {
  for (const char* engine : {"lines", "tesseract"}) {
    const Result<std::unique_ptr<OcrEngine>> path = OpenEngine({engine, "../vie"});
    ASSERT_FALSE(path);
    EXPECT_EQ(path.status().code(), StatusCode::kInvalidArgument) << engine;
  }
}

TEST(OpenEngine, ReadsWithTesseractWhatLinesCannot) {
  const Result<std::unique_ptr<OcrEngine>> two = OpenEngine({"lines", "vie+eng"});
  ASSERT_TRUE(two) << two.status().ToString();
  EXPECT_EQ((*two)->Name().substr(0, 9), "tesseract");
  EXPECT_EQ((*two)->Model(), "vie+eng");
}

TEST(OpenEngine, KnowsEveryNameItLists) {
  for (const std::string& name : AvailableEngines()) {
    EXPECT_TRUE(OpenEngine({name, "vie"})) << name;
  }
  const Result<std::unique_ptr<OcrEngine>> unknown = OpenEngine({"crystal_ball", "vie"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.status().code(), StatusCode::kInvalidArgument);
}

TEST(NullEngine, KeepsThePromisesOfItsSeam) {
  Result<std::unique_ptr<OcrEngine>> engine = OpenEngine({"null", ""});
  ASSERT_TRUE(engine);
  const DrawnPage page(100, 100);
  CheckOcrEngine(**engine, ToPreparedPage(page), ToPreparedPage(page));
}

}  // namespace
}  // namespace sohoa
