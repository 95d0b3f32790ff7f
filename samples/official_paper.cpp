// SPDX-License-Identifier: Apache-2.0
//
// Sizes, styles and places: Decree 30/2020/NĐ-CP, App. I, parts I (page), IV (boxes) and V
// (type); the box numbers in the comments are those of part IV.
#include "samples/official_paper.h"

#include <algorithm>

#include "samples/paper_pages.h"
#include "samples/paper_table.h"
#include "samples/stamps.h"

namespace sohoa {
namespace {

constexpr double kBodySize = 14;
constexpr double kBodyPitch = 1.22;
constexpr double kParagraphGap = 6;

TextStyle Style(double size, bool bold, Align align) {
  TextStyle style;
  style.size = size;
  style.bold = bold;
  style.align = align;
  return style;
}

class PaperDrawing {
 public:
  PaperDrawing(const OfficialPaper& paper, const DrawOptions& options, const SamplePageSink& sink)
      : paper_(paper), options_(options), pages_(options, sink) {}

  Status Draw();

 private:
  double DrawCentered(const std::vector<std::string>& lines, const TextStyle& style, double x,
                      double width, double y);
  void DrawHead();
  double DrawIssuerBlock(double number_y);
  double DrawMottoBlock(double number_y);
  void DrawTitle();
  void DrawAddressees();
  Status DrawBody();
  Status DrawParagraph(const Paragraph& paragraph);
  Status DrawFoot();
  void DrawRecipients(double y);
  double DrawCoSigner(double y);
  void DrawSigner(double y);
  Status DrawAppendix();
  Status NextBodyPage();

  const OfficialPaper& paper_;
  const DrawOptions& options_;
  PaperPages pages_;
  int number_ = 0;
};

// Draws each string as a paragraph of its own; gives the y below.
double PaperDrawing::DrawCentered(const std::vector<std::string>& lines, const TextStyle& style,
                                  double x, double width, double y) {
  for (const std::string& line : lines) {
    const TextBlock block(line, style, width);
    pages_.canvas().Draw(block, x, y);
    y += block.height();
  }
  return y;
}

// Boxes 2, 3, 5b, 10b: the left column of the head.
double PaperDrawing::DrawIssuerBlock(double number_y) {
  PageCanvas& canvas = pages_.canvas();
  const double x = pages_.left();
  const double width = pages_.frame_width() * 0.42;
  double y = DrawCentered(paper_.superior, Style(12, false, Align::kCenter), x, width, pages_.y);
  y = DrawCentered(paper_.issuer, Style(12, true, Align::kCenter), x, width, y);
  if (!paper_.issuer.empty()) {
    const double rule =
        TextBlock(paper_.issuer.back(), Style(12, true, Align::kLeft), width).width() * 0.42;
    canvas.Rule(x + (width - rule) / 2, y + 2, x + (width + rule) / 2, y + 2, 0.8);
  }
  y = std::max(y + 8, number_y);
  y = DrawCentered({paper_.number}, Style(13, false, Align::kCenter), x, width, y);
  if (!paper_.letter_subject.empty()) {
    y = DrawCentered({paper_.letter_subject}, Style(12, false, Align::kCenter), x, width, y + 6);
  }
  if (!paper_.urgency.empty()) {
    DrawUrgency(canvas, x + width * 0.2, y + 8, paper_.urgency);
    y += 8 + Mm(8);
  }
  return y;
}

// Boxes 1 and 4: the right column.
double PaperDrawing::DrawMottoBlock(double number_y) {
  PageCanvas& canvas = pages_.canvas();
  const double x = pages_.left() + pages_.frame_width() * 0.43;
  const double width = pages_.right() - x + 4;
  double y = DrawCentered({"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}, Style(12, true, Align::kCenter),
                          x, width, pages_.y);
  const TextBlock motto("Độc lập - Tự do - Hạnh phúc", Style(13, true, Align::kCenter), width);
  canvas.Draw(motto, x, y);
  y += motto.height() + 2;
  canvas.Rule(x + (width - motto.width()) / 2, y, x + (width + motto.width()) / 2, y, 0.8);
  TextStyle style = Style(13, false, Align::kCenter);
  style.italic = true;
  return DrawCentered({paper_.place_and_date}, style, x, width, std::max(y + 6, number_y));
}

void PaperDrawing::DrawHead() {
  const std::size_t left_lines = paper_.superior.size() + paper_.issuer.size();
  const double number_y = pages_.y + std::max(2.2, static_cast<double>(left_lines)) * 12 * 1.2 + 10;
  const double left_end = DrawIssuerBlock(number_y);
  const double right_end = DrawMottoBlock(number_y);
  pages_.y = std::max(left_end, right_end) + 14;
}

// Box 5a.
void PaperDrawing::DrawTitle() {
  if (paper_.type_name.empty()) return;
  const double x = pages_.left();
  const double width = pages_.frame_width();
  double y = DrawCentered({paper_.type_name}, Style(14, true, Align::kCenter), x, width, pages_.y);
  const double inset = width * 0.06;
  const TextBlock subject(paper_.subject, Style(14, true, Align::kCenter), width - 2 * inset);
  pages_.canvas().Draw(subject, x + inset, y);
  y += subject.height() + 4;
  if (!paper_.subject.empty()) {
    const double rule = std::min(subject.width(), width) * 0.36;
    pages_.canvas().Rule(x + (width - rule) / 2, y, x + (width + rule) / 2, y, 0.8);
  }
  if (!paper_.title_note.empty()) {
    TextStyle note = Style(13, false, Align::kCenter);
    note.italic = true;
    y = DrawCentered({paper_.title_note}, note, x + inset, width - 2 * inset, y + 6);
  }
  pages_.y = y + 10;
}

// Box 9a.
void PaperDrawing::DrawAddressees() {
  if (paper_.addressees.empty()) return;
  const double width = pages_.frame_width();
  if (paper_.addressees.size() == 1) {
    const TextBlock block("Kính gửi: " + paper_.addressees[0], Style(14, false, Align::kCenter),
                          width);
    pages_.canvas().Draw(block, pages_.left(), pages_.y);
    pages_.y += block.height() + 12;
    return;
  }
  const double x = pages_.left() + width * 0.25;
  TextBlock block("Kính gửi:", Style(14, false, Align::kLeft), width);
  pages_.canvas().Draw(block, x, pages_.y);
  pages_.y += block.height();
  for (std::size_t i = 0; i < paper_.addressees.size(); ++i) {
    const char* end = i + 1 < paper_.addressees.size() ? ";" : ".";
    block =
        TextBlock("- " + paper_.addressees[i] + end, Style(14, false, Align::kLeft), width * 0.6);
    pages_.canvas().Draw(block, x + 54, pages_.y);
    pages_.y += block.height();
  }
  pages_.y += 12;
}

Status PaperDrawing::NextBodyPage() {
  ++number_;
  return pages_.Next(kA4Width, kA4Height, number_ > 1 ? std::optional<int>(number_) : std::nullopt);
}

// Box 6. A paragraph may go on overleaf, but not with one line on either side.
Status PaperDrawing::DrawParagraph(const Paragraph& paragraph) {
  TextStyle style = Style(kBodySize, false, Align::kJustify);
  style.pitch = kBodyPitch;
  style.indent = Mm(12.7);
  style.italic = paragraph.kind == ParagraphKind::kBasis;
  if (paragraph.kind == ParagraphKind::kHeading) style.bold = true;
  if (paragraph.kind == ParagraphKind::kCentered) {
    style = Style(kBodySize, true, Align::kCenter);
  }
  const TextBlock block(paragraph.text, style, pages_.frame_width());
  const bool heading = style.bold;
  for (std::size_t first = 0; first < block.lines();) {
    const std::size_t left = block.lines() - first;
    auto fits = static_cast<std::size_t>(std::max(0.0, pages_.room()) / block.line_height());
    if (fits < left && (heading || fits < 2)) fits = 0;
    if (heading && pages_.room() < block.height() + 2 * kBodySize * kBodyPitch) fits = 0;
    if (fits < left && left - fits == 1 && fits > 2) --fits;
    const std::size_t count = std::min(fits, left);
    if (count > 0) {
      pages_.canvas().DrawLines(block, first, first + count, pages_.left(), pages_.y);
      pages_.y += block.line_height() * static_cast<double>(count);
      first += count;
    }
    if (first < block.lines()) {
      if (Status status = NextBodyPage(); !status.ok()) return status;
    }
  }
  pages_.y += kParagraphGap;
  return {};
}

Status PaperDrawing::DrawBody() {
  for (const Paragraph& paragraph : paper_.body) {
    if (Status status = DrawParagraph(paragraph); !status.ok()) return status;
  }
  return {};
}

// Box 9b.
void PaperDrawing::DrawRecipients(double y) {
  if (paper_.recipients.empty()) return;
  const double width = pages_.frame_width() * 0.44;
  TextStyle style = Style(12, true, Align::kLeft);
  style.italic = true;
  TextBlock block("Nơi nhận:", style, width);
  pages_.canvas().Draw(block, pages_.left(), y);
  y += block.height();
  for (std::size_t i = 0; i < paper_.recipients.size(); ++i) {
    const char* end = i + 1 < paper_.recipients.size() ? ";" : ".";
    block = TextBlock("- " + paper_.recipients[i] + end, Style(11, false, Align::kLeft), width);
    pages_.canvas().Draw(block, pages_.left(), y);
    y += block.height();
  }
}

// Boxes 7a, 7b, 7c and 8. The seal covers about a third of the signature, on its left (Art. 33).
void PaperDrawing::DrawSigner(double y) {
  const double x = pages_.left() + pages_.frame_width() * 0.47;
  const double width = pages_.right() - x;
  y = DrawCentered(paper_.signer_lines, Style(13, true, Align::kCenter), x, width, y);
  const double middle = x + width / 2;
  const double name_y = y + Mm(paper_.signature_height);
  DrawCentered({paper_.signer_name}, Style(14, true, Align::kCenter), x, width, name_y);
  if (!options_.seal) return;
  const double signature = Mm(40);
  DrawSignature(pages_.canvas(), middle - signature / 2 + Mm(4), y + Mm(5), signature, Mm(19));
  DrawSeal(pages_.canvas(), middle - signature / 2, y + Mm(paper_.seal_drop),
           Mm(paper_.seal_radius), paper_.seal_text);
}

// The block on the left; gives the y below.
double PaperDrawing::DrawCoSigner(double y) {
  if (paper_.co_signer_name.empty()) return y;
  const double x = pages_.left();
  const double width = pages_.frame_width() * 0.44;
  y = DrawCentered(paper_.co_signer_lines, Style(13, true, Align::kCenter), x, width, y);
  const double name_y = y + Mm(27);
  if (options_.seal) {
    const double signature = Mm(36);
    DrawSignature(pages_.canvas(), x + (width - signature) / 2, y + Mm(5), signature, Mm(18));
  }
  return DrawCentered({paper_.co_signer_name}, Style(14, true, Align::kCenter), x, width, name_y);
}

Status PaperDrawing::DrawFoot() {
  const double recipients = (static_cast<double>(paper_.recipients.size()) + 1) * 11 * 1.25;
  const double signer = static_cast<double>(paper_.signer_lines.size()) * 13 * 1.2 +
                        Mm(paper_.signature_height) + 14 * 1.2;
  const bool two = !paper_.co_signer_name.empty();
  if (pages_.room() < (two ? recipients + signer : std::max(recipients, signer)) + 8) {
    if (Status status = NextBodyPage(); !status.ok()) return status;
  }
  pages_.y += 8;
  const double below = DrawCoSigner(pages_.y);
  // In reading order the left half of the foot comes first.
  if (!two) DrawRecipients(pages_.y);
  DrawSigner(pages_.y);
  if (two) DrawRecipients(below + 8);
  return {};
}

Status PaperDrawing::DrawAppendix() {
  const AppendixTable& appendix = *paper_.appendix;
  int number = 1;
  if (Status status = pages_.Next(kA4Height, kA4Width, std::nullopt); !status.ok()) return status;
  const double x = pages_.left();
  const double width = pages_.frame_width();
  pages_.y = DrawCentered({appendix.label}, Style(14, true, Align::kCenter), x, width, pages_.y);
  const double inset = width * 0.08;
  pages_.y = DrawCentered({appendix.title}, Style(13, true, Align::kCenter), x + inset,
                          width - 2 * inset, pages_.y);
  TextStyle guide = Style(13, false, Align::kCenter);
  guide.italic = true;
  pages_.y = DrawCentered({appendix.guide}, guide, x, width, pages_.y) + 10;
  if (options_.seal && !paper_.seal_text.empty()) {
    DrawSeal(pages_.canvas(), x + inset * 0.75, Mm(31), Mm(18), paper_.seal_text);
  }
  return DrawTable(appendix, pages_, [&] { return pages_.Next(kA4Height, kA4Width, ++number); });
}

Status PaperDrawing::Draw() {
  if (Status status = NextBodyPage(); !status.ok()) return status;
  DrawHead();
  if (options_.incoming_stamp) {
    DrawIncomingStamp(pages_.canvas(), pages_.left() + Mm(2), pages_.y, "VĂN PHÒNG HUYỆN VÂN KHÊ");
    pages_.y += Mm(37);
  }
  DrawTitle();
  DrawAddressees();
  if (Status status = DrawBody(); !status.ok()) return status;
  if (!paper_.signer_lines.empty() || !paper_.signer_name.empty()) {
    if (Status status = DrawFoot(); !status.ok()) return status;
  }
  if (paper_.appendix) {
    if (Status status = DrawAppendix(); !status.ok()) return status;
  }
  return pages_.Finish();
}

}  // namespace

void NoteTable(const AppendixTable& table, SampleTruth& truth) {
  truth.table_columns = table.columns;
  truth.table_rows = table.rows;
  for (std::vector<std::string>& row : truth.table_rows) {
    for (std::string& cell : row) std::replace(cell.begin(), cell.end(), '\n', ' ');
  }
}

Status DrawPaper(const OfficialPaper& paper, const DrawOptions& options,
                 const SamplePageSink& sink) {
  return PaperDrawing(paper, options, sink).Draw();
}

}  // namespace sohoa
