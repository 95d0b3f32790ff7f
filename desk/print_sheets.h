// SPDX-License-Identifier: Apache-2.0
//
// Sheets that a desk prints, as PDF files: the receipt for the citizen, and covers and separators to lay between papers
// before they are scanned. In Vietnamese, for the people at the counter.
//
// Pure functions but for the fonts of the system. kInternal: the text does not fit into a QR code.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "workers/batch_receipt.h"

namespace sohoa {

struct ReceiptSheet {
  std::string dossier;
  std::string procedure;  // code and name; may be empty
  std::string applicant;  // may be empty
  std::vector<std::string> missing;  // names of papers
  bool papers_checked = false;       // false: nothing is known of what is missing
  SignedReceipt receipt;             // of the coordinator; empty statement: it has not come yet
  std::uint32_t pages_here = 0;      // pages at the desk, for a sheet without the coordinator's word
  std::int64_t printed_unix_ms = 0;
};
// A4. The QR code holds the statement and, in a line "signature BASE64", its signature.
Result<std::string> ReceiptPdf(const ReceiptSheet& sheet);

enum class SheetSize : std::uint8_t { kA4 = 0, kLabel = 1 };  // a label is 100 x 50 mm
// The dossier's code as text and as QR code; scanned first, it tells the desk which dossier follows.
Result<std::string> CoverPdf(const std::string& dossier, const std::string& applicant, SheetSize size);
// "SOHOA:DOCUMENT": the page behind it begins a document (documents/page_signs.h).
Result<std::string> SeparatorPdf(SheetSize size);

}  // namespace sohoa
