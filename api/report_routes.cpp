// SPDX-License-Identifier: Apache-2.0
#include "api/report_routes.h"

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

HttpResponse AskReport(const RouteContext& context, const char* method, const nlohmann::json& params) {
  const Result<std::string> answer = context.queries.Answer(method, params.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.body = *answer;
  return response;
}

HttpResponse Register(const RouteContext& context, const HttpRequest& request) {
  nlohmann::json params = {{"kind", request.parts.at("kind")}};
  for (const char* name : {"dossier", "from", "to", "after"}) params[name] = request.Query(name);
  return AskReport(context, "archive_list", params);
}

}  // namespace

void AddReportRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kKeep, RouteObject::kEveryAgency),
             {"GET", "/v1/reports/{quarter}", "What was digitised in a quarter (2026-Q4), by procedure and agency", {}, {"application/json"}, {400},
              [context](const HttpRequest& r) { return AskReport(context, "report", {{"quarter", r.parts.at("quarter")}}); }});
  router.Add(Needs(Action::kKeep, RouteObject::kEverything),
             {"GET", "/v1/registers/{kind}", "A register or list: outgoing, incoming, dossiers, or documents of one dossier; go on at next",
              {{"dossier", "Of documents: which"}, {"from", "Rows from that day on, YYYY-MM-DD"}, {"to", "Rows up to that day"}, {"after", "Go on behind this dossier"}},
              {"application/json"}, {400, 404}, [context](const HttpRequest& r) { return Register(context, r); }});
}

}  // namespace sohoa
