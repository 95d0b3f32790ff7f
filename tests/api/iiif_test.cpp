// SPDX-License-Identifier: Apache-2.0
//
// The parameters of the IIIF Image API 3, on an image of 600 by 400.
#include "api/iiif.h"

#include <gtest/gtest.h>

#include <optional>

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

Result<PictureRequest> Parse(const std::string& region, const std::string& size, const std::string& rotation = "0",
                             const std::string& quality = "default", const std::string& format = "jpg") {
  return ParseIiifRequest(region, size, rotation, quality, format, 600, 400);
}

TEST(Iiif, TheWholeImageAsItIsNeedsNothingDone) {
  const Result<PictureRequest> request = Parse("full", "max");
  ASSERT_TRUE(request);
  EXPECT_FALSE(request->region);
  EXPECT_EQ(request->width, 0);
  EXPECT_EQ(request->height, 0);
  EXPECT_EQ(request->rotation, 0);
  EXPECT_FALSE(request->gray);
  EXPECT_FALSE(Parse("0,0,600,400", "600,400")->region);
}

TEST(Iiif, ARegionIsInPixelsOrPercentAndIsCutAtTheEdge) {
  EXPECT_EQ(Parse("100,50,200,150", "max")->region, (Box{100, 50, 300, 200}));
  EXPECT_EQ(Parse("pct:50,25,25,50", "max")->region, (Box{300, 100, 450, 300}));
  EXPECT_EQ(Parse("pct:0,0,33.3,100", "max")->region, (Box{0, 0, 200, 400}));
  EXPECT_EQ(Parse("500,300,1000,1000", "max")->region, (Box{500, 300, 600, 400}));
  EXPECT_EQ(Parse("square", "max")->region, (Box{100, 0, 500, 400}));
}

TEST(Iiif, ASizeIsOfTheRegion) {
  const auto size = [](const std::string& region, const std::string& text) {
    const Result<PictureRequest> request = Parse(region, text);
    return request ? std::optional(std::pair(request->width, request->height)) : std::nullopt;
  };
  EXPECT_EQ(size("full", "300,"), std::pair(300, 200));
  EXPECT_EQ(size("full", ",100"), std::pair(150, 100));
  EXPECT_EQ(size("full", "100,100"), std::pair(100, 100));
  EXPECT_EQ(size("full", "!300,300"), std::pair(300, 200));
  EXPECT_EQ(size("full", "pct:50"), std::pair(300, 200));
  EXPECT_EQ(size("0,0,100,200", "50,"), std::pair(50, 100));
  EXPECT_EQ(size("0,0,600,1", "10,"), std::pair(10, 1)) << "what is narrow still has a pixel";
  for (const char* too_large : {"601,", ",401", "pct:101", "600,401", "!700,700"}) {
    EXPECT_EQ(size("full", too_large), std::nullopt) << too_large;
  }
}

TEST(Iiif, TurnsQualitiesAndFormatsAreThoseOfLevelTwo) {
  EXPECT_EQ(Parse("full", "max", "90")->rotation, 90);
  EXPECT_EQ(Parse("full", "max", "360")->rotation, 0);
  EXPECT_TRUE(Parse("full", "max", "0", "gray")->gray);
  EXPECT_FALSE(Parse("full", "max", "0", "color")->gray);
  EXPECT_EQ(Parse("full", "max", "0", "default", "png")->format, PictureRequest::Format::kPng);
}

TEST(Iiif, RefusesWhatItDoesNotKnow) {
  for (const char* region : {"", "all", "1,2,3", "1,2,3,4,5", "-1,0,10,10", "600,0,10,10", "0,0,0,10", "1.5,0,10,10",
                             "pct:", "pct:0,0,0,0", "pct:100,0,1,1", "nan,0,1,1", "1e9,0,1,1", "0x1,0,9,9", "1 ,2,3,4"}) {
    EXPECT_EQ(Parse(region, "max").status().code(), StatusCode::kInvalidArgument) << region;
  }
  for (const char* size : {"", "full", ",", "^max", "^900,", "0,", ",0", "0,0", "!300,", "1.5,", "pct:0", "!0,300", "300,00", ",00", "pct:x", "300", "-1,"}) {
    EXPECT_EQ(Parse("full", size).status().code(), StatusCode::kInvalidArgument) << size;
  }
  for (const char* rotation : {"", "45", "!0", "450", "-90", "90.5", "x"}) {
    EXPECT_EQ(Parse("full", "max", rotation).status().code(), StatusCode::kInvalidArgument) << rotation;
  }
  for (const char* quality : {"", "bitonal", "native"}) EXPECT_FALSE(Parse("full", "max", "0", quality)) << quality;
  for (const char* format : {"", "gif", "tif", "JPG"}) EXPECT_FALSE(Parse("full", "max", "0", "default", format)) << format;
}

TEST(Iiif, InfoNamesSizesAndTilesThatCanBeHad) {
  const nlohmann::json info = nlohmann::json::parse(IiifInfoJson("http://h/v1/iiif/p1", 2480, 3508));
  EXPECT_EQ(info["@context"], "http://iiif.io/api/image/3/context.json");
  EXPECT_EQ(info["id"], "http://h/v1/iiif/p1");
  EXPECT_EQ(info["type"], "ImageService3");
  EXPECT_EQ(info["protocol"], "http://iiif.io/api/image");
  EXPECT_EQ(info["profile"], "level2");
  EXPECT_EQ(info["width"], 2480);
  EXPECT_EQ(info["height"], 3508);
  EXPECT_GE(info["sizes"].size(), 3u);
  for (const nlohmann::json& size : info["sizes"]) {
    const std::string asked = size["width"].dump() + "," + size["height"].dump();
    EXPECT_TRUE(ParseIiifRequest("full", asked, "0", "default", "jpg", 2480, 3508)) << asked;
  }
  EXPECT_GT(info["tiles"].at(0)["width"].get<int>(), 0);
  EXPECT_EQ(info["tiles"].at(0)["scaleFactors"].at(0), 1);
}

}  // namespace
}  // namespace sohoa
