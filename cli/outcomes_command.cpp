// SPDX-License-Identifier: Apache-2.0
//
// outcomes: what people said of values that the program had read, for calibration.
#include <cstdio>
#include <string>

#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/output_files.h"
#include "cli/terminal.h"
#include "core/csv.h"

namespace sohoa {
namespace {

// As training/calibrate_fields.py reads them.
std::string ScoreLine(const JsonView& row, bool by_class) {
  std::string line = (by_class ? row["type"].text() + "/" : std::string()) + row["field"].text();
  for (const char* member : {"score", "right", "evidence"}) line += '\t' + row[member].text();
  for (const JsonView& number : row["page"].items()) line += '\t' + number.text();
  return line + '\n';
}

std::string OutcomeLine(const JsonView& row) {
  return CsvLine({row["type"].text(), row["field"].text(), row["confidence"].text(), row["score"].text(), row["right"].text(), row["evidence"].text()});
}

}  // namespace

int RunOutcomes(const OutcomesArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return FailWith(session.status());
  std::string text = arguments.scores ? "" : std::string(kCsvBegin) + CsvLine({"class", "field", "confidence", "score", "right", "evidence"});
  std::string after;
  do {
    const Result<std::string> answer = (*session)->Ask("review_outcomes", JsonObject({{"after", after}}));
    if (!answer) return FailWith(answer.status());
    const Result<JsonView> part = JsonView::Parse(*answer);
    if (!part) return FailWith(part.status());
    for (const JsonView& row : (*part)["rows"].items()) text += arguments.scores ? ScoreLine(row, arguments.by_class) : OutcomeLine(row);
    after = (*part)["next"].text();
  } while (!after.empty() && !Interrupted());
  if (arguments.output.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kExitDone;
  }
  const Status written = WriteWholeFile(arguments.output, text);
  if (!written.ok()) return FailWith(written);
  std::printf("%s\n", arguments.output.c_str());
  return kExitDone;
}

}  // namespace sohoa
