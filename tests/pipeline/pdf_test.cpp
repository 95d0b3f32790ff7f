// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pdf/searchable_pdf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "pipeline/pdf_test_pages.h"

namespace sohoa {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kPoints = 2.0;  // how far a word in the PDF may be from its ink

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The value of an attribute in a line of pdftotext -bbox: xMin="72.000".
double Attribute(const std::string& line, const std::string& name) {
  const std::size_t at = line.find(name + "=\"");
  return at == std::string::npos ? -1 : std::stod(line.substr(at + name.size() + 2));
}

class SearchablePdf : public testing::Test {
 protected:
  SearchablePdf() {
    folder_ = std::filesystem::temp_directory_path() /
              ("sohoa_pdf_" + std::to_string(getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "out.pdf";
    records_.push_back(test::MakePage(
        {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
         "Quảng Ngãi, ngày 04 tháng 10 năm 2018", "(Kèm theo) \\ <Quyết định> số 85/KH-UBND"},
        300));
    records_.push_back(test::MakePage({"được những trường đường Nguyễn Thị Ửng", "Ơn Ưng Ăn Âm Đỗ Kỹ Kỵ"}, 200));
    records_.push_back(test::MakePage({"Nơi nhận: Như trên; Lưu: VT. 😀"}, 150));
    test::PaintLayer(records_[0], test::Paint::kG4);
    test::PaintLayer(records_[1], test::Paint::kGrayJpeg);
    test::PaintLayer(records_[2], test::Paint::kColourJpeg);
    for (const PageRecord& record : records_) pages_.push_back(&record);
    options_.title = "Kế hoạch <85> & phụ lục";
    options_.created_unix_ms = 1538616600000;  // 2018-10-04T08:30:00+07:00
  }
  ~SearchablePdf() override { std::filesystem::remove_all(folder_); }

  // All pages as print over paper.
  void PaintMixed() {
    for (PageRecord& record : records_) test::PaintLayer(record, test::Paint::kMixed);
  }

  // The colour at a place of the displayed page, in pixels of it.
  std::string ColourOfPage1(double x, double y) {
    const std::string out = (folder_ / "page").string();
    test::OutputOf("pdftoppm -r 50 -f 1 -l 1 -singlefile " + path_.string() + " " + out);
    const std::string picture = ReadFile(out + ".ppm");
    const std::size_t width = std::stoul(picture.substr(3));
    const std::size_t header = picture.find("255\n") + 4;
    return picture.substr(header + 3 * (static_cast<std::size_t>(y / 6) * width + static_cast<std::size_t>(x / 6)), 3);
  }

  Status Write() { return WriteSearchablePdf(pages_, layers_, options_, path_, context_); }

  std::filesystem::path folder_;
  std::filesystem::path path_;
  std::vector<PageRecord> records_;
  std::vector<const PageRecord*> pages_;
  LayerSource layers_ = [](const PageRecord& page) -> Result<PageLayer> { return page.layer; };
  PdfOptions options_;
  StageContext context_;
};

TEST_F(SearchablePdf, GivesBackEveryWordInOrder) {
  ASSERT_TRUE(Write().ok());
  std::istringstream text(test::OutputOf("pdftotext " + path_.string() + " -"));
  for (const PageRecord& page : records_) {
    for (const Line& line : page.text.blocks[0].lines) {
      for (const Word& expected : line.words) {
        std::string word;
        text >> word;
        EXPECT_EQ(word, expected.text);
      }
    }
  }
  std::string rest;
  EXPECT_FALSE(text >> rest) << rest;
}

TEST_F(SearchablePdf, PutsEachWordOverItsInk) {
  ASSERT_TRUE(Write().ok());
  std::istringstream boxes(test::OutputOf("pdftotext -bbox " + path_.string() + " -"));
  std::vector<std::string> found;
  for (std::string line; std::getline(boxes, line);) {
    if (line.find("<word ") != std::string::npos) found.push_back(line);
  }
  std::size_t next = 0;
  for (const PageRecord& page : records_) {
    const double scale = 72 / page.geometry.dpi;
    for (const Line& line : page.text.blocks[0].lines) {
      for (const Word& word : line.words) {
        ASSERT_LT(next, found.size());
        const std::string& box = found[next++];
        EXPECT_NEAR(Attribute(box, "xMin"), word.box.left * scale, kPoints) << box;
        EXPECT_NEAR(Attribute(box, "xMax"), word.box.right * scale, kPoints) << box;
        EXPECT_NEAR(Attribute(box, "yMin"), word.box.top * scale, kPoints) << box;
        EXPECT_NEAR(Attribute(box, "yMax"), word.box.bottom * scale, kPoints) << box;
      }
    }
  }
}

TEST_F(SearchablePdf, PagesHaveTheSizeOfThePaper) {
  ASSERT_TRUE(Write().ok());
  const std::string info = test::OutputOf("pdfinfo -f 1 -l 3 " + path_.string());
  EXPECT_THAT(info, HasSubstr("Pages:           3"));
  EXPECT_THAT(info, HasSubstr("Page    1 size:  595.2 x 841.92 pts (A4)"));
  EXPECT_THAT(info, HasSubstr("Page    3 size:  595.2 x 841.92 pts (A4)"));
  EXPECT_THAT(info, HasSubstr("Title:           Kế hoạch <85> & phụ lục"));
  EXPECT_THAT(info, HasSubstr("Encrypted:       no"));
  EXPECT_THAT(info, HasSubstr("JavaScript:      no"));
}

TEST_F(SearchablePdf, ImagesAreTheLayersUnchanged) {
  ASSERT_TRUE(Write().ok());
  const std::string list = test::OutputOf("pdfimages -list " + path_.string());
  EXPECT_THAT(list, HasSubstr("gray    1   1  ccitt"));
  EXPECT_THAT(list, HasSubstr("gray    1   8  jpeg"));
  EXPECT_THAT(list, HasSubstr("rgb     3   8  jpeg"));
  const std::string prefix = (folder_ / "image").string();
  test::OutputOf("pdfimages -all " + path_.string() + " " + prefix);
  EXPECT_EQ(ReadFile(prefix + "-001.jpg"), records_[1].layer.bytes);
  EXPECT_EQ(ReadFile(prefix + "-002.jpg"), records_[2].layer.bytes);
}

TEST_F(SearchablePdf, BlackInkOfABitonalPageIsBlack) {
  ASSERT_TRUE(Write().ok());
  const std::string out = (folder_ / "page").string();
  test::OutputOf("pdftoppm -r 50 -gray -f 1 -l 1 -singlefile " + path_.string() + " " + out);
  const std::string picture = ReadFile(out + ".pgm");
  // Header "P5\n413 585\n255\n", then one byte a pixel; a corner is paper.
  ASSERT_GT(picture.size(), 1000u);
  EXPECT_GT(static_cast<unsigned char>(picture.back()), 240);
  const Box& word = records_[0].text.blocks[0].lines[0].words[0].box;
  const std::size_t width = std::stoul(picture.substr(3));
  const std::size_t header = picture.find("255\n") + 4;
  const auto x = static_cast<std::size_t>(word.center_x() / 6);
  const auto y = static_cast<std::size_t>(word.center_y() / 6);
  EXPECT_LT(static_cast<unsigned char>(picture[header + y * width + x]), 64);
}

TEST_F(SearchablePdf, PrintOfAMixedPageIsPaintedInItsInkOverItsPaper) {
  PaintMixed();
  ASSERT_TRUE(Write().ok());
  const std::string list = test::OutputOf("pdfimages -list " + path_.string());
  EXPECT_THAT(list, HasSubstr("image    1240  1754  rgb     3   8  jpeg"));
  EXPECT_THAT(list, HasSubstr("stencil  2480  3508  -       1   1  ccitt"));
  const std::string prefix = (folder_ / "image").string();
  test::OutputOf("pdfimages -all " + path_.string() + " " + prefix);
  EXPECT_EQ(ReadFile(prefix + "-000.jpg"), PaperOf(records_[0].layer));
  EXPECT_EQ(ReadFile(prefix + "-001.ccitt"), MaskOf(records_[0].layer));
  const Box& word = records_[0].text.blocks[0].lines[0].words[0].box;
  const std::string ink = ColourOfPage1(word.center_x(), word.center_y());
  EXPECT_NEAR(static_cast<unsigned char>(ink[0]), 10, 3);
  EXPECT_NEAR(static_cast<unsigned char>(ink[2]), 200, 3);
  const std::string paper = ColourOfPage1(60, 60);
  EXPECT_NEAR(static_cast<unsigned char>(paper[0]), 0xD0, 6);
  EXPECT_NEAR(static_cast<unsigned char>(paper[2]), 0x20, 6);
}

TEST_F(SearchablePdf, OfMixedPagesIsWellFormedAndVerifiedInBothParts) {
  PaintMixed();
  test::PaintLayer(records_[1], test::Paint::kGrayJpeg);
  for (int part : {1, 2}) {
    options_.pdfa_part = part;
    ASSERT_TRUE(Write().ok());
    EXPECT_THAT(test::OutputOf("qpdf --check " + path_.string()), HasSubstr("No syntax or stream"));
    EXPECT_EQ(VerifySearchablePdf(path_, pages_, options_).ToString(), Status().ToString());
  }
}

TEST_F(SearchablePdf, LayersOfMixedPagesAreFetchedOnce) {
  PaintMixed();
  std::vector<std::size_t> asked;
  layers_ = [&](const PageRecord& page) -> Result<PageLayer> {
    asked.push_back(static_cast<std::size_t>(&page - records_.data()));
    return page.layer;
  };
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(asked, testing::ElementsAre(0, 1, 2));
}

TEST_F(SearchablePdf, AMixedLayerThatIsNotWhatItsRecordSaysIsRefused) {
  PaintMixed();
  layers_ = [](const PageRecord& page) -> Result<PageLayer> {
    PageLayer layer = page.layer;
    layer.bytes.resize(layer.paper.size);  // the mask is gone
    return layer;
  };
  EXPECT_EQ(Write().code(), StatusCode::kCorruption);
  records_[0].layer.paper.size = 0;
  EXPECT_EQ(Write().code(), StatusCode::kInvalidArgument);
}

TEST_F(SearchablePdf, VerificationSeesWhatDiffersInMixedPages) {
  PaintMixed();
  ASSERT_TRUE(Write().ok());
  const auto verdict = [&] { return VerifySearchablePdf(path_, pages_, options_).message(); };
  records_[2].layer_sha256.bytes[0] ^= 1;
  EXPECT_THAT(verdict(), HasSubstr("page 3: the image's bytes"));
  records_[1].layer.paper.ink[2] ^= 64;
  EXPECT_THAT(verdict(), HasSubstr("page 2: it does not draw exactly its images"));
  records_[0].layer.paper.width += 1;
  EXPECT_THAT(verdict(), HasSubstr("page 1: the image has another size"));
}

TEST_F(SearchablePdf, IsWellFormedInBothParts) {
  for (int part : {1, 2}) {
    options_.pdfa_part = part;
    ASSERT_TRUE(Write().ok());
    EXPECT_THAT(test::OutputOf("qpdf --check " + path_.string()), HasSubstr("No syntax or stream"));
    EXPECT_EQ(ReadFile(path_).substr(0, 8), part == 1 ? "%PDF-1.4" : "%PDF-1.7");
    EXPECT_EQ(VerifySearchablePdf(path_, pages_, options_).ToString(), Status().ToString());
  }
}

TEST_F(SearchablePdf, EqualInputGivesEqualBytes) {
  ASSERT_TRUE(Write().ok());
  const std::string once = ReadFile(path_);
  ASSERT_TRUE(Write().ok());
  EXPECT_EQ(ReadFile(path_), once);
}

TEST_F(SearchablePdf, LeavesStampsOutOfTheText) {
  records_[0].text.blocks[0].lines[1].words[2].ink = InkKind::kStamp;  // "-"
  records_[0].text.blocks[0].lines[1].words[2].text = "ĐẾN";
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(test::OutputOf("pdftotext " + path_.string() + " -"), Not(HasSubstr("ĐẾN")));
  EXPECT_TRUE(VerifySearchablePdf(path_, pages_, options_).ok());
}

TEST_F(SearchablePdf, FetchesLayersOneAtATimeAndInOrder) {
  std::vector<std::size_t> asked;
  layers_ = [&](const PageRecord& page) -> Result<PageLayer> {
    asked.push_back(static_cast<std::size_t>(&page - records_.data()));
    return page.layer;
  };
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(asked, testing::ElementsAre(0, 1, 2));
}

TEST_F(SearchablePdf, AMissingLayerLeavesNoFileAndSaysWhichPage) {
  layers_ = [&](const PageRecord& page) -> Result<PageLayer> {
    if (&page == &records_[1]) return Status(StatusCode::kNotFound, "no such blob");
    return page.layer;
  };
  const Status status = Write();
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_THAT(status.message(), HasSubstr("page 2"));
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(SearchablePdf, StopsWhenNoLongerWanted) {
  int steps = 0;
  context_.progress = [&] { ++steps; };
  context_.cancelled = [&] { return steps >= 2; };
  EXPECT_EQ(Write().code(), StatusCode::kCancelled);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(SearchablePdf, AnUnwritableFolderIsAnIoError) {
  path_ = folder_ / "none" / "out.pdf";
  EXPECT_EQ(Write().code(), StatusCode::kIoError);
}

TEST_F(SearchablePdf, APageWithoutResolutionIsRefused) {
  records_[1].geometry.dpi = 0;
  EXPECT_EQ(Write().code(), StatusCode::kInvalidArgument);
}

TEST_F(SearchablePdf, ABlankPageIsAnImageWithoutText) {
  records_[1].text = {};
  ASSERT_TRUE(Write().ok());
  EXPECT_EQ(VerifySearchablePdf(path_, pages_, options_).ToString(), Status().ToString());
}

TEST_F(SearchablePdf, VerificationSeesWhatDiffers) {
  ASSERT_TRUE(Write().ok());
  const auto verdict = [&] { return VerifySearchablePdf(path_, pages_, options_).message(); };

  records_[1].text.blocks[0].lines[0].words[1].text = "nhưng";
  EXPECT_THAT(verdict(), HasSubstr("page 2: word 2 reads otherwise"));
  records_[1].text.blocks[0].lines[0].words.pop_back();
  EXPECT_THAT(verdict(), HasSubstr("page 2: it has"));
  records_[0].geometry.dpi = 299;
  EXPECT_THAT(verdict(), HasSubstr("page 1: it has another size"));
  records_[0].geometry.dpi = 300;
  records_[0].layer_sha256.bytes[0] ^= 1;
  EXPECT_THAT(verdict(), HasSubstr("page 1: the image's bytes"));
  options_.pdfa_part = 1;
  EXPECT_THAT(verdict(), HasSubstr("PDF/A-1b"));
  options_.pdfa_part = 2;
  pages_.pop_back();
  EXPECT_THAT(verdict(), HasSubstr("3 pages in place of 2"));
}

// The judge is Apache PDFBox, which shares nothing with what writes the file; it knows PDF/A-1b alone.
std::string SaidByPreflight(const std::filesystem::path& path) {
  std::string jars;
  for (const char* jar : {"preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api", "bcprov", "bcmail", "bcpkix", "bcutil"}) {
    jars += "/usr/share/java/" + std::string(jar) + ".jar:";
  }
  return test::OutputOf("java -cp " + jars + " org.apache.pdfbox.preflight.Validator_A1b '" + path.string() + "' || true");
}

TEST_F(SearchablePdf, OfPart1IsAcceptedByPreflight) {
  options_.pdfa_part = 1;
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(SaidByPreflight(path_), HasSubstr("is a valid PDF/A-1b file"));
}

TEST_F(SearchablePdf, OfPart1AndMixedPagesIsAcceptedByPreflight) {
  PaintMixed();
  options_.pdfa_part = 1;
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(SaidByPreflight(path_), HasSubstr("is a valid PDF/A-1b file"));
}

TEST_F(SearchablePdf, OfPart2IsNoneOfPart1ForPreflight) {
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(SaidByPreflight(path_), Not(HasSubstr("is a valid PDF/A-1b file"))) << "its streams of objects are not of PDF 1.4";
}

TEST_F(SearchablePdf, VerificationSeesATruncatedFile) {
  ASSERT_TRUE(Write().ok());
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) / 2);
  EXPECT_EQ(VerifySearchablePdf(path_, pages_, options_).code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sohoa
