// SPDX-License-Identifier: Apache-2.0
//
// Whole lines: drawn, through the network and the decoder, against Tesseract on the same pixels.
#include <random>

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>

#include "core/vietnamese.h"
#include "ocr/drawn_page.h"
#include "ocr/gray_image.h"
#include "ocr/lines/line_decoder.h"
#include "ocr/lines/line_network.h"

namespace sohoa {
namespace {

constexpr const char* kModels = "/usr/share/tesseract-ocr/5/tessdata";

GrayImage DrawnLine(const std::string& text, double points, int noise) {
  DrawnPage page(1500, 70);
  const Box ink = page.Text(20, 12, text, points);
  GrayImage line{std::min(ink.right + 20, page.width()), page.height(), {}};
  std::mt19937 random(7);
  for (int y = 0; y < line.height; ++y) {
    for (int x = 0; x < line.width; ++x) {
      const int gray = static_cast<int>((page.Pixel(x, y) >> 8) & 0xff);
      const int grain = noise == 0 ? 0 : static_cast<int>(random() % static_cast<unsigned>(noise));
      line.pixels.push_back(static_cast<std::uint8_t>(gray > 127 ? gray - grain : gray + grain));
    }
  }
  return line;
}

class Tesseract {
 public:
  explicit Tesseract(const char* model) {
    if (api_.Init(kModels, model) != 0) throw std::runtime_error("Tesseract does not start");
    api_.SetPageSegMode(tesseract::PSM_RAW_LINE);
    api_.SetVariable("tessedit_do_invert", "0");  // else an unsure line is read white on black too
  }
  std::vector<DecodedWord> Read(const GrayImage& line) {
    api_.SetImage(line.pixels.data(), line.width, line.height, 1, line.width);
    api_.SetSourceResolution(200);
    api_.Recognize(nullptr);
    std::vector<DecodedWord> words;
    const std::unique_ptr<tesseract::ResultIterator> at(api_.GetIterator());
    if (at == nullptr) return words;
    do {
      const std::unique_ptr<const char[]> text(at->GetUTF8Text(tesseract::RIL_WORD));
      if (text == nullptr) continue;
      DecodedWord& word = words.emplace_back();
      word.text = ToNfc(text.get());
      std::erase(word.text, ' ');
      word.confidence = static_cast<double>(at->Confidence(tesseract::RIL_WORD)) / 100;
      word.in_dictionary = at->WordIsFromDictionary();
    } while (at->Next(tesseract::RIL_WORD));
    return words;
  }

 private:
  tesseract::TessBaseAPI api_;
};

void ExpectTheSame(const char* model, const std::vector<std::string>& texts) {
  Result<TrainedData> data = TrainedData::Open(std::string(kModels) + "/" + model + ".traineddata");
  ASSERT_TRUE(data) << data.status().ToString();
  const auto network = LineNetwork::Load(data->Part(ModelPart::kNetwork));
  ASSERT_TRUE(network) << network.status().ToString();
  const auto decoder = LineDecoder::Load(*data, (*network)->null_code());
  ASSERT_TRUE(decoder) << decoder.status().ToString();
  Tesseract tesseract(model);
  std::vector<GrayImage> lines;
  for (const std::string& text : texts) {
    lines.push_back(DrawnLine(text, 13, 0));
    lines.push_back(DrawnLine(text, 8, 100));
  }
  const std::vector<LineOutputs> outputs = (*network)->Run(lines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::vector<DecodedWord> ours = (*decoder)->Decode(outputs[i]);
    const std::vector<DecodedWord> theirs = tesseract.Read(lines[i]);
    ASSERT_EQ(ours.size(), theirs.size()) << texts[i / 2];
    for (std::size_t w = 0; w < ours.size(); ++w) {
      EXPECT_EQ(ours[w].text, theirs[w].text);
      EXPECT_NEAR(ours[w].confidence, theirs[w].confidence, 1e-4) << ours[w].text;
      EXPECT_EQ(ours[w].in_dictionary, theirs[w].in_dictionary) << ours[w].text;
    }
  }
}

TEST(LineReading, GivesTesseractsWordsForVietnamese) {
  ExpectTheSame("vie", {"Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
                        "Số: 61/2018/NĐ-CP (ban hành kèm theo Quyết định số 85/KH-UBND)",
                        "Tổng kinh phí: 1.234.567.000 đồng, bằng 12,5% dự toán",
                        "ỦY BAN NHÂN DÂN TỈNH NINH BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                        "Nguyễn Thị Hằng, 12 tuổi - ghi chú: \"không có\"; xem thêm a@b.vn"});
}

TEST(LineReading, GivesTesseractsWordsForEnglish) {
  ExpectTheSame("eng", {"The quick brown fox jumps over the lazy dog.",
                        "Invoice no. 2018-1234: $5,678.90 (incl. 10% VAT)",
                        "\"Don't\" -- she said -- 'go'!"});
}

}  // namespace
}  // namespace sohoa
