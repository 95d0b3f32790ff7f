// SPDX-License-Identifier: Apache-2.0
//
// A jailed reader makes of every kind of original what the same code makes of it outside.
#include <gtest/gtest.h>

#include <cairo-pdf.h>
#include <vips/vips.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "imaging/local_page_imaging.h"
#include "ocr/drawn_page.h"
#include "samples/sample_files.h"
#include "samples/sample_pages.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

std::unique_ptr<ReaderClient> Start(const std::string& engine) {
  const char* folder = std::getenv("SOHOA_BIN_DIR");
  ReaderOptions options;
  options.executable = std::string(folder != nullptr ? folder : ".") + "/sohoa-reader";
  options.ocr.engine = engine;
  Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
  EXPECT_TRUE(reader) << reader.status().ToString();
  return reader ? std::move(*reader) : nullptr;
}

SampleImage Drawn() {
  Result<SamplePage> page = DrawSamplePage(SampleKind::kLetter, 0, {.dpi = 100});
  EXPECT_TRUE(page) << page.status().ToString();
  return page ? std::move(page->image) : SampleImage{};
}

using VipsSave = std::function<int(VipsImage*, void**, size_t*)>;

std::string Saved(const SampleImage& page, const VipsSave& save) {
  VipsImage* const image = vips_image_new_from_memory(page.pixels.data(), page.pixels.size(), page.width, page.height,
                                                      3, VIPS_FORMAT_UCHAR);
  VipsImage* coloured = nullptr;
  EXPECT_EQ(vips_copy(image, &coloured, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr), 0);
  void* data = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(save(coloured, &data, &size), 0) << vips_error_buffer();
  std::string bytes(static_cast<const char*>(data), size);
  g_free(data);
  g_object_unref(coloured);
  g_object_unref(image);
  return bytes;
}

std::string Bmp(const SampleImage& page) {
  std::string bmp("BM");
  const auto put = [&bmp](std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) bmp.push_back(static_cast<char>(value >> (8 * i)));
  };
  const auto width = static_cast<std::uint32_t>(page.width);
  const auto height = static_cast<std::uint32_t>(page.height);
  const std::uint32_t row = (width * 3 + 3) / 4 * 4;
  for (const std::uint32_t value : {54 + row * height, 0u, 54u, 40u, width, height}) put(value, 4);
  put(1, 2);
  put(24, 2);
  for (const std::uint32_t value : {0u, row * height, 3937u, 3937u, 0u, 0u}) put(value, 4);
  for (std::uint32_t y = height; y-- > 0;) {
    for (std::uint32_t x = 0; x < width; ++x) {
      for (const std::uint32_t channel : {2u, 1u, 0u}) bmp.push_back(page.pixels[(std::size_t{y} * width + x) * 3 + channel]);
    }
    bmp.append(row - width * 3, '\0');
  }
  return bmp;
}

// Fonts that stand in the file, as cairo writes it.
std::string PdfWithFonts() {
  std::string bytes;
  cairo_surface_t* const surface = cairo_pdf_surface_create_for_stream(
      [](void* to, const unsigned char* data, unsigned length) {
        static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
        return CAIRO_STATUS_SUCCESS;
      },
      &bytes, 400, 300);
  cairo_t* const draw = cairo_create(surface);
  cairo_select_font_face(draw, "Liberation Serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(draw, 20);
  for (int line = 0; line < 10; ++line) {
    cairo_move_to(draw, 30, 40 + 25 * line);
    cairo_show_text(draw, "Quyết định này có hiệu lực");
  }
  cairo_destroy(draw);
  cairo_surface_destroy(surface);
  return bytes;
}

// Fonts that only the machine has: one of the standard ones, one that does not exist, and one of
// Chinese letters, whose codes stand in tables of poppler-data.
std::string PdfWithoutFonts() {
  std::string lines = "BT /F1 20 Tf 30 250 Td (Resolution in force) Tj 0 -40 Td /F2 20 Tf (Another line of it) Tj "
                      "0 -40 Td /F3 20 Tf <65E5672C8A9E4E2D6587> Tj ET";
  return "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
         "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
         "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R"
         "/F3 7 0 R>>>>>> endobj\n4 0 obj <</Length " + std::to_string(lines.size()) + ">> stream\n" + lines +
         "\nendstream endobj\n5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n"
         "6 0 obj <</Type/Font/Subtype/TrueType/BaseFont/NoSuchFont,Bold/Encoding/WinAnsiEncoding>> endobj\n"
         "7 0 obj <</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UCS2-H/DescendantFonts[8 0 R]>> endobj\n"
         "8 0 obj <</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/CIDSystemInfo<</Registry(Adobe)"
         "/Ordering(Japan1)/Supplement 2>>/FontDescriptor 9 0 R>> endobj\n"
         "9 0 obj <</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0"
         "/Ascent 800/Descent -200/CapHeight 700/StemV 80>> endobj\n"
         "trailer <</Root 1 0 R>>\n%%EOF\n";
}

std::vector<std::pair<std::string, std::string>> EveryKind() {
  const SampleImage page = Drawn();
  TiffFile fax;
  EXPECT_TRUE(fax.Add(page).ok());
  SamplePdf scan;
  scan.Add(page, *EncodeJpeg(page, 80));
  const auto webp = [](VipsImage* in, void** data, size_t* size) { return vips_webpsave_buffer(in, data, size, "Q", 80, nullptr); };
  const auto gif = [](VipsImage* in, void** data, size_t* size) { return vips_gifsave_buffer(in, data, size, nullptr); };
  const auto jpeg2000 = [](VipsImage* in, void** data, size_t* size) { return vips_jp2ksave_buffer(in, data, size, nullptr); };
  const auto tiff = [](VipsImage* in, void** data, size_t* size) {
    return vips_tiffsave_buffer(in, data, size, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_LZW, nullptr);
  };
  return {{"PNG", *EncodePng(page)},
          {"JPEG", *EncodeJpeg(page, 80)},
          {"TIFF G4", *fax.Finish()},
          {"TIFF LZW", Saved(page, tiff)},
          {"WebP", Saved(page, webp)},
          {"GIF", Saved(page, gif)},
          {"JPEG 2000", Saved(page, jpeg2000)},
          {"BMP", Bmp(page)},
          {"PNM", "P6\n" + std::to_string(page.width) + " " + std::to_string(page.height) + "\n255\n" + page.pixels},
          {"PDF of a scan", scan.Finish()},
          {"PDF with fonts", PdfWithFonts()},
          {"PDF without fonts", PdfWithoutFonts()}};
}

struct PageResult {
  PreparedPage prepared;
  PageLayer layer;
};

Result<PageResult> ReadPage(PageImaging& imaging, const std::string& bytes) {
  const Result<OriginalFile> file = OriginalFile::FromBytes(bytes, "page");
  if (!file) return file.status();
  const Result<OriginalSummary> summary = imaging.Inspect(*file);
  if (!summary) return summary.status();
  const Result<DecodedPage> decoded = imaging.Decode(*file, 0, DecodeOptions());
  if (!decoded) return decoded.status();
  Result<PreparedPage> prepared = imaging.Prepare(*decoded, PrepareOptions());
  if (!prepared) return prepared.status();
  Result<PageLayer> layer = imaging.EncodeLayer(*prepared, EncodeOptions());
  if (!layer) return layer.status();
  return PageResult{std::move(*prepared), std::move(*layer)};
}

TEST(JailedReading, MakesOfEveryKindWhatIsMadeOfItOutside) {
  static const Status started = InitImaging();
  ASSERT_TRUE(started.ok()) << started.ToString();
  const std::unique_ptr<PageImaging> outside = NewLocalPageImaging(ImagingLimits());
  const auto reader = Start("null");
  ASSERT_TRUE(reader);
  for (const auto& [kind, bytes] : EveryKind()) {
    const Result<PageResult> expected = ReadPage(*outside, bytes);
    ASSERT_TRUE(expected) << kind << ": " << expected.status().ToString();
    EXPECT_FALSE(expected->prepared.quality.blank) << kind << " shows nothing";
    const Result<PageResult> jailed = ReadPage(reader->imaging(), bytes);
    ASSERT_TRUE(jailed) << kind << ": " << jailed.status().ToString();
    EXPECT_EQ(jailed->prepared.geometry, expected->prepared.geometry) << kind;
    EXPECT_EQ(jailed->prepared.quality, expected->prepared.quality) << kind;
    EXPECT_EQ(jailed->layer, expected->layer) << kind;
  }
  EXPECT_EQ(reader->restarts(), 0u);
}

// libvips puts pictures of more than 100 MB that it cannot read from the top down into a temporary
// file, unless it is told not to.
TEST(JailedReading, ReadsALargePictureWithoutATemporaryFile) {
  SampleImage page;
  page.width = 6000;
  page.height = 6000;
  page.pixels.assign(6000ull * 6000 * 3, '\xf0');
  const std::string bytes = Saved(page, [](VipsImage* in, void** data, size_t* size) {
    return vips_webpsave_buffer(in, data, size, "Q", 50, "effort", 0, nullptr);
  });
  const auto reader = Start("null");
  ASSERT_TRUE(reader);
  const Result<DecodedPage> decoded = reader->imaging().Decode(*OriginalFile::FromBytes(bytes, "large"), 0, DecodeOptions());
  ASSERT_TRUE(decoded) << decoded.status().ToString();
  EXPECT_EQ(decoded->image->width(), 6000);
}

// Of a picture without a usable size libvips complains in the log, for which GLib asks who reads it.
TEST(JailedReading, ComplaintsOfLibrariesStopNoReader) {
  const auto reader = Start("null");
  ASSERT_TRUE(reader);
  for (const std::string bytes : {"P5\n157 q51\n255\nU", "P5\n0 0\n255\n", "II*\0\x08\0\0\0\0\0\0\0\0\0", "%PDF-1.7\nnothing"}) {
    const Status status = reader->imaging().Inspect(*OriginalFile::FromBytes(bytes, "broken")).status();
    EXPECT_EQ(status.message().find("jail"), std::string::npos) << status.message();
  }
  EXPECT_EQ(reader->restarts(), 0u);
}

TEST(JailedReading, EveryEngineReads) {
  DrawnPage drawn(1653, 1000);
  for (int y = 200; y < 800; y += 80) drawn.Text(160, y, "Quyết định này có hiệu lực");
  const Result<OriginalFile> file = OriginalFile::FromBytes(drawn.Png(), "page.png");
  ASSERT_TRUE(file);
  for (const std::string engine : {"lines", "tesseract"}) {
    const auto reader = Start(engine);
    ASSERT_TRUE(reader) << engine;
    const Result<DecodedPage> decoded = reader->imaging().Decode(*file, 0, DecodeOptions());
    ASSERT_TRUE(decoded) << engine << ": " << decoded.status().ToString();
    const Result<Orientation> orientation = reader->engine().DetectOrientation(*decoded);
    EXPECT_TRUE(orientation) << engine << ": " << orientation.status().ToString();
    const Result<PreparedPage> prepared = reader->imaging().Prepare(*decoded, PrepareOptions());
    ASSERT_TRUE(prepared) << engine << ": " << prepared.status().ToString();
    const Result<PageText> text = reader->engine().Recognise(*prepared);
    ASSERT_TRUE(text) << engine << ": " << text.status().ToString();
    EXPECT_NE(PlainText(*text).find("Quyết định này có hiệu lực"), std::string::npos) << engine;
    EXPECT_EQ(reader->restarts(), 0u);
  }
}

}  // namespace
}  // namespace sohoa
