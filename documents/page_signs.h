// SPDX-License-Identifier: Apache-2.0
//
// What of a page tells whether a document begins on it, goes on or ends.
#pragma once

#include <string>
#include <vector>

#include "core/page.h"
#include "documents/document_code.h"
#include "documents/page_head.h"

namespace sohoa {

// "Trang 2/5" is {2, 5}; 0 where it is not printed.
struct PrintedPageNumber {
  int number = 0;
  int total = 0;
};

// In the top or bottom margin, of the first line that is one.
PrintedPageNumber FindPageNumber(const std::vector<TextLine>& lines);
bool IsPageNumber(const TextLine& line);

// "(Kèm theo Kế hoạch số 05/KH-UBND ngày 04 tháng 10 năm 2018 của ...)"
struct CitedParent {
  DocumentCode code;
  ReadDate date;  // year 0 where none is given
};

struct PageSigns {
  PageHead head;
  bool blank = false;      // belongs to no document
  bool separator = false;  // and ends the one before it
  bool patched = false;    // a patch code stands on a page of text: a document begins there
  bool appendix = false;              // "PHỤ LỤC ..." or "(Kèm theo ...)" on top
  bool titled = false;                // the first thing on it is a title, of whatever class
  bool list = false;                  // "DANH SÁCH ..." under a head without number, date and addressee
  PrintedPageNumber number;           // in the top or bottom margin
  bool closes = false;                // recipients, a signature or its place
  std::vector<CitedParent> parents;   // cited in the guide line of an appendix
  std::string document_code;          // of a barcode that names a dossier or a document; may be empty
};

// What a barcode says on a sheet that is laid between documents before scanning: the next page begins one.
// The prepare stage takes such a sheet for blank. docs/OPERATIONS.md tells how to make one.
inline constexpr std::string_view kSeparatorCode = "SOHOA:DOCUMENT";
bool IsSeparatorSheet(const PageRecord& page);

// The same of a patch sheet, which is known once it is read: a patch code of those that begin a document, and
// hardly a word besides. The recognise stage takes it for blank.
bool IsPatchSheet(const PageRecord& page);

PageSigns ReadPageSigns(const PageRecord& page);

}  // namespace sohoa
