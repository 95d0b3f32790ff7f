// SPDX-License-Identifier: Apache-2.0
//
// Files of line models of our own, whole and spoilt.
#include "ocr/lines/convolution_model.h"

#include <cstring>
#include <functional>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "ocr/line_network_drawing.h"
#include "ocr/lines/convolutional_network.h"
#include "ocr/made_convolution_model.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

MadeModelFile SmallFile() {
  MadeConvolutionModel model(16, " ab", 7);
  model.Add({.outputs = 8, .kernel_x = 3, .kernel_y = 3, .stride_x = 2, .stride_y = 2, .pad_x = 1, .pad_y = 1});
  model.Add({.outputs = 16, .kernel_y = 8, .relu = false});
  model.AddResidual({{.outputs = 9, .kernel_x = 3, .pad_x = 2, .dilation_x = 2}, {.outputs = 16, .relu = false}});
  return model.Output(2).File();
}

// The error, with what it must say, of a file that was spoilt.
void ExpectRefused(const MadeModelFile& file, StatusCode code, const std::string& reason) {
  const Result<ConvolutionModel> model = ReadConvolutionModel(file.Bytes());
  ASSERT_FALSE(model) << reason;
  EXPECT_EQ(model.status().code(), code) << model.status().ToString();
  EXPECT_NE(model.status().message().find(reason), std::string::npos) << model.status().message() << " / " << reason;
}

// With one layer's description changed.
MadeModelFile WithLayer(std::size_t layer, const std::function<void(Json&)>& change) {
  MadeModelFile file = SmallFile();
  Json network = file.Network();
  change(network[layer]);
  file.SetNetwork(network);
  return file;
}

std::string NameOf(const MadeModelFile& file, std::size_t layer) { return file.Network()[layer]["name"].get<std::string>(); }

TEST(ConvolutionModelFile, IsReadWhole) {
  const Result<ConvolutionModel> model = ReadConvolutionModel(SmallFile().Bytes());
  ASSERT_TRUE(model) << model.status().ToString();
  EXPECT_EQ(model->name, "made 1");
  EXPECT_EQ(model->height, 16);
  EXPECT_EQ(model->alphabet, U" ab");
  ASSERT_EQ(model->layers.size(), 3U);
  EXPECT_EQ(model->layers[2].layers.size(), 2U);
  EXPECT_EQ(model->steps, 2);
  EXPECT_EQ(model->step_width, 1);
}

TEST(ConvolutionModelFile, CutOffAnywhereIsCorrupt) {
  const std::string bytes = SmallFile().Bytes();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const Result<ConvolutionModel> model = ReadConvolutionModel(std::string_view(bytes).substr(0, length));
    ASSERT_FALSE(model) << length;
    EXPECT_EQ(model.status().code(), StatusCode::kCorruption) << length << " " << model.status().ToString();
  }
}

TEST(ConvolutionModelFile, AChangedByteOfTheDataIsFound) {
  const MadeModelFile file = SmallFile();
  const std::string bytes = file.Bytes();
  for (std::size_t i = 0; i < file.data.size(); i += 7) {
    std::string damaged = bytes;
    damaged[bytes.size() - 1 - i] ^= 4;
    const Result<ConvolutionModel> model = ReadConvolutionModel(damaged);
    ASSERT_FALSE(model);
    EXPECT_NE(model.status().message().find("checksum"), std::string::npos) << model.status().ToString();
  }
}

TEST(ConvolutionModelFile, ChangedBytesUnderANewChecksumAreRefusedOrRunWithoutHarm) {
  const MadeModelFile file = SmallFile();
  const GrayImage line = DrawLine("ab", 10);
  std::minstd_rand random;
  int refused = 0;
  int run = 0;
  for (int i = 0; i < 600; ++i) {
    MadeModelFile damaged = file;
    if (i % 2 == 0) {
      damaged.data[random() % damaged.data.size()] = static_cast<char>(random() % 256);
    } else {
      // In the description, where sizes stand, or in the list of tensors.
      const bool network = i % 4 == 1;
      std::string text = network ? file.Network().dump() : file.header.dump();
      for (int change = 0; change < 1 + i % 3; ++change) text[random() % text.size()] = "0123456789-,]}\"ax"[random() % 17];
      if (network) damaged.metadata()["network"] = text;
      const Json header = network ? damaged.header : Json::parse(text, nullptr, false);
      if (!header.is_object() || !header.contains("__metadata__") || !header["__metadata__"].is_object()) continue;
      damaged.header = header;
    }
    std::string bytes;
    try {
      bytes = damaged.Bytes();
    } catch (const Json::exception&) {
      continue;  // no text any more where one stood
    }
    const Result<ConvolutionModel> model = ReadConvolutionModel(bytes);
    if (!model) {
      ++refused;
      const StatusCode code = model.status().code();
      EXPECT_TRUE(code == StatusCode::kCorruption || code == StatusCode::kUnsupported) << model.status().ToString();
      EXPECT_FALSE(model.status().message().empty());
    } else if (i % 4 != 0 || i % 16 == 0) {
      ++run;
      EXPECT_EQ(MakeConvolutionalNetwork(*model)->Run({&line, 1}).size(), 1U);
    }
  }
  EXPECT_GT(refused, 100);
  EXPECT_GT(run, 20);
}

TEST(ConvolutionModelFile, OtherFilesAreNoModels) {
  for (const std::string& bytes : {std::string(), std::string(5000, '\0'), std::string(5000, '\xff'),
                                   std::string("%PDF-1.7 and so on, for longer than any header is"),
                                   MadeModelFile::Join(Json::array(), ""), MadeModelFile::Join(Json::object(), "x"),
                                   MadeModelFile::Join({{"__metadata__", 5}}, ""),
                                   MadeModelFile::Join({{"__metadata__", {{"format", 5}}}}, "")}) {
    const Result<ConvolutionModel> model = ReadConvolutionModel(bytes);
    ASSERT_FALSE(model);
    EXPECT_EQ(model.status().code(), StatusCode::kCorruption) << model.status().ToString();
  }
  std::string nested = MadeModelFile::Join(std::string(200'000, '['), "");
  nested.replace(8, 1, " ");
  EXPECT_FALSE(ReadConvolutionModel(nested));
}

TEST(ConvolutionModelFile, ItsTextsAreChecked) {
  const auto refused = [](const char* key, const Json& text, StatusCode code, const char* reason) {
    MadeModelFile file = SmallFile();
    file.metadata()[key] = text;
    ExpectRefused(file, code, reason);
  };
  refused("format", "pt", StatusCode::kCorruption, "another kind");
  refused("version", "2", StatusCode::kUnsupported, "version");
  refused("name", "", StatusCode::kCorruption, "name");
  refused("name", std::string(65, 'x'), StatusCode::kCorruption, "name");
  refused("name", "a\nb", StatusCode::kCorruption, "name");
  for (const char* height : {"", "7", "129", "40.5", "-40", "99999999999"}) {
    refused("height", height, StatusCode::kCorruption, "height");
  }
  refused("alphabet", "", StatusCode::kCorruption, "alphabet");
  refused("alphabet", "abc", StatusCode::kCorruption, "no space");
  refused("alphabet", " aa", StatusCode::kCorruption, "twice");
  refused("alphabet", " a\xE2\x84\xAB", StatusCode::kCorruption, "NFC");  // the sign of the angstrom
  refused("alphabet", " abc", StatusCode::kCorruption, "alphabet");        // one more than classes
  for (const char* curve : {"0.5", "[]", "[[0, 0], [0.5, 1]]", "[[0, 1], [1, 0]]"}) {
    refused("confidence", curve, StatusCode::kCorruption, "confidence");
  }
  refused("network", "", StatusCode::kCorruption, "layers");
  refused("network", "[]", StatusCode::kCorruption, "layers");
  refused("network", "{}", StatusCode::kCorruption, "layers");
}

TEST(ConvolutionModelFile, LayersThatDoNotFitAreRefused) {
  const auto set = [](const char* key, const Json& value) { return [=](Json& layer) { layer[key] = value; }; };
  const StatusCode corrupt = StatusCode::kCorruption;
  for (const Json& number : {Json(0), Json(-1), Json(9), Json(1.5), Json("1"), Json(1ULL << 63), Json(1LL << 32)}) {
    ExpectRefused(WithLayer(0, set("stride_x", number)), corrupt, "impossible");
  }
  ExpectRefused(WithLayer(0, set("pad_x", 65)), corrupt, "impossible");
  ExpectRefused(WithLayer(0, set("pad_y", -1)), corrupt, "impossible");
  ExpectRefused(WithLayer(0, set("dilation_x", 0)), corrupt, "impossible");
  ExpectRefused(WithLayer(0, set("stride_y", 3)), corrupt, "larger than its map");
  ExpectRefused(WithLayer(0, set("stride_y", 1)), corrupt, "one position high");
  ExpectRefused(WithLayer(0, set("activation", "tanh")), StatusCode::kUnsupported, "tanh");
  ExpectRefused(WithLayer(0, set("activation", 5)), corrupt, "activation");
  ExpectRefused(WithLayer(0, set("kind", "lstm")), StatusCode::kUnsupported, "lstm");
  ExpectRefused(WithLayer(0, set("kind", "output")), corrupt, "last layer");
  ExpectRefused(WithLayer(0, set("groups", 2)), StatusCode::kUnsupported, "groups");
  ExpectRefused(WithLayer(0, set("name", "nothere")), corrupt, "missing");
  ExpectRefused(WithLayer(0, set("name", "a\nb")), corrupt, "no name");
  ExpectRefused(WithLayer(1, set("name", NameOf(SmallFile(), 0))), corrupt, "two layers");
  ExpectRefused(WithLayer(1, [](Json& layer) { layer = 5; }), corrupt, "described wrongly");
  ExpectRefused(WithLayer(2, set("layers", Json::array())), corrupt, "empty");
  ExpectRefused(WithLayer(2, [](Json& layer) { layer["layers"][0]["pad_x"] = 1; }), corrupt, "changes the size");
  ExpectRefused(WithLayer(2, [](Json& layer) { layer["layers"].erase(1); }), corrupt, "changes the size");
  ExpectRefused(WithLayer(2, [](Json& layer) {
                  for (int i = 0; i < 10; ++i) layer = {{"kind", "residual"}, {"layers", {layer}}};
                }), corrupt, "nested");
  ExpectRefused(WithLayer(3, set("kind", "convolution")), corrupt, "no output");
  ExpectRefused(WithLayer(3, set("steps", 0)), corrupt, "impossible");
  ExpectRefused(WithLayer(3, set("steps", 1)), corrupt, "differ in number");
}

TEST(ConvolutionModelFile, TensorsThatDoNotFitAreRefused) {
  const auto with = [](std::size_t layer, const char* part, const std::function<void(Json&)>& change) {
    MadeModelFile file = SmallFile();
    change(file.header[NameOf(file, layer) + part]);
    return file;
  };
  const auto shape = [](const Json& sizes) { return [=](Json& tensor) { tensor["shape"] = sizes; }; };
  const StatusCode corrupt = StatusCode::kCorruption;
  ExpectRefused(with(0, ".weight", shape({8, 3, 3, 2})), corrupt, "differ in size");
  ExpectRefused(with(0, ".weight", shape({8, 9, 1, 1})), corrupt, "one position high");
  ExpectRefused(with(0, ".weight", shape({8, 3, 3})), corrupt, "impossible");
  ExpectRefused(with(0, ".weight", shape({8, 0, 3, 3})), corrupt, "impossible");
  ExpectRefused(with(0, ".weight", shape({8, -3, -3, 1})), corrupt, "described wrongly");
  ExpectRefused(with(0, ".weight", shape({1LL << 40, 1LL << 40, 1, 1})), corrupt, "described wrongly");
  ExpectRefused(with(0, ".weight", shape({72, 1, 1, 1})), corrupt, "differ in size");
  ExpectRefused(with(0, ".bias", shape({7})), corrupt, "differ in size");
  ExpectRefused(with(0, ".scale", shape({4, 2})), corrupt, "differ in size");
  ExpectRefused(with(0, ".weight", [](Json& tensor) { tensor["dtype"] = "U8"; }), corrupt, "another type");
  ExpectRefused(with(0, ".bias", [](Json& tensor) { tensor["dtype"] = "F32"; }), corrupt, "another type");
  ExpectRefused(with(0, ".bias", [](Json& tensor) { tensor = Json::array(); }), corrupt, "described wrongly");
  for (const Json& offsets : {Json({0, 1LL << 40}), Json({5, 4}), Json({-1, 4}), Json({0}), Json("x"), Json({1ULL << 63, 1ULL << 63})}) {
    ExpectRefused(with(0, ".weight", [&](Json& tensor) { tensor["data_offsets"] = offsets; }), corrupt, "described wrongly");
  }
  MadeModelFile without = SmallFile();
  without.header.erase(NameOf(without, 1) + ".scale");
  ExpectRefused(without, corrupt, "missing");
}

TEST(ConvolutionModelFile, NumbersThatWouldOverflowAreRefused) {
  const auto with_number = [](const char* part, const auto& number) {
    MadeModelFile file = SmallFile();
    const auto begin = file.header[NameOf(file, 1) + part]["data_offsets"][0].get<std::size_t>();
    std::memcpy(file.data.data() + begin, &number, sizeof(number));
    return file;
  };
  for (const std::int32_t bias : {std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::min()}) {
    ExpectRefused(with_number(".bias", bias), StatusCode::kCorruption, "overflow");
  }
  for (const float scale : {-1e30F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN(), 1e30F}) {
    ExpectRefused(with_number(".scale", scale), StatusCode::kCorruption, "scale");
  }
}

TEST(ConvolutionModelFile, MapsThatWouldNeedTooMuchMemoryAreRefused) {
  MadeConvolutionModel deep(128, " ", 1);
  deep.Add({.outputs = 200}).Add({.outputs = 2, .kernel_y = 32});
  ExpectRefused(deep.Output(1).File(), StatusCode::kCorruption, "too large");
  MadeConvolutionModel many(8, " ", 1);
  for (int i = 0; i < 300; ++i) many.Add({.outputs = 1});
  ExpectRefused(many.Add({.outputs = 1, .kernel_y = 8}).Output(1).File(), StatusCode::kCorruption, "too many layers");
}

}  // namespace
}  // namespace sohoa
