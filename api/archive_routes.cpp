// SPDX-License-Identifier: Apache-2.0
#include "api/archive_routes.h"

#include <charconv>
#include <optional>

#include <nlohmann/json.hpp>

#include "api/entity_tag.h"
#include "api/search_table.h"

namespace sohoa {
namespace {

using Json = nlohmann::ordered_json;

HttpResponse JsonResponse(const Result<std::string>& answer) {
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.body = *answer;
  return response;
}

Result<std::string> AnswerTo(const RouteContext& context, const HttpRequest& request, std::string_view method, const Json& params) {
  return context.queries.Answer(method, params.dump(-1, ' ', false, Json::error_handler_t::replace), {}, &request.principal);
}

HttpResponse Ask(const RouteContext& context, const HttpRequest& request, std::string_view method, const Json& params) {
  return JsonResponse(AnswerTo(context, request, method, params));
}

std::string Part(const HttpRequest& request, const std::string& name) { return request.parts.at(name); }

// Puts the number in a query parameter into `params`; false where it is none.
bool TakeNumber(const HttpRequest& request, const std::string& name, Json& params) {
  const std::string text = request.Query(name);
  if (text.empty()) return true;
  std::uint64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return false;
  params[name] = value;
  return true;
}

HttpResponse NotANumber() {
  return ProblemResponse(400, "invalid_argument", "limit and after are whole numbers");
}

// Its tag says to If-Match which version this is of.
HttpResponse WithVersion(HttpResponse response, std::uint32_t version) {
  if (response.status == 200) response.headers.emplace_back("ETag", EntityTagOf(response.body, std::to_string(version)));
  return response;
}

// "field.issued_date=2018-10-04" and the like: fields by their codes.
HttpResponse Search(const RouteContext& context, const HttpRequest& request) {
  constexpr std::string_view kField = "field.";
  Json params = {{"query", request.Query("q")}, {"fields", Json::object()}};
  for (const char* name : {"type", "agency", "review", "completeness", "from", "to", "sort", "cursor"}) params[name] = request.Query(name);
  for (const auto& [name, value] : request.query) {
    if (name.starts_with(kField)) params["fields"][name.substr(kField.size())] = value;
  }
  if (!TakeNumber(request, "limit", params)) return NotANumber();
  return Ask(context, request, "search", params);
}

HttpResponse SearchTable(const RouteContext& context, const HttpRequest& request) {
  HttpResponse response = Search(context, request);
  if (response.status != 200) return response;
  response.body = SearchCsv(response.body);
  response.content_type = "text/csv; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"tra-cuu.csv\"");
  return response;
}

HttpResponse ShowDossier(const RouteContext& context, const HttpRequest& request) {
  const std::string code = Part(request, "code");
  const Result<std::string> answer = AnswerTo(context, request, "show", Json{{"id", code}});
  if (!answer) return JsonResponse(answer);
  // The same question finds documents by their ids, which stand at another path.
  const Json shown = Json::parse(*answer, nullptr, false);
  if (!shown.is_object() || shown.value("dossier", "") != code) {
    return ProblemResponse(404, "not_found", "no such dossier");
  }
  return WithVersion(JsonResponse(answer), shown.value("version", 0u));
}

HttpResponse ShowDocument(const RouteContext& context, const HttpRequest& request) {
  const std::string id = Part(request, "id");
  if (!context.archive.FindDocument(id)) return ProblemResponse(404, "not_found", "no such document");
  return Ask(context, request, "show", {{"id", id}});
}

HttpResponse Fields(const RouteContext& context, const HttpRequest& request) {
  const Result<DocumentEntry> document = context.archive.FindDocument(Part(request, "id"));
  if (!document) return ProblemResponse(document.status());
  if (document->dossier != Part(request, "code")) {
    return ProblemResponse(404, "not_found", "this dossier has no such document");
  }
  return WithVersion(Ask(context, request, "fields", {{"document", Part(request, "id")}}), document->version);
}

// Its style stands in the page itself, so that it can be kept as one file; nothing else may run.
HttpResponse Supplement(const RouteContext& context, const HttpRequest& request) {
  const std::string format = request.Query("format").empty() ? "html" : request.Query("format");
  const Json params = {{"dossier", Part(request, "code")}, {"format", format}};
  const Result<std::string> answer = AnswerTo(context, request, "supplement_request", params);
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.body = Json::parse(*answer).at("text").get<std::string>();
  response.content_type = format == "html" ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
  response.headers = {{"Content-Security-Policy",
                       "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"}};
  return response;
}

HttpResponse Pdf(const RouteContext& context, const std::string& id) {
  const Result<DocumentEntry> entry = context.archive.FindDocument(id);
  if (!entry) return ProblemResponse(entry.status());
  const Sha256 name = entry->document.pdf;
  if (name == Sha256{}) return ProblemResponse(404, "not_found", "this document has no PDF");
  const Result<BlobInfo> info = context.archive.blobs().Stat(name);
  if (!info) return ProblemResponse(500, StatusCodeName(info.status().code()), info.status().message());
  HttpResponse response;
  response.content_type = "application/pdf";
  // Ids are letters and digits, so the name needs no quoting.
  response.headers = {{"Content-Disposition", "inline; filename=\"" + entry->document.id + ".pdf\""},
                      {"ETag", "\"" + name.Hex() + "\""}};
  response.stream = HttpBodyStream{info->size, [&archive = context.archive, name](std::uint64_t offset, std::size_t length) {
                                     return archive.blobs().Read(name, offset, length);
                                   }};
  return response;
}

HttpResponse PageText(const RouteContext& context, const HttpRequest& request) {
  const std::string format = request.Query("format").empty() ? "text" : request.Query("format");
  const Result<std::string> answer = AnswerTo(context, request, "page_text", Json{{"page", Part(request, "id")}, {"format", format}});
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.body = Json::parse(*answer).at("text").get<std::string>();
  if (format == "text") response.content_type = "text/plain; charset=utf-8";
  if (format == "alto") response.content_type = "application/xml; charset=utf-8";
  if (format == "hocr") response.content_type = "application/xhtml+xml; charset=utf-8";
  return response;
}

HttpResponse List(const RouteContext& context, std::string_view method, const HttpRequest& request) {
  Json params = {{"after", request.Query("after")}, {"cursor", request.Query("cursor")}};
  if (!TakeNumber(request, "limit", params)) return NotANumber();
  return Ask(context, request, method, params);
}

HttpResponse Events(const RouteContext& context, const HttpRequest& request) {
  Json params = Json::object();
  if (!TakeNumber(request, "limit", params) || !TakeNumber(request, "after", params)) return NotANumber();
  return Ask(context, request, "events", params);
}

HttpResponse Reject(const RouteContext& context, const HttpRequest& request) {
  const Json body = Json::parse(request.body, nullptr, false);
  const auto reason = body.is_object() ? body.find("reason") : body.end();
  if (!body.is_object() || reason == body.end() || !reason->is_string() || reason->get<std::string>().empty()) {
    return ProblemResponse(400, "invalid_argument", "the body is {\"reason\": \"...\"}: why the page stays out");
  }
  return Ask(context, request, "quarantine_reject", {{"page", Part(request, "page")}, {"reason", *reason}});
}

const RouteParameter kLimit{"limit", "At most so many, up to 1000"};

void AddReading(Router& router, const RouteContext& context) {
  const std::vector<RouteParameter> search = {
      {"q", "Words, \"phrases\", AND OR NOT, word*, field:word, date:2018..2019; with or without diacritics"},
      {"type", "Class code"},
      {"agency", "That agency and those below it"},
      {"review", "State of the class: auto_accepted, needs_review, confirmed, corrected or unreadable"},
      {"completeness", "State of the dossier: unchecked, complete, incomplete or needs_look"},
      {"from", "Issued on this day or later (ISO 8601)"},
      {"to", "Issued on this day or earlier"},
      {"sort", "relevance, newest or oldest (by date of issue)"},
      {"cursor", "next_cursor of the answer before"},
      kLimit};
  router.Add(Needs(Action::kSearch), {"GET", "/v1/search", "Pages by their words, documents by their fields; field.CODE=VALUE narrows by a field", search,
                                      {"application/json"}, {400}, [context](const HttpRequest& r) { return Search(context, r); }, 200, {}, false, "SearchAnswer"});
  router.Add(Needs(Action::kSearch), {"GET", "/v1/search/table", "The same as CSV for a spreadsheet, a row a page", search,
                                      {"text/csv"}, {400}, [context](const HttpRequest& r) { return SearchTable(context, r); }});
  router.Add(Needs(Action::kRead),
             {"GET", "/v1/dossiers", "Dossiers in order of code",
              {{"after", "The last code of the answer before"}, {"cursor", "next_cursor of the answer before, in place of after"}, kLimit},
              {"application/json"}, {400}, [context](const HttpRequest& r) { return List(context, "dossiers", r); }, 200, {}, false, "Dossiers"});
  router.Add(Needs(Action::kRead, RouteObject::kDossier, "code"),
             {"GET", "/v1/dossiers/{code}", "A dossier with its documents", {}, {"application/json"}, {404},
              [context](const HttpRequest& r) { return ShowDossier(context, r); }, 200, {}, true, "Dossier"});
  router.Add(Needs(Action::kRead, RouteObject::kDossier, "code"),
             {"GET", "/v1/dossiers/{code}/supplement-request", "A draft of Mẫu số 02: what has to be asked for, and why; 409 where nothing has",
              {{"format", "html (as without it) or text"}}, {"text/html", "text/plain"}, {400, 404, 409},
              [context](const HttpRequest& r) { return Supplement(context, r); }});
  router.Add(Needs(Action::kRead, RouteObject::kDocument, "id"),
             {"GET", "/v1/dossiers/{code}/documents/{id}/fields", "The fields of a document, with where they were read", {},
              {"application/json"}, {404}, [context](const HttpRequest& r) { return Fields(context, r); }, 200, {}, true, "Fields"});
  router.Add(Needs(Action::kRead, RouteObject::kDocument, "id"),
             {"GET", "/v1/documents/{id}", "A document with its pages, fields and tables", {}, {"application/json"}, {404},
              [context](const HttpRequest& r) { return ShowDocument(context, r); }, 200, {}, true, "Document"});
  router.Add(Needs(Action::kRead, RouteObject::kDocument, "id"),
             {"GET", "/v1/documents/{id}/pdf", "The searchable PDF/A", {}, {"application/pdf"}, {404},
              [context](const HttpRequest& r) { return Pdf(context, Part(r, "id")); }, 200, {}, true});
  router.Add(Needs(Action::kRead, RouteObject::kPage, "id"),
             {"GET", "/v1/pages/{id}/text", "What was read on a page", {{"format", "text (as without it), json, hocr or alto"}},
              {"text/plain", "application/json", "application/xhtml+xml", "application/xml"}, {400, 404},
              [context](const HttpRequest& r) { return PageText(context, r); }, 200, {}, true});
}

void AddOperating(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kFollowEvents),
             {"GET", "/v1/events", "What happened, in order", {{"after", "Sequence number of the last one known"}, kLimit},
              {"application/json"}, {400}, [context](const HttpRequest& r) { return Events(context, r); }, 200, {}, false, "Events"});
  router.Add(Needs(Action::kSeeStatus),
             {"GET", "/v1/status", "Lanes, workers and counts", {}, {"application/json"}, {503},
              [context](const HttpRequest& r) { return Ask(context, r, "status", Json::object()); }});
  router.Add(Needs(Action::kSeeQuarantine),
             {"GET", "/v1/quarantine", "Pages that could not go on, and why", {{"after", "The last page id of the answer before"}, kLimit},
              {"application/json"}, {400, 503}, [context](const HttpRequest& r) { return List(context, "quarantine_list", r); }, 200, {}, false, "Quarantine"});
  router.Add(Needs(Action::kSeeQuarantine, RouteObject::kQuarantined, "page"),
             {"GET", "/v1/quarantine/{page}", "One of them", {}, {"application/json"}, {404, 503},
              [context](const HttpRequest& r) { return Ask(context, r, "quarantine_show", {{"page", Part(r, "page")}}); }, 200, {}, false, "Quarantined"});
  router.Add(Needs(Action::kDecideQuarantine, RouteObject::kQuarantined, "page"),
             {"POST", "/v1/quarantine/{page}/retry", "Puts a page back to work; 409 where it is not in quarantine (any more)", {}, {"application/json"}, {404, 409, 503},
              [context](const HttpRequest& r) { return Ask(context, r, "quarantine_retry", {{"page", Part(r, "page")}}); }});
  router.Add(Needs(Action::kDecideQuarantine, RouteObject::kQuarantined, "page"),
             {"POST", "/v1/quarantine/{page}/reject", "Leaves a page out for good, with a reason; 409 where it is not in quarantine (any more)", {},
              {"application/json"}, {400, 404, 409, 503}, [context](const HttpRequest& r) { return Reject(context, r); },
              200, {{"reason", "Why the page stays out", true}}});
}

}  // namespace

void AddArchiveRoutes(Router& router, const RouteContext& context) {
  AddReading(router, context);
  AddOperating(router, context);
}

}  // namespace sohoa
