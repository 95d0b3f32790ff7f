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
  double confidence = 0;    // 0..1
  std::vector<FieldLocation> locations;
  std::string source_kind = "ocr";  // "ocr" "barcode" "inferred" "person"
  std::string source_engine;        // "tesseract 5.3.0 vie"
  std::vector<FieldAlternative> alternatives;
  std::vector<FieldValidation> validation;
  std::vector<std::pair<std::string, std::string>> parts;  // structure of the value
  ReviewState review = ReviewState::kNeedsReview;
  bool operator==(const FieldValue&) const = default;
};

struct DocumentType {
  std::string code = "other";  // "KH", "CV", "B04", "C01"
  std::string label;           // "Kế hoạch"
  double confidence = 0;
  ReviewState review = ReviewState::kNeedsReview;
  bool operator==(const DocumentType&) const = default;
};

struct ExtractedTable {
  std::vector<std::uint32_t> pages;  // as FieldLocation::page
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  bool operator==(const ExtractedTable&) const = default;
};

struct Document {
  std::string id;                     // "d..." ; empty outside an archive
  std::vector<std::uint32_t> pages;   // from 1, in order
  std::vector<std::string> page_ids;  // the same pages; empty outside an archive
  DocumentType type;
  std::vector<FieldValue> fields;
  std::vector<ExtractedTable> tables;
  Sha256 pdf;  // blob of the rendered PDF/A; zero until rendered
  std::uint64_t pdf_size = 0;
  bool operator==(const Document&) const = default;

  // The field with this code, or nullptr.
  const FieldValue* Field(std::string_view code) const;
};

}  // namespace sohoa
