// SPDX-License-Identifier: Apache-2.0
#include "api/report_answers.h"

#include <vector>

#include <nlohmann/json.hpp>

#include "core/calendar.h"
#include "documents/archive_lists.h"
#include "workers/quarterly_report.h"

namespace sohoa {
namespace {

using ReportJsonValue = nlohmann::ordered_json;

constexpr std::uint32_t kDossiersAtOnce = 500;

std::string DumpReport(const ReportJsonValue& json) { return json.dump(-1, ' ', false, ReportJsonValue::error_handler_t::replace); }

std::string TextIn(const nlohmann::json& params, const char* name) {
  const auto found = params.is_object() ? params.find(name) : params.end();
  return found != params.end() && found->is_string() ? found->get<std::string>() : std::string();
}

ReportJsonValue SecondsOf(const std::vector<double>& sorted) {
  ReportJsonValue json = {{"count", sorted.size()}};
  for (const auto& [name, share] : {std::pair{"median", 0.5}, std::pair{"p90", 0.9}, std::pair{"p95", 0.95}}) {
    json[name] = sorted.empty() ? ReportJsonValue(nullptr) : ReportJsonValue(PercentileOf(sorted, share));
  }
  return json;
}

void AddFigures(const ReportFigures& figures, ReportJsonValue& json) {
  json["dossiers"] = figures.dossiers;
  json["documents"] = figures.documents;
  json["pages"] = figures.pages;
  json["values"] = figures.values;
  json["settled"] = figures.settled;
  json["settled_share"] = figures.values == 0 ? ReportJsonValue(nullptr) : ReportJsonValue(static_cast<double>(figures.settled) / static_cast<double>(figures.values));
  json["decided"] = figures.decided;
  json["corrected"] = figures.corrected;
  json["quarantined"] = figures.quarantined;
  json["decision_seconds"] = SecondsOf(figures.decision_seconds);
  json["searchable_seconds"] = SecondsOf(figures.searchable_seconds);
  json["sheet_to_receipt_seconds"] = SecondsOf(figures.sheet_to_receipt_seconds);
  json["sheet_to_searchable_seconds"] = SecondsOf(figures.sheet_to_searchable_seconds);
}

bool IsDay(const std::string& text) { return text.empty() || (text.size() == 10 && ParseVietnamTime(text).has_value()); }

}  // namespace

Result<std::string> AnswerReport(Archive& archive, std::string_view params_json, const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
  const nlohmann::json params = nlohmann::json::parse(params_json, nullptr, false);
  const std::optional<Quarter> quarter = ParseQuarter(TextIn(params, "quarter"));
  if (!quarter) return Status(StatusCode::kInvalidArgument, "report: the quarter is written as 2026-Q4");
  const Result<QuarterlyReport> report =
      MakeQuarterlyReport(archive, *quarter, [&progress](std::uint64_t done) { return !progress || progress(done, 0); });
  if (!report) return report.status();
  constexpr std::int64_t kDayMs = 24ll * 3600 * 1000;
  ReportJsonValue json = {{"quarter", quarter->name},
                          {"from", FormatVietnamTime(quarter->from_unix_ms).substr(0, 10)},
                          {"to", FormatVietnamTime(quarter->to_unix_ms - kDayMs).substr(0, 10)},
                          {"rows", ReportJsonValue::array()},
                          {"total", ReportJsonValue::object()}};
  for (const ReportRow& row : report->rows) {
    ReportJsonValue each = {{"procedure", row.procedure}, {"procedure_name", row.procedure_name}, {"agency", row.agency}};
    each["level"] = row.level == 0 ? ReportJsonValue(nullptr) : ReportJsonValue(row.level);
    AddFigures(row.figures, each);
    json["rows"].push_back(std::move(each));
  }
  AddFigures(report->total, json["total"]);
  json["elapsed"] = ReportJsonValue::array();
  for (const ElapsedRow& row : report->elapsed) {
    json["elapsed"].push_back({{"agency", row.agency},
                               {"month", row.month},
                               {"sheet_to_receipt_seconds", SecondsOf(row.sheet_to_receipt_seconds)},
                               {"sheet_to_searchable_seconds", SecondsOf(row.sheet_to_searchable_seconds)}});
  }
  return DumpReport(json);
}

Result<std::string> AnswerArchiveList(Archive& archive, const std::function<AgencyDefaults(const std::string& code)>& agency_for,
                                      std::string_view params_json) {
  const nlohmann::json params = nlohmann::json::parse(params_json, nullptr, false);
  const std::optional<ArchiveListKind> kind = ArchiveListKindOfName(TextIn(params, "kind"));
  if (!kind) return Status(StatusCode::kInvalidArgument, "list the archive: the kind is outgoing, incoming, dossiers or documents");
  const std::string from = TextIn(params, "from");
  const std::string to = TextIn(params, "to");
  if (!IsDay(from) || !IsDay(to)) return Status(StatusCode::kInvalidArgument, "list the archive: from and to are days, YYYY-MM-DD");
  ReportJsonValue json = {{"title", ArchiveListTitle(*kind)}, {"columns", ArchiveListColumns(*kind)}, {"rows", ReportJsonValue::array()}, {"next", nullptr}};
  const auto add = [&](const std::string& code) -> Status {
    const Result<Dossier> dossier = archive.GetDossier(code);
    if (!dossier) return dossier.status();
    for (const ArchiveListRow& row : ArchiveListRows(*kind, *dossier, agency_for(code))) {
      const bool outside = (!from.empty() && (row.on.empty() || row.on < from)) || (!to.empty() && (row.on.empty() || row.on > to));
      if (!outside) json["rows"].push_back({{"on", row.on}, {"cells", row.cells}});
    }
    return {};
  };
  if (*kind == ArchiveListKind::kDocuments) {
    const Status added = add(TextIn(params, "dossier"));
    return added.ok() ? Result<std::string>(DumpReport(json)) : Result<std::string>(added);
  }
  const Result<std::vector<DossierSummary>> dossiers = archive.ListDossiers(TextIn(params, "after"), kDossiersAtOnce);
  if (!dossiers) return dossiers.status();
  for (const DossierSummary& dossier : *dossiers) {
    const Status added = add(dossier.code);
    if (!added.ok() && added.code() != StatusCode::kNotFound) return added;  // one that was just disposed of is left out
  }
  if (dossiers->size() == kDossiersAtOnce) json["next"] = dossiers->back().code;
  return DumpReport(json);
}

}  // namespace sohoa
