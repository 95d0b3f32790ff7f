// SPDX-License-Identifier: Apache-2.0
#include "desk/print_sheets.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include "core/base64.h"
#include "core/calendar.h"
#include "documents/page_signs.h"

namespace sohoa {
namespace {

constexpr double kPointsPerMm = 72.0 / 25.4;
constexpr double kA4Width = 210;
constexpr double kA4Height = 297;
constexpr double kLabelWidth = 100;
constexpr double kLabelHeight = 50;
constexpr double kMargin = 20;

struct CairoFree {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(QRcode* code) const { QRcode_free(code); }
};

cairo_status_t Append(void* to, const unsigned char* bytes, unsigned int length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

// A page in millimetres, from the upper left.
class Sheet {
 public:
  Sheet(double width_mm, double height_mm, const std::string& title)
      : width_(width_mm),
        surface_(cairo_pdf_surface_create_for_stream(&Append, &bytes_, width_mm * kPointsPerMm, height_mm * kPointsPerMm)),
        context_(cairo_create(surface_.get())) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_scale(context_.get(), kPointsPerMm, kPointsPerMm);
  }

  struct Text {
    double size = 11;  // points
    bool bold = false;
    bool fixed = false;
    bool centred = false;
  };

  // Broken into lines at `width`; gives its height.
  double Write(double x, double y, double width, const std::string& text, Text style) {
    const std::unique_ptr<PangoLayout, CairoFree> layout(pango_cairo_create_layout(context_.get()));
    const std::unique_ptr<PangoFontDescription, CairoFree> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), style.fixed ? "Liberation Mono, DejaVu Sans Mono, monospace" : "Liberation Serif, DejaVu Serif, serif");
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    // The context is scaled to millimetres, so that its unit is one.
    pango_font_description_set_absolute_size(font.get(), style.size / kPointsPerMm * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), style.centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    cairo_move_to(context_.get(), x, y);
    pango_cairo_show_layout(context_.get(), layout.get());
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }

  Status DrawQr(double x, double y, double side, const std::string& text) {
    const std::unique_ptr<QRcode, CairoFree> code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
    if (!code) return Status(StatusCode::kInternal, "print a QR code: the encoder refused " + std::to_string(text.size()) + " bytes");
    const double module = side / code->width;
    for (int row = 0; row < code->width; ++row) {
      for (int column = 0; column < code->width; ++column) {
        if ((code->data[row * code->width + column] & 1) != 0) cairo_rectangle(context_.get(), x + module * column, y + module * row, module, module);
      }
    }
    cairo_fill(context_.get());
    return Status();
  }

  void DrawRule(double y) {
    cairo_set_line_width(context_.get(), 0.25);
    cairo_move_to(context_.get(), kMargin, y);
    cairo_line_to(context_.get(), width_ - kMargin, y);
    cairo_stroke(context_.get());
  }

  Result<std::string> Finish() {
    cairo_surface_finish(surface_.get());
    if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS || cairo_status(context_.get()) != CAIRO_STATUS_SUCCESS) {
      return Status(StatusCode::kInternal, "print a sheet: it cannot be drawn");
    }
    return std::move(bytes_);
  }

 private:
  const double width_;
  std::string bytes_;  // before the surface that writes into it
  const std::unique_ptr<cairo_surface_t, CairoFree> surface_;
  const std::unique_ptr<cairo_t, CairoFree> context_;
};

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "– " : "\n– ") + name;
  return text;
}

// "Mã hồ sơ   ...", one below the other.
class Rows {
 public:
  Rows(Sheet& sheet, double y) : sheet_(sheet), y_(y) {}
  void Add(const std::string& name, const std::string& value, bool fixed = false) {
    if (value.empty()) return;
    constexpr double kNameWidth = 48;
    const double left = sheet_.Write(kMargin, y_, kNameWidth, name, {});
    const double right = sheet_.Write(kMargin + kNameWidth, y_, kA4Width - 2 * kMargin - kNameWidth, value, {fixed ? 9.0 : 11.0, !fixed, fixed, false});
    y_ += std::max(left, right) + 2.5;
  }
  double y() const { return y_; }

 private:
  Sheet& sheet_;
  double y_;
};

std::string MissingText(const ReceiptSheet& sheet) {
  if (!sheet.missing.empty()) return Joined(sheet.missing);
  return sheet.papers_checked ? "Không" : "Chưa đối chiếu";
}

Status DrawSigned(Sheet& page, const ReceiptSheet& sheet, const BatchReceipt& receipt, Rows& rows) {
  rows.Add("Số trang đã nhận", std::to_string(receipt.pages));
  rows.Add("Thời điểm nhận", FormatVietnamTime(receipt.sealed_unix_ms));
  rows.Add("Giấy tờ còn thiếu", MissingText(sheet));
  rows.Add("Mã băm SHA-256", receipt.contents.Hex(), true);
  const double y = rows.y() + 4;
  page.DrawRule(y);
  std::string coded = sheet.receipt.statement;
  if (!sheet.receipt.signature.empty()) coded += "signature " + EncodeBase64(sheet.receipt.signature) + "\n";
  constexpr double kSide = 62;
  if (const Status drawn = page.DrawQr(kMargin, y + 8, kSide, coded); !drawn.ok()) return drawn;
  const std::string how = sheet.receipt.signature.empty()
                              ? "Máy chủ chưa có khóa ký; biên nhận này không có chữ ký số."
                              : "Mã QR chứa nội dung biên nhận và chữ ký số Ed25519 của máy chủ. Ai có khóa công khai của cơ quan đều kiểm tra được, "
                                "không cần phần mềm riêng.";
  page.Write(kMargin + kSide + 8, y + 8, kA4Width - 2 * kMargin - kSide - 8, how, {});
  return Status();
}

}  // namespace

Result<std::string> ReceiptPdf(const ReceiptSheet& sheet) {
  Sheet page(kA4Width, kA4Height, "Biên nhận " + sheet.dossier);
  double y = 25;
  y += page.Write(kMargin, y, kA4Width - 2 * kMargin, "BIÊN NHẬN BẢN QUÉT HỒ SƠ", {16, true, false, true}) + 8;
  Rows rows(page, y);
  rows.Add("Mã hồ sơ", sheet.dossier);
  rows.Add("Người nộp", sheet.applicant);
  rows.Add("Thủ tục", sheet.procedure);
  const Result<BatchReceipt> receipt = ParseReceiptStatement(sheet.receipt.statement);
  if (receipt) {
    if (const Status drawn = DrawSigned(page, sheet, *receipt, rows); !drawn.ok()) return drawn;
  } else {
    rows.Add("Số trang tại quầy", std::to_string(sheet.pages_here));
    rows.Add("Giấy tờ còn thiếu", MissingText(sheet));
    rows.Add("Lưu ý", "TẠM: quầy đang không nối được máy chủ. Các trang đã được giữ an toàn tại quầy; biên nhận có chữ ký được cấp khi gửi xong.");
  }
  page.Write(kMargin, kA4Height - 22, kA4Width - 2 * kMargin, "In lúc " + FormatVietnamTime(sheet.printed_unix_ms), {9, false, false, false});
  return page.Finish();
}

Result<std::string> CoverPdf(const std::string& dossier, const std::string& applicant, SheetSize size) {
  const bool label = size == SheetSize::kLabel;
  Sheet page(label ? kLabelWidth : kA4Width, label ? kLabelHeight : kA4Height, "Bìa " + dossier);
  const double side = label ? 40 : 70;
  const double left = label ? 5 : (kA4Width - side) / 2;
  const double top = label ? 5 : 70;
  if (const Status drawn = page.DrawQr(left, top, side, dossier); !drawn.ok()) return drawn;
  if (label) {
    const double y = 8 + page.Write(left + side + 4, 8, kLabelWidth - side - 13, dossier, {12, true, false, false});
    page.Write(left + side + 4, y + 2, kLabelWidth - side - 13, applicant, {10, false, false, false});
    return page.Finish();
  }
  page.Write(kMargin, 40, kA4Width - 2 * kMargin, "BÌA HỒ SƠ", {20, true, false, true});
  page.Write(kMargin, top + side + 10, kA4Width - 2 * kMargin, dossier, {20, true, false, true});
  page.Write(kMargin, top + side + 24, kA4Width - 2 * kMargin, applicant, {14, false, false, true});
  return page.Finish();
}

Result<std::string> SeparatorPdf(SheetSize size) {
  const bool label = size == SheetSize::kLabel;
  Sheet page(label ? kLabelWidth : kA4Width, label ? kLabelHeight : kA4Height, "Tờ ngăn văn bản");
  const double side = label ? 40 : 70;
  if (const Status drawn = page.DrawQr(label ? 5 : (kA4Width - side) / 2, label ? 5 : 70, side, std::string(kSeparatorCode)); !drawn.ok()) return drawn;
  if (label) {
    page.Write(49, 18, kLabelWidth - 54, "TỜ NGĂN\nVĂN BẢN", {14, true, false, true});
  } else {
    page.Write(kMargin, 150, kA4Width - 2 * kMargin, "TỜ NGĂN VĂN BẢN", {20, true, false, true});
    page.Write(kMargin, 162, kA4Width - 2 * kMargin, "Đặt trước trang đầu của mỗi văn bản. Tờ này không vào hồ sơ.", {12, false, false, true});
  }
  return page.Finish();
}

}  // namespace sohoa
