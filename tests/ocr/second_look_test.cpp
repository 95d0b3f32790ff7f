// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/second_look.h"

#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ocr/line_network_drawing.h"

namespace sohoa {
namespace {

const char* const kTexts[] = {
    "Cộng hòa xã hội chủ nghĩa Việt Nam",  "Số: 1274/QĐ-UBND",
    "ngày 03 tháng 9 năm 2014",            "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Thửa đất số 518, tờ bản đồ số 63",    "Mã hồ sơ: 000.16.H42-240917-0058",
    "Tổng cộng: 15.320.000 đồng",          "Nguyễn Thị Phương Thảo, sinh năm 1986",
};

const LineModel& Model() {
  static const LineModel model = [] {
    Result<LineModel> opened = OpenLineModel("sohoa");
    if (!opened) throw std::runtime_error(opened.status().ToString());
    return *std::move(opened);
  }();
  return model;
}

std::vector<SeenLine> Read(const LineModel& model, const std::vector<GrayImage>& images) {
  const std::vector<LineOutputs> outputs = model.network->Run(images);
  std::vector<SeenLine> lines;
  for (std::size_t i = 0; i < images.size(); ++i) lines.push_back({&images[i], model.decoder->Decode(outputs[i])});
  return lines;
}

std::string TextOf(const SeenLine& line) {
  std::string text;
  for (const DecodedWord& word : line.words) text += (text.empty() ? "" : " ") + word.text;
  return text;
}

constexpr SecondLookOptions kEverything{.bound = 1.1, .context = 1, .most = 1};

std::vector<GrayImage> CleanLines() {
  std::vector<GrayImage> lines;
  for (const char* text : kTexts) lines.push_back(DrawLine(text, 12));
  return lines;
}

// Ink falls out of a bad copy in grains, and dirt comes to it.
GrayImage BadCopy(const std::string& text, unsigned seed) {
  GrayImage line = DrawLine(text, 9);
  std::minstd_rand random(seed);
  const GrayImage drawn = line;
  for (int y = 0; y < line.height; ++y) {
    for (int x = 0; x < line.width; ++x) {
      const auto draw = random() % 100;
      if (draw < 22) line.Row(y)[x] = 255;
      if (draw > 97) line.Row(y)[x] = 0;
    }
  }
  return line;
}

TEST(SecondLook, LeavesLinesAloneOfWhichAllWordsAreSure) {
  const std::vector<GrayImage> images = CleanLines();
  std::vector<SeenLine> lines = Read(Model(), images);
  const std::vector<SeenLine> before = lines;
  const SecondLookExtent extent = SecondLook(Model()).Take(lines);
  EXPECT_EQ(extent.again, 0);
  EXPECT_EQ(extent.lines, 0U);
  EXPECT_GT(extent.steps, 0);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(TextOf(lines[i]), kTexts[i]);
    for (std::size_t j = 0; j < lines[i].words.size(); ++j) EXPECT_EQ(lines[i].words[j].confidence, before[i].words[j].confidence);
  }
}

TEST(SecondLook, KeepsWordsWhereTheyStand) {
  const std::vector<GrayImage> images = CleanLines();
  std::vector<SeenLine> lines = Read(Model(), images);
  for (SeenLine& line : lines) {
    // As if something else had been read, of which nobody is sure.
    for (DecodedWord& word : line.words) {
      word.text += "x";
      word.confidence = 0.2;
    }
  }
  const std::vector<SeenLine> before = lines;
  const SecondLookExtent extent = SecondLook(Model(), kEverything).Take(lines);
  EXPECT_EQ(extent.lines, lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    ASSERT_EQ(TextOf(lines[i]), kTexts[i]);
    for (std::size_t j = 0; j < lines[i].words.size(); ++j) {
      const DecodedWord& was = before[i].words[j];
      const DecodedWord& is = lines[i].words[j];
      EXPECT_NEAR(is.characters.front().begin_step, was.characters.front().begin_step, 3) << is.text;
      EXPECT_NEAR(is.characters.back().end_step, was.characters.back().end_step, 3) << is.text;
      ASSERT_FALSE(is.alternatives.empty());
      EXPECT_EQ(is.alternatives.front().text, was.text);
    }
  }
}

TEST(SecondLook, ReadsNoMoreThanItsShareOfAPage) {
  const std::vector<GrayImage> images = CleanLines();
  std::vector<SeenLine> lines = Read(Model(), images);
  for (SeenLine& line : lines) line.words.back().confidence = 0.2;
  for (const double most : {0.0, 0.1, 0.25}) {
    std::vector<SeenLine> some = lines;
    const SecondLookExtent extent = SecondLook(Model(), {.most = most}).Take(some);
    EXPECT_LE(extent.again, most * extent.steps);
    EXPECT_EQ(extent.lines > 0, most > 0);
    EXPECT_LT(extent.lines, lines.size());
  }
}

TEST(SecondLook, ReadsMoreOfABadCopyRightly) {
  std::vector<GrayImage> images;
  std::vector<std::string> texts;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    for (const char* text : kTexts) {
      images.push_back(BadCopy(text, seed * 131));
      texts.emplace_back(text);
    }
  }
  std::vector<SeenLine> lines = Read(Model(), images);
  int once = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) once += TextOf(lines[i]) == texts[i] ? 1 : 0;
  SecondLook(Model(), {.most = 1}).Take(lines);
  int again = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) again += TextOf(lines[i]) == texts[i] ? 1 : 0;
  EXPECT_GE(again, once + 5);
}

TEST(SecondLook, DoesNothingWithModelsWhoseConfidencesAreNoProbabilities) {
  const Result<LineModel> model = OpenLineModel("vie");
  ASSERT_TRUE(model) << model.status().ToString();
  const std::vector<GrayImage> images = {BadCopy(kTexts[0], 1)};
  std::vector<SeenLine> lines = Read(*model, images);
  ASSERT_FALSE(lines[0].words.empty());
  lines[0].words.front().confidence = 0.2;
  const SecondLookExtent extent = SecondLook(*model, kEverything).Take(lines);
  EXPECT_EQ(extent.again, 0);
  EXPECT_EQ(lines[0].words.front().confidence, 0.2);
}

}  // namespace
}  // namespace sohoa
