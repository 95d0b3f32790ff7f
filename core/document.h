// SPDX-License-Identifier: Apache-2.0
//
// Document: consecutive pages that are one paper, with its class, fields and tables.
// The shapes are those of the contract's JSON (docs/API.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/geometry.h"
#include "core/sha256.h"

namespace sohoa {

// Stable on disk.
enum class ReviewState : std::uint8_t {
  kAutoAccepted = 0,  // good enough to be used unseen
  kNeedsReview = 1,
  kConfirmed = 2,   // a person agreed
  kCorrected = 3,   // a person changed it
  kUnreadable = 4,  // a person could not read it either
};
std::string_view ReviewStateName(ReviewState state);

struct FieldLocation {
  std::uint32_t page = 0;  // within the dossier's or file's displayed order, from 1
  std::string page_id;     // empty outside an archive
  Polygon polygon;         // fractions of the displayed page
  bool operator==(const FieldLocation&) const = default;
};

struct FieldValidation {
  std::string rule;  // "calendar_date"
  bool pass = true;
  // Of a check that somebody else made (docs/REGISTRIES.md): when, who, and under which name it stands there.
  bool unknown = false;  // nobody could say; then it does not pass and does not fail
  std::int64_t at_unix_ms = 0;
  std::string system = {};
  std::string request = {};
  bool operator==(const FieldValidation&) const = default;
};

struct FieldAlternative {
  std::string value;
  std::string normalized;
  double confidence = 0;
  bool operator==(const FieldAlternative&) const = default;
};

// A field without a value was looked for and not read: `null_reason` says why.
struct FieldValue {
  std::string code;   // "issued_date"
  std::string label;  // "Ngày ban hành"
  std::string value;  // as printed, NFC; empty = null
  std::string normalized;
  std::string null_reason;  // "handwritten" "not_found" "illegible"; empty where there is a value
  double confidence = 0;    // probability that the value is right
  double score = 0;         // what the rule that found it made of its evidence, before calibration
  std::vector<FieldLocation> locations;
  std::string source_kind = "ocr";  // "ocr" "barcode" "inferred" "person"
  std::string source_engine;        // "tesseract 5.3.0 vie"
  std::vector<FieldAlternative> alternatives;
  std::vector<FieldValidation> validation;
  std::vector<std::pair<std::string, std::string>> parts;  // structure of the value
  ReviewState review = ReviewState::kNeedsReview;
  std::string review_reason;  // why a person has to look (documents/acceptance.h); empty where none has
  // Where the value comes from.
  std::string rule;  // what found it: "number/6", the group of fields and the version of the stage
  std::string raw;   // the words as they were read, where the value rests on a correction of them
  // Where a person decided: what the program reads there, who decided and when.
  FieldAlternative reading;
  std::string decided_by;
  std::int64_t decided_at_unix_ms = 0;
  bool operator==(const FieldValue&) const = default;
};

struct DocumentType {
  std::string code = "other";  // "KH", "CV", "B04", "C01"
  std::string label;           // "Kế hoạch"
  double confidence = 0;
  ReviewState review = ReviewState::kNeedsReview;
  std::string review_reason{};  // as of a field
  double score = 0;             // likewise
  // Where a person decided: the class that the program gives, who decided and when.
  std::string read_code{};
  std::string decided_by{};
  std::int64_t decided_at_unix_ms = 0;
  bool operator==(const DocumentType&) const = default;
};

// A cell as it is printed. Cells of the header count their rows apart.
struct ExtractedCell {
  bool header = false;
  std::uint32_t row = 0;  // from 0, as the column
  std::uint32_t column = 0;
  std::uint32_t row_span = 1;
  std::uint32_t column_span = 1;
  std::string text;       // NFC; wrapped lines joined by a space
  std::string raw;        // what was read, where `text` is a repair of it
  double confidence = 0;  // of its words in the mean; 0 where it has none
  std::vector<FieldLocation> locations;  // more than one where a page ends inside the cell
  bool operator==(const ExtractedCell&) const = default;
};

// Where a row stands among the numbered rows of its table.
struct TableRowPlace {
  std::string path;       // "II.1.10": the numbers of the headings above it and its own; may be empty
  bool heading = false;   // a heading across the columns, of the rows under it
  bool inferred = false;  // its own number was not read and follows from those around it
  bool operator==(const TableRowPlace&) const = default;
};

struct ExtractedTable {
  std::vector<std::uint32_t> pages;  // as FieldLocation::page
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // texts of the cells; a spanning one stands in its first place
  std::vector<ExtractedCell> cells;            // by row, then column; those of the header first
  std::vector<TableRowPlace> outline;          // one a row; empty where the rows have no numbers and no headings
  bool operator==(const ExtractedTable&) const = default;
};

// Something of a document that a person should look at; it changes no value. The kinds stand in
// documents/consistency.h.
struct Finding {
  std::string kind;        // "spelling_varies"
  std::string value;       // as it stands there
  std::string suggestion;  // what it may have to be; may be empty
  std::vector<FieldLocation> locations;  // all of them
  bool operator==(const Finding&) const = default;
};

struct Document {
  std::string id;                     // "d..." ; empty outside an archive
  std::vector<std::uint32_t> pages;   // from 1, in order
  std::vector<std::string> page_ids;  // the same pages; empty outside an archive
  DocumentType type;
  std::vector<FieldValue> fields;
  std::vector<ExtractedTable> tables;
  std::vector<Finding> findings;
  Sha256 pdf;  // blob of the rendered PDF/A; zero until rendered
  std::uint64_t pdf_size = 0;
  std::vector<std::string> made_by;  // stages of the dossier service: "separate/4", "classify/2", ...
  bool operator==(const Document&) const = default;

  // The field with this code, or nullptr.
  const FieldValue* Field(std::string_view code) const;
};

}  // namespace sohoa
