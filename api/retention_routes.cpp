// SPDX-License-Identifier: Apache-2.0
#include "api/retention_routes.h"

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

using KeepingParams = nlohmann::json;

HttpResponse AskRetention(const RouteContext& context, const char* method, const KeepingParams& params, unsigned success = 200) {
  const Result<std::string> answer = context.queries.Answer(method, params.dump(-1, ' ', false, KeepingParams::error_handler_t::replace));
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.status = success;
  response.body = *answer;
  return response;
}

// The members of the body, all text, with those of the path over them.
HttpResponse ActOn(const RouteContext& context, const char* method, const HttpRequest& request, unsigned success = 200) {
  KeepingParams params = KeepingParams::parse(request.body.empty() ? "{}" : request.body, nullptr, false);
  bool fits = params.is_object();
  for (const auto& member : fits ? params : KeepingParams::object()) fits = fits && member.is_string();
  if (!fits) return ProblemResponse(400, "invalid_argument", "the body is a JSON object whose members are all text");
  // Who is known decides in no other's name: two who have to agree are two.
  if (!request.principal.is_holder()) params["by"] = ActorOf(request.principal);
  if (!params.contains("by")) params["by"] = "http";
  for (const auto& [name, value] : request.parts) params[name == "code" ? "dossier" : name] = value;
  return AskRetention(context, method, params, success);
}

HttpResponse Listed(const RouteContext& context, const char* method, const HttpRequest& request) {
  KeepingParams params = KeepingParams::object();
  for (const char* name : {"due", "after", "limit"}) params[name] = request.Query(name);
  return AskRetention(context, method, params);
}

const RouteParameter kReason = {"reason", "Why", true};
const RouteParameter kBy = {"by", "Who decides"};
const std::vector<RouteParameter> kPaging = {{"after", "Go on behind this one"}, {"limit", "At most so many, up to 1000"}};

}  // namespace

void AddRetentionRoutes(Router& router, const RouteContext& context) {
  const std::vector<std::string> json = {"application/json"};
  router.Add(Needs(Action::kKeep, RouteObject::kEveryAgency),
             {"GET", "/v1/retention", "How long dossiers are to be kept; an answer may be short and still have a next",
              {{"due", "Only those that need not be kept from that day on, YYYY-MM-DD"}, kPaging[0], kPaging[1]}, json, {400},
              [context](const HttpRequest& r) { return Listed(context, "retention_list", r); }});
  router.Add(Needs(Action::kKeep, RouteObject::kDossier, "code"),
             {"GET", "/v1/dossiers/{code}/retention", "How long it is to be kept, and why; of one that is gone, its certificate", {}, json, {404},
              [context](const HttpRequest& r) { return ActOn(context, "retention_show", r); }});
  router.Add(Needs(Action::kKeep, RouteObject::kWholeDossier, "code"),
             {"PUT", "/v1/dossiers/{code}/retention", "Decides how long it is to be kept", {}, json, {400, 404, 503},
              [context](const HttpRequest& r) { return ActOn(context, "retention_set", r); }, 200,
              {{"maintenance", "Code of the period, 01 to 07; without it as the procedure has it"},
               {"years", "Of code 07"},
               {"closed_on", "The day on which it was closed; without it that of the last hand-in"},
               kReason,
               kBy}});
  router.Add(Needs(Action::kKeep, RouteObject::kWholeDossier, "code"),
             {"POST", "/v1/dossiers/{code}/holds", "A legal hold: it is not disposed of while that stands", {}, json, {400, 404, 503},
              [context](const HttpRequest& r) { return ActOn(context, "retention_hold", r, 201); }, 201, {kReason, kBy}});
  router.Add(Needs(Action::kKeep, RouteObject::kWholeDossier, "code"),
             {"POST", "/v1/dossiers/{code}/holds/{hold}/release", "The hold stands no more", {}, json, {400, 404, 503},
              [context](const HttpRequest& r) { return ActOn(context, "retention_release", r); }, 200, {kReason, kBy}});
  router.Add(Needs(Action::kKeep, RouteObject::kEveryAgency),
             {"GET", "/v1/disposals", "Proposals of disposal", kPaging, json, {400},
              [context](const HttpRequest& r) { return Listed(context, "disposal_list", r); }});
  router.Add(Needs(Action::kKeep, RouteObject::kEveryAgency),
             {"POST", "/v1/disposals", "Proposes to dispose of dossiers; somebody else confirms", {}, json, {400, 404, 409, 503},
              [context](const HttpRequest& r) { return ActOn(context, "disposal_propose", r, 201); }, 201,
              {{"dossiers", "Their codes, with blanks between them", true}, kReason, kBy}});
  router.Add(Needs(Action::kKeep, RouteObject::kEveryAgency),
             {"GET", "/v1/disposals/{number}", "One proposal, and what has gone of it", {}, json, {400, 404},
              [context](const HttpRequest& r) { return ActOn(context, "disposal_show", r); }});
  router.Add(Needs(Action::kKeep, RouteObject::kEveryAgency),
             {"POST", "/v1/disposals/{number}/withdraw", "It is not to be confirmed", {}, json, {400, 404, 503},
              [context](const HttpRequest& r) { return ActOn(context, "disposal_withdraw", r); }, 200, {kBy}});
  router.Add(Needs(Action::kKeep, RouteObject::kEveryAgency),
             {"POST", "/v1/disposals/{number}/confirm", "Its dossiers go, for good; not by who proposed it", {}, json, {400, 404, 409, 503},
              [context](const HttpRequest& r) { return ActOn(context, "disposal_confirm", r); }, 200, {kBy}});
  router.Add(Needs(Action::kKeep, RouteObject::kEveryAgency),
             {"GET", "/v1/certificates", "What is left of dossiers that are gone", kPaging, json, {400},
              [context](const HttpRequest& r) { return Listed(context, "disposal_certificates", r); }});
}

}  // namespace sohoa
