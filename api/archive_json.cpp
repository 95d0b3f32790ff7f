// SPDX-License-Identifier: Apache-2.0
#include "api/archive_json.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "api/archive_fields_json.h"
#include "api/completeness_json.h"
#include "api/edits_json.h"
#include "api/page_json.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

using Json = nlohmann::ordered_json;

std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// Shares and coordinates need no more than this many digits, and JSON stays readable.
double Rounded(double value, double digits) { return std::round(value * digits) / digits; }
double Share(double value) { return Rounded(value, 1e4); }

Json OrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json PolygonJson(const Polygon& polygon) {
  Json corners = Json::array();
  for (const Point& corner : polygon) corners.push_back({Rounded(corner.x, 1e5), Rounded(corner.y, 1e5)});
  return corners;
}

Json ReviewJson(ReviewState state, const std::string& reason, const std::string& by, std::int64_t at_unix_ms) {
  Json json = {{"state", ReviewStateName(state)}};
  if (!reason.empty()) json["reason"] = reason;
  if (!by.empty()) json["by"] = by;
  if (!by.empty()) json["at"] = FormatVietnamTime(at_unix_ms);
  return json;
}

Json TypeJson(const DocumentType& type) {
  Json json = {{"code", type.code},
               {"label", type.label},
               {"confidence", Share(type.confidence)},
               {"score", Share(type.score)},
               {"review", ReviewJson(type.review, type.review_reason, type.decided_by, type.decided_at_unix_ms)}};
  if (!type.decided_by.empty()) json["reading"] = {{"code", type.read_code}};
  return json;
}

Json LocationJson(const FieldLocation& location) {
  Json json = {{"page", location.page}};
  if (!location.page_id.empty()) json["page_id"] = location.page_id;
  json["polygon"] = PolygonJson(location.polygon);
  return json;
}

Json LocationsJson(const std::vector<FieldLocation>& locations) {
  Json json = Json::array();
  for (const FieldLocation& location : locations) json.push_back(LocationJson(location));
  return json;
}

Json AlternativeJson(const FieldAlternative& other) {
  return {{"value", OrNull(other.value)}, {"normalized", OrNull(other.normalized)}, {"confidence", Share(other.confidence)}};
}

Json ValidationJson(const FieldValidation& check) {
  Json json = {{"rule", check.rule}, {"result", check.unknown ? "unknown" : check.pass ? "pass" : "fail"}};
  if (check.at_unix_ms == 0) return json;
  json["at"] = FormatVietnamTime(check.at_unix_ms);
  json["source"] = {{"kind", "registry_lookup"}, {"system", OrNull(check.system)}, {"request", OrNull(check.request)}};
  return json;
}

Json FieldJson(const FieldValue& field) {
  Json json = {{"code", field.code},
               {"label", field.label},
               {"value", OrNull(field.value)},
               {"normalized", OrNull(field.normalized)}};
  if (field.value.empty()) json["null_reason"] = field.null_reason;
  json["confidence"] = Share(field.confidence);
  json["score"] = Share(field.score);
  json["location"] = LocationsJson(field.locations);
  json["source"] = {{"kind", field.source_kind}, {"engine", field.source_engine}};
  if (!field.rule.empty()) json["source"]["rule"] = field.rule;
  if (!field.raw.empty()) json["source"]["raw"] = field.raw;
  if (!field.decided_by.empty()) json["reading"] = AlternativeJson(field.reading);
  json["alternatives"] = Json::array();
  for (const FieldAlternative& other : field.alternatives) json["alternatives"].push_back(AlternativeJson(other));
  json["validation"] = Json::array();
  for (const FieldValidation& check : field.validation) json["validation"].push_back(ValidationJson(check));
  if (!field.parts.empty()) {
    json["parts"] = Json::array();
    for (const auto& [name, value] : field.parts) json["parts"].push_back({{"name", name}, {"value", value}});
  }
  json["review"] = ReviewJson(field.review, field.review_reason, field.decided_by, field.decided_at_unix_ms);
  return json;
}

Json FieldsOf(const Document& document) {
  Json fields = Json::array();
  for (const FieldValue& field : document.fields) fields.push_back(FieldJson(field));
  return fields;
}

Json ExtractedCellJson(const ExtractedCell& cell) {
  Json json = {{"row", cell.row},
               {"column", cell.column},
               {"row_span", cell.row_span},
               {"column_span", cell.column_span},
               {"text", cell.text},
               {"confidence", Share(cell.confidence)},
               {"location", LocationsJson(cell.locations)}};
  if (!cell.raw.empty()) json["raw"] = cell.raw;
  return json;
}

Json ExtractedTableJson(const ExtractedTable& table) {
  Json json = {{"pages", table.pages}, {"columns", table.columns}, {"rows", table.rows}};
  for (const char* part : {"header", "cells", "outline"}) json[part] = Json::array();
  for (const ExtractedCell& cell : table.cells) json[cell.header ? "header" : "cells"].push_back(ExtractedCellJson(cell));
  for (const TableRowPlace& place : table.outline) {
    json["outline"].push_back({{"path", place.path}, {"heading", place.heading}, {"inferred", place.inferred}});
  }
  return json;
}

Json TablesOf(const Document& document) {
  Json tables = Json::array();
  for (const ExtractedTable& table : document.tables) tables.push_back(ExtractedTableJson(table));
  return tables;
}

Json FindingsOf(const Document& document) {
  Json findings = Json::array();
  for (const Finding& finding : document.findings) {
    findings.push_back({{"kind", finding.kind},
                        {"value", finding.value},
                        {"suggestion", OrNull(finding.suggestion)},
                        {"location", LocationsJson(finding.locations)}});
  }
  return findings;
}

Json InspectedPageJson(const InspectedPage& page) {
  const PageRecord& record = *page.record;
  return {{"page", page.number},
          {"width", record.geometry.width},
          {"height", record.geometry.height},
          {"dpi", Rounded(record.geometry.dpi, 10)},
          {"rotation", record.geometry.rotation},
          {"skew_deg", Rounded(record.geometry.skew_degrees, 100)},
          {"quality", {{"score", Share(record.quality.score)}, {"flags", record.quality.flags}}},
          {"blank", record.quality.blank}};
}

Json FailedPagesJson(const std::vector<FailedPage>& failed) {
  Json json = Json::array();
  for (const FailedPage& page : failed) {
    json.push_back({{"page", page.number},
                    {"code", StatusCodeName(page.reason.code())},
                    {"reason", page.reason.message()}});
  }
  return json;
}

Json QuarantinedJson(const QuarantinedPage& page) {
  return {{"id", page.page_id},
          {"dossier", page.source.dossier},
          {"page", page.source.index + 1},
          {"place", page.source.place},
          {"original", page.source.original.Hex()},
          {"stage", page.stage},
          {"code", StatusCodeName(page.reason.code())},
          {"reason", page.reason.message()},
          {"attempts", page.attempts},
          {"at", FormatVietnamTime(page.at_unix_ms)},
          {"rejected", page.rejected}};
}

Json DossierPageJson(const DossierPage& page) {
  return {{"id", page.id}, {"page", page.page}, {"sha256", page.source.original.Hex()}, {"index", page.source.index}};
}

const DossierPage* FindPage(const Dossier& dossier, const std::string& id) {
  for (const DossierPage& page : dossier.pages) {
    if (page.id == id) return &page;
  }
  return nullptr;
}

Json DossierDocumentJson(const Dossier& dossier, std::size_t position, const AgencyDefaults& agency) {
  const Document& document = dossier.documents[position];
  Json pages = Json::array();
  for (const std::string& id : document.page_ids) {
    if (const DossierPage* page = FindPage(dossier, id)) pages.push_back(DossierPageJson(*page));
  }
  return {{"id", document.id},
          {"type", TypeJson(document.type)},
          {"pages", pages},
          {"fields", FieldsOf(document)},
          {"tables", TablesOf(document)},
          {"findings", FindingsOf(document)},
          {"made_by", document.made_by},
          {"pdf", {{"sha256", document.pdf.Hex()}, {"size", document.pdf_size}}},
          {"archive", Json::parse(ArchiveFieldsJson(ArchiveFieldsOfDocument(dossier, position, agency), true))}};
}

std::string_view StateOf(const DossierProgress* progress) {
  if (progress == nullptr || progress->all_batches_visible) return DossierStateName(DossierState::kCommitted);
  return DossierStateName(progress->state);
}

Json ToJson(const ArchiveEvent& event) {
  return {{"sequence", event.sequence},
          {"at", FormatVietnamTime(event.at_unix_ms)},
          {"kind", event.kind},
          {"dossier", event.dossier},
          {"subject", OrNull(event.subject)},
          {"detail", OrNull(event.detail)},
          {"trace", OrNull(event.trace)}};
}

}  // namespace

std::string InspectJson(const std::string& file, const std::vector<InspectedPage>& pages,
                        const std::vector<FailedPage>& failed, const std::vector<Document>& documents) {
  Json json = {{"file", file}, {"pages", Json::array()}, {"documents", Json::array()}};
  for (const InspectedPage& page : pages) json["pages"].push_back(InspectedPageJson(page));
  for (const Document& document : documents) {
    json["documents"].push_back({{"pages", document.pages},
                                 {"type", TypeJson(document.type)},
                                 {"fields", FieldsOf(document)},
                                 {"tables", TablesOf(document)},
                                 {"findings", FindingsOf(document)}});
  }
  if (!failed.empty()) json["failed"] = FailedPagesJson(failed);
  return Dump(json);
}

std::string OcrJson(const std::string& file, const std::vector<InspectedPage>& pages,
                    const std::vector<FailedPage>& failed) {
  Json json = {{"file", file}, {"pages", Json::array()}};
  for (const InspectedPage& page : pages) {
    Json merged = InspectedPageJson(page);
    merged.update(Json::parse(PageTextJson(*page.record, page.number)));
    json["pages"].push_back(std::move(merged));
  }
  if (!failed.empty()) json["failed"] = FailedPagesJson(failed);
  return Dump(json);
}

std::string ReceiptJson(const ReceiptSummary& receipt) {
  std::uint32_t pages = 0;
  std::uint32_t duplicates = 0;
  Json originals = Json::array();
  for (const OriginalReceipt& original : receipt.originals) {
    pages += original.pages;
    duplicates += original.duplicates;
    originals.push_back({{"name", original.name}, {"sha256", original.sha256.Hex()}, {"pages", original.pages}});
  }
  const std::uint32_t set_aside = std::min(receipt.quarantined, pages - duplicates);
  const bool visible = receipt.seconds_to_searchable >= 0;
  return Dump({{"dossier", receipt.dossier},
               {"batch", receipt.batch},
               {"pages", pages},
               {"accepted", pages - duplicates - set_aside},
               {"duplicates", duplicates},
               {"quarantined", set_aside},
               {"originals", originals},
               {"missing_papers", receipt.missing_papers.empty() ? Json::array() : Json::parse(receipt.missing_papers)},
               {"seconds",
                {{"to_receipt", receipt.seconds_to_receipt},
                 {"to_searchable", visible ? Json(receipt.seconds_to_searchable) : Json(nullptr)}}}});
}

std::string DossierJson(const Dossier& dossier, const DossierProgress* progress, const AgencyDefaults& agency) {
  Json json = {{"dossier", dossier.head.code},
               {"state", StateOf(progress)},
               {"version", dossier.version},
               {"committed_at", FormatVietnamTime(dossier.committed_unix_ms)},
               {"procedure", OrNull(dossier.head.procedure)},
               {"agency", OrNull(dossier.head.agency)},
               {"applicant", OrNull(dossier.head.applicant)},
               {"documents", Json::array()},
               {"blank", Json::array()},
               {"quarantined", Json::array()},
               {"set_aside", Json::parse(SetAsideJson(dossier.set_aside))},
               {"edits", Json::parse(EditsJson(dossier.edits))},
               {"originals", Json::array()},
               {"completeness", Json::parse(CompletenessJson(dossier.completeness))},
               {"archive", Json::parse(ArchiveFieldsJson(ArchiveFieldsOfDossier(dossier, agency), false))}};
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) json["documents"].push_back(DossierDocumentJson(dossier, i, agency));
  for (const DossierPage& page : dossier.pages) {
    if (page.blank) json["blank"].push_back(DossierPageJson(page));
  }
  for (const QuarantinedPage& page : dossier.quarantined) json["quarantined"].push_back(QuarantinedJson(page));
  for (const Original& original : dossier.originals) {
    json["originals"].push_back({{"name", original.name},
                                 {"sha256", original.sha256.Hex()},
                                 {"size", original.size},
                                 {"pages", original.pages}});
  }
  return Dump(json);
}

std::string OpenDossierJson(const std::string& code, const DossierProgress& progress) {
  return Dump({{"dossier", code},
               {"state", DossierStateName(progress.state)},
               {"version", progress.version},
               {"procedure", nullptr},
               {"agency", nullptr},
               {"applicant", nullptr},
               {"documents", Json::array()},
               {"blank", Json::array()},
               {"quarantined", Json::array()},
               {"completeness", Json::parse(CompletenessJson(Completeness{}))},
               {"progress",
                {{"pages", progress.pages},
                 {"done", progress.pages_done},
                 {"quarantined", progress.pages_quarantined}}}});
}

std::string DocumentTypeJson(const DocumentType& type) { return Dump(TypeJson(type)); }

std::string DocumentJson(const DocumentEntry& entry, const Dossier& dossier, const AgencyDefaults& agency) {
  const Document& document = entry.document;
  Json pages = Json::array();
  for (std::size_t i = 0; i < document.page_ids.size(); ++i) {
    pages.push_back({{"id", document.page_ids[i]}, {"page", document.pages[i]}});
  }
  const auto same = std::find_if(dossier.documents.begin(), dossier.documents.end(), [&](const Document& d) { return d.id == document.id; });
  const Json archive = same == dossier.documents.end()
                           ? Json(nullptr)
                           : Json::parse(ArchiveFieldsJson(
                                 ArchiveFieldsOfDocument(dossier, static_cast<std::size_t>(same - dossier.documents.begin()), agency), true));
  return Dump({{"id", document.id},
               {"dossier", entry.dossier},
               {"version", entry.version},
               {"type", TypeJson(document.type)},
               {"pages", pages},
               {"fields", FieldsOf(document)},
               {"tables", TablesOf(document)},
               {"findings", FindingsOf(document)},
               {"pdf", {{"sha256", document.pdf.Hex()}, {"size", document.pdf_size}}},
               {"archive", archive}});
}

std::string FieldsJson(const DocumentEntry& entry) {
  return Dump({{"dossier", entry.dossier},
               {"document", entry.document.id},
               {"version", entry.version},
               {"type", TypeJson(entry.document.type)},
               {"fields", FieldsOf(entry.document)}});
}

std::string SearchJson(const SearchQuery& query, const SearchResult& result) {
  Json json = {{"query", query.text},
               {"took_ms", Rounded(result.took_ms, 100)},
               {"total", {{"value", result.total}, {"relation", result.total_is_exact ? "eq" : "gte"}}},
               {"hits", Json::array()},
               {"facets", Json::object()},
               {"next_cursor", OrNull(result.next_cursor)},
               {"did_you_mean", OrNull(result.did_you_mean)}};
  for (const SearchHit& hit : result.hits) {
    Json boxes = Json::array();
    for (const SearchHitBox& box : hit.boxes) {
      boxes.push_back({{"page", box.page}, {"polygon", PolygonJson(box.polygon)}, {"term", box.term}});
    }
    json["hits"].push_back({{"dossier", hit.dossier},
                            {"document", hit.document},
                            {"page", hit.page},
                            {"page_id", hit.page_id},
                            {"score", Share(hit.score)},
                            {"match_level", MatchLevelName(hit.match_level)},
                            {"type", TypeJson(hit.type)},
                            {"snippet", hit.snippet},
                            {"snippet_marks", hit.snippet_marks},
                            {"boxes", std::move(boxes)}});
  }
  for (const SearchFacet& facet : result.facets) {
    Json values = Json::array();
    for (const auto& [value, count] : facet.values) values.push_back({{"value", value}, {"count", count}});
    json["facets"][facet.name] = std::move(values);
  }
  return Dump(json);
}

std::string IndexStateJson(const IndexState& state) {
  Json json = {{"pages", state.pages},
               {"dead_pages", state.dead_pages},
               {"segments", state.segments},
               {"segment_bytes", state.segment_bytes},
               {"tail", {{"dossiers", state.tail_dossiers}, {"pages", state.tail_pages}}},
               {"merge", nullptr},
               {"last_merge", state.last_merge.ok() ? Json(nullptr) : Json(state.last_merge.ToString())}};
  if (state.merge_total > 0) json["merge"] = {{"done", state.merge_done}, {"of", state.merge_total}};
  return Dump(json);
}

std::string DossierListJson(const std::vector<DossierSummary>& dossiers, const std::string& next_cursor) {
  Json list = Json::array();
  for (const DossierSummary& dossier : dossiers) {
    list.push_back({{"dossier", dossier.code},
                    {"version", dossier.version},
                    {"committed_at", FormatVietnamTime(dossier.committed_unix_ms)},
                    {"documents", dossier.documents},
                    {"pages", dossier.pages}});
  }
  return Dump({{"dossiers", list}, {"next_cursor", OrNull(next_cursor)}});
}

std::string EventJson(const ArchiveEvent& event) { return Dump(ToJson(event)); }

std::string EventsJson(const std::vector<ArchiveEvent>& events, std::uint64_t next_after) {
  Json list = Json::array();
  for (const ArchiveEvent& event : events) list.push_back(ToJson(event));
  return Dump({{"events", list}, {"next_after", next_after}});
}

std::string QuarantineJson(const std::vector<QuarantinedPage>& pages) {
  Json list = Json::array();
  for (const QuarantinedPage& page : pages) list.push_back(QuarantinedJson(page));
  return Dump({{"pages", list}});
}

std::string QuarantinedPageJson(const QuarantinedPage& page) { return Dump(QuarantinedJson(page)); }

std::string FixityJson(const FixityReport& report) {
  Json problems = Json::array();
  for (const FixityProblem& problem : report.problems) {
    problems.push_back({{"kind", FixityKindName(problem.kind)},
                        {"what", problem.what},
                        {"dossier", OrNull(problem.dossier)},
                        {"object", OrNull(problem.object)},
                        {"sha256", problem.sha256.Hex()},
                        {"detail", problem.detail}});
  }
  return Dump({{"dossiers", report.dossiers}, {"blobs", report.blobs}, {"bytes", report.bytes}, {"problems", problems}});
}

}  // namespace sohoa
