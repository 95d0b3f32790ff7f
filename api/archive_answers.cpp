// SPDX-License-Identifier: Apache-2.0
#include "api/archive_answers.h"

#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "access/secrets.h"
#include "api/archive_json.h"
#include "api/edits_json.h"
#include "api/page_json.h"
#include "api/registry_methods.h"
#include "api/viewed_archive.h"
#include "core/calendar.h"
#include "documents/procedures/supplement_request.h"
#include "pipeline/formats/page_formats.h"
#include "storage/journal.h"
#include "storage/retention_records.h"

namespace sohoa {
namespace {

using AnsweredJson = nlohmann::ordered_json;

}  // namespace

ArchiveAnswers::ArchiveAnswers(Archive& archive, AgencyDefaults agency, ArchiveWriter write, ProgressOf progress_of)
    : archive_(archive), agency_(std::move(agency)), write_(std::move(write)), progress_of_(std::move(progress_of)), cursor_key_(RandomBytes(32)) {}

std::optional<Result<std::string>> ArchiveAnswers::Answer(std::string_view method, const MethodParams& params, const Principal* asks) {
  if (method == "search") return Search(params, asks);
  if (method == "index") return Index();
  if (method == "show") return Show(params, asks);
  if (method == "fields") return Fields(params);
  if (method == "supplement_request") return Supplement(params, asks);
  if (method == "dossiers") return Dossiers(params, asks);
  if (method == "document_pdf") return DocumentPdf(params);
  if (method == "page_text") return PageText(params);
  if (method == "events") return Events(params, asks);
  if (method == "changes") return Changes(params, asks);
  return std::nullopt;
}

Result<std::string> ArchiveAnswers::Search(const MethodParams& params, const Principal* asks) {
  SearchQuery query;
  query.access = ViewedArchive(archive_, asks).search_access();
  query.text = params.Text("query");
  query.type = params.Text("type");
  query.agency = params.Text("agency");
  query.review = params.Text("review");
  query.completeness = params.Text("completeness");
  query.from = params.Text("from");
  query.to = params.Text("to");
  query.cursor = params.Text("cursor");
  query.limit = params.Limit(query.limit);
  const std::optional<SearchOrder> order = ParseSearchOrder(params.Text("sort"));
  if (!order) return Status(StatusCode::kInvalidArgument, "search: sort is relevance, newest or oldest");
  query.order = *order;
  Result<std::vector<std::pair<std::string, std::string>>> fields = params.Texts("fields");
  if (!fields) return Status(StatusCode::kInvalidArgument, "search: " + fields.status().message());
  query.fields = std::move(*fields);
  const Result<SearchResult> result = archive_.index().Search(query);
  if (!result) return result.status();
  if (asks != nullptr && !asks->is_holder() && result->people_asked != PeopleAsked::kNothing) {
    const std::string action = result->people_asked == PeopleAsked::kIdentityNumber ? "search.identity_number" : "search.people";
    const std::string purpose(PurposeName(Decide(*asks, Action::kSearchPeople, {}).purpose));
    const AuditEntry entry{ActorOf(*asks), action, "", purpose, asks->client, query.text};
    const Status noted = write_([&](MetaBatch& batch) { return StageAudit(archive_.meta(), entry, batch); });
    if (!noted.ok()) return noted;
  }
  return SearchJson(query, *result);
}

Result<std::string> ArchiveAnswers::Index() {
  const Result<IndexState> state = archive_.index().State();
  if (!state) return state.status();
  return IndexStateJson(*state);
}

Result<std::string> ArchiveAnswers::Show(const MethodParams& params, const Principal* asks) {
  const std::string id = params.Text("id");
  const ViewedArchive view(archive_, asks);
  // Asked first: what it calls visible is there when the archive is read.
  const std::optional<DossierProgress> progress = progress_of_(id);
  bool hidden = false;
  Result<Dossier> dossier = view.GetDossier(id, 0, &hidden);
  if (dossier) PutRegistryChecks(archive_, *dossier);
  // It counts all of the dossier's pages.
  if (dossier) return DossierJson(*dossier, progress && !hidden ? &*progress : nullptr, AgencyFor(id));
  if (dossier.status().code() != StatusCode::kNotFound) return dossier.status();
  if (progress && progress->pages + progress->version > 0 && view.KnowsDossier(id)) return OpenDossierJson(id, *progress);
  Result<DocumentEntry> document = archive_.FindDocument(id);
  if (document) {
    PutRegistryChecks(archive_, document->dossier, document->document);
    const Result<Dossier> its = view.GetDossier(document->dossier, document->version);
    return its ? DocumentJson(*document, *its, AgencyFor(document->dossier)) : Result<std::string>(its.status());
  }
  if (document.status().code() != StatusCode::kNotFound) return document.status();
  return Status(StatusCode::kNotFound, "show " + id + ": neither a dossier nor a document of this archive");
}

AgencyDefaults ArchiveAnswers::AgencyFor(const std::string& code) {
  AgencyDefaults of_dossier = agency_;
  const Result<RetentionRecord> decided = ReadRetention(ReadFrom(archive_.meta()), code);
  if (decided) of_dossier.decided_maintenance = decided->maintenance;
  return of_dossier;
}

Result<std::string> ArchiveAnswers::Fields(const MethodParams& params) {
  Result<DocumentEntry> document = archive_.FindDocument(params.Text("document"));
  if (!document) return document.status();
  PutRegistryChecks(archive_, document->dossier, document->document);
  return FieldsJson(*document);
}

Result<std::string> ArchiveAnswers::Supplement(const MethodParams& params, const Principal* asks) {
  const std::string format = params.Text("format");
  if (format != "text" && format != "html") {
    return Status(StatusCode::kInvalidArgument, "draft a supplement request: the format \"" + format + "\" is neither text nor html");
  }
  const Result<Dossier> dossier = ViewedArchive(archive_, asks).GetDossier(params.Text("dossier"));
  if (!dossier) return dossier.status();
  const Result<SupplementRequest> request = DraftSupplementRequest(*dossier, agency_, FormatVietnamTime(NowUnixMs()).substr(0, 10));
  if (!request) return request.status();
  return AnsweredJson{{"text", format == "html" ? SupplementRequestHtml(*request) : SupplementRequestText(*request)}}.dump(
      -1, ' ', false, AnsweredJson::error_handler_t::replace);
}

// The code that a list goes on after may be one that they may not know of: the cursor tells it to nobody.
Result<std::string> ArchiveAnswers::Dossiers(const MethodParams& params, const Principal* asks) {
  std::string after = params.Text("after");
  if (const std::string cursor = params.Text("cursor"); !cursor.empty()) {
    const std::optional<std::string> code = UnsealText(cursor_key_, cursor);
    if (!code) return Status(StatusCode::kInvalidArgument, "list dossiers: this is no next_cursor of an answer since the start of this server");
    after = *code;
  }
  const Result<SeenDossiers> seen = ViewedArchive(archive_, asks).ListDossiers(after, params.Limit(kListedAtOnce));
  if (!seen) return seen.status();
  return DossierListJson(seen->dossiers, seen->next.empty() ? "" : SealText(cursor_key_, seen->next));
}

Result<std::string> ArchiveAnswers::DocumentPdf(const MethodParams& params) {
  const Result<DocumentEntry> document = archive_.FindDocument(params.Text("document"));
  if (!document) return document.status();
  return AnsweredJson{{"sha256", document->document.pdf.Hex()}, {"size", document->document.pdf_size}}.dump();
}

Result<std::string> ArchiveAnswers::PageText(const MethodParams& params) {
  const std::string id = params.Text("page");
  const Result<PageEntry> entry = archive_.FindPage(id);
  if (!entry) return entry.status();
  const Result<PageRecord> record = archive_.GetPageRecord(id, false);
  if (!record) return record.status();
  const std::string format = params.Text("format");
  const std::vector<NamedPage> pages = {{id, entry->page.page, &*record}};
  std::string text;
  if (format.empty() || format == "text") {
    text = FormatText(pages, false);
  } else if (format == "hocr") {
    text = FormatHocr(pages);
  } else if (format == "alto") {
    text = FormatAlto(pages);
  } else if (format == "json") {
    text = PageTextJson(*record, entry->page.page);
  } else {
    return Status(StatusCode::kInvalidArgument, "page_text: format is text, json, hocr or alto");
  }
  return AnsweredJson{{"text", text}}.dump(-1, ' ', false, AnsweredJson::error_handler_t::replace);
}

Result<std::string> ArchiveAnswers::Events(const MethodParams& params, const Principal* asks) {
  const Result<SeenEvents> seen = ViewedArchive(archive_, asks).Events(params.Number("after", 0), params.Limit(kListedAtOnce));
  if (!seen) return seen.status();
  return EventsJson(seen->events, seen->next_after);
}

Result<std::string> ArchiveAnswers::Changes(const MethodParams& params, const Principal* asks) {
  const std::string code = params.Text("dossier");
  const Result<Dossier> last = archive_.GetDossier(code, params.Version("to", 0));
  if (!last) return last.status();
  const std::uint32_t from = params.Version("from", last->version - 1);
  if (from == 0) return Status(StatusCode::kNotFound, "compare versions of dossier " + code + ": there is none before version " + std::to_string(last->version));
  const Result<std::pair<Dossier, Dossier>> both = ViewedArchive(archive_, asks).GetVersions(code, from, last->version);
  if (!both) return both.status();
  return ChangesJson(both->first, both->second, CompareVersions(both->first, both->second));
}

}  // namespace sohoa
