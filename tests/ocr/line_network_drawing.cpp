// SPDX-License-Identifier: Apache-2.0
#include "ocr/line_network_drawing.h"

#include <algorithm>
#include <random>

#include "ocr/drawn_page.h"

namespace sohoa {

GrayImage DrawLine(const std::string& text, double points, int noise) {
  constexpr int kMargin = 6;
  const auto letter = static_cast<int>(points * DrawnPage::kDpi / 72);
  DrawnPage page(static_cast<int>(text.size() + 4) * letter, 3 * letter);
  const Box ink = page.Text(kMargin, kMargin, text, points);
  GrayImage line;
  line.width = std::min(page.width(), ink.right + kMargin);
  line.height = std::min(page.height(), ink.bottom + kMargin) - std::max(0, ink.top - kMargin);
  line.pixels.resize(static_cast<std::size_t>(line.width) * static_cast<std::size_t>(line.height));
  std::minstd_rand random(static_cast<unsigned>(text.size()) + 1);
  for (int y = 0; y < line.height; ++y) {
    for (int x = 0; x < line.width; ++x) {
      int level = static_cast<int>(page.Pixel(x, y + std::max(0, ink.top - kMargin)) & 0xff);
      if (noise > 0) level += static_cast<int>(random() % static_cast<unsigned>(2 * noise + 1)) - 2 * noise;
      line.Row(y)[x] = static_cast<std::uint8_t>(std::clamp(level, 0, 255));
    }
  }
  return line;
}

std::vector<GrayImage> DrawLines() {
  const std::vector<std::string> texts = {
      "Cộng hòa xã hội chủ nghĩa Việt Nam",
      "Độc lập - Tự do - Hạnh phúc",
      "Số: 1274/QĐ-UBND",
      "ngày 03 tháng 9 năm 2014",
      "Căn cứ Luật Tổ chức chính quyền địa phương; xét đề nghị của Giám đốc Sở Nội vụ",
      "The quick brown fox jumps over the lazy dog, 0123456789.",
      "Ơ",
      "Điều 1.",
      "i",
      "Tổng cộng: 15.320.000 đồng (mười lăm triệu ba trăm hai mươi nghìn đồng)",
  };
  std::vector<GrayImage> lines;
  double points = 9;
  int noise = 0;
  for (const std::string& text : texts) {
    lines.push_back(DrawLine(text, points, noise));
    points = points > 22 ? 8 : points + 3.5;
    noise = (noise + 25) % 100;
  }
  return lines;
}

std::string ModelPath(std::string_view language) {
  return "/usr/share/tesseract-ocr/5/tessdata/" + std::string(language) + ".traineddata";
}

}  // namespace sohoa
