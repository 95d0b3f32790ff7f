// SPDX-License-Identifier: Apache-2.0
//
// What was digitised in a quarter of a year, by procedure and agency, as plans of digitisation ask
// for it (docs/REPORTS.md has what each figure counts).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

struct Quarter {
  std::string name;  // "2026-Q4"
  std::int64_t from_unix_ms = 0;  // in Vietnam
  std::int64_t to_unix_ms = 0;    // the first moment after it
};
std::optional<Quarter> ParseQuarter(const std::string& name);

struct ReportFigures {
  std::uint64_t dossiers = 0;   // that became visible in the quarter
  std::uint64_t documents = 0;  // of the newest versions of these
  std::uint64_t pages = 0;      // that came in the quarter, blank ones too
  std::uint64_t values = 0;     // classes and fields, of the newest versions of all dossiers that pages came to
  std::uint64_t settled = 0;    // of these, accepted unseen or decided by a person
  std::uint64_t decided = 0;    // of these, by a person
  std::uint64_t corrected = 0;  // of these, where the program was wrong
  std::uint64_t quarantined = 0;  // pages that could not be read, of the same dossiers
  std::vector<double> decision_seconds;    // of a person, a value, where it was measured; in order of size
  std::vector<double> searchable_seconds;  // from sealing to the commit that showed it, in order of size
  // From the first sheet at a desk, where that measured it, to the receipt and to that commit; in order of size.
  std::vector<double> sheet_to_receipt_seconds;
  std::vector<double> sheet_to_searchable_seconds;
};

// What became visible in a month, of what desks measured.
struct ElapsedRow {
  std::string agency;
  std::string month;  // "2026-10", in Vietnam
  std::vector<double> sheet_to_receipt_seconds;  // as above
  std::vector<double> sheet_to_searchable_seconds;
};

struct ReportRow {
  std::string procedure;
  std::string procedure_name;
  std::string agency;
  std::uint32_t level = 0;  // parts of the agency's identifier: 1 province or ministry, 2 and 3 below; 0 = no agency is known
  ReportFigures figures;
};

struct QuarterlyReport {
  Quarter quarter;
  std::vector<ReportRow> rows;  // by procedure, then agency
  std::vector<ElapsedRow> elapsed;  // by agency, then month
  ReportFigures total;
};

// Reads every dossier that got a version since the quarter began: its time grows with them. `progress`
// gets dossiers looked at, and may return false to cancel (kCancelled).
Result<QuarterlyReport> MakeQuarterlyReport(Archive& archive, const Quarter& quarter, const std::function<bool(std::uint64_t)>& progress);

// Of a sorted row of numbers; 0 where it is empty.
double PercentileOf(const std::vector<double>& sorted, double share);

}  // namespace sohoa
