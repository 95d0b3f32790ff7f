// SPDX-License-Identifier: Apache-2.0
#include "samples/stamps.h"

#include <cmath>

#include "samples/handwriting.h"
#include "samples/random.h"

namespace sohoa {
namespace {

constexpr double kPi = 3.14159265358979;
constexpr Ink kStampInk{0.16, 0.22, 0.62};

// UTF-8 characters of a text, one string each.
std::vector<std::string> Characters(const std::string& text) {
  std::vector<std::string> characters;
  for (const char c : text) {
    if (characters.empty() || (static_cast<unsigned char>(c) & 0xC0) != 0x80)
      characters.emplace_back();
    characters.back() += c;
  }
  return characters;
}

void DrawStar(PageCanvas& canvas, double x, double y, double radius) {
  std::vector<Point> star;
  for (int i = 0; i < 10; ++i) {
    const double r = i % 2 == 0 ? radius : radius * 0.382;
    const double angle = -kPi / 2 + kPi * i / 5;
    star.push_back({x + r * std::cos(angle), y + r * std::sin(angle)});
  }
  canvas.FillPolygon(star, kSealInk);
}

}  // namespace

void DrawSeal(PageCanvas& canvas, double x, double y, double radius, const std::string& text) {
  canvas.Ring(x, y, radius, 1.6, kSealInk);
  canvas.Ring(x, y, radius * 0.93, 0.5, kSealInk);
  canvas.Ring(x, y, radius * 0.62, 0.7, kSealInk);
  DrawStar(canvas, x, y, radius * 0.36);

  if (text.empty()) return;
  TextStyle style;
  style.size = radius * 0.19;
  style.bold = true;
  style.sans = true;
  style.ink = kSealInk;
  const double baseline = radius * 0.70;
  const std::string ring_text = text + " ★ ";
  const std::vector<std::string> characters = Characters(ring_text);
  double total = 0;
  std::vector<double> widths;
  for (const std::string& c : characters) {
    widths.push_back(c == " " ? style.size * 0.4 : canvas.TextWidth(c, style));
    total += widths.back();
  }
  // Spread over the whole circle, starting at the lower left.
  const double stretch = 2 * kPi * baseline / total;
  double along = -total / 2;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const double angle = (along + widths[i] / 2) * stretch / baseline - kPi / 2;
    const double px = x + baseline * std::cos(angle) + widths[i] / 2 * std::sin(angle);
    const double py = y + baseline * std::sin(angle) - widths[i] / 2 * std::cos(angle);
    canvas.TurnedText(characters[i], style, px, py, angle + kPi / 2);
    along += widths[i];
  }
}

void DrawSignature(PageCanvas& canvas, double x, double y, double width, double height) {
  SampleRandom random(canvas.seed() ^ 0x5167ull);
  for (const std::vector<Point>& stroke : SignatureStrokes(x, y, width, height, random)) {
    canvas.Stroke(stroke, 1.5, kPenInk);
  }
}

void DrawUrgency(PageCanvas& canvas, double x, double y, const std::string& text) {
  TextStyle style;
  style.size = 14;
  style.bold = true;
  style.align = Align::kCenter;
  style.ink = {0.86, 0.06, 0.08};
  // HỎA TỐC 30 mm, THƯỢNG KHẨN 40, KHẨN 20.
  const double width = Mm(text.size() > 12 ? 40 : text.size() > 6 ? 30 : 20);
  canvas.Frame(x, y, width, Mm(8), 1.2, style.ink);
  const TextBlock block(text, style, width);
  canvas.Draw(block, x, y + (Mm(8) - block.height()) / 2);
}

void DrawIncomingStamp(PageCanvas& canvas, double x, double y, const std::string& office) {
  const double width = Mm(50);
  canvas.Frame(x, y, width, Mm(35), 1.0, kStampInk);
  TextStyle style;
  style.ink = kStampInk;
  style.sans = true;
  style.bold = true;
  style.size = 8.5;
  style.align = Align::kCenter;
  const auto note = [&canvas](SampleLine line) {
    line.text = "§ " + line.text;
    for (SampleWord& word : line.words) {
      if (word.ink == SampleInk::kPrint) word.ink = SampleInk::kStamp;
    }
    canvas.Note(std::move(line));
  };
  note(canvas.DrawUnnoted(TextBlock(office, style, width), x, y + 4));
  canvas.Rule(x, y + 18, x + width, y + 18, 0.7, kStampInk);
  style.size = 15;
  note(canvas.DrawUnnoted(TextBlock("ĐẾN", style, Mm(16)), x + 2, y + 40));
  canvas.Rule(x + Mm(18), y + 18, x + Mm(18), y + Mm(35), 0.7, kStampInk);
  style.size = 9;
  style.bold = false;
  style.align = Align::kLeft;
  const double left = x + Mm(18) + 5;
  note(canvas.DrawUnnoted(TextBlock("Số: ⟦4127⟧", style, Mm(30)), left, y + 24));
  note(canvas.DrawUnnoted(TextBlock("Ngày: ⟦05⟧/⟦10⟧/⟦2018⟧", style, Mm(32)), left, y + 46));
  note(canvas.DrawUnnoted(TextBlock("Chuyển:", style, Mm(30)), left, y + 68));
}

}  // namespace sohoa
