// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pdf_test_pages.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace sohoa::test {
namespace {

struct PixDeleter {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using OwnedPix = std::unique_ptr<Pix, PixDeleter>;

std::size_t Letters(const std::string& text) {
  std::size_t letters = 0;
  for (unsigned char c : text) letters += (c & 0xC0) != 0x80 ? 1 : 0;
  return letters;
}

std::string EncodeG4(Pix* pix) {
  L_COMP_DATA* data = nullptr;
  EXPECT_EQ(pixGenerateCIData(pix, L_G4_ENCODE, 0, 0, &data), 0);
  std::string bytes(reinterpret_cast<const char*>(data->datacomp), data->nbytescomp);
  l_CIDataDestroy(&data);
  return bytes;
}

std::string EncodeJpeg(Pix* pix) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(pixWriteMemJpeg(&data, &size, pix, 75, 0), 0);
  std::string bytes(reinterpret_cast<const char*>(data), size);
  std::free(data);
  return bytes;
}

}  // namespace

Word MakeWord(std::string text, int left, int top, int height) {
  Word word;
  const int width = static_cast<int>(Letters(text)) * height * 2 / 5;
  word.text = std::move(text);
  word.box = {left, top, left + width, top + height};
  word.confidence = 0.9;
  return word;
}

PageRecord MakePage(const std::vector<std::string>& lines, double dpi) {
  PageRecord page;
  page.geometry.width = page.geometry.scanned_width = static_cast<int>(std::lround(dpi * 210 / 25.4));
  page.geometry.height = page.geometry.scanned_height = static_cast<int>(std::lround(dpi * 297 / 25.4));
  page.geometry.dpi = dpi;
  page.text.engine = "tesseract 5.3.0";
  page.text.model = "vie+eng";
  const int height = static_cast<int>(dpi * 13 / 72);
  Block block;
  int top = static_cast<int>(dpi);
  for (const std::string& text : lines) {
    Line line;
    int left = static_cast<int>(dpi);
    std::istringstream words(text);
    for (std::string word; words >> word; left = line.words.back().box.right + height / 3) {
      line.words.push_back(MakeWord(word, left, top, height));
      line.box = Union(line.box, line.words.back().box);
    }
    block.box = Union(block.box, line.box);
    block.lines.push_back(std::move(line));
    top += height * 3 / 2;
  }
  page.text.blocks.push_back(std::move(block));
  return page;
}

void PaintLayer(PageRecord& page, Paint paint) {
  if (paint == Paint::kMixed) {
    PaintLayer(page, Paint::kG4);
    const OwnedPix paper(pixCreate(page.geometry.width / 2, page.geometry.height / 2, 32));
    pixSetAllArbitrary(paper.get(), 0xD02020FF);
    const std::string mask = std::move(page.layer.bytes);
    page.layer.bytes = EncodeJpeg(paper.get());
    page.layer.coding = PageLayer::Coding::kMixed;
    page.layer.components = 3;
    page.layer.paper = {page.geometry.width / 2, page.geometry.height / 2, page.layer.bytes.size(), {10, 20, 200}};
    page.layer.bytes += mask;
    page.layer_sha256 = Sha256::Of(page.layer.bytes);
    return;
  }
  const int depth = paint == Paint::kG4 ? 1 : paint == Paint::kGrayJpeg ? 8 : 32;
  const OwnedPix pix(pixCreate(page.geometry.width, page.geometry.height, depth));
  if (depth != 1) pixSetAll(pix.get());
  if (depth == 32) pixSetAllArbitrary(pix.get(), 0xD02020FF);
  for (const Block& block : page.text.blocks) {
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) {
        const Box& b = word.box;
        pixRasterop(pix.get(), b.left, b.top, b.width(), b.height(), depth == 1 ? PIX_SET : PIX_CLR,
                    nullptr, 0, 0);
      }
    }
  }
  page.layer.coding = depth == 1 ? PageLayer::Coding::kCcittG4 : PageLayer::Coding::kJpeg;
  page.layer.width = page.geometry.width;
  page.layer.height = page.geometry.height;
  page.layer.components = depth == 32 ? 3 : 1;
  page.layer.bytes = depth == 1 ? EncodeG4(pix.get()) : EncodeJpeg(pix.get());
  page.layer_sha256 = Sha256::Of(page.layer.bytes);
}

std::string OutputOf(const std::string& command) {
  std::string out;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) {
    ADD_FAILURE() << "cannot start " << command;
    return out;
  }
  std::array<char, 4096> buffer{};
  while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), n);
  EXPECT_EQ(pclose(pipe), 0) << command << "\n" << out;
  return out;
}

}  // namespace sohoa::test
