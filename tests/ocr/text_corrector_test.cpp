// SPDX-License-Identifier: Apache-2.0
#include "ocr/language/text_corrector.h"

#include <sstream>

#include <gtest/gtest.h>

namespace sohoa {
namespace {

// Lines of one block; a word's confidence and other readings may be set afterwards.
Block BlockOf(const std::vector<std::string>& lines) {
  Block block;
  int top = 0;
  for (const std::string& text : lines) {
    Line line;
    std::istringstream words(text);
    int left = 100;
    for (std::string part; words >> part;) {
      Word word;
      word.text = part;
      word.confidence = 0.93;
      word.box = {left, top, left + 90, top + 40};
      line.words.push_back(word);
      left += 100;
    }
    line.box = {100, top, 2000, top + 40};
    block.lines.push_back(line);
    top += 60;
  }
  return block;
}

class Corrector : public testing::Test {
 protected:
  void SetUp() override {
    Result<std::shared_ptr<const LanguageModel>> model = BuiltInLanguageModel();
    ASSERT_TRUE(model);
    corrector_ = std::make_unique<TextCorrector>(*model);
  }
  std::string Corrected(Block block) const {
    corrector_->Correct({&block});
    std::string text;
    for (const Line& line : block.lines) text += (text.empty() ? "" : " | ") + LineText(line);
    return text;
  }
  std::string Corrected(const std::string& line) const { return Corrected(BlockOf({line})); }
  void ExpectUntouched(const std::string& line) const { EXPECT_EQ(Corrected(line), line); }

  std::unique_ptr<TextCorrector> corrector_;
};

TEST_F(Corrector, GivesLostMarksBack) {
  EXPECT_EQ(Corrected("các cơ quan, tô chức, cá nhân"), "các cơ quan, tổ chức, cá nhân");
  EXPECT_EQ(Corrected("thuộc thâm quyền quản lý"), "thuộc thẩm quyền quản lý");
  EXPECT_EQ(Corrected("Nghị định sô 71/2016/NĐ-CP ngày"), "Nghị định số 71/2016/NĐ-CP ngày");
}

TEST_F(Corrector, ChoosesByWhatStandsAbout) {
  EXPECT_EQ(Corrected("theo để nghị của Sở"), "theo đề nghị của Sở");
  EXPECT_EQ(Corrected("biện pháp đề bảo vệ"), "biện pháp để bảo vệ");
  EXPECT_EQ(Corrected("trách nhiệm chuyên đến cơ quan"), "trách nhiệm chuyển đến cơ quan");
  EXPECT_EQ(Corrected("cơ quan chuyển môn về"), "cơ quan chuyên môn về");
}

TEST_F(Corrector, LeavesWhatIsRight) {
  ExpectUntouched("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;");
  ExpectUntouched("để bảo đảm trật tự, an toàn; đề nghị các cơ quan chuyên môn chuyển hồ sơ");
  ExpectUntouched("bản sao; địa bàn; chi tiết; chỉ đạo; được cấp; cửa hàng dược");
}

TEST_F(Corrector, LeavesNames) {
  // Each would be another word in lower case.
  ExpectUntouched("ông Trần Văn Tô làm tổ trưởng");
  ExpectUntouched("tại xã Tô Chức, huyện Điêu Kiên");
  ExpectUntouched("do ông Tô trình bày");
  ExpectUntouched("bà Điêu Thị Quyên");
  ExpectUntouched("- Tô, Điêu, Quyên: thôn Văn Tô 3");
}

TEST_F(Corrector, LeavesNumbersCodesAndAddresses) {
  ExpectUntouched("sô12 85/KH-UBND tô/chức to@chuc.vn tô.chức 000.00.18.H42");
}

TEST_F(Corrector, LeavesAbbreviationsAndCapitals) {
  ExpectUntouched("TM. UBND KT. BYT QĐ TTr");
  ExpectUntouched("TÔ CHỨC");
}

TEST_F(Corrector, LeavesForeignWords) {
  ExpectUntouched("gửi e-mail qua internet, website, Microsoft Word và Müller");
}

TEST_F(Corrector, LeavesWhatIsNotPrint) {
  for (const InkKind ink : {InkKind::kStamp, InkKind::kHandwriting}) {
    Block block = BlockOf({"cơ quan, tô chức, cá nhân"});
    block.lines[0].words[2].ink = ink;
    corrector_->Correct({&block});
    EXPECT_EQ(block.lines[0].words[2].text, "tô");
    EXPECT_EQ(block.lines[0].words[2].raw, "");
  }
}

TEST_F(Corrector, KeepsCaseAndPunctuation) {
  EXPECT_EQ(Corrected("bao gôm: các đơn vị, (tô chức)"), "bao gồm: các đơn vị, (tổ chức)");
  EXPECT_EQ(Corrected("Quyêt định này có hiệu lực"), "Quyết định này có hiệu lực");
}

TEST_F(Corrector, KeepsWhereTheToneStands) {
  EXPECT_EQ(Corrected("giấy úy quyền cho người khác"), "giấy ủy quyền cho người khác");
  EXPECT_EQ(Corrected("giấy uý quyền cho người khác"), "giấy uỷ quyền cho người khác");
}

TEST_F(Corrector, ReadsOnAcrossTheEndOfALine) {
  EXPECT_EQ(Corrected(BlockOf({"trách nhiệm của các cơ quan, tô", "chức và cá nhân"})),
            "trách nhiệm của các cơ quan, tổ | chức và cá nhân");
}

TEST_F(Corrector, RecordsWhatWasRead) {
  Block block = BlockOf({"các cơ quan, tô chức, cá nhân"});
  Word& word = block.lines[0].words[3];
  word.alternatives = {{"tổ", 0.19}, {"tôổ", 0.01}};
  const Box box = word.box;
  corrector_->Correct({&block});
  EXPECT_EQ(word.text, "tổ");
  EXPECT_EQ(word.raw, "tô");
  EXPECT_EQ(word.alternatives, (std::vector<WordAlternative>{{"tô", 0.93}, {"tôổ", 0.01}}));
  EXPECT_EQ(word.confidence, 0.93);
  EXPECT_EQ(word.box, box);
  EXPECT_EQ(block.lines[0].words[4].raw, "");
}

TEST_F(Corrector, BelievesASureEngineMoreThanAnUnsureOne) {
  Block block = BlockOf({"tô chuyên gia"});
  EXPECT_EQ(Corrected(block), "tổ chuyên gia");
  block.lines[0].words[0].confidence = 0.98;
  EXPECT_EQ(Corrected(block), "tô chuyên gia");
}

TEST_F(Corrector, LeavesATermThatThePageRepeats) {
  const std::string term = "tô chuyên gia";
  ASSERT_EQ(Corrected(term), "tổ chuyên gia");
  const std::string corrected =
      Corrected(BlockOf({term, term, term, term, term, term, term, term}));
  EXPECT_EQ(corrected.find("tổ"), std::string::npos);
}

TEST_F(Corrector, TakesWhatIsOnOtherBlocksOfThePageForItsOwn) {
  Block block = BlockOf({"tô chuyên gia"});
  std::vector<Block> others(7, block);
  std::vector<Block*> page = {&block};
  for (Block& other : others) page.push_back(&other);
  corrector_->Correct(page);
  EXPECT_EQ(LineText(block.lines[0]), "tô chuyên gia");
}

TEST_F(Corrector, TakesEmptyPagesAndLines) {
  corrector_->Correct({});
  Block block;
  block.lines.resize(2);
  corrector_->Correct({&block});
  EXPECT_EQ(block.lines.size(), 2u);
}

}  // namespace
}  // namespace sohoa
