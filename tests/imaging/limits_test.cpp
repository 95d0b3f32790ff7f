// SPDX-License-Identifier: Apache-2.0
//
// Files made to cost far more than they are worth: refused by what their headers say, or read
// within bounds.
#include <gtest/gtest.h>

#include <qpdf/Pl_Flate.hh>
#include <qpdf/Pl_String.hh>
#include <vips/vips.h>

#include <string>
#include <vector>

#include "imaging/imaging_fixture.h"
#include "imaging/jpeg2000_header.h"
#include "imaging/jpeg_passes.h"
#include "imaging/tiff_directory.h"
#include "samples/sample_files.h"

namespace sohoa {
namespace {

class LimitsTest : public ImagingTest {
 protected:
  StatusCode Inspected(const std::string& bytes) { return imaging_->Inspect(Original(bytes)).status().code(); }
  StatusCode Decoded(const std::string& bytes) { return imaging_->Decode(Original(bytes), 0, DecodeOptions()).status().code(); }
};

// Zeros as zlib packs them: a thousandth of `size`.
std::string PackedZeros(std::size_t size, char zero = '\0') {
  std::string bytes;
  Pl_String packed("packed", nullptr, bytes);
  Pl_Flate flate("flate", &packed, Pl_Flate::a_deflate);
  const std::string piece(1 << 20, zero);
  for (std::size_t done = 0; done < size; done += piece.size()) {
    flate.write(reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
  }
  flate.finish();
  return bytes;
}

std::string WhitePng(int width, int height) {
  VipsImage* image = nullptr;
  EXPECT_EQ(vips_black(&image, width, height, nullptr), 0);
  void* data = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(vips_pngsave_buffer(image, &data, &size, "bitdepth", 1, nullptr), 0) << vips_error_buffer();
  std::string bytes(static_cast<const char*>(data), size);
  g_free(data);
  g_object_unref(image);
  return bytes;
}

// Objects from 1 on; the first is the catalogue. No table of objects: it is rebuilt.
std::string Pdf(const std::vector<std::string>& objects) {
  std::string pdf = "%PDF-1.5\n";
  for (std::size_t i = 0; i < objects.size(); ++i) pdf += std::to_string(i + 1) + " 0 obj " + objects[i] + " endobj\n";
  return pdf + "trailer <</Root 1 0 R>>\n%%EOF\n";
}

std::string Stream(const std::string& dictionary, const std::string& data) {
  return "<<" + dictionary + "/Length " + std::to_string(data.size()) + ">> stream\n" + data + "\nendstream";
}

const char kCatalogue[] = "<</Type/Catalog/Pages 2 0 R>>";

// A page that shows `contents`, with `resources`; its objects start at 5.
std::string PdfPage(const std::string& contents, const std::string& resources, std::vector<std::string> more) {
  more.insert(more.begin(), {kCatalogue, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                             "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<" + resources + ">>>>",
                             contents});
  return Pdf(more);
}

TEST_F(LimitsTest, RefuseFilesThatAreTooLargeWhereverTheyAreHandedIn) {
  ImagingLimits limits;
  limits.file_bytes = 1000;
  const std::unique_ptr<PageImaging> imaging = NewLocalPageImaging(limits);
  const OriginalFile file = Original(WhitePng(2000, 2000) + std::string(1000, 'x'));
  EXPECT_EQ(imaging->Inspect(file).status().code(), StatusCode::kResourceLimit);
  EXPECT_EQ(imaging->Decode(file, 0, DecodeOptions()).status().code(), StatusCode::kResourceLimit);
}

TEST_F(LimitsTest, RefuseAPngThatUnpacksToFarMoreThanAPage) {
  const std::string bomb = WhitePng(12'000, 12'000);
  ASSERT_LT(bomb.size(), 100'000u);
  EXPECT_EQ(Inspected(bomb), StatusCode::kResourceLimit);
  EXPECT_EQ(Decoded(bomb), StatusCode::kResourceLimit);
  const std::string ribbon = WhitePng(30'000, 8);
  EXPECT_EQ(Inspected(ribbon), StatusCode::kResourceLimit);
  EXPECT_EQ(Decoded(ribbon), StatusCode::kResourceLimit);
  EXPECT_EQ(Decoded(WhitePng(5'000, 7'000)), StatusCode::kOk) << "a large sheet is none";
}

TEST_F(LimitsTest, RefuseAJpegOfHundredsOfPasses) {
  const Result<SamplePage> page = DrawSamplePage(SampleKind::kLetter, 0, {.dpi = 72});
  ASSERT_TRUE(page);
  const std::string jpeg = *EncodeJpeg(page->image, 60);
  const std::size_t pass = jpeg.find("\xFF\xDA");
  ASSERT_NE(pass, std::string::npos);
  EXPECT_EQ(CountJpegPasses(jpeg, 1000), 1u);
  std::string many = jpeg.substr(0, jpeg.size() - 2);
  for (int i = 0; i < 200; ++i) many += jpeg.substr(pass, jpeg.size() - 2 - pass);
  EXPECT_EQ(CountJpegPasses(many, 1000), 201u);
  EXPECT_EQ(Inspected(many), StatusCode::kResourceLimit);
  EXPECT_EQ(Decoded(many), StatusCode::kResourceLimit);
}

TEST_F(LimitsTest, ReadProgressiveJpegs) {
  VipsImage* image = nullptr;
  ASSERT_EQ(vips_gaussnoise(&image, 300, 200, nullptr), 0);
  void* data = nullptr;
  std::size_t size = 0;
  ASSERT_EQ(vips_jpegsave_buffer(image, &data, &size, "interlace", TRUE, nullptr), 0) << vips_error_buffer();
  const std::string bytes(static_cast<const char*>(data), size);
  g_free(data);
  g_object_unref(image);
  EXPECT_GT(CountJpegPasses(bytes, 1000), 1u);
  EXPECT_EQ(Decoded(bytes), StatusCode::kOk);
}

// OpenJPEG makes three channels of one by the palette; libvips 8.14 has made room for one.
TEST_F(LimitsTest, RefuseJpeg2000WithAPalette) {
  VipsImage* image = nullptr;
  ASSERT_EQ(vips_black(&image, 64, 48, nullptr), 0);
  void* data = nullptr;
  std::size_t size = 0;
  ASSERT_EQ(vips_jp2ksave_buffer(image, &data, &size, nullptr), 0) << vips_error_buffer();
  std::string bytes(static_cast<const char*>(data), size);
  g_free(data);
  g_object_unref(image);
  EXPECT_FALSE(HasPalette(bytes));
  EXPECT_EQ(Decoded(bytes), StatusCode::kOk);
  const std::size_t header = bytes.find("jp2h") - 4;
  const std::string palette("\0\0\0\x11pclr\0\2\3\7\7\7\1\2\3", 17);
  bytes[header + 3] = static_cast<char>(bytes[header + 3] + 17);
  bytes.insert(bytes.find("colr") - 4, palette);
  EXPECT_TRUE(HasPalette(bytes));
  EXPECT_EQ(Inspected(bytes), StatusCode::kUnsupported);
  EXPECT_EQ(Decoded(bytes), StatusCode::kUnsupported);
}

class TiffDirectories {
 public:
  // One directory of a page of `samples` x 8 bits, with no pixels; `next` is where the next one is said to be.
  void Add(std::uint32_t width, std::uint32_t samples, std::uint32_t next) {
    Put(6, 2);
    Entry(256, 4, width);
    Entry(257, 4, 10);
    Entry(258, 3, 8);
    Entry(277, 3, samples);
    Entry(273, 4, 8);
    Entry(279, 4, 100);
    Put(next, 4);
  }
  std::uint32_t Here() const { return static_cast<std::uint32_t>(bytes_.size()); }
  static constexpr std::uint32_t kSize = 2 + 6 * 12 + 4;
  const std::string& bytes() const { return bytes_; }

 private:
  void Put(std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) bytes_.push_back(static_cast<char>(value >> (8 * i)));
  }
  void Entry(std::uint32_t tag, std::uint32_t type, std::uint32_t value) {
    Put(tag, 2);
    Put(type, 2);
    Put(1, 4);
    Put(value, 4);
  }
  std::string bytes_{"II*\0\x08\0\0\0", 8};
};

TEST_F(LimitsTest, FollowTiffDirectoriesThatRunInCirclesOnce) {
  TiffDirectories circle;
  const std::uint32_t first = circle.Here();
  circle.Add(10, 1, first + TiffDirectories::kSize);
  circle.Add(10, 1, first);
  const Result<std::vector<TiffPage>> pages = ReadTiffPages(circle.bytes(), 2000);
  ASSERT_TRUE(pages) << pages.status().ToString();
  EXPECT_EQ(pages->size(), 2u);
  EXPECT_EQ(Inspected(circle.bytes()), StatusCode::kOk);
  TiffDirectories itself;
  itself.Add(10, 1, itself.Here());
  EXPECT_EQ(ReadTiffPages(itself.bytes(), 2000)->size(), 1u);
}

TEST_F(LimitsTest, RefuseTiffsOfTooManyPagesOrSamples) {
  TiffDirectories chain;
  for (int i = 0; i < 5000; ++i) chain.Add(10, 1, chain.Here() + TiffDirectories::kSize);
  EXPECT_EQ(Inspected(chain.bytes()), StatusCode::kResourceLimit);
  TiffDirectories deep;
  deep.Add(10'000, 60'000, 0);
  EXPECT_EQ(Inspected(deep.bytes()), StatusCode::kResourceLimit);
  EXPECT_EQ(Decoded(deep.bytes()), StatusCode::kResourceLimit);
}

TEST_F(LimitsTest, RefuseAPdfWhoseOnePageStandsThousandsOfTimes) {
  std::string kids;
  for (int i = 0; i < 3000; ++i) kids += "3 0 R ";
  const std::string pdf = Pdf({kCatalogue, "<</Type/Pages/Kids[" + kids + "]/Count 3000>>",
                               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"});
  EXPECT_EQ(Inspected(pdf), StatusCode::kResourceLimit);
}

// Walked page by page, either would take as long as the universe has.
TEST_F(LimitsTest, EndWherePageTreesDoNot) {
  const std::string circle = Pdf({kCatalogue, "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>",
                                  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"});
  EXPECT_NE(Decoded(circle), StatusCode::kInternal);

  std::vector<std::string> fan{kCatalogue};
  for (int level = 2; level < 30; ++level) {
    std::string kids;
    for (int i = 0; i < 10; ++i) kids += std::to_string(level + 1) + " 0 R ";
    fan.push_back("<</Type/Pages/Kids[" + kids + "]/Count 1000000000>>");
  }
  fan.push_back("<</Type/Page/MediaBox[0 0 200 200]>>");
  EXPECT_NE(Inspected(Pdf(fan)), StatusCode::kOk);

  std::vector<std::string> well{kCatalogue};
  for (int level = 2; level < 200; ++level) well.push_back("<</Type/Pages/Kids[" + std::to_string(level + 1) + " 0 R]/Count 1>>");
  well.push_back("<</Type/Page/MediaBox[0 0 200 200]>>");
  EXPECT_EQ(Inspected(Pdf(well)), StatusCode::kResourceLimit);
}

TEST_F(LimitsTest, RefuseAPdfWhoseDrawingUnpacksWithoutEnd) {
  const std::string bomb = PdfPage(Stream("/Filter/FlateDecode", PackedZeros(200 << 20, ' ')), "", {});
  ASSERT_LT(bomb.size(), 1u << 20);
  EXPECT_EQ(Decoded(bomb), StatusCode::kResourceLimit);
  // A form that is drawn often counts as often.
  std::string drawing;
  for (int i = 0; i < 100; ++i) drawing += "/F Do ";
  const std::string forms = PdfPage(Stream("", drawing), "/XObject<</F 5 0 R>>",
                                    {Stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode", PackedZeros(2 << 20, ' '))});
  EXPECT_EQ(Decoded(forms), StatusCode::kResourceLimit);
}

TEST_F(LimitsTest, TakeNoMoreOfAPdfImageThanItsSizeNeeds) {
  const std::string image = Stream("/Type/XObject/Subtype/Image/Width 100/Height 100/BitsPerComponent 8/ColorSpace/DeviceGray"
                                   "/Filter/FlateDecode", PackedZeros(300 << 20, '\x40'));
  const Result<DecodedPage> page =
      imaging_->Decode(Original(PdfPage(Stream("", "q 200 0 0 200 0 0 cm /I Do Q"), "/XObject<</I 5 0 R>>", {image})), 0, DecodeOptions());
  ASSERT_TRUE(page) << page.status().ToString();
  EXPECT_FALSE(page->bitonal) << "the image was not drawn";
}

TEST_F(LimitsTest, ReadAPdfWhoseFormDrawsItself) {
  const std::string pdf = PdfPage(Stream("", "/F Do"), "/XObject<</F 5 0 R>>",
                                  {Stream("/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</F 5 0 R>>>>",
                                          "/F Do 1 0 0 rg 0 0 50 50 re f")});
  EXPECT_EQ(Decoded(pdf), StatusCode::kOk);
}

}  // namespace
}  // namespace sohoa
