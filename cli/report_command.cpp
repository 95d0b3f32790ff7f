// SPDX-License-Identifier: Apache-2.0
//
// report, register: tables for people, as CSV.
#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "api/report_table.h"
#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/output_files.h"
#include "cli/terminal.h"
#include "core/csv.h"

namespace sohoa {
namespace {

// To stdout, or to a file.
int Deliver(const std::string& text, const std::string& output) {
  if (output.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kExitDone;
  }
  const Status written = WriteWholeFile(output, text);
  if (!written.ok()) return FailWith(written);
  std::printf("%s\n", output.c_str());
  return kExitDone;
}

struct ListedRow {
  std::string on;
  std::vector<std::string> cells;
};

std::string RegisterTable(const std::vector<std::string>& columns, const std::vector<ListedRow>& rows) {
  std::string text = std::string(kCsvBegin) + CsvLine(columns);
  for (const ListedRow& row : rows) text += CsvLine(row.cells);
  return text;
}

}  // namespace

int RunReport(const ReportArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return FailWith(session.status());
  const Result<std::string> answer = (*session)->Ask("report", JsonObject({{"quarter", arguments.quarter}}),
                                                     [](std::uint64_t, std::uint64_t) { return !Interrupted(); });
  if (!answer) return FailWith(answer.status());
  if (config.json) return Deliver(*answer + "\n", arguments.output);
  return Deliver(ReportCsv(*answer), arguments.output);
}

int RunRegister(const RegisterArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return FailWith(session.status());
  std::vector<std::string> columns;
  std::vector<ListedRow> rows;
  std::string after;
  do {
    const Result<std::string> answer = (*session)->Ask("archive_list", JsonObject({{"kind", arguments.kind},
                                                                                   {"dossier", arguments.dossier},
                                                                                   {"from", arguments.from},
                                                                                   {"to", arguments.to},
                                                                                   {"after", after}}));
    if (!answer) return FailWith(answer.status());
    const Result<JsonView> part = JsonView::Parse(*answer);
    if (!part) return FailWith(part.status());
    columns.clear();
    for (const JsonView& column : (*part)["columns"].items()) columns.push_back(column.text());
    for (const JsonView& row : (*part)["rows"].items()) {
      ListedRow& listed = rows.emplace_back();
      listed.on = row["on"].text();
      for (const JsonView& cell : row["cells"].items()) listed.cells.push_back(cell.text());
    }
    after = (*part)["next"].text();
  } while (!after.empty() && !Interrupted());
  // By day; documents of a dossier stay in its order.
  if (arguments.kind != "documents") {
    std::stable_sort(rows.begin(), rows.end(), [](const ListedRow& a, const ListedRow& b) { return a.on < b.on; });
  }
  // Dossiers are numbered in the order of the whole list.
  if (arguments.kind == "dossiers") {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].cells.at(0) = std::to_string(i + 1);
  }
  return Deliver(RegisterTable(columns, rows), arguments.output);
}

}  // namespace sohoa
