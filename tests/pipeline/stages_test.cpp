// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <set>

#include "pipeline/stages/dossier_stages.h"
#include "samples/barcode_drawing.h"
#include "samples/sample_files.h"
#include "samples/sample_pages.h"
#include "support/check_stage.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

// The real tools, in a reader process of their own.
class Stages : public testing::Test {
 protected:
  void SetUp() override {
    ReaderOptions options;
    options.executable = std::string(std::getenv("SOHOA_BIN_DIR")) + "/sohoa-reader";
    Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
    ASSERT_TRUE(reader) << reader.status().ToString();
    reader_ = std::move(*reader);
    stages_ = MakePageStages(reader_->imaging(), reader_->engine());
  }

  static OriginalFile Sample(SampleKind kind, const DrawOptions& options) {
    const Result<std::string> png = DrawSamplePng(kind, 0, options);
    EXPECT_TRUE(png) << png.status().ToString();
    return std::move(*OriginalFile::FromBytes(png ? *png : std::string(), "sample.png"));
  }

  std::unique_ptr<ReaderClient> reader_;
  std::vector<std::unique_ptr<PageStage>> stages_;
};

TEST_F(Stages, KeepTheirPromisesOnAPageOfText) { CheckPageStages(stages_, Sample(SampleKind::kReceipt, {.dpi = 150})); }

TEST_F(Stages, KeepTheirPromisesOnABlankPage) { CheckPageStages(stages_, Sample(SampleKind::kBlank, {.dpi = 100})); }

TEST_F(Stages, KeepTheirPromisesOnAFileThatIsNone) {
  CheckPageStages(stages_, std::move(*OriginalFile::FromBytes("no picture", "x.png")));
}

TEST_F(Stages, ReadAPageHoweverItWasFed) {
  for (const int rotation : {90, 180, 270}) {
    std::string failed;
    const OriginalFile original = Sample(SampleKind::kDecision, {.dpi = 200, .rotation = rotation});
    const Result<PageRecord> page = RunPage(stages_, original, StageContext(), &failed);
    ASSERT_TRUE(page) << page.status().ToString();
    EXPECT_EQ(page->geometry.rotation, 360 - rotation);
    EXPECT_NE(PlainText(page->text).find("QUYẾT ĐỊNH"), std::string::npos) << PlainText(page->text).substr(0, 300);
  }
}

TEST_F(Stages, TurnAPageAsAPersonDecidedWhateverItsLettersSay) {
  const OriginalFile original = Sample(SampleKind::kReceipt, {.dpi = 150});
  PageWork work;
  work.original = &original;
  work.rotation = 90;
  std::string failed;
  ASSERT_TRUE(RunPageStages(stages_, work, StageContext(), &failed).ok()) << failed;
  EXPECT_EQ(work.record.geometry.rotation, 90);
}

TEST_F(Stages, TakeASeparatorSheetForBlank) {
  PageCanvas canvas(Mm(210), Mm(297), 200, 1);
  ASSERT_TRUE(DrawQr(canvas, "SOHOA:DOCUMENT", Mm(90), Mm(60), Mm(30)).ok());
  canvas.Draw(TextBlock("Tờ phân cách: văn bản tiếp theo bắt đầu ở trang sau", {}, Mm(150)), Mm(30), Mm(110));
  const Result<std::string> png = EncodePng(canvas.Take().image);
  ASSERT_TRUE(png) << png.status().ToString();
  std::string failed;
  const Result<PageRecord> page = RunPage(stages_, *OriginalFile::FromBytes(*png, "sheet.png"), StageContext(), &failed);
  ASSERT_TRUE(page) << page.status().ToString();
  EXPECT_TRUE(page->quality.blank);
  EXPECT_NE(std::find(page->quality.flags.begin(), page->quality.flags.end(), "separator_sheet"), page->quality.flags.end());
  EXPECT_EQ(PlainText(page->text), "");
}

// A dossier of one page whose picture cannot be had any more: rendering it anew fails.
DossierWork WorkWithoutLayers() {
  DossierWork work;
  work.head.code = "H42.18-260930-0012";
  work.pages = {{"p1", 1, {}, Sha256::Of("record"), false}};
  work.records.resize(1);
  work.layers = [](const PageRecord&) { return Result<PageLayer>(Status(StatusCode::kNotFound, "no layer")); };
  work.documents.resize(1);
  work.documents[0].pages = {1};
  work.documents[0].page_ids = {"p1"};
  work.documents[0].type.label = "Kế hoạch";
  work.scratch = std::filesystem::temp_directory_path();
  return work;
}

TEST(RenderStage, TakesOverWhatAnEarlierVersionHasOfTheSamePages) {
  const std::unique_ptr<DossierStage> render = NewRenderStage();
  const RenderedEarlier same{{Sha256::Of("record")}, "Kế hoạch", StageMark("render", render->Version()), Sha256::Of("pdf"), 17};
  DossierWork work = WorkWithoutLayers();
  work.earlier = {same};
  ASSERT_TRUE(render->Run(work, StageContext()).ok());
  EXPECT_EQ(work.documents[0].pdf, same.pdf);
  EXPECT_EQ(work.documents[0].pdf_size, 17u);
  EXPECT_TRUE(work.pdfs.at(0).empty());
  EXPECT_TRUE(NewVerifyStage()->Run(work, StageContext()).ok());

  std::vector<RenderedEarlier> others(3, same);
  others[0].records = {Sha256::Of("read again")};
  others[1].label = "Công văn";
  others[2].made_by = "render/0";
  for (const RenderedEarlier& other : others) {
    DossierWork anew = WorkWithoutLayers();
    anew.earlier = {other};
    EXPECT_FALSE(render->Run(anew, StageContext()).ok());
  }
}

TEST_F(Stages, TakeAPatchSheetForBlank) {
  // A4 at 200 dpi with the bars of patch T, somewhat askew as sheets are fed.
  constexpr int kWidth = 1654;
  constexpr int kHeight = 2339;
  std::string pixels(std::size_t{kWidth} * kHeight, '\xf8');
  for (const auto& [begin, end] : {std::pair(80, 96), std::pair(112, 152), std::pair(168, 184), std::pair(200, 240)}) {
    for (int y = begin; y < end; ++y) {
      for (int x = 400; x < 1200; ++x) pixels[static_cast<std::size_t>((y + x / 150) * kWidth + x)] = '\x18';
    }
  }
  const std::string file = "P5 " + std::to_string(kWidth) + " " + std::to_string(kHeight) + " 255\n" + pixels;
  std::string failed;
  const Result<PageRecord> page = RunPage(stages_, *OriginalFile::FromBytes(file, "patch.pgm"), StageContext(), &failed);
  ASSERT_TRUE(page) << page.status().ToString();
  ASSERT_EQ(page->barcodes.size(), 1u);
  EXPECT_EQ(page->barcodes[0].format, "PatchCode");
  EXPECT_EQ(page->barcodes[0].text, "T");
  EXPECT_TRUE(page->quality.blank);
  EXPECT_NE(std::find(page->quality.flags.begin(), page->quality.flags.end(), "separator_sheet"), page->quality.flags.end());
}

Edit DecideOn(const std::string& page, EditKind kind, const std::string& value) {
  Edit edit;
  edit.kind = kind;
  edit.page = page;
  edit.field = "subject";
  edit.review = ReviewState::kCorrected;
  edit.value = value;
  return edit;
}

TEST(DossierStages, LetPeoplesDecisionsWin) {
  DossierWork work = WorkWithoutLayers();
  work.pages.push_back({"p2", 2, {}, Sha256::Of("second"), false});
  work.records.resize(2);
  work.records[0].id = "p1";
  work.records[1].id = "p2";
  work.edits = {DecideOn("p2", EditKind::kSplit, ""), DecideOn("p2", EditKind::kType, "KH"), DecideOn("p2", EditKind::kField, "Số hóa")};
  std::string failed;
  ASSERT_TRUE(RunDossierStages(MakeUnderstandingStages(), work, StageContext(), &failed).ok()) << failed;
  ASSERT_EQ(work.documents.size(), 2u);
  EXPECT_EQ(work.documents[1].type.code, "KH");
  ASSERT_NE(work.documents[1].Field("subject"), nullptr);
  EXPECT_EQ(work.documents[1].Field("subject")->value, "Số hóa");
  EXPECT_EQ(work.documents[0].made_by.size(), 3u);
}

TEST(DossierStages, HoldDatesAgainstTheDayOnWhichTheirPagesCame) {
  DossierWork work = WorkWithoutLayers();
  work.records[0].id = "p1";
  work.documents[0].type.code = "KH";
  Line line;
  for (const char* word : {"Ninh", "Bình,", "ngày", "04", "tháng", "10", "năm", "2028"}) {
    const int left = 500 + 50 * static_cast<int>(line.words.size());
    Word& each = line.words.emplace_back();
    each.text = word;
    each.confidence = 0.99;
    each.box = {left, 100, left + 45, 120};
  }
  line.box = {500, 100, 900, 120};
  work.records[0].geometry = {1000, 1400, 0, 0, 1000, 1400, 100};
  work.records[0].text.blocks = {{BlockKind::kText, {line}, line.box}};
  const auto checked = [&work] {
    DossierWork run = work;
    EXPECT_TRUE(NewExtractStage()->Run(run, StageContext()).ok());
    const FieldValue* date = run.documents[0].Field("issued_date");
    return date != nullptr && date->normalized == "2028-10-04" &&
           std::any_of(date->validation.begin(), date->validation.end(), [](const FieldValidation& each) { return each.rule == "not_after_receipt" && !each.pass; });
  };
  EXPECT_FALSE(checked()) << "nobody knows when it came";
  work.received_unix_ms["p1"] = 1'538'616'600'000;  // 2018-10-04
  EXPECT_TRUE(checked());
  work.received_unix_ms["p1"] = 1'900'000'000'000;  // 2030
  EXPECT_FALSE(checked());
}

TEST(Services, AreNamedOnce) {
  const std::vector<std::string> names = ServiceNames();
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST(DossierStages, StandInTheirOrder) {
  std::vector<std::string> names;
  for (const auto& stage : MakeDossierStages()) names.emplace_back(stage->Name());
  EXPECT_EQ(names, (std::vector<std::string>{"separate", "classify", "extract", "render", "verify"}));
}

}  // namespace
}  // namespace sohoa
