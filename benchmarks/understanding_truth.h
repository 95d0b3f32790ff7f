// SPDX-License-Identifier: Apache-2.0
//
// What documents really say, in the two forms that docs/ACCURACY.md describes: the table
// header_truth.tsv over scans, and truth/NAME.json of drawn samples.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace sohoa {

// When what was found counts as right.
enum class Comparison : std::uint8_t {
  kExact,     // the same text; only runs of spaces are alike
  kNumber,    // without leading noughts
  kNotation,  // letter by letter, spaces left out
  kDate,      // all of it; a date whose day is XX is missing
  kMonth,     // year and month
  kOrgan,     // four fifths of the words, with or without the superior organ
  kSubject,   // 95 % alike, without "V/v" or "Về việc" in front
  kWords,     // the same words, marks and case left out
};

struct TrueField {
  std::string name;  // what the report calls it
  std::string code;  // of the field that is judged
  std::string wanted;
  Comparison comparison = Comparison::kExact;
};

struct TrueClass {
  std::string name;                 // what the report calls it
  std::vector<std::string> codes;   // any of them is right
  bool others = false;              // or rather: any but them
};

// The first document of a file. A file whose pages are all blank has none.
struct TrueDocument {
  std::filesystem::path file;
  bool blank = false;
  TrueClass type;
  bool type_in_doubt = false;  // not judged
  std::vector<TrueField> fields;
};

// All documents that the truth in `folder` tells of and whose files are there; the number of
// others is added to `absent`. kNotFound where the folder has no truth in either form,
// kCorruption where it cannot be understood.
Result<std::vector<TrueDocument>> ReadTruth(const std::filesystem::path& folder, std::size_t& absent);

}  // namespace sohoa
