// SPDX-License-Identifier: Apache-2.0
//
// The head of a first page, taken apart by the boxes of Decree 30/2020 App. I: on the left
// the organ (2), number (3) and "V/v" (5b), on the right Quốc hiệu and Tiêu ngữ (1) and the
// place and date (4), below them in the middle the kind and its subject (5a).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/page.h"
#include "documents/document_classes.h"
#include "documents/document_code.h"
#include "documents/text_lines.h"
#include "documents/vietnamese_dates.h"

namespace sohoa {

struct HeadTitle {
  const DocumentClass* document_class = nullptr;  // nullptr: a title that no class has
  std::string text;                               // as printed
  double similarity = 0;                          // of its words to those of the class
  std::vector<TextLine> lines;
};

struct PageHead {
  bool has_motto = false;
  bool motto_centred = false;  // one column: forms and declarations
  double motto_top = 0;        // fractions of the page, as everywhere here
  double column = 0.48;        // where the right column begins
  double bottom = 0;           // of the rows of organ, number and date; 0 where none was found

  std::vector<TextLine> organ_lines;
  std::optional<TextLine> number_line;
  bool number_labelled = false;  // by "Số"
  DocumentCode code;             // of number_line
  std::optional<TextLine> date_line;
  std::optional<ReadDate> date;  // offsets are those of date_line's text
  std::optional<HeadTitle> title;
  std::vector<TextLine> subject_lines;  // under the title
  std::vector<TextLine> about_lines;    // "V/v ...", under the number
  bool about_marked = false;            // they begin with V/v
  std::optional<TextLine> addressee;    // "Kính gửi: ..."

  // Enough of a head that a document begins on this page.
  bool BeginsDocument() const;
};

// Of a page at `position` in its document. A page without a head gives an empty one.
PageHead FindPageHead(const PageRecord& page, std::size_t position);
// Likewise, of a page whose printed lines are at hand.
PageHead FindPageHead(const PageRecord& page, const std::vector<TextLine>& lines);

// The title among lines that stand under `top` (fraction of the page), and what follows it.
// Used by FindPageHead; apart because it is a subject of its own (head_title.cpp).
void FindTitleAndSubject(const std::vector<TextLine>& lines, double top, PageHead& head);
// True where a title that a class has stands at `at`, in capitals and in the middle.
bool IsKnownTitle(const std::vector<TextLine>& lines, std::size_t at);
// The "V/v" lines under the number (head_title.cpp).
void FindAboutLines(const std::vector<TextLine>& lines, PageHead& head);

// True for "Kính gửi" and what OCR makes of it.
bool IsAddresseeLine(const TextLine& line);

}  // namespace sohoa
