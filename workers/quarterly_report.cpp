// SPDX-License-Identifier: Apache-2.0
#include "workers/quarterly_report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "core/calendar.h"
#include "workers/elapsed_detail.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kReadAtOnce = 1'000;
constexpr std::int64_t kMsOfADay = 24ll * 3600 * 1000;

// Of a batch and the commit that it brought about, seconds.
struct BatchTime {
  std::int64_t committed_unix_ms = 0;
  double sealed_to_searchable = 0;
  std::optional<double> sheet_to_receipt;
};
using BatchTimes = std::map<std::string, std::vector<BatchTime>>;  // by dossier

Result<BatchTimes> ReadBatchTimes(Archive& archive, const Quarter& quarter) {
  BatchTimes times;
  std::map<std::string, ArchiveEvent> sealed;  // by batch
  for (std::uint64_t after = 0;;) {
    const Result<std::vector<ArchiveEvent>> events = archive.Events(after, kReadAtOnce);
    if (!events) return events.status();
    for (const ArchiveEvent& event : *events) {
      after = event.sequence;
      if (event.kind == "batch.sealed") sealed[event.trace] = event;
      if (event.kind != "dossier.committed") continue;
      const auto batch = sealed.find(event.trace);
      if (batch == sealed.end()) continue;
      // A later version of the same batch is a correction, and nobody waited for it.
      if (event.at_unix_ms >= quarter.from_unix_ms && event.at_unix_ms < quarter.to_unix_ms) {
        BatchTime& time = times[event.dossier].emplace_back();
        time.committed_unix_ms = event.at_unix_ms;
        time.sealed_to_searchable = static_cast<double>(event.at_unix_ms - batch->second.at_unix_ms) / 1000;
        if (const auto ms = ReadElapsedDetail(batch->second.detail)) time.sheet_to_receipt = static_cast<double>(*ms) / 1000;
      }
      sealed.erase(batch);
    }
    if (events->size() < kReadAtOnce) return times;
  }
}

bool IsIn(const Quarter& quarter, std::int64_t at_unix_ms) { return at_unix_ms >= quarter.from_unix_ms && at_unix_ms < quarter.to_unix_ms; }

void CountReview(ReviewState review, ReportFigures& figures) {
  ++figures.values;
  figures.settled += review != ReviewState::kNeedsReview;
  figures.decided += review != ReviewState::kNeedsReview && review != ReviewState::kAutoAccepted;
  figures.corrected += review == ReviewState::kCorrected;
}

// Pages that came within the quarter: those of a version of it that the one before had not.
Result<std::uint64_t> NewPages(Archive& archive, const Dossier& newest, const Quarter& quarter) {
  std::set<std::string> known;
  std::uint64_t pages = 0;
  for (std::uint32_t version = 1; version <= newest.version; ++version) {
    const Result<Dossier> older = version == newest.version ? Result<Dossier>(newest) : archive.GetDossier(newest.head.code, version);
    if (!older) return older.status();
    for (const DossierPage& page : older->pages) {
      const bool is_new = known.insert(page.id).second;
      pages += is_new && IsIn(quarter, older->committed_unix_ms);
    }
  }
  return pages;
}

// "H42.18" has two; "000.00.18.H42" as well, for zeros stand for nothing.
std::uint32_t LevelOf(const std::string& agency) {
  std::uint32_t level = 0;
  for (std::size_t begin = 0; begin < agency.size();) {
    const std::size_t end = std::min(agency.find('.', begin), agency.size());
    level += agency.substr(begin, end - begin).find_first_not_of('0') != std::string::npos;
    begin = end + 1;
  }
  return level;
}

void Add(const ReportFigures& from, ReportFigures& to) {
  to.dossiers += from.dossiers;
  to.documents += from.documents;
  to.pages += from.pages;
  to.values += from.values;
  to.settled += from.settled;
  to.decided += from.decided;
  to.corrected += from.corrected;
  to.quarantined += from.quarantined;
  to.decision_seconds.insert(to.decision_seconds.end(), from.decision_seconds.begin(), from.decision_seconds.end());
  to.searchable_seconds.insert(to.searchable_seconds.end(), from.searchable_seconds.begin(), from.searchable_seconds.end());
  to.sheet_to_receipt_seconds.insert(to.sheet_to_receipt_seconds.end(), from.sheet_to_receipt_seconds.begin(), from.sheet_to_receipt_seconds.end());
  to.sheet_to_searchable_seconds.insert(to.sheet_to_searchable_seconds.end(), from.sheet_to_searchable_seconds.begin(), from.sheet_to_searchable_seconds.end());
}

void Sort(ReportFigures& figures) {
  for (std::vector<double>* seconds : {&figures.searchable_seconds, &figures.decision_seconds, &figures.sheet_to_receipt_seconds, &figures.sheet_to_searchable_seconds}) {
    std::sort(seconds->begin(), seconds->end());
  }
}

void AddTimes(const std::vector<BatchTime>& times, ReportFigures& figures) {
  for (const BatchTime& time : times) {
    figures.searchable_seconds.push_back(time.sealed_to_searchable);
    if (!time.sheet_to_receipt) continue;
    figures.sheet_to_receipt_seconds.push_back(*time.sheet_to_receipt);
    figures.sheet_to_searchable_seconds.push_back(*time.sheet_to_receipt + time.sealed_to_searchable);
  }
}

// By agency and month.
using ElapsedRows = std::map<std::pair<std::string, std::string>, ElapsedRow>;

void AddElapsed(const std::string& agency, const std::vector<BatchTime>& times, ElapsedRows& rows) {
  for (const BatchTime& time : times) {
    if (!time.sheet_to_receipt) continue;
    const std::string month = FormatVietnamTime(time.committed_unix_ms).substr(0, 7);
    ElapsedRow& row = rows[{agency, month}];
    row.agency = agency;
    row.month = month;
    row.sheet_to_receipt_seconds.push_back(*time.sheet_to_receipt);
    row.sheet_to_searchable_seconds.push_back(*time.sheet_to_receipt + time.sealed_to_searchable);
  }
}

Result<ReportFigures> FiguresOf(Archive& archive, const Dossier& dossier, const Quarter& quarter, const BatchTimes& times) {
  ReportFigures figures;
  const Result<std::uint64_t> pages = NewPages(archive, dossier, quarter);
  if (!pages) return pages.status();
  figures.pages = *pages;
  const Result<Dossier> first = dossier.version == 1 ? Result<Dossier>(dossier) : archive.GetDossier(dossier.head.code, 1);
  if (!first) return first.status();
  if (IsIn(quarter, first->committed_unix_ms)) {
    figures.dossiers = 1;
    figures.documents = dossier.documents.size();
  }
  if (const auto its = times.find(dossier.head.code); its != times.end()) AddTimes(its->second, figures);
  if (figures.pages == 0 && figures.dossiers == 0) return figures;
  for (const Document& document : dossier.documents) {
    CountReview(document.type.review, figures);
    for (const FieldValue& field : document.fields) CountReview(field.review, figures);
  }
  figures.quarantined = dossier.quarantined.size();
  for (const Edit& edit : dossier.edits) {
    if (edit.took_ms > 0 && IsIn(quarter, edit.at_unix_ms)) figures.decision_seconds.push_back(edit.took_ms / 1000.0);
  }
  return figures;
}

}  // namespace

std::optional<Quarter> ParseQuarter(const std::string& name) {
  if (name.size() != 7 || name[4] != '-' || name[5] != 'Q' || name[6] < '1' || name[6] > '4') return std::nullopt;
  const std::string year = name.substr(0, 4);
  if (year.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  static constexpr const char* kFirstDays[] = {"-01-01", "-04-01", "-07-01", "-10-01"};
  const auto number = static_cast<std::size_t>(name[6] - '1');
  const std::string next = number == 3 ? std::to_string(std::stoi(year) + 1) + kFirstDays[0] : year + kFirstDays[number + 1];
  const std::optional<std::int64_t> first = ParseVietnamTime(year + kFirstDays[number]);
  const std::optional<std::int64_t> after = ParseVietnamTime(next);
  if (!first || !after) return std::nullopt;
  // What is read of a day is its end.
  return Quarter{name, *first - kMsOfADay, *after - kMsOfADay};
}

double PercentileOf(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

Result<QuarterlyReport> MakeQuarterlyReport(Archive& archive, const Quarter& quarter, const std::function<bool(std::uint64_t)>& progress) {
  const Result<BatchTimes> times = ReadBatchTimes(archive, quarter);
  if (!times) return times.status();
  std::map<std::pair<std::string, std::string>, ReportRow> rows;
  ElapsedRows elapsed;
  std::uint64_t looked_at = 0;
  for (std::string after;;) {
    const Result<std::vector<DossierSummary>> summaries = archive.ListDossiers(after, kReadAtOnce);
    if (!summaries) return summaries.status();
    for (const DossierSummary& summary : *summaries) {
      after = summary.code;
      if (progress && !progress(++looked_at)) return Status(StatusCode::kCancelled, "report on " + quarter.name + ": cancelled");
      if (summary.committed_unix_ms < quarter.from_unix_ms) continue;
      const Result<Dossier> dossier = archive.GetDossier(summary.code);
      if (!dossier && dossier.status().code() == StatusCode::kNotFound) continue;  // disposed of meanwhile
      if (!dossier) return dossier.status();
      const Result<ReportFigures> figures = FiguresOf(archive, *dossier, quarter, *times);
      if (!figures) return figures.status();
      if (figures->pages == 0 && figures->dossiers == 0) continue;
      ReportRow& row = rows[{dossier->head.procedure, dossier->head.agency}];
      row.procedure = dossier->head.procedure;
      row.agency = dossier->head.agency;
      row.level = LevelOf(row.agency);
      if (row.procedure_name.empty()) row.procedure_name = dossier->completeness.procedure.name;
      Add(*figures, row.figures);
      if (const auto its = times->find(summary.code); its != times->end()) AddElapsed(row.agency, its->second, elapsed);
    }
    if (summaries->size() < kReadAtOnce) break;
  }
  QuarterlyReport report{quarter, {}, {}, {}};
  for (auto& [key, row] : rows) {
    Add(row.figures, report.total);
    Sort(row.figures);
    report.rows.push_back(std::move(row));
  }
  Sort(report.total);
  for (auto& [key, row] : elapsed) {
    std::sort(row.sheet_to_receipt_seconds.begin(), row.sheet_to_receipt_seconds.end());
    std::sort(row.sheet_to_searchable_seconds.begin(), row.sheet_to_searchable_seconds.end());
    report.elapsed.push_back(std::move(row));
  }
  return report;
}

}  // namespace sohoa
