// SPDX-License-Identifier: Apache-2.0
//
// A paper that is filled in, as data: head, title, labels with what stands behind them, tables,
// signatures. One layout draws forms, certificates, receipts, registers and pages of a bundle.
// Texts may carry the marks of samples/markup.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "samples/official_paper.h"
#include "samples/paper_pages.h"

namespace sohoa {

struct FormEntry {
  std::string label;  // "Họ và tên"; empty where the text stands alone
  std::string text;
  double share = 1;  // of the row's width
};

enum class FormPartKind : std::uint8_t {
  kRow,      // entries side by side
  kText,     // a justified paragraph
  kHeading,  // bold
  kCentered,
  kTable,
  kGap,
};

struct FormPart {
  FormPartKind kind = FormPartKind::kRow;
  std::vector<FormEntry> entries;
  std::string text;
  double indent = 0;
  double size = 0;  // points; 0 = that of the paper. Of a gap: its height
  AppendixTable table;
};

struct FormSignature {
  std::string place_and_date;  // over it, italic
  std::vector<std::string> lines;
  std::string note;  // "(Ký, ghi rõ họ tên)"
  std::string name;
  bool sealed = false;
};

enum class FormHead : std::uint8_t {
  kNone,
  kColumns,  // organ on the left, motto on the right
  kMiddle,   // the motto alone, centred
};

struct FormPaper {
  FormHead head = FormHead::kMiddle;
  std::vector<std::string> superior;
  std::vector<std::string> issuer;
  std::string number;          // under the organ
  std::string place_and_date;  // under the motto
  std::string form_name;       // "Mẫu số 01", in the right corner
  std::string bars;            // of a Code 128 and a QR code under the head
  std::string qr;              // a QR code in the right corner
  std::vector<std::string> title;
  std::vector<std::string> title_notes;  // under it, italic
  std::vector<FormPart> parts;
  std::vector<FormSignature> signatures;  // left to right; one alone stands on the right
  std::string seal_text;
  std::string corner;       // a serial in red, at the lower right
  std::string foot;         // at the lower left, beside the signature
  double width = kA4Width;  // points
  double height = kA4Height;
  double size = 13;
  double title_size = 14;
  double pitch = 1.35;
  bool frame = false;   // a border round the sheet
  bool dotted = false;  // rows of dots behind what is filled in
  bool sans = false;
  int page_number = 0;  // in the top margin; 0 = none
  bool blank = false;
  SampleTruth truth;

  // Adds a field to the truth.
  void Field(std::string_view code, const std::string& value, const std::string& normalized);
  void Field(std::string_view code, const std::string& value) { Field(code, value, value); }
  // A row of one label and its text; with a code it is a field.
  void Row(const std::string& label, const std::string& text, std::string_view code = {},
           const std::string& normalized = {});
  void Row(std::vector<FormEntry> entries, double indent = 0);
  void Text(const std::string& text, double indent = 24);
  void Heading(const std::string& text);
  void Centered(const std::string& text, double points = 0);
  void Gap(double points);
  void Table(std::vector<std::string> columns, std::vector<double> shares,
             std::vector<std::vector<std::string>> rows);
};

Status DrawForm(const FormPaper& form, const DrawOptions& options, const SamplePageSink& sink);

}  // namespace sohoa
