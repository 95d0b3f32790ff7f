// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "documents/handed_in.h"

namespace sohoa {
namespace {

const ProcedureCatalogue kNone;

// A declaration as somebody filled it in, in print.
std::vector<std::string> Declaration(const std::string& name, const std::string& birth, const std::string& number) {
  return {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
          "Độc lập - Tự do - Hạnh phúc",
          "TỜ KHAI ĐĂNG KÝ KHAI SINH",
          "Kính gửi: Ủy ban nhân dân xã Gia Sinh",
          "Họ, chữ đệm, tên người yêu cầu: " + name,
          "Ngày, tháng, năm sinh: " + birth,
          "Nơi cư trú: thôn Xuân Trì, xã Gia Sinh, tỉnh Ninh Bình",
          "Giấy tờ tùy thân: thẻ căn cước số " + number,
          "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây",
          "Tôi cam đoan những nội dung khai trên đây là đúng sự thật",
          "và chịu trách nhiệm trước pháp luật về cam đoan của mình"};
}

const std::vector<std::string> kFirst = Declaration("Trần Thị Bưởi", "04/10/1990", "037190001234");

// What another scan of the sheet makes of it: some words read differently, all of it lower and
// to the right.
void ScanAgain(PageRecord& page) {
  std::size_t count = 0;
  for (Line& line : page.text.blocks.front().lines) {
    for (Word& word : line.words) {
      for (int* edge : {&word.box.left, &word.box.right}) *edge += 40;
      for (int* edge : {&word.box.top, &word.box.bottom}) *edge += 60;
      if (++count % 17 == 0) word.text += "x";
    }
  }
  for (PageObject& object : page.text.objects) {
    object.box = {object.box.left + 40, object.box.top + 60, object.box.right + 40, object.box.bottom + 60};
  }
}

void AddWriting(PageRecord& page, const std::vector<Box>& boxes) {
  for (const Box& box : boxes) {
    Line& line = page.text.blocks.front().lines.emplace_back();
    Word word;
    word.text = "~";
    word.box = box;
    word.ink = InkKind::kHandwriting;
    line.words.push_back(word);
  }
}

TEST(Duplicates, AreExactWhereTheScansAreTheSame) {
  HandedIn dossier;
  dossier.Add("D01", kFirst);
  dossier.Add("D01", kFirst);
  dossier.page(2).source = dossier.page(1).source;
  const Completeness found = dossier.Check(kNone);
  EXPECT_EQ(DocumentOf(found, "d1").duplicate_of, "");
  EXPECT_EQ(DocumentOf(found, "d2").duplicate_of, "d1");
  EXPECT_TRUE(DocumentOf(found, "d2").exact_duplicate);
}

TEST(Duplicates, AreExactWhereTheEncodedImagesAreTheSame) {
  HandedIn dossier;
  dossier.Add("D01", {"TỜ KHAI"});
  dossier.Add("D01", {"TỜ KHAI"});
  dossier.page(1).layer_sha256 = dossier.page(2).layer_sha256 = Sha256::Of("pixels");
  EXPECT_TRUE(DocumentOf(dossier.Check(kNone), "d2").exact_duplicate);
}

TEST(Duplicates, AreNearWhereOneSheetWasScannedAgain) {
  HandedIn dossier;
  dossier.Add("D01", kFirst);
  dossier.Add("D01", kFirst);
  for (const std::size_t number : {1u, 2u}) {
    dossier.page(number).text.objects = {{PageObjectKind::kSignature, {1500, 2800, 1900, 3000}, 0.9}};
    AddWriting(dossier.page(number), {{300, 2500, 500, 2560}, {600, 2500, 900, 2570}});
  }
  ScanAgain(dossier.page(2));
  const Completeness found = dossier.Check(kNone);
  EXPECT_EQ(DocumentOf(found, "d2").duplicate_of, "d1");
  EXPECT_FALSE(DocumentOf(found, "d2").exact_duplicate);
  EXPECT_GT(DocumentOf(found, "d2").similarity, 0.6);
  EXPECT_LT(DocumentOf(found, "d2").similarity, 1);
}

TEST(Duplicates, AreNoTwoFormsThatWereFilledInDifferently) {
  HandedIn dossier;
  dossier.Add("D01", kFirst);
  dossier.Add("D01", Declaration("Trần Văn Cam", "12/05/1988", "037088004321"));
  EXPECT_EQ(DocumentOf(dossier.Check(kNone), "d2").duplicate_of, "");
}

TEST(Duplicates, AreNoTwoFormsThatDifferInOneFieldOnly) {
  HandedIn dossier;
  HandedIn::SetField(dossier.Add("D01", kFirst), "birth_date", "1990-10-04");
  HandedIn::SetField(dossier.Add("D01", kFirst), "birth_date", "1991-10-04");
  EXPECT_EQ(DocumentOf(dossier.Check(kNone), "d2").duplicate_of, "");
}

TEST(Duplicates, AreNoTwoFormsThatWereFilledInByHandInDifferentPlaces) {
  HandedIn dossier;
  dossier.Add("D01", kFirst);
  dossier.Add("D01", kFirst);
  AddWriting(dossier.page(1), {{900, 700, 1300, 760}, {900, 800, 1200, 860}, {1500, 2800, 1900, 3000}});
  AddWriting(dossier.page(2), {{950, 700, 1600, 760}, {820, 810, 1000, 850}, {1600, 2700, 2200, 2900}});
  EXPECT_EQ(DocumentOf(dossier.Check(kNone), "d2").duplicate_of, "");
}

TEST(Duplicates, AreNoPapersOfDifferentClasses) {
  HandedIn dossier;
  dossier.Add("D01", kFirst);
  dossier.Add("D02", kFirst);
  EXPECT_EQ(DocumentOf(dossier.Check(kNone), "d2").duplicate_of, "");
}

TEST(Duplicates, ServeOnlyOnceWhereTheyAreExact) {
  const ProcedureCatalogue catalogue = CatalogueOf(R"(
[[procedure]]
code = "1.001193"
name = "Đăng ký khai sinh"
[[procedure.paper]]
id = "declaration"
name = "Tờ khai"
classes = ["D01"]
documents = 2
)");
  HandedIn dossier;
  dossier.Add("D01", kFirst);
  dossier.Add("D01", kFirst);
  dossier.page(2).source = dossier.page(1).source;
  const Completeness found = dossier.Check(catalogue);
  EXPECT_EQ(PaperOf(found, "declaration").state, PaperState::kMissing);
  EXPECT_EQ(DocumentOf(found, "d2").role, DocumentRole::kServes) << "a copy is what its original is";
}

}  // namespace
}  // namespace sohoa
