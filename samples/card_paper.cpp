// SPDX-License-Identifier: Apache-2.0
#include "samples/card_paper.h"

#include "samples/barcode_drawing.h"
#include "samples/stamps.h"

namespace sohoa {
namespace {

class CardDrawing {
 public:
  CardDrawing(const CardPaper& card, PageCanvas& canvas, double x, double y)
      : card_(card), canvas_(canvas), x_(x), y_(y) {}

  Status Front();
  void Back();

 private:
  double At(double millimetres) const { return Mm(millimetres) * card_.scale; }
  // Text at a place of the card in millimetres; sizes are points of the card itself.
  void Text(double x, double y, const std::string& text, double size, bool bold, double width) {
    TextStyle style;
    style.size = size * card_.scale;
    style.bold = bold;
    style.sans = true;
    style.pitch = 1.15;
    canvas_.Draw(TextBlock(text, style, At(width)), x_ + At(x), y_ + At(y));
  }
  // One word whose letters stand at equal distances.
  void Spaced(const std::string& text, const TextStyle& style, double x, double y, double step) {
    SampleLine line{text, {{text, {}, SampleInk::kPrint}}};
    Box& box = line.words.front().box;
    for (const char letter : text) {
      const TextBlock block(std::string(1, letter), style, step * 4);
      const SampleLine one = canvas_.DrawUnnoted(block, x + (step - block.width()) / 2, y);
      box = box.empty() ? one.words.front().box : Union(box, one.words.front().box);
      x += step;
    }
    canvas_.Note(std::move(line));
  }
  void Edge() { canvas_.Frame(x_, y_, At(85.6), At(54), 0.8); }

  const CardPaper& card_;
  PageCanvas& canvas_;
  double x_;
  double y_;
};

Status CardDrawing::Front() {
  Edge();
  Text(24, 2, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 5.6, true, 60);
  Text(31, 4.8, "Độc lập - Tự do - Hạnh phúc", 5.4, true, 50);
  Text(27, 9.5, card_.title, 9, true, 50);
  Text(28, 14, card_.title_english, 5.6, false, 45);
  if (!card_.qr.empty()) {
    if (Status status = DrawQr(canvas_, card_.qr, x_ + At(70), y_ + At(3), At(13)); !status.ok()) {
      return status;
    }
  }
  // The emblem and the photograph.
  canvas_.Ring(x_ + At(10), y_ + At(9), At(6.5), 1.2, {0.75, 0.2, 0.15});
  canvas_.Fill(x_ + At(4), y_ + At(19), At(20), At(27), {0.72, 0.74, 0.78});
  canvas_.Ring(x_ + At(14), y_ + At(28), At(5), At(3.4), {0.5, 0.46, 0.43});
  Text(27, 18.2, "Số / No.: **" + card_.number + "**", 7.6, false, 56);
  Text(27, 22.4, "Họ và tên / Full name:", 5, false, 50);
  Text(27, 24.8, card_.name, 7, true, 56);
  Text(27, 28.8, "Ngày sinh / Date of birth: **" + card_.birth + "**", 5.6, false, 56);
  Text(27, 32, "Giới tính / Sex: **" + card_.sex + "**      Quốc tịch / Nationality: **Việt Nam**",
       5.4, false, 58);
  Text(27, 35.2, "Quê quán / Place of origin: **" + card_.hometown + "**", 5.4, false, 57);
  Text(27, 41, "Nơi thường trú / Place of residence: **" + card_.home + "**", 5.4, false, 57);
  Text(3, 48, "Có giá trị đến: **" + card_.expiry + "**", 5, false, 40);
  return {};
}

void CardDrawing::Back() {
  Edge();
  Text(4, 3, "Đặc điểm nhận dạng / Personal identification:", 5, false, 50);
  Text(4, 5.6, "Sẹo chấm cách 1 cm dưới đuôi mắt trái", 5.4, true, 50);
  Text(4, 9.6, "Ngày, tháng, năm / Date, month, year: **" + card_.issued + "**", 5, false, 60);
  Text(20, 13, "CỤC TRƯỞNG CỤC CẢNH SÁT", 5, true, 45);
  Text(17, 15.4, "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", 4.6, true, 55);
  Text(24, 29, card_.officer, 5.8, true, 30);
  DrawSignature(canvas_, x_ + At(24), y_ + At(18.5), At(17), At(9));
  DrawSeal(canvas_, x_ + At(25), y_ + At(23), At(6.5), "");
  TextStyle zone;
  zone.size = 7.4 * card_.scale;
  zone.sans = true;
  zone.bold = true;
  zone.pitch = 1.3;
  double y = 36.5;
  for (const std::string& line : card_.zone) {
    // Each letter in a field of its own, as in OCR-B.
    Spaced(line, zone, x_ + At(4), y_ + At(y), At(2.58));
    y += 4.6;
  }
}

}  // namespace

Status DrawCard(const CardPaper& card, const DrawOptions& options, const SamplePageSink& sink) {
  PaperPages pages(options, sink);
  if (Status status = pages.Next(kA4Width, kA4Height, std::nullopt); !status.ok()) return status;
  const double x = (pages.canvas().width() - Mm(85.6) * card.scale) / 2;
  CardDrawing front(card, pages.canvas(), x, Mm(28));
  if (Status status = front.Front(); !status.ok()) return status;
  CardDrawing(card, pages.canvas(), x, Mm(28) + Mm(54) * card.scale + Mm(16)).Back();
  return pages.Finish();
}

}  // namespace sohoa
