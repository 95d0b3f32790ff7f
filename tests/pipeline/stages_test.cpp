// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

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
