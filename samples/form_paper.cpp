// SPDX-License-Identifier: Apache-2.0
#include "samples/form_paper.h"

#include <algorithm>
#include <utility>

#include "samples/barcode_drawing.h"
#include "samples/paper_table.h"
#include "samples/stamps.h"

namespace sohoa {
namespace {

class FormDrawing {
 public:
  FormDrawing(const FormPaper& form, const DrawOptions& options, const SamplePageSink& sink)
      : form_(form), options_(options), pages_(options, sink) {}

  Status Draw();

 private:
  TextStyle Style(double size, Align align) const {
    TextStyle style;
    style.size = size;
    style.align = align;
    style.sans = form_.sans;
    style.pitch = 1.2;
    return style;
  }
  double size(const FormPart& part) const { return part.size > 0 ? part.size : form_.size; }
  double Lines(const std::vector<std::string>& lines, const TextStyle& style, double middle,
               double width, double y);
  Status NextSheet();
  Status Reserve(double height);
  void DrawMotto(double middle, double width);
  void DrawColumns();
  Status DrawCodes();
  void DrawTitle();
  Status DrawPart(const FormPart& part);
  Status DrawRow(const FormPart& part);
  void Dots(const TextBlock& block, double x, double right);
  Status DrawSignatures();
  void DrawFoot(double y);
  void DrawSignatureBlock(const FormSignature& signature, double middle, double width, double y);

  const FormPaper& form_;
  const DrawOptions& options_;
  PaperPages pages_;
  int sheets_ = 0;
};

double FormDrawing::Lines(const std::vector<std::string>& lines, const TextStyle& style,
                          double middle, double width, double y) {
  for (const std::string& line : lines) {
    const TextBlock block(line, style, width);
    pages_.canvas().Draw(block, middle - width / 2, y);
    y += block.height();
  }
  return y;
}

Status FormDrawing::NextSheet() {
  ++sheets_;
  std::optional<int> number;
  if (form_.page_number > 0) number = form_.page_number + sheets_ - 1;
  if (form_.page_number == 0 && sheets_ > 1) number = sheets_;
  if (Status status = pages_.Next(form_.width, form_.height, number); !status.ok()) return status;
  if (form_.frame) {
    PageCanvas& canvas = pages_.canvas();
    const Ink gold{0.62, 0.45, 0.20};
    canvas.Frame(Mm(11), Mm(11), canvas.width() - Mm(22), canvas.height() - Mm(22), 2.2, gold);
    canvas.Frame(Mm(13), Mm(13), canvas.width() - Mm(26), canvas.height() - Mm(26), 0.8, gold);
  }
  return {};
}

Status FormDrawing::Reserve(double height) {
  return pages_.room() < height ? NextSheet() : Status();
}

void FormDrawing::DrawMotto(double middle, double width) {
  TextStyle style = Style(12, Align::kCenter);
  style.bold = true;
  double y = Lines({"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}, style, middle, width, pages_.y);
  style.size = 13;
  const TextBlock motto("Độc lập - Tự do - Hạnh phúc", style, width);
  pages_.canvas().Draw(motto, middle - width / 2, y);
  y += motto.height() + 2;
  pages_.canvas().Rule(middle - motto.width() / 2, y, middle + motto.width() / 2, y, 0.8);
  pages_.y = y + 6;
}

void FormDrawing::DrawColumns() {
  const double top = pages_.y;
  const double width = pages_.frame_width();
  const double left_middle = pages_.left() + width * 0.21;
  const double right_middle = pages_.left() + width * 0.715;
  TextStyle style = Style(12, Align::kCenter);
  double y = Lines(form_.superior, style, left_middle, width * 0.42, top);
  style.bold = true;
  y = Lines(form_.issuer, style, left_middle, width * 0.42, y);
  const double rule = 66;
  pages_.canvas().Rule(left_middle - rule / 2, y + 2, left_middle + rule / 2, y + 2, 0.8);
  const auto lines = static_cast<double>(form_.superior.size() + form_.issuer.size());
  const double row = std::max(y + 8, top + std::max(2.2, lines) * 12 * 1.2 + 10);
  const double left_end =
      Lines({form_.number}, Style(13, Align::kCenter), left_middle, width * 0.42, row);
  DrawMotto(right_middle, width * 0.58);
  TextStyle italic = Style(13, Align::kCenter);
  italic.italic = true;
  const double right_end =
      Lines({form_.place_and_date}, italic, right_middle, width * 0.58, std::max(row, pages_.y));
  pages_.y = std::max({left_end, right_end, pages_.y}) + 12;
}

Status FormDrawing::DrawCodes() {
  if (!form_.qr.empty()) {
    const double side = Mm(24);
    if (Status status = DrawQr(pages_.canvas(), form_.qr, pages_.right() - side, pages_.y, side);
        !status.ok()) {
      return status;
    }
    pages_.y += side + 6;
  }
  if (form_.bars.empty()) return {};
  const double side = Mm(22);
  Status status =
      DrawCode128(pages_.canvas(), form_.bars, pages_.left() + 6, pages_.y + 4, Mm(88), Mm(13));
  if (status.ok()) {
    status = DrawQr(pages_.canvas(), form_.bars, pages_.right() - side - 6, pages_.y, side);
  }
  pages_.y += side + 12;
  return status;
}

void FormDrawing::DrawTitle() {
  const double middle = pages_.left() + pages_.frame_width() / 2;
  TextStyle style = Style(form_.title_size, Align::kCenter);
  style.bold = true;
  pages_.y = Lines(form_.title, style, middle, pages_.frame_width(), pages_.y + 4);
  TextStyle note = Style(form_.size, Align::kCenter);
  note.italic = true;
  pages_.y = Lines(form_.title_notes, note, middle, pages_.frame_width() * 0.86, pages_.y) + 10;
}

// A row of dots from the end of the text to the edge; drawn, not written.
void FormDrawing::Dots(const TextBlock& block, double x, double right) {
  if (!form_.dotted || block.lines() != 1) return;
  const double y = pages_.y + block.style().size * 1.06;
  for (double at = x + block.width() + 4; at < right - 4; at += 3.2) {
    pages_.canvas().Fill(at, y, 0.8, 0.8);
  }
}

Status FormDrawing::DrawRow(const FormPart& part) {
  TextStyle style = Style(size(part), Align::kLeft);
  style.pitch = form_.pitch;
  std::vector<TextBlock> blocks;
  double height = 0;
  const double width = pages_.frame_width() - part.indent;
  for (const FormEntry& entry : part.entries) {
    const std::string text = entry.label.empty() ? entry.text : entry.label + ": " + entry.text;
    blocks.emplace_back(text, style, width * entry.share - 6);
    height = std::max(height, blocks.back().height());
  }
  if (Status status = Reserve(height); !status.ok()) return status;
  double x = pages_.left() + part.indent;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const double cell = width * part.entries[i].share;
    pages_.canvas().Draw(blocks[i], x, pages_.y);
    if (!part.entries[i].label.empty()) Dots(blocks[i], x, x + cell);
    x += cell;
  }
  pages_.y += height;
  return {};
}

Status FormDrawing::DrawPart(const FormPart& part) {
  switch (part.kind) {
    case FormPartKind::kRow:
      return DrawRow(part);
    case FormPartKind::kGap:
      pages_.y += part.size;
      return {};
    case FormPartKind::kTable:
      return DrawTable(part.table, pages_, [&] { return NextSheet(); });
    case FormPartKind::kText:
    case FormPartKind::kHeading:
    case FormPartKind::kCentered:
      break;
  }
  TextStyle style = Style(size(part), Align::kJustify);
  style.pitch = form_.pitch;
  style.indent = part.kind == FormPartKind::kText ? part.indent : 0;
  style.bold = part.kind == FormPartKind::kHeading;
  if (part.kind == FormPartKind::kHeading) style.align = Align::kLeft;
  if (part.kind == FormPartKind::kCentered) style.align = Align::kCenter;
  const TextBlock block(part.text, style, pages_.frame_width());
  if (Status status = Reserve(std::min(block.height(), Mm(80))); !status.ok()) return status;
  pages_.canvas().Draw(block, pages_.left(), pages_.y);
  pages_.y += block.height() + 3;
  return {};
}

void FormDrawing::DrawSignatureBlock(const FormSignature& signature, double middle, double width,
                                     double y) {
  TextStyle italic = Style(form_.size, Align::kCenter);
  italic.italic = true;
  if (!signature.place_and_date.empty()) {
    // It may be wider than the signature under it.
    y = Lines({signature.place_and_date}, italic, middle, std::min(width * 1.25, 2 * (pages_.right() + 10 - middle)), y);
  }
  TextStyle bold = Style(form_.size, Align::kCenter);
  bold.bold = true;
  y = Lines(signature.lines, bold, middle, width, y);
  if (!signature.note.empty()) y = Lines({signature.note}, italic, middle, width, y);
  const double name_y = y + Mm(34);
  if (!signature.name.empty()) Lines({signature.name}, bold, middle, width, name_y);
  if (!options_.seal) return;
  DrawSignature(pages_.canvas(), middle - Mm(14), y + Mm(8), Mm(34), Mm(17));
  if (signature.sealed) {
    DrawSeal(pages_.canvas(), middle - Mm(18), y + Mm(16.5), Mm(15.5), form_.seal_text);
  }
}

void FormDrawing::DrawFoot(double y) {
  if (!form_.foot.empty()) {
    const TextBlock block(form_.foot, Style(form_.size, Align::kLeft), pages_.frame_width() * 0.48);
    pages_.canvas().Draw(block, pages_.left(), y);
  }
  if (form_.corner.empty()) return;
  TextStyle serial = Style(15, Align::kRight);
  serial.ink = {0.78, 0.1, 0.12};
  serial.bold = true;
  const TextBlock block(form_.corner, serial, pages_.frame_width());
  pages_.canvas().Draw(block, pages_.left(), std::max(y + 16, pages_.bottom() - 26));
}

Status FormDrawing::DrawSignatures() {
  if (form_.signatures.empty()) return {};
  double height = 0;
  for (const FormSignature& signature : form_.signatures) {
    height = std::max(height, (static_cast<double>(signature.lines.size()) + 3) * form_.size * 1.2);
  }
  height += Mm(36);
  if (Status status = Reserve(height); !status.ok()) return status;
  pages_.y += 8;
  const double width = pages_.frame_width();
  const std::size_t count = std::max<std::size_t>(2, form_.signatures.size());
  const double part = width / static_cast<double>(count);
  for (std::size_t i = 0; i < form_.signatures.size(); ++i) {
    const std::size_t place = form_.signatures.size() == 1 ? 1 : i;
    const double middle = pages_.left() + part * (static_cast<double>(place) + 0.5);
    DrawSignatureBlock(form_.signatures[i], middle, part - 4, pages_.y);
  }
  pages_.y += height;
  DrawFoot(pages_.y - 20);
  return {};
}

Status FormDrawing::Draw() {
  if (Status status = NextSheet(); !status.ok()) return status;
  if (form_.blank) return pages_.Finish();
  if (!form_.form_name.empty()) {
    TextStyle style = Style(11, Align::kRight);
    style.bold = true;
    const TextBlock block(form_.form_name, style, pages_.frame_width());
    pages_.canvas().Draw(block, pages_.left(), pages_.y - 14);
    pages_.y += 4;
  }
  if (form_.head == FormHead::kColumns) DrawColumns();
  if (form_.head == FormHead::kMiddle) {
    DrawMotto(pages_.left() + pages_.frame_width() / 2, pages_.frame_width());
    pages_.y += 10;
  }
  if (Status status = DrawCodes(); !status.ok()) return status;
  if (!form_.title.empty()) DrawTitle();
  for (const FormPart& part : form_.parts) {
    if (Status status = DrawPart(part); !status.ok()) return status;
  }
  if (Status status = DrawSignatures(); !status.ok()) return status;
  return pages_.Finish();
}

}  // namespace

void FormPaper::Field(std::string_view code, const std::string& value,
                      const std::string& normalized) {
  truth.fields.push_back({std::string(code), value, normalized});
}

void FormPaper::Row(const std::string& label, const std::string& text, std::string_view code,
                    const std::string& normalized) {
  Row(std::vector<FormEntry>{{label, text, 1}});
  if (!code.empty()) Field(code, text, normalized.empty() ? text : normalized);
}

void FormPaper::Row(std::vector<FormEntry> entries, double indent) {
  FormPart part;
  part.entries = std::move(entries);
  part.indent = indent;
  parts.push_back(std::move(part));
}

void FormPaper::Text(const std::string& text, double indent) {
  FormPart part;
  part.kind = FormPartKind::kText;
  part.text = text;
  part.indent = indent;
  parts.push_back(std::move(part));
}

void FormPaper::Heading(const std::string& text) {
  FormPart part;
  part.kind = FormPartKind::kHeading;
  part.text = text;
  parts.push_back(std::move(part));
}

void FormPaper::Centered(const std::string& text, double points) {
  FormPart part;
  part.kind = FormPartKind::kCentered;
  part.text = text;
  part.size = points;
  parts.push_back(std::move(part));
}

void FormPaper::Gap(double points) {
  FormPart part;
  part.kind = FormPartKind::kGap;
  part.size = points;
  parts.push_back(std::move(part));
}

void FormPaper::Table(std::vector<std::string> columns, std::vector<double> shares,
                      std::vector<std::vector<std::string>> rows) {
  FormPart part;
  part.kind = FormPartKind::kTable;
  part.table.columns = std::move(columns);
  part.table.shares = std::move(shares);
  part.table.rows = std::move(rows);
  NoteTable(part.table, truth);
  parts.push_back(std::move(part));
}

Status DrawForm(const FormPaper& form, const DrawOptions& options, const SamplePageSink& sink) {
  if (!form.blank) return FormDrawing(form, options, sink).Draw();
  const SamplePageSink blank = [&sink](SamplePage page) {
    page.truth.blank = true;
    return sink(std::move(page));
  };
  return FormDrawing(form, options, blank).Draw();
}

}  // namespace sohoa
