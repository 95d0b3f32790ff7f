// SPDX-License-Identifier: Apache-2.0
#include "api/report_routes.h"

#include <nlohmann/json.hpp>

#include "api/report_table.h"

namespace sohoa {
namespace {

HttpResponse AskReport(const RouteContext& context, const char* method, const nlohmann::json& params) {
  const Result<std::string> answer = context.queries.Answer(method, params.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  if (!answer) return ProblemResponse(answer.status());
  HttpResponse response;
  response.body = *answer;
  return response;
}

HttpResponse Report(const RouteContext& context, const HttpRequest& request) {
  const std::string format = request.Query("format").empty() ? "json" : request.Query("format");
  if (format != "json" && format != "csv") return ProblemResponse(400, "invalid_argument", "format is json or csv");
  HttpResponse response = AskReport(context, "report", {{"quarter", request.parts.at("quarter")}});
  if (response.status != 200 || format == "json") return response;
  response.body = ReportCsv(response.body);
  response.content_type = "text/csv; charset=utf-8";
  // A quarter that was understood is letters and digits.
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"so-hoa-" + request.parts.at("quarter") + ".csv\"");
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
             {"GET", "/v1/reports/{quarter}", "What was digitised in a quarter (2026-Q4), by procedure and agency", {{"format", "json (as without it) or csv"}},
              {"application/json", "text/csv"}, {400}, [context](const HttpRequest& r) { return Report(context, r); }});
  router.Add(Needs(Action::kKeep, RouteObject::kEverything),
             {"GET", "/v1/registers/{kind}", "A register or list: outgoing, incoming, dossiers, or documents of one dossier; go on at next",
              {{"dossier", "Of documents: which"}, {"from", "Rows from that day on, YYYY-MM-DD"}, {"to", "Rows up to that day"}, {"after", "Go on behind this dossier"}},
              {"application/json"}, {400, 404}, [context](const HttpRequest& r) { return Register(context, r); }});
}

}  // namespace sohoa
