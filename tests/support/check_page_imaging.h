// SPDX-License-Identifier: Apache-2.0
//
// What imaging/page_imaging.h promises, as checks that need no pixels: they may be in another
// process. Every implementation's tests run it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/vietnamese.h"
#include "imaging/page_imaging.h"
#include "samples/sample_files.h"
#include "samples/sample_pages.h"

namespace sohoa {

namespace check_page_imaging {

inline OriginalFile File(std::string_view bytes, const std::string& name = "original") {
  Result<OriginalFile> file = OriginalFile::FromBytes(bytes, name);
  EXPECT_TRUE(file) << file.status().ToString();
  return std::move(*file);
}

inline SampleImage Draw(SampleKind kind, DrawOptions options) {
  Result<SamplePage> page = DrawSamplePage(kind, 0, options);
  EXPECT_TRUE(page) << page.status().ToString();
  return page ? std::move(page->image) : SampleImage{};
}

inline std::string Png(const SampleImage& image) {
  const Result<std::string> bytes = EncodePng(image, PngEffort::kHaste);
  EXPECT_TRUE(bytes) << bytes.status().ToString();
  return bytes ? *bytes : std::string();
}

inline std::string Jpeg(const SampleImage& image) {
  const Result<std::string> bytes = EncodeJpeg(image, 85);
  EXPECT_TRUE(bytes) << bytes.status().ToString();
  return bytes ? *bytes : std::string();
}

inline std::string Tiff(const std::vector<SampleImage>& images) {
  TiffFile file;
  for (const SampleImage& image : images) EXPECT_TRUE(file.Add(image).ok());
  const Result<std::string> bytes = file.Finish();
  EXPECT_TRUE(bytes) << bytes.status().ToString();
  return bytes ? *bytes : std::string();
}

// A file that does not say its resolution.
inline std::string Pnm(int width, int height) {
  return "P5\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n" +
         std::string(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), '\xf0');
}

// Pixels that no implementation knows.
class ForeignImage final : public RasterImage {
 public:
  int width() const override { return 100; }
  int height() const override { return 100; }
  int channels() const override { return 1; }
};

// 150 dpi, as those pages that are read here: large enough for letters, small enough for time.
struct Pages {
  SampleImage clean = Draw(SampleKind::kDecision, {.dpi = 150});
  SampleImage poor = Draw(SampleKind::kLetter, {.dpi = 150, .degradation = Degradation::kScan});
  SampleImage receipt = Draw(SampleKind::kReceipt, {.dpi = 200});
  SampleImage blank =
      Draw(SampleKind::kBlank, {.dpi = 150, .degradation = Degradation::kScan});
};

inline void ExpectBetween(double value, double least, double most, const char* what) {
  EXPECT_GE(value, least) << what;
  EXPECT_LE(value, most) << what;
}

inline DecodedPage Decoded(PageImaging& imaging, std::string_view bytes) {
  Result<DecodedPage> page = imaging.Decode(File(bytes), 0, DecodeOptions());
  EXPECT_TRUE(page) << page.status().ToString();
  return page ? std::move(*page) : DecodedPage{};
}

inline PreparedPage Prepared(PageImaging& imaging, const DecodedPage& decoded,
                             const PrepareOptions& options = PrepareOptions()) {
  Result<PreparedPage> page = imaging.Prepare(decoded, options);
  EXPECT_TRUE(page) << page.status().ToString();
  return page ? std::move(*page) : PreparedPage{};
}

inline PageLayer Layer(PageImaging& imaging, const PreparedPage& page,
                       const EncodeOptions& options = EncodeOptions()) {
  Result<PageLayer> layer = imaging.EncodeLayer(page, options);
  EXPECT_TRUE(layer) << layer.status().ToString();
  return layer ? std::move(*layer) : PageLayer{};
}

inline std::string Picture(PageImaging& imaging, const PageLayer& layer,
                           const PictureRequest& request) {
  Result<std::string> picture = imaging.RenderPicture(layer, request);
  EXPECT_TRUE(picture) << picture.status().ToString();
  return picture ? std::move(*picture) : std::string();
}

// ---- Inspect ----

inline void CheckCountsPages(PageImaging& imaging, const Pages& pages) {
  const std::pair<std::string, OriginalSummary> originals[] = {
      {Png(pages.clean), {OriginalKind::kPng, 1}},
      {Jpeg(pages.clean), {OriginalKind::kJpeg, 1}},
      {Tiff({pages.clean, pages.poor, pages.blank}), {OriginalKind::kTiff, 3}},
      {Pnm(300, 400), {OriginalKind::kPnm, 1}}};
  for (const auto& [bytes, expected] : originals) {
    // A name tells nothing.
    const Result<OriginalSummary> summary = imaging.Inspect(File(bytes, "page.pdf"));
    ASSERT_TRUE(summary) << summary.status().ToString();
    EXPECT_EQ(summary->kind, expected.kind);
    EXPECT_EQ(summary->pages, expected.pages);
  }
}

inline void CheckRefusesFiles(PageImaging& imaging, const Pages& pages) {
  const auto inspect = [&imaging](std::string_view bytes) {
    return imaging.Inspect(File(bytes, "stray.bin")).status();
  };
  const Status unknown = inspect("PK\x03\x04 an office document");
  EXPECT_EQ(unknown.code(), StatusCode::kUnsupported);
  EXPECT_NE(unknown.message().find("stray.bin"), std::string::npos) << unknown.message();
  EXPECT_FALSE(inspect("").ok());
  EXPECT_EQ(inspect("%PDF-1.7\nnothing here\n").code(), StatusCode::kBadInput);
  EXPECT_EQ(inspect(Tiff({pages.clean}).substr(0, 12)).code(), StatusCode::kBadInput);
  EXPECT_EQ(inspect("P5\n60000 60000\n255\n" + std::string(1000, 'x')).code(),
            StatusCode::kResourceLimit);
}

// ---- Decode ----

inline void CheckDecodesWhatWasDrawn(PageImaging& imaging, const SampleImage& drawn) {
  const struct {
    std::string bytes;
    int channels;
    bool bitonal;
  } originals[] = {{Png(drawn), 3, false}, {Jpeg(drawn), 3, false}, {Tiff({drawn}), 1, true}};
  for (const auto& original : originals) {
    const OriginalFile file = File(original.bytes);
    const Result<DecodedPage> page = imaging.Decode(file, 0, DecodeOptions());
    ASSERT_TRUE(page) << page.status().ToString();
    ASSERT_NE(page->image, nullptr);
    EXPECT_EQ(page->image->width(), drawn.width);
    EXPECT_EQ(page->image->height(), drawn.height);
    EXPECT_EQ(page->image->channels(), original.channels);
    EXPECT_EQ(page->bitonal, original.bitonal);
    EXPECT_TRUE(page->dpi_known);
    EXPECT_NEAR(page->dpi, drawn.dpi, 1);
    const Result<std::string> after = file.ReadAt(0, original.bytes.size() + 1);
    ASSERT_TRUE(after);
    EXPECT_EQ(*after, original.bytes) << "the original was changed";
  }
}

inline void CheckChoosesAResolution(PageImaging& imaging, const SampleImage& drawn) {
  DecodeOptions options;
  options.max_dpi = 100;
  const Result<DecodedPage> small = imaging.Decode(File(Png(drawn)), 0, options);
  ASSERT_TRUE(small) << small.status().ToString();
  EXPECT_NEAR(small->dpi, 100, 0.01);
  EXPECT_NEAR(small->image->width(), drawn.width * 100.0 / drawn.dpi, 1);
  EXPECT_NEAR(small->image->height(), drawn.height * 100.0 / drawn.dpi, 1);

  options = DecodeOptions();
  const Result<DecodedPage> like_a4 = imaging.Decode(File(Pnm(1654, 2339)), 0, options);
  ASSERT_TRUE(like_a4) << like_a4.status().ToString();
  EXPECT_FALSE(like_a4->dpi_known);
  EXPECT_NEAR(like_a4->dpi, 200, 1);
  options.default_dpi = 250;
  const Result<DecodedPage> like_nothing = imaging.Decode(File(Pnm(900, 300)), 0, options);
  ASSERT_TRUE(like_nothing) << like_nothing.status().ToString();
  EXPECT_FALSE(like_nothing->dpi_known);
  EXPECT_EQ(like_nothing->dpi, 250);
}

inline void CheckRefusesPages(PageImaging& imaging, const Pages& pages) {
  const std::string png = Png(pages.clean);
  for (const std::uint32_t index : {1u, 0xffffffffu}) {
    const Result<DecodedPage> none = imaging.Decode(File(png), index, DecodeOptions());
    EXPECT_EQ(none.status().code(), StatusCode::kInvalidArgument) << none.status().ToString();
  }
  for (const std::string& whole : {png, Jpeg(pages.clean), Tiff({pages.clean})}) {
    const OriginalFile half = File(whole.substr(0, whole.size() / 2), "half");
    const Status broken = imaging.Decode(half, 0, DecodeOptions()).status();
    EXPECT_EQ(broken.code(), StatusCode::kBadInput) << broken.ToString();
    EXPECT_NE(broken.message().find("half"), std::string::npos) << broken.message();
  }
  EXPECT_EQ(imaging.Decode(File("a letter"), 0, DecodeOptions()).status().code(),
            StatusCode::kUnsupported);
}

inline void CheckTellsPagesApart(PageImaging& imaging, const Pages& pages) {
  const OriginalFile file = File(Tiff({pages.clean, pages.blank, pages.receipt}));
  const int widths[] = {pages.clean.width, pages.blank.width, pages.receipt.width};
  const bool blank[] = {false, true, false};
  for (const std::uint32_t index : {2u, 0u, 1u}) {
    const Result<DecodedPage> page = imaging.Decode(file, index, DecodeOptions());
    ASSERT_TRUE(page) << page.status().ToString();
    EXPECT_EQ(page->image->width(), widths[index]);
    EXPECT_EQ(Prepared(imaging, *page).quality.blank, blank[index]) << "page " << index;
  }
}

// ---- Prepare ----

inline void CheckBoxes(const PreparedPage& page) {
  const Box all{0, 0, page.geometry.width, page.geometry.height};
  for (const Barcode& barcode : page.barcodes) {
    EXPECT_FALSE(barcode.format.empty());
    EXPECT_FALSE(barcode.text.empty());
    EXPECT_EQ(barcode.text, ToNfc(barcode.text));
    EXPECT_FALSE(barcode.box.empty());
    EXPECT_EQ(Union(all, barcode.box), all) << barcode.format << " lies outside the page";
  }
  for (const ColouredInk& ink : page.inks) {
    EXPECT_FALSE(ink.box.empty());
    EXPECT_EQ(Union(all, ink.box), all) << "an ink lies outside the page";
  }
}

inline void CheckGeometry(const PageGeometry& geometry, const DecodedPage& decoded) {
  EXPECT_EQ(geometry.scanned_width, decoded.image->width());
  EXPECT_EQ(geometry.scanned_height, decoded.image->height());
  EXPECT_EQ(geometry.dpi, decoded.dpi);
  EXPECT_TRUE(geometry.rotation == 0 || geometry.rotation == 90 || geometry.rotation == 180 ||
              geometry.rotation == 270)
      << geometry.rotation;
  ExpectBetween(geometry.skew_degrees, -12, 12, "skew");
  // The canvas holds every corner of the turned page and no more than that.
  const bool sideways = geometry.rotation == 90 || geometry.rotation == 270;
  const double width = sideways ? geometry.scanned_height : geometry.scanned_width;
  const double height = sideways ? geometry.scanned_width : geometry.scanned_height;
  const double angle = std::fabs(geometry.skew_degrees) * std::numbers::pi / 180;
  const double across = width * std::cos(angle) + height * std::sin(angle);
  const double down = height * std::cos(angle) + width * std::sin(angle);
  ExpectBetween(geometry.width, across - 1e-6, across + 1, "displayed width");
  ExpectBetween(geometry.height, down - 1e-6, down + 1, "displayed height");
}

inline void CheckPrepared(const PreparedPage& page, const DecodedPage& decoded) {
  CheckGeometry(page.geometry, decoded);
  for (const ImageHandle& image : {page.display, page.reading, page.ink_mask}) {
    ASSERT_NE(image, nullptr);
    EXPECT_EQ(image->width(), page.geometry.width);
    EXPECT_EQ(image->height(), page.geometry.height);
  }
  EXPECT_TRUE(page.display->channels() == 1 || page.display->channels() == 3);
  EXPECT_EQ(page.reading->channels(), 1);
  EXPECT_EQ(page.ink_mask->channels(), 1);
  ExpectBetween(page.orientation_confidence, 0, 1, "confidence");
  ExpectBetween(page.quality.score, 0, 1, "score");
  CheckBoxes(page);
}

inline void ExpectSame(PageImaging& imaging, const PreparedPage& a, const PreparedPage& b) {
  EXPECT_EQ(a.geometry, b.geometry);
  EXPECT_EQ(a.orientation_confidence, b.orientation_confidence);
  EXPECT_EQ(a.quality, b.quality);
  EXPECT_EQ(a.barcodes, b.barcodes);
  EXPECT_EQ(a.inks, b.inks);
  EXPECT_EQ(a.bitonal, b.bitonal);
  EXPECT_EQ(Layer(imaging, a), Layer(imaging, b));
}

inline void CheckPreparesEveryPage(PageImaging& imaging, const Pages& pages) {
  const std::string originals[] = {Png(pages.clean), Png(pages.poor), Png(pages.receipt),
                                   Png(pages.blank), Tiff({pages.poor}), Pnm(300, 200)};
  for (const std::string& bytes : originals) {
    const DecodedPage decoded = Decoded(imaging, bytes);
    const PreparedPage page = Prepared(imaging, decoded);
    CheckPrepared(page, decoded);
    // Another use of the pixels between must leave no trace in them.
    PrepareOptions turned;
    turned.rotation = 90;
    turned.deskew = false;
    CheckPrepared(Prepared(imaging, decoded, turned), decoded);
    ExpectSame(imaging, Prepared(imaging, decoded), page);
  }
}

inline void CheckDoesAsItIsTold(PageImaging& imaging, const Pages& pages) {
  const DecodedPage receipt = Decoded(imaging, Png(pages.receipt));
  EXPECT_GE(Prepared(imaging, receipt).barcodes.size(), 2u);
  PrepareOptions options;
  options.barcodes = false;
  EXPECT_TRUE(Prepared(imaging, receipt, options).barcodes.empty());

  const DecodedPage skewed =
      Decoded(imaging, Png(Draw(SampleKind::kDecision, {.dpi = 150, .skew = 2.0})));
  EXPECT_NEAR(Prepared(imaging, skewed).geometry.skew_degrees, 2, 0.1);
  options.deskew = false;
  for (const int rotation : {0, 90, 180, 270}) {
    options.rotation = rotation;
    const PreparedPage page = Prepared(imaging, skewed, options);
    EXPECT_EQ(page.geometry.rotation, rotation);
    EXPECT_EQ(page.geometry.skew_degrees, 0);
  }
}

inline void CheckJudgesPages(PageImaging& imaging, const Pages& pages) {
  const PreparedPage blank = Prepared(imaging, Decoded(imaging, Png(pages.blank)));
  EXPECT_TRUE(blank.quality.blank);
  EXPECT_TRUE(blank.barcodes.empty());
  const PreparedPage sealed = Prepared(imaging, Decoded(imaging, Png(pages.clean)));
  EXPECT_FALSE(sealed.quality.blank);
  EXPECT_TRUE(std::any_of(sealed.inks.begin(), sealed.inks.end(), [](const ColouredInk& ink) {
    return ink.kind == ColouredInk::Kind::kRed;
  })) << "the red seal was not found";
  // One bit a pixel, and no turn that would make them gray.
  EXPECT_TRUE(Prepared(imaging, Decoded(imaging, Tiff({pages.clean}))).bitonal);
}

// What is told of a scan at once is what is found when it is prepared, and comes with a picture.
inline void CheckAssesses(PageImaging& imaging, const Pages& pages) {
  const std::pair<const char*, std::string> originals[] = {{"clean", Png(pages.clean)}, {"poor", Jpeg(pages.poor)},
                                                           {"blank", Png(pages.blank)}, {"bitonal", Tiff({pages.clean})}};
  for (const auto& [name, bytes] : originals) {
    const DecodedPage decoded = Decoded(imaging, bytes);
    const PreparedPage prepared = Prepared(imaging, decoded);
    const Result<PageAssessment> page = imaging.Assess(File(bytes), 0, AssessOptions());
    ASSERT_TRUE(page) << name << ": " << page.status().ToString();
    EXPECT_EQ(page->width, decoded.image->width()) << name;
    EXPECT_EQ(page->height, decoded.image->height()) << name;
    EXPECT_EQ(page->dpi, decoded.dpi) << name;
    EXPECT_EQ(page->dpi_known, decoded.dpi_known) << name;
    EXPECT_EQ(page->rotation, prepared.geometry.rotation) << name;
    EXPECT_NEAR(page->skew_degrees, prepared.geometry.skew_degrees, 0.1) << name;
    EXPECT_EQ(page->quality.blank, prepared.quality.blank) << name;
    ExpectBetween(page->quality.score, 0, 1, name);
    ExpectBetween(page->orientation_confidence, 0, 1, name);
    ExpectBetween(page->ink, 0, 1, name);
    ExpectBetween(page->paper, 0, 255, name);
    const DecodedPage thumbnail = Decoded(imaging, page->thumbnail);
    EXPECT_NEAR(thumbnail.image->width(), 240, 1) << name;
    EXPECT_NEAR(thumbnail.image->height(), 240.0 * page->height / page->width, 1.5) << name;
  }
}

inline void CheckRefusesToAssess(PageImaging& imaging, const Pages& pages) {
  const OriginalFile page = File(Png(pages.blank), "stray.png");
  const Status past = imaging.Assess(page, 1, AssessOptions()).status();
  EXPECT_EQ(past.code(), StatusCode::kInvalidArgument);
  EXPECT_NE(past.message().find("stray.png"), std::string::npos) << past.message();
  EXPECT_EQ(imaging.Assess(File("no picture"), 0, AssessOptions()).status().code(), StatusCode::kUnsupported);
  for (const int width : {0, -1, 1 << 30}) {
    EXPECT_EQ(imaging.Assess(page, 0, {.decode = {}, .thumbnail_width = width}).status().code(), StatusCode::kInvalidArgument);
  }
}

// A red square that is found on the displayed page lies where it was painted on the scan.
inline void CheckLeadsBackToTheScan(PageImaging& imaging, int rotation, double skew) {
  SampleImage image = Draw(SampleKind::kDecision,
                           {.dpi = 150, .rotation = rotation, .skew = skew, .seal = false});
  constexpr int kSide = 60;
  const int left = image.width / 5;
  const int top = image.height / 3;
  for (int y = top; y < top + kSide; ++y) {
    for (int x = left; x < left + kSide; ++x) {
      const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                       static_cast<std::size_t>(x)) * 3;
      image.pixels.replace(at, 3, "\xd0\x10\x10");
    }
  }
  PrepareOptions options;
  options.rotation = (360 - rotation) % 360;
  const PreparedPage page = Prepared(imaging, Decoded(imaging, Png(image)), options);
  EXPECT_NEAR(page.geometry.skew_degrees, skew, 0.15);
  ASSERT_EQ(page.inks.size(), 1u) << "rotation " << rotation << ", skew " << skew;
  const Box& box = page.inks[0].box;
  const Point scanned = page.geometry.ToScanned({box.center_x(), box.center_y()});
  // Patches are sought at a quarter of the resolution.
  EXPECT_NEAR(scanned.x, left + kSide / 2.0, 5) << "rotation " << rotation << ", skew " << skew;
  EXPECT_NEAR(scanned.y, top + kSide / 2.0, 5) << "rotation " << rotation << ", skew " << skew;
}

inline void CheckRefusesToPrepare(PageImaging& imaging, const Pages& pages) {
  DecodedPage decoded = Decoded(imaging, Png(pages.clean));
  PrepareOptions askew;
  askew.rotation = 45;
  EXPECT_FALSE(imaging.Prepare(decoded, askew));
  EXPECT_TRUE(imaging.Prepare(decoded, PrepareOptions()));
  const ImageHandle images[] = {nullptr, std::make_shared<ForeignImage>()};
  for (const ImageHandle& image : images) {
    decoded.image = image;
    EXPECT_EQ(imaging.Prepare(decoded, PrepareOptions()).status().code(),
              StatusCode::kInvalidArgument);
  }
}

// ---- EncodeLayer ----

inline void CheckEncodesLayers(PageImaging& imaging, const Pages& pages) {
  const PreparedPage sealed = Prepared(imaging, Decoded(imaging, Png(pages.receipt)));
  EncodeOptions options;
  options.max_dpi = 120;
  options.mixed = false;
  const PageLayer jpeg = Layer(imaging, sealed, options);
  const double scale = std::min(1.0, options.max_dpi / sealed.geometry.dpi);
  EXPECT_EQ(jpeg.coding, PageLayer::Coding::kJpeg);
  EXPECT_NEAR(jpeg.width, sealed.geometry.width * scale, 1);
  EXPECT_NEAR(jpeg.height, sealed.geometry.height * scale, 1);
  EXPECT_TRUE(jpeg.components == 1 || jpeg.components == 3);
  EXPECT_EQ(jpeg.bytes.substr(0, 3), "\xff\xd8\xff");
  options.jpeg_quality = 30;
  EXPECT_LT(Layer(imaging, sealed, options).bytes.size(), jpeg.bytes.size());
  EXPECT_EQ(Layer(imaging, Prepared(imaging, Decoded(imaging, Png(pages.clean)))).components, 3)
      << "a page with a red seal is kept in colour";

  const PageLayer mixed = Layer(imaging, Prepared(imaging, Decoded(imaging, Png(pages.clean))));
  if (mixed.coding == PageLayer::Coding::kMixed) {
    EXPECT_EQ(PaperOf(mixed).substr(0, 3), "\xff\xd8\xff");
    EXPECT_FALSE(MaskOf(mixed).empty());
    EXPECT_GT(mixed.paper.width, 0);
    EXPECT_GT(mixed.paper.height, 0);
  }

  const PreparedPage bitonal = Prepared(imaging, Decoded(imaging, Tiff({pages.clean})));
  options.mixed = true;
  const PageLayer g4 = Layer(imaging, bitonal, options);
  EXPECT_EQ(g4.coding, PageLayer::Coding::kCcittG4);
  EXPECT_EQ(g4.components, 1);
  EXPECT_EQ(g4.width, bitonal.geometry.width) << "no pixel of a bitonal page is given up";
  EXPECT_EQ(g4.height, bitonal.geometry.height);
}

inline void CheckRefusesToEncode(PageImaging& imaging, const Pages& pages) {
  const PreparedPage page = Prepared(imaging, Decoded(imaging, Png(pages.clean)));
  PreparedPage without = page;
  without.display = nullptr;
  EXPECT_EQ(imaging.EncodeLayer(without, EncodeOptions()).status().code(),
            StatusCode::kInvalidArgument);
  PreparedPage foreign = page;
  foreign.display = std::make_shared<ForeignImage>();
  EXPECT_EQ(imaging.EncodeLayer(foreign, EncodeOptions()).status().code(),
            StatusCode::kInvalidArgument);
  EXPECT_TRUE(imaging.EncodeLayer(page, EncodeOptions()));
}

// ---- RenderPicture ----

inline void CheckPictureSize(PageImaging& imaging, const PageLayer& layer,
                             const PictureRequest& request, int width, int height) {
  const std::string picture = Picture(imaging, layer, request);
  const bool png = request.format == PictureRequest::Format::kPng;
  EXPECT_EQ(picture.substr(0, 3), png ? "\x89PN" : "\xff\xd8\xff");
  DecodeOptions as_it_is;
  as_it_is.max_dpi = 10'000;
  const Result<DecodedPage> back = imaging.Decode(File(picture), 0, as_it_is);
  ASSERT_TRUE(back) << back.status().ToString();
  EXPECT_NEAR(back->image->width(), width, 1);
  EXPECT_NEAR(back->image->height(), height, 1);
  if (request.gray) {
    EXPECT_EQ(back->image->channels(), 1);
  }
  EXPECT_EQ(Picture(imaging, layer, request), picture) << "equal requests, equal pictures";
}

inline void CheckRendersWhatIsAsked(PageImaging& imaging, const PageLayer& layer) {
  const int width = layer.width;
  const int height = layer.height;
  const Box part{width / 4, height / 4, width / 2, height / 2};
  const Box over_the_edge{width - 100, height - 50, width + 400, height + 400};
  using Format = PictureRequest::Format;
  const auto expect = [&](const PictureRequest& request, double across, double down) {
    CheckPictureSize(imaging, layer, request, static_cast<int>(std::lround(across)),
                     static_cast<int>(std::lround(down)));
  };
  expect({}, width, height);
  expect({.region = {}, .width = 200, .format = Format::kPng}, 200, 200.0 * height / width);
  expect({.region = {}, .height = 200}, 200.0 * width / height, 200);
  expect({.region = {}, .width = 200, .height = 150, .gray = true}, 200, 150);
  expect({.region = part, .format = Format::kPng}, part.width(), part.height());
  expect({.region = part, .width = 2 * part.width()}, 2 * part.width(), 2 * part.height());
  expect({.region = part, .width = 90, .rotation = 270}, 90.0 * part.height() / part.width(), 90);
  expect({.region = {}, .width = 120, .rotation = 180}, 120, 120.0 * height / width);
  expect({.region = over_the_edge}, 100, 50);
}

// What is covered is black, whatever was there, and all else as it was.
inline void CheckCovers(PageImaging& imaging, const PageLayer& layer) {
  const Box box{layer.width / 4, layer.height / 4, layer.width / 2, layer.height / 3};
  const Box below{box.left, box.bottom, box.right, 2 * box.bottom - box.top};
  const Box over_the_edge{layer.width - 10, -5, layer.width + 100, 20};
  const Box outside{layer.width + 1, 0, layer.width + 2, 5};
  const auto shown = [&](const Box& region, const std::vector<Box>& covered) {
    return Picture(imaging, layer, {.region = region, .covered = covered, .format = PictureRequest::Format::kPng});
  };
  const std::string black = shown(box, {box});
  EXPECT_NE(black, shown(box, {}));
  EXPECT_EQ(black, shown(box, {{0, 0, layer.width, layer.height}}));
  EXPECT_EQ(black, shown({0, 0, box.width(), box.height()}, {{0, 0, layer.width, layer.height}})) << "of one colour";
  EXPECT_EQ(shown(below, {box, over_the_edge, outside}), shown(below, {})) << "what is not covered stays";
}

// `good` is a JPEG: fax data are read as far as they go, for nothing in them tells an error.
inline void CheckRefusesToRender(PageImaging& imaging, const PageLayer& good) {
  const Box outside{good.width + 10, 0, good.width + 50, 50};
  const PictureRequest requests[] = {{.region = outside},
                                     {.region = {}, .width = -5},
                                     {.region = {}, .height = 1 << 30},
                                     {.region = {}, .width = 100, .rotation = 45}};
  for (const PictureRequest& request : requests) {
    EXPECT_EQ(imaging.RenderPicture(good, request).status().code(), StatusCode::kInvalidArgument);
  }
  PageLayer broken = good;
  broken.bytes = "no layer at all";
  EXPECT_FALSE(imaging.RenderPicture(broken, PictureRequest()));
  broken = good;
  broken.width = 0;
  EXPECT_FALSE(imaging.RenderPicture(broken, PictureRequest()));
  EXPECT_TRUE(imaging.RenderPicture(good, {.region = {}, .width = 50}));
}

// Whatever a bitonal page is kept as, not one of its pixels changes.
inline void CheckBitonalLayersLoseNothing(PageImaging& imaging, const SampleImage& drawn) {
  PrepareOptions as_it_is;
  as_it_is.rotation = 0;
  as_it_is.deskew = false;
  const DecodedPage scan = Decoded(imaging, Tiff({drawn}));
  const PageLayer layer = Layer(imaging, Prepared(imaging, scan, as_it_is));
  PictureRequest request;
  request.format = PictureRequest::Format::kPng;
  const std::string png = Picture(imaging, layer, request);
  DecodedPage back = Decoded(imaging, png);
  ASSERT_TRUE(back.bitonal);
  EXPECT_EQ(Layer(imaging, Prepared(imaging, back, as_it_is)), layer);
}

}  // namespace check_page_imaging

inline void CheckPageImaging(PageImaging& imaging) {
  using namespace check_page_imaging;
  const Pages pages;
  if (testing::Test::HasFailure()) return;  // nothing was drawn
  CheckCountsPages(imaging, pages);
  CheckRefusesFiles(imaging, pages);
  CheckDecodesWhatWasDrawn(imaging, pages.clean);
  CheckChoosesAResolution(imaging, pages.clean);
  CheckRefusesPages(imaging, pages);
  CheckTellsPagesApart(imaging, pages);
  CheckPreparesEveryPage(imaging, pages);
  CheckDoesAsItIsTold(imaging, pages);
  CheckJudgesPages(imaging, pages);
  CheckAssesses(imaging, pages);
  CheckRefusesToAssess(imaging, pages);
  for (const int rotation : {0, 90, 180, 270}) CheckLeadsBackToTheScan(imaging, rotation, 1.5);
  CheckLeadsBackToTheScan(imaging, 0, -3);
  CheckRefusesToPrepare(imaging, pages);
  CheckEncodesLayers(imaging, pages);
  CheckRefusesToEncode(imaging, pages);
  EncodeOptions whole;
  whole.mixed = false;
  const PreparedPage poor = Prepared(imaging, Decoded(imaging, Png(pages.poor)));
  const PageLayer jpeg = Layer(imaging, poor, whole);
  CheckRendersWhatIsAsked(imaging, jpeg);
  CheckRendersWhatIsAsked(imaging, Layer(imaging, poor));
  const PageLayer g4 = Layer(imaging, Prepared(imaging, Decoded(imaging, Tiff({pages.clean}))));
  CheckRendersWhatIsAsked(imaging, g4);
  for (const PageLayer& layer : {jpeg, Layer(imaging, poor), g4}) CheckCovers(imaging, layer);
  CheckRefusesToRender(imaging, jpeg);
  CheckBitonalLayersLoseNothing(imaging, pages.clean);
}

}  // namespace sohoa
