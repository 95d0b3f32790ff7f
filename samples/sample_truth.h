// SPDX-License-Identifier: Apache-2.0
//
// What stands on a drawn page: the truth that reading and extraction are measured against.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/geometry.h"

namespace sohoa {

enum class SampleInk : std::uint8_t {
  kPrint = 0,
  kHandwriting = 1,  // pen strokes; in ⟦⟧ in the text of its line
  kStamp = 2,        // incoming stamp; its lines start with "§ "
};

struct SampleWord {
  std::string text;  // NFC, without ⟦⟧
  Box box;           // pixels of the image that is handed out, skew and turns included
  SampleInk ink = SampleInk::kPrint;
};

// One printed line; a table row is one line, its cells joined by " | ", empty cells left out.
struct SampleLine {
  std::string text;
  std::vector<SampleWord> words;
};

struct SamplePageTruth {
  int width = 0;  // pixels
  int height = 0;
  int dpi = 0;
  int rotation = 0;         // clockwise turn that makes the page upright again
  double skew_degrees = 0;  // of the upright page; positive = text runs downhill
  bool blank = false;
  std::vector<SampleLine> lines;  // in reading order, the left head block first
};

// A field with the codes of docs/API.md: as printed, and normalized.
struct SampleField {
  std::string code;
  std::string value;
  std::string normalized;
};

struct SampleTruth {
  std::string class_code;  // "KH"; "other" for a blank page
  std::vector<SampleField> fields;
  std::vector<std::string> table_columns;
  std::vector<std::vector<std::string>>
      table_rows;  // group and phase rows have two cells: number, heading
  std::vector<SamplePageTruth> pages;
};

// The lines of a page, one a line, "\n" after each.
std::string TruthText(const SamplePageTruth& page);
// Class, fields, table and words with boxes of a document; `file` names the image file.
std::string TruthJson(const SampleTruth& truth, const std::string& file);

}  // namespace sohoa
