// SPDX-License-Identifier: Apache-2.0
//
// A paper of a State agency as Decree 30/2020/NĐ-CP, App. I lays it out: what it says, apart
// from where it stands. Texts may carry the marks of samples/markup.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "samples/sample_pages.h"

namespace sohoa {

enum class ParagraphKind : std::uint8_t {
  kBody,      // justified, first line indented
  kBasis,     // "Căn cứ ...": italic
  kHeading,   // bold, indented
  kCentered,  // bold, centred: "QUYẾT ĐỊNH:"
};

struct Paragraph {
  ParagraphKind kind = ParagraphKind::kBody;
  std::string text;
};

struct AppendixTable {
  std::string label;  // "PHỤ LỤC"
  std::string title;  // upper case
  std::string guide;  // "(Kèm theo Kế hoạch số ...)"
  std::vector<std::string> columns;
  std::vector<double> shares;  // of the width, in sum 1
  // A row of two cells is a heading: number and text across the other columns.
  std::vector<std::vector<std::string>> rows;
  // On this page of the appendix (from 0) the first cell of the repeated header is empty.
  std::optional<std::size_t> page_without_number_header;
};

struct OfficialPaper {
  std::vector<std::string> superior;  // lines, upper case; empty when there is none
  std::vector<std::string> issuer;    // lines, upper case
  std::string number;                 // "Số: ⟦85⟧/KH-UBND"
  std::string place_and_date;
  std::string letter_subject;           // "V/v ..." of a công văn
  std::string urgency;                  // "KHẨN"
  std::string type_name;                // upper case; empty for a công văn
  std::string subject;                  // trích yếu under the type name
  std::string title_note;               // "(Ban hành kèm theo Quyết định số ...)": italic
  std::vector<std::string> addressees;  // "Kính gửi"
  std::vector<Paragraph> body;
  std::vector<std::string> recipients;    // without dashes
  std::vector<std::string> signer_lines;  // "TM. ỦY BAN NHÂN DÂN", ...
  std::string signer_name;
  double signature_height = 27;  // mm between position and name
  double seal_drop = 12;         // mm from the position down to the middle of the seal
  double seal_radius = 18;       // mm
  // Who signs on the left, beside the signer: the clerk of minutes, the other ministry.
  std::vector<std::string> co_signer_lines;
  std::string co_signer_name;
  std::string seal_text;  // round the seal's edge
  std::optional<AppendixTable> appendix;
  SampleTruth truth;  // class, fields and table; no pages
};

// Puts the table into the truth: lines of a cell joined by a space, empty cells kept.
void NoteTable(const AppendixTable& table, SampleTruth& truth);

// Draws the paper page by page.
Status DrawPaper(const OfficialPaper& paper, const DrawOptions& options,
                 const SamplePageSink& sink);

}  // namespace sohoa
