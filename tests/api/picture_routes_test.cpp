// SPDX-License-Identifier: Apache-2.0
//
// Page images through a real sohoa-reader, decoded again and looked at.
#include <allheaders.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>
#include <vector>

#include "api/served_archive.h"

namespace sohoa {
namespace {

struct PixDeleter {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using OwnedPix = std::unique_ptr<Pix, PixDeleter>;

enum class Colour { kRed, kGreen, kBlue, kWhite, kGray, kBlack, kOther };

Colour ColourAt(Pix* pix, int x, int y) {
  l_int32 red = 0;
  l_int32 green = 0;
  l_int32 blue = 0;
  pixGetRGBPixel(pix, x, y, &red, &green, &blue);
  const auto is = [&](int r, int g, int b) {
    return std::abs(red - r) < 40 && std::abs(green - g) < 40 && std::abs(blue - b) < 40;
  };
  if (is(230, 0, 0)) return Colour::kRed;
  if (is(0, 180, 0)) return Colour::kGreen;
  if (is(0, 0, 230)) return Colour::kBlue;
  if (is(255, 255, 255)) return Colour::kWhite;
  if (is(0, 0, 0)) return Colour::kBlack;
  return std::abs(red - green) < 12 && std::abs(green - blue) < 12 ? Colour::kGray : Colour::kOther;
}

struct Picture {
  int width = 0;
  int height = 0;
  // At the middles of the quarters: upper left, upper right, lower left, lower right.
  std::vector<Colour> quarters;
};

// Red, green, blue and white quarters, 600 by 400.
PageLayer QuarteredLayer() {
  const OwnedPix pix(pixCreate(600, 400, 32));
  pixSetAllArbitrary(pix.get(), 0xffffff00);
  const auto fill = [&pix](int left, int top, l_uint32 colour) {
    const OwnedPix quarter(pixCreate(300, 200, 32));
    pixSetAllArbitrary(quarter.get(), colour);
    pixRasterop(pix.get(), left, top, 300, 200, PIX_SRC, quarter.get(), 0, 0);
  };
  fill(0, 0, 0xe6000000);
  fill(300, 0, 0x00b40000);
  fill(0, 200, 0x0000e600);
  l_uint8* data = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(pixWriteMemJpeg(&data, &size, pix.get(), 90, 0), 0);
  PageLayer layer{PageLayer::Coding::kJpeg, 600, 400, 3, std::string(reinterpret_cast<const char*>(data), size)};
  std::free(data);
  return layer;
}

class PictureRoutes : public ServedArchive {
 protected:
  PictureRoutes() {
    AddPage(archive_, made_, {}, /*blank=*/true).layer = QuarteredLayer();
    StoreLayer(archive_, made_);
    AddPage(archive_, made_, {}, /*blank=*/true).layer = {PageLayer::Coding::kJpeg, 600, 400, 3, "not a JPEG file"};
    StoreLayer(archive_, made_);
    Serve();
  }

  std::string PathOf(std::size_t number) const { return "/v1/iiif/" + page(number).id; }

  // Of the quartered page.
  Picture Show(const std::string& parameters) const { return Decoded(Get(PathOf(kQuartered) + "/" + parameters)); }

  static Picture Decoded(const WireResponse& response) {
    EXPECT_EQ(response.status, 200) << response.body.substr(0, 500);
    const bool png = response.body.starts_with("\x89PNG\r\n\x1a\n");
    EXPECT_TRUE(png || response.body.starts_with("\xff\xd8\xff"));
    EXPECT_EQ(response.Header("content-type"), png ? "image/png" : "image/jpeg");
    const OwnedPix read(pixReadMem(reinterpret_cast<const l_uint8*>(response.body.data()), response.body.size()));
    const OwnedPix pix(read ? pixConvertTo32(read.get()) : nullptr);
    if (pix == nullptr) {
      ADD_FAILURE() << "not a picture";
      return {};
    }
    Picture picture{pixGetWidth(pix.get()), pixGetHeight(pix.get()), {}};
    for (int y : {picture.height / 4, picture.height * 3 / 4}) {
      for (int x : {picture.width / 4, picture.width * 3 / 4}) picture.quarters.push_back(ColourAt(pix.get(), x, y));
    }
    return picture;
  }

  static void Expect(const Picture& picture, int width, int height, const std::vector<Colour>& quarters) {
    EXPECT_EQ(picture.width, width);
    EXPECT_EQ(picture.height, height);
    EXPECT_EQ(picture.quarters, quarters);
  }

  static constexpr std::size_t kQuartered = 4;
  static constexpr std::size_t kDamaged = 5;
  static constexpr Colour R = Colour::kRed;
  static constexpr Colour G = Colour::kGreen;
  static constexpr Colour B = Colour::kBlue;
  static constexpr Colour W = Colour::kWhite;
};

TEST_F(PictureRoutes, InfoLeadsAViewerToTheImage) {
  const WireResponse base = Get(PathOf(kQuartered));
  EXPECT_EQ(base.status, 303);
  EXPECT_EQ(base.Header("location"), PathOf(kQuartered) + "/info.json");
  const std::string host = "localhost:" + std::to_string(port());
  const WireResponse response = Ask(port(), "GET", PathOf(kQuartered) + "/info.json", "Host: " + host + "\r\n");
  EXPECT_TRUE(response.Header("content-type").starts_with("application/ld+json"));
  EXPECT_EQ(response.Header("access-control-allow-origin"), "*");
  const nlohmann::json info = nlohmann::json::parse(response.body);
  EXPECT_EQ(info["id"], "http://" + host + PathOf(kQuartered));
  EXPECT_EQ(info["width"], 600);
  EXPECT_EQ(info["height"], 400);
}

TEST_F(PictureRoutes, TheWholeImageIsTheStoredOne) {
  const WireResponse response = Get(PathOf(kQuartered) + "/full/max/0/default.jpg");
  EXPECT_EQ(response.body, page(kQuartered).layer.bytes);
  EXPECT_EQ(response.Header("access-control-allow-origin"), "*");
  Expect(Decoded(response), 600, 400, {R, G, B, W});
  Expect(Show("full/max/0/default.png"), 600, 400, {R, G, B, W});
}

TEST_F(PictureRoutes, ARegionIsCutOut) {
  Expect(Show("0,0,300,200/max/0/default.png"), 300, 200, {R, R, R, R});
  Expect(Show("300,0,300,400/max/0/default.jpg"), 300, 400, {G, G, W, W});
  Expect(Show("pct:25,25,50,50/max/0/default.png"), 300, 200, {R, G, B, W});
  Expect(Show("square/max/0/default.png"), 400, 400, {R, G, B, W});
  Expect(Show("500,300,900,900/max/0/default.png"), 100, 100, {W, W, W, W});
}

TEST_F(PictureRoutes, ASizeIsExact) {
  Expect(Show("full/300,/0/default.png"), 300, 200, {R, G, B, W});
  Expect(Show("full/,100/0/default.jpg"), 150, 100, {R, G, B, W});
  Expect(Show("full/61,99/0/default.png"), 61, 99, {R, G, B, W});
  Expect(Show("full/!120,120/0/default.png"), 120, 80, {R, G, B, W});
  Expect(Show("full/pct:25/0/default.jpg"), 150, 100, {R, G, B, W});
  Expect(Show("0,0,600,200/100,100/0/default.png"), 100, 100, {R, G, R, G});
}

TEST_F(PictureRoutes, ATurnIsClockwise) {
  Expect(Show("full/max/90/default.png"), 400, 600, {B, R, W, G});
  Expect(Show("full/max/180/default.jpg"), 600, 400, {W, B, G, R});
  Expect(Show("full/300,200/270/default.png"), 200, 300, {G, W, R, B});
  Expect(Show("300,0,300,400/150,200/90/default.png"), 200, 150, {W, G, W, G});
}

TEST_F(PictureRoutes, GrayHasNoColour) {
  constexpr Colour kGray = Colour::kGray;
  Expect(Show("full/max/0/gray.jpg"), 600, 400, {kGray, kGray, kGray, W});
  Expect(Show("full/60,40/0/color.png"), 60, 40, {R, G, B, W});
}

TEST_F(PictureRoutes, ABlackAndWhitePageIsShownToo) {
  const Picture whole = Decoded(Get(PathOf(2) + "/full/620,/0/default.jpg"));
  EXPECT_EQ(whole.width, 620);
  EXPECT_EQ(whole.height, 877);
  // The bar of its first word.
  const Colour black = Colour::kBlack;
  Expect(Decoded(Get(PathOf(2) + "/100,100,80,40/max/0/default.png")), 80, 40, {black, black, black, black});
}

TEST_F(PictureRoutes, WhatCannotBeHadIsRefused) {
  for (const char* parameters : {"all/max/0/default.jpg", "full/900,/0/default.jpg", "full/max/45/default.jpg",
                                 "full/max/!0/default.jpg", "full/max/0/bitonal.png", "full/max/0/default.gif"}) {
    SCOPED_TRACE(parameters);
    ExpectProblem(Get(PathOf(kQuartered) + "/" + parameters), 400, "invalid_argument");
  }
  ExpectProblem(Get("/v1/iiif/none/full/max/0/default.jpg"), 404, "not_found");
}

TEST_F(PictureRoutes, ADamagedLayerIsAnErrorAndTheNextPictureIsNone) {
  const WireResponse damaged = Get(PathOf(kDamaged) + "/full/100,/0/default.jpg");
  EXPECT_GE(damaged.status, 400);
  EXPECT_TRUE(damaged.Header("content-type").starts_with("application/problem+json"));
  Expect(Show("full/300,/0/default.png"), 300, 200, {R, G, B, W});
}

TEST_F(PictureRoutes, ManyAtOnceGetTheirOwn) {
  std::vector<std::thread> viewers;
  std::vector<Picture> pictures(8);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    viewers.emplace_back([this, i, &pictures] {
      pictures[i] = Show("full/" + std::to_string(60 + 10 * i) + ",80/0/default.png");
    });
  }
  for (std::thread& viewer : viewers) viewer.join();
  for (std::size_t i = 0; i < pictures.size(); ++i) Expect(pictures[i], static_cast<int>(60 + 10 * i), 80, {R, G, B, W});
}

TEST_F(PictureRoutes, AReaderThatDoesNotStartIsSaidSo) {
  server_.reset();
  options_.reader.executable = "/nowhere/sohoa-reader";
  Result<std::unique_ptr<HttpServer>> server = HttpServer::Start(archive_, queries_, options_);
  ASSERT_TRUE(server);
  server_ = std::move(*server);
  // More than readers there may be: one that failed must not be counted as running.
  for (int i = 0; i < 4; ++i) ExpectProblem(Get(PathOf(kQuartered) + "/full/100,/0/default.jpg"), 503, "unavailable");
  EXPECT_EQ(Get(PathOf(kQuartered) + "/full/max/0/default.jpg").status, 200);
}

}  // namespace
}  // namespace sohoa
