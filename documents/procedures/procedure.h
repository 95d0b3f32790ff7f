// SPDX-License-Identifier: Apache-2.0
//
// Procedure (thủ tục hành chính): what an agency asks for and what comes of it, as it was in
// force between two days. docs/PROCEDURES.md has the file form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/completeness.h"

namespace sohoa {

// What a paper looks like to the classifier: one of the classes, and one of the phrases in its
// title or subject. An empty list asks for nothing.
struct PaperPattern {
  std::vector<std::string> classes;  // "D01"
  std::vector<std::string> titles;   // folded words: "dang ky khai sinh"
  bool operator==(const PaperPattern&) const = default;
};

struct RequiredPaper {
  std::string id;    // "declaration"; unique in its procedure
  std::string name;  // "Tờ khai đăng ký khai sinh"
  std::vector<PaperPattern> any_of;  // at least one; any of them serves
  PaperNeed need = PaperNeed::kRequired;
  std::string condition;        // of a conditional one, for people
  std::uint32_t documents = 1;  // how many such papers: identity cards of two persons are 2
  std::uint32_t originals = 0;  // on paper; what Mẫu 02 prints
  std::uint32_t certified_copies = 0;
  std::uint32_t copies = 0;
  std::uint32_t valid_months = 0;  // from its issue to the day of receipt; 0 = without end
};

struct ProcedureResult {
  std::string name;
  PaperPattern pattern;
};

struct Procedure {
  std::string code;  // "1.001193"
  std::string name;
  std::string field;                // lĩnh vực: "Hộ tịch"
  std::vector<std::string> levels;  // "central" "province" "district" "commune"
  std::string agency;               // who decides
  std::string legal_basis;          // what says so: "Luật Hộ tịch năm 2014, Điều 16"
  std::string effective_from;       // ISO 8601; empty = ever since
  std::string effective_until;      // the last day; empty = until the next version
  std::string verified;             // who or what says that the papers are right; empty = nobody yet
  std::uint32_t processing_days = 0;  // working days
  std::uint32_t sets = 1;             // số lượng hồ sơ (bộ)
  // For the archive (Circular 05/2025/TT-BNV).
  std::string maintenance;
  std::string mode;
  std::string keyword;
  std::string information_sign;
  std::vector<RequiredPaper> papers;  // in the order in which they are filed
  std::vector<ProcedureResult> results;
  // Where it was read.
  std::string file;
  std::uint32_t line = 0;
};

// The national part of a code: "1.001193" of "1.001193.H42" and "1.001193.000.00.00.H42"; what is
// no procedure code as it is.
std::string NationalProcedureCode(std::string_view code);

}  // namespace sohoa
