// SPDX-License-Identifier: Apache-2.0
// QPDF asks its users which of its pointer types they mean: the standard one.
#define POINTERHOLDER_TRANSITION 4

#include "samples/sample_files.h"

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

namespace sohoa {
namespace {

SampleImage LetterImage() {
  DrawOptions options;
  options.dpi = 100;
  Result<SamplePage> page = DrawSamplePage(SampleKind::kLetter, 0, options);
  EXPECT_TRUE(page.ok());
  return page ? std::move(page->image) : SampleImage();
}

const l_uint8* Bytes(const std::string& bytes) {
  return reinterpret_cast<const l_uint8*>(bytes.data());
}

TEST(SampleFiles, KeepEveryPixelInPng) {
  const SampleImage image = LetterImage();
  const Result<std::string> png = EncodePng(image);
  ASSERT_TRUE(png.ok());
  PIX* pix = pixReadMemPng(Bytes(*png), png->size());
  ASSERT_NE(pix, nullptr);
  ASSERT_EQ(pixGetWidth(pix), image.width);
  ASSERT_EQ(pixGetHeight(pix), image.height);
  EXPECT_EQ(pixGetXRes(pix), 100);
  std::size_t different = 0;
  const char* at = image.pixels.data();
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x, at += 3) {
      l_int32 red = 0, green = 0, blue = 0;
      pixGetRGBPixel(pix, x, y, &red, &green, &blue);
      const bool same = red == static_cast<unsigned char>(at[0]) &&
                        green == static_cast<unsigned char>(at[1]) &&
                        blue == static_cast<unsigned char>(at[2]);
      different += same ? 0 : 1;
    }
  }
  EXPECT_EQ(different, 0u);
  pixDestroy(&pix);
}

TEST(SampleFiles, WriteEveryPageOfATiffInGroup4) {
  TiffFile file;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(file.Add(LetterImage()).ok());
  const Result<std::string> tiff = file.Finish();
  ASSERT_TRUE(tiff.ok());
  PIXA* pages = pixaReadMemMultipageTiff(Bytes(*tiff), tiff->size());
  ASSERT_NE(pages, nullptr);
  EXPECT_EQ(pixaGetCount(pages), 3);
  PIX* first = pixaGetPix(pages, 0, L_CLONE);
  EXPECT_EQ(pixGetDepth(first), 1);
  EXPECT_EQ(pixGetInputFormat(first), IFF_TIFF_G4);
  EXPECT_EQ(pixGetXRes(first), 100);
  pixDestroy(&first);
  pixaDestroy(&pages);
}

TEST(SampleFiles, WriteAPdfThatNeedsNoRepair) {
  const SampleImage image = LetterImage();
  const Result<std::string> jpeg = EncodeJpeg(image, 60);
  ASSERT_TRUE(jpeg.ok());
  SamplePdf file;
  file.Add(image, *jpeg);
  file.Add(image, *jpeg);
  const std::string pdf = file.Finish();
  QPDF qpdf;
  qpdf.setSuppressWarnings(true);
  qpdf.processMemoryFile("sample.pdf", pdf.data(), pdf.size());
  std::vector<QPDFPageObjectHelper> pages = QPDFPageDocumentHelper(qpdf).getAllPages();
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_FALSE(qpdf.anyWarnings());
  auto images = pages[1].getImages();
  ASSERT_EQ(images.size(), 1u);
  const auto raw = images.begin()->second.getRawStreamData();
  EXPECT_TRUE(std::string_view(reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize()) ==
              *jpeg);
}

}  // namespace
}  // namespace sohoa
