// SPDX-License-Identifier: Apache-2.0
#include "api/edit_routes.h"

#include <nlohmann/json.hpp>

#include "api/edits_json.h"
#include "api/entity_tag.h"

namespace sohoa {
namespace {

using BodyJson = nlohmann::ordered_json;

HttpResponse Wrong(const std::string& why) { return ProblemResponse(400, "invalid_argument", why); }

// 202: the version that shows it is still being made.
HttpResponse Accepted(const RouteContext& context, const HttpRequest& request, std::string_view method, const BodyJson& params) {
  const std::string& code = request.parts.at("code");
  const Result<std::string> answer = context.queries.Answer(method, params.dump(-1, ' ', false, BodyJson::error_handler_t::replace), {}, &request.principal);
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.status = 202;
  response.body = *answer;
  // What the code is made of needs no escaping in a path.
  response.headers = {{"Location", "/v1/dossiers/" + code}, {"Retry-After", "1"}};
  return response;
}

// None where it is no object whose members are all text.
std::optional<BodyJson> BodyOf(const HttpRequest& request) {
  BodyJson body = BodyJson::parse(request.body, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  for (const auto& [name, value] : body.items()) {
    if (!value.is_string()) return std::nullopt;
  }
  // Measured by who hands values out (api/review/), and not told.
  body.erase("took_ms");
  body.erase("settle_ms");
  // Who is known decides in no other's name.
  if (!request.principal.is_holder()) body["by"] = ActorOf(request.principal);
  if (!body.contains("by")) body["by"] = "http";
  return body;
}

// If-Match holds the version that the person saw, as an entity tag: "3", or the ETag of the dossier or fields.
HttpResponse TakeVersion(const HttpRequest& request, std::uint32_t newest, BodyJson& body) {
  if (request.if_match.empty() || request.if_match == "*") return {};
  if (!NamesVersion(request.if_match, std::to_string(newest))) {
    return ProblemResponse(412, "conflict", "version " + std::to_string(newest) + " is the newest; read that one and decide again");
  }
  body["version"] = std::to_string(newest);
  return {};
}

HttpResponse EditDossier(const RouteContext& context, const HttpRequest& request) {
  std::optional<BodyJson> body = BodyOf(request);
  if (!body) return Wrong("the body is a JSON object whose members are all text: one edit");
  const std::string& code = request.parts.at("code");
  const Result<Dossier> dossier = context.archive.GetDossier(code);
  if (!dossier) return ProblemResponse(dossier.status());
  if (const HttpResponse refusal = TakeVersion(request, dossier->version, *body); refusal.status != 200) return refusal;
  const Result<EditRequest> edit = ReadEditRequest(context.archive, body->dump(-1, ' ', false, BodyJson::error_handler_t::replace));
  if (!edit) return ProblemResponse(edit.status());
  if (edit->dossier != code) return ProblemResponse(404, "not_found", "this dossier has no such page or document");
  return Accepted(context, request, "edit", *body);
}

HttpResponse DecideField(const RouteContext& context, const HttpRequest& request) {
  std::optional<BodyJson> body = BodyOf(request);
  if (!body) return Wrong("the body is a JSON object whose members are all text");
  const std::string& code = request.parts.at("code");
  const Result<DocumentEntry> document = context.archive.FindDocument(request.parts.at("id"));
  if (!document || document->dossier != code) return ProblemResponse(404, "not_found", "this dossier has no such document");
  const HttpResponse refusal = TakeVersion(request, document->version, *body);
  if (refusal.status != 200) return refusal;
  (*body)["kind"] = "field";
  (*body)["document"] = document->document.id;
  (*body)["field"] = request.parts.at("field");
  return Accepted(context, request, "edit", *body);
}

HttpResponse Reread(const RouteContext& context, const HttpRequest& request) {
  return Accepted(context, request, "reread",
                  {{"dossier", request.parts.at("code")}, {"documents_only", request.Query("documents_only")}});
}

HttpResponse Changes(const RouteContext& context, const HttpRequest& request) {
  BodyJson params = {{"dossier", request.parts.at("code")}};
  for (const char* name : {"from", "to"}) {
    const std::string text = request.Query(name);
    if (text.empty()) continue;
    if (text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos || text == "0") return Wrong("from and to are versions, from 1");
    params[name] = text;
  }
  const Result<std::string> answer = context.queries.Answer("changes", params.dump(-1, ' ', false, BodyJson::error_handler_t::replace), {}, &request.principal);
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.body = *answer;
  return response;
}

const std::vector<RouteParameter> kDecision = {{"review", "confirmed, corrected (as without it where there is a value), unreadable or needs_review: taken back"},
                                               {"value", "What it is corrected to; of a class its code"},
                                               {"normalized", "Its normalized form; without it, it follows from the value"},
                                               {"number", "Which of the fields with this code, from 1"},
                                               {"reason", "Why"},
                                               {"by", "Who decides"}};

std::vector<RouteParameter> EditMembers() {
  std::vector<RouteParameter> members = {
      {"kind", "split join automatic move rotate replace set_aside restore send type field", true},
      {"page", "The page it is about"},
      {"document", "The document, for type and field"},
      {"other", "move: behind which page, to the front without it; replace: by which page"},
      {"to", "send: the dossier it belongs to"},
      {"turn", "rotate: 90, 180 or 270 degrees clockwise"},
      {"field", "Code of the field"}};
  members.insert(members.end(), kDecision.begin(), kDecision.end());
  return members;
}

}  // namespace

void AddEditRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kArrange, RouteObject::kDossier, "code"),
             {"POST", "/v1/dossiers/{code}/edits",
              "Decides on a page, class or field; seen with the next version. If-Match: the version that was seen", {}, {"application/json"},
              {400, 404, 409, 412, 503}, [context](const HttpRequest& r) { return EditDossier(context, r); }, 202, EditMembers(), false, "Decided"});
  router.Add(Needs(Action::kDecideValue, RouteObject::kDocument, "id"),
             {"PATCH", "/v1/dossiers/{code}/documents/{id}/fields/{field}",
              "Confirms or corrects a value, which later readings never overwrite. If-Match: the version that was seen", {}, {"application/json"},
              {400, 404, 409, 412, 503}, [context](const HttpRequest& r) { return DecideField(context, r); }, 202, kDecision, false, "Decided"});
  router.Add(Needs(Action::kReread, RouteObject::kWholeDossier, "code"),
             {"POST", "/v1/dossiers/{code}/reread", "Reads the dossier again; what people decided stays",
              {{"documents_only", "true: its pages stay as they were read"}}, {"application/json"}, {404, 409, 503},
              [context](const HttpRequest& r) { return Reread(context, r); }, 202, {}, false, "Decided"});
  router.Add(Needs(Action::kRead, RouteObject::kDossier, "code"),
             {"GET", "/v1/dossiers/{code}/changes", "What is different between two versions, field by field",
              {{"from", "The version before; without it, the one before to"}, {"to", "The version after; without it, the newest"}},
              {"application/json"}, {400, 404}, [context](const HttpRequest& r) { return Changes(context, r); }});
}

}  // namespace sohoa
