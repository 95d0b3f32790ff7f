// SPDX-License-Identifier: Apache-2.0
//
// Models as they are asked for: by name and by path.
#include "ocr/lines/line_model.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "ocr/line_network_drawing.h"
#include "ocr/made_convolution_model.h"
#include "ocr/model_names.h"
#include "ocr/open_engine.h"
#include "ocr/page_reading.h"
#include "ocr/prepared_pages.h"

namespace sohoa {
namespace {

class LineModelTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("line_model_test_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& bytes) const {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  std::filesystem::path folder_;
};

// It sees an "a" at every step, whatever there is.
std::string ModelOfOneLetter() {
  MadeConvolutionModel model(16, "a ");
  model.Add({.outputs = 8, .kernel_x = 8, .kernel_y = 16, .stride_x = 8});
  return model.Output(1, {1}).Bytes();
}

TEST_F(LineModelTest, AModelOfOurOwnIsOpenedByPath) {
  const Result<LineModel> model = OpenLineModel(Write("ours.safetensors", ModelOfOneLetter()));
  ASSERT_TRUE(model) << model.status().ToString();
  EXPECT_EQ(model->name, "made 1");
  const GrayImage line = DrawLine("Hà Nội", 12);
  const std::vector<DecodedWord> words = model->decoder->Decode(model->network->Run({&line, 1}).front());
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words.front().text, "a");
}

TEST_F(LineModelTest, ATesseractModelIsOpenedByPathAndByEitherName) {
  const std::filesystem::path installed = ModelPath("vie");
  const std::string copy = (folder_ / "vie.traineddata").string();
  std::filesystem::copy_file(installed, copy);
  for (const std::string& name : {std::string("vie"), std::string("vie-fast"), copy}) {
    const Result<LineModel> model = OpenLineModel(name);
    ASSERT_TRUE(model) << model.status().ToString();
    EXPECT_EQ(model->name, "vie") << name;
    EXPECT_EQ(model->network->input_height(), 36);
  }
}

TEST_F(LineModelTest, WhatCannotBeOpenedIsNamedWithItsReason) {
  const auto expect = [](const std::string& name, StatusCode code, const std::string& reason) {
    const Result<LineModel> model = OpenLineModel(name);
    ASSERT_FALSE(model) << name;
    EXPECT_EQ(model.status().code(), code) << model.status().ToString();
    EXPECT_NE(model.status().message().find(name), std::string::npos) << model.status().message();
    EXPECT_NE(model.status().message().find(reason), std::string::npos) << model.status().message();
  };
  std::string damaged = ModelOfOneLetter();
  damaged.back() ^= 1;
  expect(Write("damaged.safetensors", damaged), StatusCode::kCorruption, "checksum");
  expect(Write("none.safetensors", "no model"), StatusCode::kCorruption, "safetensors");
  expect(Write("none.traineddata", "no model at all"), StatusCode::kCorruption, "model");
  expect((folder_ / "nothere.safetensors").string(), StatusCode::kNotFound, "No such file");
  expect(folder_.string() + "/.safetensors", StatusCode::kNotFound, "No such file");
  expect("xyz", StatusCode::kUnavailable, "tesseract-ocr-xyz");
  expect("vie+eng", StatusCode::kUnsupported, "one model");
}

TEST_F(LineModelTest, TheBuiltInModelIsWhole) {
  const Result<LineModel> model = OpenLineModel("sohoa");
  ASSERT_TRUE(model) << model.status().ToString();
  EXPECT_EQ(model->name.rfind("sohoa", 0), 0U);
}

TEST(ModelNames, SayWhichModelsReadVietnamese) {
  for (const char* model : {"sohoa", "vie", "vie-fast", "vie+eng", "script/Vietnamese", "x/ours.safetensors", "/x/vie.traineddata"}) {
    EXPECT_TRUE(ReadsVietnamese(model)) << model;
  }
  for (const char* model : {"eng", "eng+vie", "", "/x/eng.traineddata", "sohoa2"}) EXPECT_FALSE(ReadsVietnamese(model)) << model;
}

TEST_F(LineModelTest, APageReadWithItSaysSo) {
  const std::string path = Write("ours.safetensors", ModelOfOneLetter());
  Result<std::unique_ptr<OcrEngine>> engine = OpenEngine({"lines", path});
  ASSERT_TRUE(engine) << engine.status().ToString();
  DrawnPage drawn(900, 300);
  drawn.Text(100, 100, "Số hóa hồ sơ");
  const Result<PageText> text = (*engine)->Recognise(ToPreparedPage(drawn));
  ASSERT_TRUE(text) << text.status().ToString();
  EXPECT_EQ(text->model, "made 1");
  EXPECT_EQ(PlainText(*text).find_first_not_of("a\n"), std::string::npos) << PlainText(*text);
  EXPECT_NE(PlainText(*text).find('a'), std::string::npos);
}

TEST_F(LineModelTest, OnlyTheEngineOfLinesRunsModelsOfOurOwn) {
  for (const std::string& model : {Write("ours.safetensors", ModelOfOneLetter()), std::string("sohoa")}) {
    const Result<std::unique_ptr<OcrEngine>> engine = OpenEngine({"tesseract", model});
    ASSERT_FALSE(engine);
    EXPECT_EQ(engine.status().code(), StatusCode::kInvalidArgument);
    EXPECT_NE(engine.status().message().find("lines"), std::string::npos) << engine.status().message();
  }
  const Result<std::unique_ptr<OcrEngine>> tesseract = OpenEngine({"tesseract", "vie-fast"});
  ASSERT_TRUE(tesseract) << tesseract.status().ToString();
  EXPECT_EQ((*tesseract)->Model(), "vie");
}

}  // namespace
}  // namespace sohoa
